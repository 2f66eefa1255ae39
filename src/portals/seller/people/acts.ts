import { listListings } from '../../../domains/catalogue/catalogue.ts'
import type { ShopActor } from '../../../domains/identity/identity.ts'
import { recentPrices } from '../../../domains/offers/offers.ts'
import { listShopSteps } from '../../../domains/orders/orders.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { titleOf } from '../goods/draft.ts'
import { routes } from '../routes.ts'

export type WhoDid = (personId: string) => string

/** One thing that one member did for the shop. */
export interface NamedAct {
  readonly id: string
  readonly by_id: string
  readonly at: Date
  readonly words: (t: Say) => string
  readonly href: (shop: string) => string
}

const SHOWN = 40

/** What was done for the shop of late, by whom, newest first: goods written, prices set, orders moved. */
export async function actsOf(tx: Tx, by: ShopActor): Promise<NamedAct[]> {
  const [{ listings }, allPrices, steps] = await Promise.all([
    listListings(tx, by, { limit: SHOWN }),
    recentPrices(tx, by, SHOWN),
    listShopSteps(tx, by, SHOWN),
  ])
  // Answering the questions about new goods sets the same price more than once: that is one act.
  const sets = new Map(allPrices.reverse().map((set) => [`${set.listing_id} ${set.price_paisa} ${set.set_by}`, set]))
  const prices = [...sets.values()]
  const written = listings.map(
    (listing): NamedAct => ({
      id: `written ${listing.listing_id}`,
      by_id: listing.written_by,
      at: listing.written_at,
      words: (t) => t('seller.act.wrote', { title: titleOf(t, listing) }),
      href: (shop) => routes.listing.href({ shop, listing: shown('lst', listing.listing_id) }),
    }),
  )
  const priced = prices.flatMap(({ variant_id, listing_id, title, price_paisa, set_at, set_by }): NamedAct[] =>
    set_by === null
      ? []
      : [
          {
            id: `priced ${variant_id} ${set_at.getTime()}`,
            by_id: set_by,
            at: set_at,
            words: (t) => t('seller.act.priced', { title: titleOf(t, { title }), price: t.rupees(price_paisa) }),
            href: (shop) => routes.listing.href({ shop, listing: shown('lst', listing_id) }),
          },
        ],
  )
  const moved = steps.flatMap(({ order_id, number, step, taken_by, taken_at }): NamedAct[] =>
    taken_by === null
      ? []
      : [
          {
            id: `moved ${order_id} ${step}`,
            by_id: taken_by,
            at: taken_at,
            words: (t) => t.maybe(`seller.act.${step}`, { number }) ?? number,
            href: (shop) => routes.order.href({ shop, order: shown('ord', order_id) }),
          },
        ],
  )
  return [...written, ...priced, ...moved].sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, SHOWN)
}
