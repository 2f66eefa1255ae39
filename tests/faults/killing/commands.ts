import { jazzCash } from '../../../src/adapters/payment/jazzcash/jazzcash.ts'
import { consequences } from '../../../src/consequences.ts'
import { handInCash, ordersOfTrackings, parcelOfOrder } from '../../../src/domains/delivery/delivery.ts'
import { SYSTEM } from '../../../src/domains/identity/identity.ts'
import {
  cancelOrder,
  deliverOrder,
  followCourier,
  handInOrderCash,
  type OrderAt,
  placeCheckout,
  shipOrder,
  takeBack,
  takeDueSteps,
} from '../../../src/domains/orders/orders.ts'
import {
  askOpenPayments,
  bookRemittance,
  makePayoutBatch,
  markBatchSent,
  type PaymentRail,
  payFromWallet,
  receiveNotice,
  sendRefunds,
} from '../../../src/domains/payments/payments.ts'
import { settleRefundByHand } from '../../../src/domains/payments/refunds.ts'
import { openEngine, shelvesFrom } from '../../../src/domains/search/search.ts'
import {
  codesFor,
  decide,
  keepIt,
  openAtDoor,
  packWithProof,
  releaseAtDoor,
  sendBack,
} from '../../../src/domains/trust/trust.ts'
import { record } from '../../../src/kit/events/events.ts'
import { openRunner, type Runner } from '../../../src/kit/events/runner.ts'
import { openLog } from '../../../src/kit/log/log.ts'
import type { Database } from '../../../src/kit/sql/database.ts'
import type { Tx } from '../../../src/kit/sql/tx.ts'
import { courierNamed } from '../../setup/remitting.ts'
import { type Trade, wayFee } from '../../setup/trade.ts'

export const RAIL_KEYS = { merchant_id: 'MC1', password: 'play', salt: 'play-salt', merchant_mpin: '1234' }

/** What a command is told, as it travels to another process. */
export interface Told {
  readonly at: Trade
  /** Where the simulated rail listens. */
  readonly rail_base: string
  readonly order: OrderAt
  readonly checkout_id: string
  /** What the rail said, as it said it. */
  readonly notice: string
  readonly batch_id: string
  readonly refund_id: string
  /** A courier’s file that is kept and not booked. */
  readonly file_id: string
}

export interface Workshop {
  readonly db: Database
  readonly rail: PaymentRail
}

/** What a process needs for a command: the rail, and the consequences of what it does. */
export async function openWorkshop(db: Database, rail_base: string): Promise<Workshop & { runner: Runner }> {
  const search = openEngine(shelvesFrom([]))
  const runner = openRunner(
    db,
    consequences(search, (city) => city),
    openLog('silent'),
  )
  const rail = jazzCash({ ...RAIL_KEYS, page_base: rail_base, api_base: rail_base, timeout_ms: 5_000 })
  return { db, rail, runner }
}

/** How far an order has come when a command begins. */
export type Begun =
  | 'checkout'
  | 'waiting'
  | 'notified'
  | 'placed'
  | 'packed'
  | 'shipped'
  | 'at_door'
  | 'opened'
  | 'delivered'
  | 'refused'
  | 'earned'
  | 'batched'
  | 'cash_out'
  | 'credited'
  | 'remitted'
  | 'with_courier'
  | 'contradicted'

