import { Hono } from 'hono'
import { type Loopback, listenOnLoopback } from '../../../src/adapters/loopback.ts'
import { jazzCash } from '../../../src/adapters/payment/jazzcash/jazzcash.ts'
import { type JazzCashSimulator, jazzCashSimulator } from '../../../src/adapters/payment/jazzcash/simulator.ts'
import { SYSTEM } from '../../../src/domains/identity/identity.ts'
import { deliverOrder, type OrderRow, shipOrder } from '../../../src/domains/orders/orders.ts'
import {
  beginPayment,
  creditWallet,
  keepRemittance,
  makePayoutBatch,
  type PaymentRail,
  readRemittance,
  receiveNotice,
  setPayoutDetails,
} from '../../../src/domains/payments/payments.ts'
import { codesFor, keepIt, releaseAtDoor, sendBack } from '../../../src/domains/trust/trust.ts'
import type { Database } from '../../../src/kit/sql/database.ts'
import { sql } from '../../../src/kit/sql/sql.ts'
import { deliveredBy, leopardsFile, leopardsLine, SHAPES } from '../../setup/remitting.ts'
import { atOf, broughtToDoor, checkoutOf, opened, packed, placed, type Trade } from '../../setup/trade.ts'
import { BACK, type Begun, type Command, ORDER_PAISA, RAIL_KEYS, rawNotice, type Told, takesBack } from './commands.ts'

/** A rail that runs beside the test, and keeps what it would have told us. */
export interface HeardRail {
  readonly rail: PaymentRail
  readonly base: string
  readonly notices: string[]
  /** Ayesha goes to the rail's page and pays from a wallet, whose last digits decide what happens. */
  pays(form: { url: string; fields: Readonly<Record<string, string>> }, wallet?: string): Promise<void>
  close(): Promise<void>
}

/** `reach` may lead the adapter to the rail by another way, such as a line that fails. */
export async function hearRail(now: () => Date, reach = (base: string) => base): Promise<HeardRail> {
  const notices: string[] = []
  const door = new Hono().post('/notice', async (c) => {
    notices.push(await c.req.text())
    return c.body(rail.noticeAnswer.body)
  })
  const ours = await listenOnLoopback(door)
  const simulator: JazzCashSimulator = jazzCashSimulator({
    merchant: { ...RAIL_KEYS, notice_url: `${ours.base}/notice` },
    now,
  })
  const theirs: Loopback = await listenOnLoopback(simulator.app)
  const rail = jazzCash({ ...RAIL_KEYS, page_base: theirs.base, api_base: reach(theirs.base), timeout_ms: 2_000 })
  return {
    rail,
    base: theirs.base,
    notices,
    async pays(form, wallet = '03123456789') {
      const page = await (await fetch(form.url, { method: 'POST', body: new URLSearchParams(form.fields) })).text()
      const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)]
      const fields = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]))
      const body = new URLSearchParams({ ...fields, wallet, mpin: '4321', do: 'pay' })
      await fetch(form.url.replace('merchantform', 'pay'), { method: 'POST', body })
      await simulator.sendDueNotices()
    },
    async close() {
      await Promise.all([ours.close(), theirs.close()])
    },
  }
}

/** Where a command begins: the database, its market, and the rail beside it. */
export interface Place {
  readonly db: Database
  readonly at: Trade
  readonly rail: HeardRail
  /** Waits until what followed from what was done is done as well. */
  settle(): Promise<boolean>
}

/** Brings a new order as far as a command needs it, by the same verbs as everybody. */
export async function begin(place: Place, { method, from }: Command): Promise<Told> {
  const { db, at, rail } = place
  const told = { at, rail_base: rail.base, checkout_id: '', notice: '', batch_id: '', refund_id: '', file_id: '' }
  if (from === 'checkout') {
    const { checkout_id } = await db.tx((tx) => checkoutOf(tx, at.ayesha, at, method))
    return { ...told, checkout_id, order: { shop_id: at.bilal.shop_id, order_id: '' } }
  }
  if (from === 'remitted') return { ...told, ...(await remittanceOf(place)) }
  if (from === 'with_courier' || from === 'contradicted') return { ...told, order: await withCourier(place, from) }
  const order = await db.tx((tx) => placed(tx, at, method))
  const known = { ...told, order: atOf(order), checkout_id: order.checkout_id }
  if (from === 'credited') {
    const credit = { cause: `test:${order.order_id}`, paisa: ORDER_PAISA, holder: 'jazzcash', kind: 'refund' } as const
    await db.tx((tx) => creditWallet(tx, at.ayesha.person_id, credit))
    return known
  }
  if (from === 'notified') return { ...known, notice: (await payAtRail(place, order)).notice }
  if (method === 'prepaid' && from !== 'waiting') await payThroughRail(place, order)
  await bring(place, order, from)
  if (from === 'refused') return { ...known, refund_id: await refundOf(db, order) }
  if (from !== 'batched') return known
  const { batch_id } = await db.tx((tx) => makePayoutBatch(tx, at.dania))
  return { ...known, batch_id }
}

