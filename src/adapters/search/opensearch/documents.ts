import type { Describing, SearchCard, SearchDoc } from '../../../domains/search/search.ts'
import { type GoodsSource, writeCard } from './mapping.ts'

/** A listing as OpenSearch keeps it: our terms, what it is narrowed and ordered by, and its card. */
export function sourceOf(doc: SearchDoc, language: Describing, filling: string): GoodsSource {
  const { terms, words, shelves, colours, sizes, band, merit } = language.describe(doc)
  const text = (list: readonly string[]) => list.join(' ')
  const brand = doc.brand.trim()
  return {
    title: text(terms.title),
    brand: text(terms.brand),
    category: text(terms.category),
    attributes: text(terms.attributes),
    description: text(terms.description),
    shop: text(terms.shop),
    ...{ words, shelves, colours, sizes, band, filling },
    // A score of nothing would hide what is sold out.
    merit: Math.max(merit, 0.001),
    ...{ id: doc.listing_id, shelf: doc.category_id, shop_id: doc.shop_id, city: doc.city_id },
    ...{ brand_key: brand.toLowerCase(), brand_name: brand, condition: doc.condition },
    standing: Math.min(3, Math.max(0, Math.trunc(doc.standing ?? 0))),
    in_stock: doc.in_stock,
    price: Number(doc.price_from_paisa),
    live: doc.live_at.getTime(),
    card: writeCard(cardIn(doc)),
  }
}

function cardIn(doc: SearchDoc): SearchCard {
  const { listing_id, shop_id, title, brand, category_id, condition, in_stock, photo_name, photo_colour } = doc
  const { price_from_paisa, price_to_paisa, compare_at_paisa, shop_handle, shop_name, city_id, live_at } = doc
  return {
    ...{ listing_id, shop_id, title, brand, category_id, condition, in_stock, photo_name, photo_colour },
    ...{ price_from_paisa, price_to_paisa, compare_at_paisa, shop_handle, shop_name, city_id, live_at },
  }
}