export interface Command {
  readonly method: 'cod' | 'prepaid'
  readonly from: Begun
  /** How much later than the beginning it is done. */
  readonly after_ms?: number
  act(workshop: Workshop, told: Told): Promise<unknown>
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
export const BACK = { reason: 'damaged', words: '', photo_names: [] }
/** A chappal and its way. */
export const ORDER_PAISA = 265_000n
const PACKED = { photos: [{ name: 'a'.repeat(64), colour: '#886644' }], carrier: 'riders' }
const rails = (rail: PaymentRail) => new Map([[rail.name, rail]])

/** Every command that moves money or goods, each as the program gives it. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  'place an order': {
    method: 'cod',
    from: 'checkout',
    act: ({ db }, { at, checkout_id }) => placeCheckout(db, at.ayesha, checkout_id, wayFee),
  },
  'place an order that is paid before': {
    method: 'prepaid',
    from: 'checkout',
    act: ({ db }, { at, checkout_id }) => placeCheckout(db, at.ayesha, checkout_id, wayFee),
  },
  'take a notice of the rail': {
    method: 'prepaid',
    from: 'notified',
    act: ({ db, rail }, { notice }) => receiveNotice(db, rail, rawNotice(notice)),
  },
  'ask the rail': {
    method: 'prepaid',
    from: 'notified',
    after_ms: 2 * MINUTE_MS,
    act: ({ db, rail }) => askOpenPayments(db, rails(rail)),
  },
  'let an unpaid order expire': {
    method: 'prepaid',
    from: 'waiting',
    after_ms: 40 * MINUTE_MS,
    act: ({ db }) => takeDueSteps(db),
  },
  pack: {
    method: 'prepaid',
    from: 'placed',
    act: ({ db }, { at, order }) => db.tx((tx) => packWithProof(tx, at.bilal, order, PACKED)),
  },
  ship: {
    method: 'prepaid',
    from: 'packed',
    act: ({ db }, { at, order }) => db.tx((tx) => shipOrder(tx, at.ghazi, order)),
  },
  'cancel a paid order': {
    method: 'prepaid',
    from: 'packed',
    act: ({ db }, { at, order }) => db.tx((tx) => cancelOrder(tx, at.ayesha, order, '')),
  },
  'open at the door': {
    method: 'cod',
    from: 'at_door',
    act: ({ db }, { at, order }) =>
      db.tx((tx) => openAtDoor(tx, at.ghazi, order, codesFor(tx, order.order_id).inspect)),
  },
  'release at the door for cash': {
    method: 'cod',
    from: 'opened',
    act: ({ db }, { at, order }) =>
      db.tx((tx) => releaseAtDoor(tx, at.ghazi, order, codesFor(tx, order.order_id).release)),
  },
  'keep it': {
    method: 'prepaid',
    from: 'opened',
    act: ({ db }, { at, order }) => db.tx((tx) => keepIt(tx, at.ayesha, order)),
  },
  'send it back': {
    method: 'prepaid',
    from: 'opened',
    act: ({ db }, { at, order }) => db.tx((tx) => sendBack(tx, at.ayesha, order, BACK)),
  },
  'take goods back': {
    method: 'prepaid',
    from: 'refused',
    act: ({ db }, { at, order }) => db.tx((tx) => takeBack(tx, at.bilal, order, true)),
  },
  'deliver by courier': {
    method: 'cod',
    from: 'shipped',
    act: ({ db }, { order }) => db.tx((tx) => deliverOrder(tx, SYSTEM, order, 'leopards')),
  },
  'release by time': {
    method: 'cod',
    from: 'delivered',
    after_ms: 3 * DAY_MS + MINUTE_MS,
    act: ({ db }) => takeDueSteps(db),
  },
  'decide for the buyer': {
    method: 'prepaid',
    from: 'opened',
    act: ({ db }, { at, order }) =>
      db.tx((tx) => decide(tx, at.dania, order, { side: 'buyer', words: 'heard both of them' })),
  },
  'send refunds by the rail': {
    method: 'prepaid',
    from: 'refused',
    act: ({ db, rail }) => sendRefunds(db, rails(rail)),
  },
  'send a refund by hand': {
    method: 'prepaid',
    from: 'refused',
    act: ({ db }, { at, order, refund_id }) =>
      db.tx((tx) => settleRefundByHand(tx, at.dania, { shop_id: order.shop_id, refund_id, receipt: 'slip 7' })),
  },
  'take a rider’s cash in': {
    method: 'cod',
    from: 'cash_out',
    act: ({ db }, { at }) =>
      db.tx(async (tx) => {
        for (const cash of await handInCash(tx, at.dania, at.ghazi.person_id)) {
          const order = { shop_id: cash.party_id, order_id: cash.order_id }
          await handInOrderCash(tx, at.dania, order, `rider:${at.ghazi.person_id}`)
        }
      }),
  },
  'pay from the wallet': {
    method: 'prepaid',
    from: 'credited',
    act: ({ db }, { at, order, checkout_id }) =>
      db.tx((tx) =>
        payFromWallet(tx, at.ayesha, { checkout_id, orders: [{ ...order, amount_paisa: ORDER_PAISA.toString() }] }),
      ),
  },
  'book what a courier pays': {
    method: 'cod',
    from: 'remitted',
    act: ({ db }, { at, file_id }) => bookRemittance(db, at.dania, { file_id, courier: 'leopards' }, ordersOfTrackings),
  },
  'hear a courier take back its word': {
    method: 'cod',
    from: 'with_courier',
    act: ({ db }, { order }) => db.tx((tx) => takesBack(tx, order)),
  },
  'take back what a courier said it delivered': {
    method: 'cod',
    from: 'contradicted',
    act: ({ db }, { at, order }) => db.tx((tx) => takeBack(tx, at.bilal, order, true)),
  },
  'make a file of payouts': {
    method: 'prepaid',
    from: 'earned',
    act: ({ db }, { at }) => db.tx((tx) => makePayoutBatch(tx, at.dania)),
  },
  'mark payouts as sent': {
    method: 'prepaid',
    from: 'batched',
    act: ({ db }, { at, batch_id }) => db.tx((tx) => markBatchSent(tx, at.dania, batch_id)),
  },
}

/** The courier of a delivered parcel says that it gave it back: the same scan each time. */
export async function takesBack(tx: Tx, order: OrderAt): Promise<void> {
  const parcel = await parcelOfOrder(tx, order.shop_id, order.order_id)
  if (!parcel) throw new Error('a courier has the parcel')
  const scan = {
    status: 'returned',
    said: 'Returned',
    reason: '',
    happened: '2026-01-02 15:00',
    received_by: '',
  } as const
  await followCourier(tx, courierNamed(parcel.carrier), parcel, { tracking_number: parcel.tracking, ...scan })
}

/** A command that is not safe to be killed in: what proves that the others are looked at. */
export const CARELESS: Readonly<Record<string, Command>> = {
  'cancel now and tell later': {
    method: 'prepaid',
    from: 'placed',
    act: async ({ db }, { at, order }) => {
      await db.tx((tx) => cancelOrder(tx, at.ayesha, order, ''))
      await db.tx((tx) => record(tx, order.shop_id, 'nobody.listens', { ...order }))
    },
  },
}

/** A notice as it comes through our door. */
export function rawNotice(body: string) {
  return { method: 'POST', query: {}, headers: { 'content-type': 'application/json' }, body }
}
