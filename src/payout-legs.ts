import { findShop, listPeopleWithRole, SYSTEM } from './domains/identity/identity.ts'
import { type Facts, sendMessage, type Template } from './domains/messaging/messaging.ts'
import { arriveInWallet, clearSpend, noteReturned, returnToWallet, WALLET_RAIL } from './domains/payments/payments.ts'
import type { Consequence, Consequences } from './kit/events/attempt.ts'
import type { OutboxRow } from './kit/events/outbox.ts'
import type { Tx } from './kit/sql/tx.ts'

/** What follows from payouts, debts and wallets: a part of the table in consequences.ts. Each may be told twice. */
export const PAYOUT_LEGS: Consequences = {
  'payout_details.changed': [(tx, event) => toOldContact(tx, event)],
  'payouts.held': [toOwner('shop.payouts_held')],
  'payout.returned': [toOwner('shop.payout_returned')],
  'debt.owed': [
    async (tx, event) => {
      if (paisa(event, 'left_paisa') > 0n) await toOwner('shop.debt', 'left_paisa')(tx, event)
    },
  ],
  'payouts.stopped': [(tx, event) => toOperators(tx, event, 'market.payouts_stopped', { path: 'operate' })],
  'refund.owed': [(tx, event) => returnToWallet(tx, event.party_id, text(event, 'refund_id'))],
  'refund.to_wallet': [(tx, event) => refundArrives(tx, event)],
  'wallet.sent': [toPerson('wallet.sent')],
  'wallet.not_sent': [toPerson('wallet.not_sent')],
}

const text = (event: OutboxRow, name: string) => String(event.payload[name] ?? '')
const paisa = (event: OutboxRow, name: string) => BigInt(text(event, name) || '0')

/** Money that a wallet paid has reached its orders: it leaves the books of the buyer. */
export const leaveWallet: Consequence = async (tx, event) => {
  if (text(event, 'rail') === WALLET_RAIL) await clearSpend(tx, event.party_id, text(event, 'payment_id'))
}

/** Whoever said before where the money goes hears that somebody says otherwise, and who says so as well. */
const toOldContact: Consequence = async (tx, event) => {
  const before = text(event, 'before_owner_id')
  const shop = await findShop(tx, event.party_id)
  if (!shop || before === '') return
  const facts = { shop: shop.name, path: `sell/${shop.handle}/money` }
  for (const person_id of new Set([before, text(event, 'owner_id'), shop.opened_by])) {
    await sendMessage(tx, { person_id, cause: event.event_id, template: 'shop.account_changed', facts })
  }
}

function toOwner(template: Template, amount = 'amount_paisa'): Consequence {
  return async (tx, event) => {
    const shop = await findShop(tx, event.party_id)
    if (!shop) return
    const facts = { shop: shop.name, amount_paisa: paisa(event, amount), path: `sell/${shop.handle}/money` }
    await sendMessage(tx, { person_id: shop.opened_by, cause: event.event_id, template, facts })
  }
}

function toPerson(template: Template): Consequence {
  return async (tx, event) => {
    const facts = { amount_paisa: paisa(event, 'amount_paisa'), path: 'me/wallet' }
    await sendMessage(tx, { person_id: event.party_id, cause: event.event_id, template, facts })
  }
}

/** Every operator hears of it, once. */
export async function toOperators(tx: Tx, event: OutboxRow, template: Template, facts: Facts): Promise<void> {
  for (const { person_id } of await listPeopleWithRole(tx, SYSTEM, 'operator')) {
    await sendMessage(tx, { person_id, cause: event.event_id, template, facts })
  }
}

const refundArrives: Consequence = async (tx, event) => {
  const refund = { refund_id: text(event, 'refund_id'), buyer_id: text(event, 'buyer_id') }
  const { refund_id, buyer_id } = refund
  const payment_id = text(event, 'payment_id')
  const amount_paisa = paisa(event, 'amount_paisa')
  const was_from_wallet = event.payload.was_from_wallet === true
  const holder = text(event, 'holder')
  await arriveInWallet(tx, { ...refund, shop_id: event.party_id, payment_id, was_from_wallet, holder, amount_paisa })
  if (payment_id !== '') await noteReturned(tx, { buyer_id, refund_id, payment_id, amount_paisa })
  const facts = { amount_paisa, path: 'me/wallet' }
  await sendMessage(tx, { person_id: buyer_id, cause: `refund:${refund_id}`, template: 'wallet.refunded', facts })
}
