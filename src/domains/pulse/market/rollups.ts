import type { Database } from '../../../kit/sql/database.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { System } from '../../identity/identity.ts'
import {
  countFromNothing,
  countOrders,
  countWaiting,
  type DayRow,
  dropEmptyCells,
  listDays,
  sendMovedKinds,
  sendWaiting,
  takeWaiting,
} from './rollups-store.ts'

/** Orders that are counted in one transaction: it takes about a fifth of a second. */
const BATCH = 5_000

/** An order was placed or moved: it is counted soon. Told twice it is counted once. Parties: the shop's only. */
export function noteMoved(tx: Tx, order: { party_id: string; order_id: string }): void {
  sendWaiting(tx, order.party_id, order.order_id)
}

/** Listings changed: what was sold of those that lie on another shelf now is counted again. Parties: the shop's. */
export function noteKinds(tx: Tx, shopId: string, listingIds: readonly string[]): void {
  sendMovedKinds(tx, shopId, listingIds)
}

/**
 * Counts every order that moved since it was counted last: what it was is taken out of its cells, what it is now is put
 * in. It costs what has moved and not what there is. It may run twice, or in two processes at once.
 */
export async function countMoved(
  db: Database,
  _by: System,
  batch = BATCH,
): Promise<{ orders: number; lines: number; cells: number }> {
  const done = { orders: 0, lines: 0, cells: 0 }
  for (let taken = batch; taken === batch; ) {
    taken = await db.tx(async (tx) => {
      const orders = await takeWaiting(tx, batch)
      if (orders.length === 0) return 0
      const counted = await countOrders(tx, orders)
      if (counted.empty.length > 0) await dropEmptyCells(tx, counted.empty)
      done.orders += orders.length
      done.lines += counted.lines
      done.cells += counted.cells
      return orders.length
    })
  }
  return done
}

/** Forgets all counts and makes them from the orders as they stand. The same comes out. Answers the lines counted. */
export function recount(tx: Tx, _by: System): Promise<number> {
  return countFromNothing(tx)
}

/** The exact numbers of some days, for whoever runs the market: they are no figures for publication. */
export async function marketDays(
  tx: Tx,
  _by: System,
  span: { from: string; to: string },
): Promise<{ waiting: number; days: DayRow[] }> {
  const [waiting, days] = await Promise.all([countWaiting(tx), listDays(tx, span.from, span.to)])
  return { waiting, days }
}
