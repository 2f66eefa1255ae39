import { pauseListing, resumeListing } from '../../../domains/catalogue/catalogue.ts'
import { type OfferDraft, setOffers, submitListing } from '../../../domains/offers/offers.ts'
import { standingOf } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { largePhotoView } from '../../web/photo-view.ts'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { type AskedPage, answer, ask, namesOf } from './ask-frame.tsx'
import { AskStockPage, type Wrong } from './ask-pages.tsx'
import {
  type Goods,
  goodsHere,
  listingIdOf,
  lowestPrice,
  nextQuestion,
  optionLabel,
  parseCount,
  titleOf,
} from './draft.ts'
import { PreviewPage } from './preview-page.tsx'

const WITHIN_MS = 2_000

function stockQuestion(c: PageContext) {
  const { t } = c.var.visit
  const show: AskedPage = ({ goods, said, photo, hidden, wrong, kept }) => (
    <AskStockPage
      t={t}
      photo={photo}
      action={routes.stock.href(namesOf(c))}
      hidden={hidden}
      back={routes.price.href(namesOf(c))}
      wrong={wrong}
      said={said}
      rows={goods.variants.map(({ variant_id, option_values }) => {
        const count = goods.offers.find((offer) => offer.variant_id === variant_id)?.on_hand_count ?? 0
        return {
          variantId: variant_id,
          label: option_values.join(', '),
          stock: kept?.[`stock.${variant_id}`] ?? (count > 0 ? String(count) : ''),
        }
      })}
    />
  )
  return { title: t('seller.stock.title'), field: 'stock', show }
}

export function getStock(c: PageContext): Promise<Response> {
  const { title, show } = stockQuestion(c)
  return ask(c, title, show)
}

/** How many there are of each. An empty field of one among several means none of it. */
export function postStock(c: PageContext): Promise<Response> {
  return answer(c, stockQuestion(c), async (tx, { by }, goods, form) => {
    const { listing, offers } = goods
    if (offers.length === 0) return routes.price.href(namesOf(c))
    await setOffers(tx, by, listing.listing_id, countedOffers(goods, form))
    return routes.preview.href(namesOf(c))
  })
}

function countedOffers({ offers }: Goods, form: Form): OfferDraft[] {
  const isAnswered = offers.some(({ variant_id }) => form.text(`stock.${variant_id}`) !== '')
  return offers.map(({ variant_id, price_paisa, compare_at_paisa }) => {
    const field = `stock.${variant_id}`
    const typed = form.text(field)
    const stock_count = typed === '' && isAnswered ? 0 : parseCount(typed)
    if (stock_count === undefined) throw new Refusal('invalid', 'seller.stock.unreadable', { field })
    return { variant_id, price_paisa, compare_at_paisa, stock_count }
  })
}

/** What buyers will see; a draft that still lacks an answer goes there first. */
export async function getPreview(c: PageContext): Promise<Response> {
  return preview(c)
}

async function preview(c: PageContext, wrong?: Wrong): Promise<Response> {
  const { t } = c.var.visit
  const { here, view } = await readHere(c, 'listings', async (tx, { by }) => {
    const [goods, standing] = await Promise.all([goodsHere(c, tx, by), standingOf(tx, by.shop_id)])
    return { goods, standing }
  })
  const { goods, standing } = view
  const { listing, photos, offers } = goods
  const names = namesOf(c)
  const open = nextQuestion(goods)
  if (open !== 'preview' && !wrong) return c.redirect(routes[open].href(names), 303)
  const title = titleOf(t, listing)
  const pricePaisa = lowestPrice(offers) ?? 0n
  const body = (
    <PreviewPage
      t={t}
      title={title}
      pricePaisa={pricePaisa}
      hasSpan={offers.some(({ price_paisa }) => price_paisa > pricePaisa)}
      photos={photos.flatMap((photo) => largePhotoView(photo, title, photo.avif_at !== null) ?? [])}
      choices={listing.options.map(({ name, values }) => ({
        label: optionLabel(t.locale, c.var.visit.market.categories, name),
        values: values.join(', '),
      }))}
      stock={offers.reduce((sum, { left_count }) => sum + left_count, 0)}
      description={listing.description}
      standing={{ trades: standing.kept_count, sinceYear: here.shop.opened_at.getUTCFullYear() }}
      wrong={wrong}
      hidden={formFields(c)}
      links={{
        submit: routes.state.href(names),
        edit: routes.listing.href(names),
        words: routes.words.href(names),
        category: routes.category.href(names),
        price: routes.price.href(names),
        stock: routes.stock.href(names),
      }}
    />
  )
  return shopPage(c, here, { title: t('seller.preview.title'), at: 'goods', status: wrong ? 422 : 200 }, body)
}

/** Puts goods on sale, lets them rest, or wakes them. */
export async function postState(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const form = await readForm(c)
  const wish = form.text('do')
  const listingId = listingIdOf(c)
  return answerForm(
    async () => {
      await changeHere(c, 'listings', async (tx, { by }) => {
        if (wish === 'pause') return pauseListing(tx, by, listingId)
        if (wish === 'resume') return resumeListing(tx, by, listingId)
        // Goods without a photo may be sold; the page has said that they sell worse.
        await submitListing(tx, by, listingId, { without_photo: true })
      })
      await market.runner.settled(WITHIN_MS)
      return c.redirect(routes.listing.href(namesOf(c), { done: wish }), 303)
    },
    (refusal) => preview(c, { field: 'do', message: refusalWords(t, refusal) }),
  )
}
