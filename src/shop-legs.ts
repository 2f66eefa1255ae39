// What follows from what happens to a shop itself. consequences.ts says when.
import { openListingsOfShop } from './domains/catalogue/catalogue.ts'
import { findShop, SYSTEM } from './domains/identity/identity.ts'
import { sendMessage } from './domains/messaging/messaging.ts'
import { freezeShop } from './domains/orders/orders.ts'
import { noteKinds } from './domains/pulse/pulse.ts'
import type { Consequence } from './kit/events/attempt.ts'
import type { OutboxRow } from './kit/events/outbox.ts'

/** What was sold of listings that lie on another shelf now is counted there. */
export const countShelf: Consequence = async (tx, { party_id, payload }) =>
  noteKinds(tx, party_id, (payload.listing_ids as string[] | undefined) ?? [String(payload.listing_id)])

/** What waited only for its shop goes on sale. Told twice, it finds nothing more. */
export const openItsListings: Consequence = async (tx, event) => {
  if (text(event, 'state') === 'open') await openListingsOfShop(tx, SYSTEM, text(event, 'shop_id'))
}

/** The orders of a stopped shop stand still, money and all, until it may trade again. */
export const freezeItsOrders: Consequence = async (tx, event) => {
  await freezeShop(tx, text(event, 'shop_id'), text(event, 'state'))
}

export const toShopChecked: Consequence = async (tx, event) => {
  const shop = await findShop(tx, event.party_id)
  if (!shop) return
  await sendMessage(tx, {
    person_id: shop.opened_by,
    cause: event.event_id,
    template: text(event, 'state') === 'open' ? 'shop.checked' : 'shop.stopped',
    facts: { shop: shop.name, path: 'sell' },
  })
}

/** Once a day for each helper, however much they do: what they did stands on the shop's page of people. */
export const toOwnerOfHelper: Consequence = async (tx, event) => {
  const shop = await findShop(tx, event.party_id)
  if (!shop) return
  await sendMessage(tx, {
    person_id: shop.opened_by,
    cause: `helper:${text(event, 'person_id')}:${event.recorded_at.toISOString().slice(0, 10)}`,
    template: 'shop.helper_acted',
    facts: { shop: shop.name, path: `sell/${shop.handle}/people` },
  })
}

function text(event: OutboxRow, name: string): string {
  return String(event.payload[name] ?? '')
}