let parcels = 0

/** A courier delivered a parcel, and its file that says so is kept. */
async function remittanceOf({ db, at }: Place): Promise<Pick<Told, 'order' | 'file_id'>> {
  const tracking = `KI7${String(++parcels).padStart(8, '0')}`
  const order = await db.tx((tx) => deliveredBy(tx, at, 'leopards', tracking))
  const shape = SHAPES.get('leopards')
  if (!shape) throw new Error('Leopards has a shape')
  const file = await readRemittance(shape, `${tracking}.csv`, Buffer.from(leopardsFile([leopardsLine(tracking)])))
  return { order: atOf(order), file_id: await db.tx((tx) => keepRemittance(tx, at.dania, 'leopards', file)) }
}

/** A courier says that it delivered a parcel, and perhaps that it gave it back. */
async function withCourier({ db, at }: Place, from: Begun): Promise<Told['order']> {
  const order = atOf(await db.tx((tx) => deliveredBy(tx, at, 'leopards', `KI8${String(++parcels).padStart(8, '0')}`)))
  if (from === 'contradicted') await db.tx((tx) => takesBack(tx, order))
  return order
}

async function bring({ db, at }: Place, order: OrderRow, from: Begun): Promise<void> {
  await db.tx(async (tx) => {
    const code = codesFor(tx, order.order_id).release
    if (from === 'packed') await packed(tx, at, order)
    if (from === 'at_door') await broughtToDoor(tx, at, order)
    if (from === 'shipped' || from === 'delivered') {
      await packed(tx, at, order)
      await shipOrder(tx, SYSTEM, atOf(order))
      if (from === 'delivered') await deliverOrder(tx, SYSTEM, atOf(order), 'leopards')
    }
    if (!['opened', 'refused', 'earned', 'batched', 'cash_out'].includes(from)) return
    await opened(tx, at, order)
    if (from === 'refused') await sendBack(tx, at.ayesha, atOf(order), BACK)
    if (from === 'cash_out') await releaseAtDoor(tx, at.ghazi, atOf(order), code)
    if (from !== 'earned' && from !== 'batched') return
    await keepIt(tx, at.ayesha, atOf(order))
  })
}

/** Where Bilal wants his money; said once for a market. */
export function wantMoney(db: Database, at: Trade): Promise<void> {
  const account = { kind: 'wallet', account: '03001234567', title: 'Bilal Ahmad' } as const
  return db.tx((tx) => setPayoutDetails(tx, at.bilal, account))
}

/** Ayesha has had a wallet before, so that a command is not the one that makes it. */
export async function openWallet(db: Database, at: Trade): Promise<void> {
  const credit = { cause: 'test:first', paisa: 100n, holder: 'jazzcash', kind: 'refund' } as const
  await db.tx((tx) => creditWallet(tx, at.ayesha.person_id, credit))
}

/** The payment is begun, the buyer paid at the rail, and its notice lies here unread. */
export async function payAtRail(
  { db, at, rail }: Pick<Place, 'db' | 'at' | 'rail'>,
  order: OrderRow,
): Promise<{ notice: string; reference: string }> {
  const { begun: form, payment } = await beginPayment(db, at.ayesha, rail.rail, {
    checkout_id: order.checkout_id,
    orders: [{ ...atOf(order), amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/payments/jazzcash/return',
  })
  if (!('fields' in form)) throw new Error('the hosted page has a form')
  await rail.pays(form)
  const notice = rail.notices.at(-1)
  if (!notice) throw new Error('the rail told us of the payment')
  return { notice, reference: payment.reference }
}

async function payThroughRail(place: Place, order: OrderRow): Promise<void> {
  const { notice } = await payAtRail(place, order)
  await receiveNotice(place.db, place.rail.rail, rawNotice(notice))
  await place.settle()
}

async function refundOf(db: Database, order: OrderRow): Promise<string> {
  const refund = await db.read((tx) =>
    tx.one<{ refund_id: string }>(sql`
      select refund_id from refunds where party_id = ${order.party_id} and order_id = ${order.order_id}`),
  )
  if (!refund) throw new Error('a refund is owed')
  return refund.refund_id
}
