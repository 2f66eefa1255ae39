import { listInReview, WAITS_FOR_SHOP } from '../../../domains/catalogue/catalogue.ts'
import { listCashByRider, listParcelsWaiting } from '../../../domains/delivery/delivery.ts'
import { listShops, type Operator } from '../../../domains/identity/identity.ts'
import { listTroubledMessages } from '../../../domains/messaging/messaging.ts'
import { listStuck } from '../../../domains/orders/orders.ts'
import {
  listAskedWaiting,
  listBatches,
  listFilesToConfirm,
  listHeldBy,
  listManualEntries,
  listMoneyBreaks,
  listMoneyTrouble,
  listNamesWaiting,
  listRuleChanges,
  listStops,
  listStuckLines,
  listSuspense,
} from '../../../domains/payments/payments.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { listStuckEvents } from '../../../kit/events/outbox.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Market } from '../../web/market.ts'
import { routes } from '../routes.ts'

export const QUEUES = [
  'orders',
  'shops',
  'goods',
  'refunds',
  'payments',
  'rider_cash',
  'courier_cash',
  'courier_lines',
  'payouts',
  'stops',
  'names',
  'asked_back',
  'files',
  'suspense',
  'breaks',
  'entries',
  'changes',
  'parcels',
  'events',
  'messages',
] as const
export type QueueName = (typeof QUEUES)[number]

/** How much waits somewhere, since when, and how much money hangs on it. */
export interface Queue {
  readonly name: QueueName
  readonly count: number
  /** The list was cut off: there are at least so many. */
  readonly isMore: boolean
  readonly oldest_at: Date | undefined
  readonly amount_paisa: bigint | undefined
  readonly href: string
}

const MOST = 100

/** Every queue of the office; the one that waits longest comes first. */
export async function readQueues(tx: Tx, by: Operator, market: Pick<Market, 'couriers'>): Promise<Queue[]> {
  const [shops, goods, orders, trouble, cash, courierCash, batches, parcels, events, messages] = await Promise.all([
    listShops(tx, { state: 'waiting', limit: MOST }),
    listInReview(tx, by, MOST),
    listStuck(tx, by, MOST),
    listMoneyTrouble(tx, by, MOST),
    listCashByRider(tx),
    Promise.all([...market.couriers.values()].map(({ holder }) => listHeldBy(tx, by, holder))),
    listBatches(tx, by, MOST),
    listParcelsWaiting(tx, by, undefined, MOST),
    listStuckEvents(tx, MOST),
    listTroubledMessages(tx, later(tx.now, -7 * DAY_MS), MOST),
  ])
  const [held, names, asked] = await Promise.all([
    listStops(tx, by, MOST),
    listNamesWaiting(tx, by, MOST),
    listAskedWaiting(tx, by, MOST),
  ])
  const [unknown, breaks, entries, stuckLines, files, changes] = await Promise.all([
    listSuspense(tx, by, MOST),
    listMoneyBreaks(tx, by, 'open', MOST),
    listManualEntries(tx, by, MOST),
    listStuckLines(tx, by, MOST),
    listFilesToConfirm(tx, by, MOST),
    listRuleChanges(tx, by, MOST),
  ])
  // What waits in suspense is a difference too, and is counted there.
  const apart = breaks.filter(({ state, kind }) => state === 'open' && !kind.startsWith('unknown'))
  const proposed = entries.filter(({ state }) => state === 'proposed')
  const own = goods.filter(({ state_reason }) => state_reason !== WAITS_FOR_SHOP)
  const money = [...trouble.payments.map((one) => one.begun_at), ...trouble.notices.map((one) => one.received_at)]
  const taken = courierCash.flat().filter(({ method }) => method === 'cod')
  const made = batches.filter(({ state }) => state === 'made')
  const queues: Queue[] = [
    queue('orders', routes.orders.href(), orders.map(timed('moved_at')), sumOf(orders.map((one) => one.total_paisa))),
    queue('shops', routes.shops.href(), shops.map(timed('opened_at'))),
    queue('goods', routes.goods.href(), own.map(timed('changed_at'))),
    queue('refunds', routes.refunds.href(), trouble.refunds.map(timed('owed_at')), sumOf(amounts(trouble.refunds))),
    queue('payments', routes.refunds.href(), money),
    queue('rider_cash', routes.money.href(), cash.map(timed('oldest_at')), sumOf(amounts(cash))),
    queue('courier_cash', routes.money.href(), taken.map(timed('funded_at')), sumOf(amounts(taken))),
    queue('courier_lines', routes.cash.href(), stuckLines.map(timed('imported_at')), netOf(stuckLines)),
    queue('payouts', routes.payouts.href(), made.map(timed('made_at')), sumOf(amounts(made))),
    queue('stops', routes.stops.href(), held.map(timed('made_at'))),
    queue('names', routes.names.href(), names.map(timed('set_at'))),
    queue('asked_back', routes.askedBack.href(), asked.map(timed('asked_at')), sumOf(amounts(asked))),
    queue('files', routes.statements.href(), files.map(timed('kept_at'))),
    queue(
      'suspense',
      routes.suspense.href(),
      unknown.map(timed('seen_at')),
      sumOf(unknown.map(({ paisa }) => (paisa < 0n ? -paisa : paisa))),
    ),
    queue('breaks', routes.moneyBreaks.href(), apart.map(timed('found_at'))),
    queue('entries', routes.entries.href(), proposed.map(timed('proposed_at')), sumOf(amounts(proposed))),
    queue('changes', routes.rules.href(), changes.map(timed('proposed_at'))),
    queue('parcels', routes.orders.href({ state: 'packed' }), parcels.map(timed('booked_at'))),
    queue('events', routes.jobs.href(), events.map(timed('recorded_at'))),
    queue('messages', routes.jobs.href(), messages.map(timed('asked_at'))),
  ]
  return queues.sort((a, b) => (a.oldest_at?.getTime() ?? Infinity) - (b.oldest_at?.getTime() ?? Infinity))
}

function queue(name: QueueName, href: string, times: readonly (Date | null)[], amount_paisa?: bigint): Queue {
  const oldest = times.reduce<number>((least, time) => Math.min(least, time?.getTime() ?? Infinity), Infinity)
  return {
    name,
    href,
    count: times.length,
    isMore: times.length >= MOST,
    oldest_at: Number.isFinite(oldest) ? new Date(oldest) : undefined,
    amount_paisa: times.length === 0 ? undefined : amount_paisa,
  }
}

function timed<Name extends string>(name: Name) {
  return (row: Readonly<Record<Name, Date | null>>) => row[name]
}

function amounts(rows: readonly { readonly amount_paisa: bigint }[]): bigint[] {
  return rows.map(({ amount_paisa }) => amount_paisa)
}

function netOf(lines: readonly { readonly net_paisa: bigint }[]): bigint {
  return sumOf(lines.map(({ net_paisa }) => net_paisa))
}

function sumOf(paisa: readonly bigint[]): bigint {
  return paisa.reduce((sum, one) => sum + one, 0n)
}
