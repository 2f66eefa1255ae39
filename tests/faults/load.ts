import { post } from '../../src/domains/ledger/ledger.ts'
import { arriveAtDoor, type OrderRow, placeCheckout, shipOrder } from '../../src/domains/orders/orders.ts'
import { codesFor, openAtDoor, releaseAtDoor } from '../../src/domains/trust/trust.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { atOf, checkoutOf, packed, type Trade, wayFee } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

/** People who trade as fast as they can, and what the market told them was done. */
export interface Load {
  /** Steps of orders ("<order> <state>") and causes of transfers, each once it was acknowledged. */
  readonly acknowledged: ReadonlySet<string>
  /** Resolves when so many were acknowledged since the load began. Fails when trade ended before. */
  reaches(count: number): Promise<void>
  /** Nobody begins anything more; what is under way ends, one way or the other. */
  stop(): Promise<void>
}

const TRADERS = 4
const BOOKKEEPERS = 4
let loads = 0

/** Lets traders take whole orders to their end, each step acknowledged, and bookkeepers move money about. */
export function beginLoad(db: Database, at: Trade): Load {
  const load = ++loads
  const acknowledged = new Set<string>()
  const waiting: { count: number; go: () => void }[] = []
  let isOver = false
  let ended: unknown
  const done = (name: string) => {
    acknowledged.add(name)
    for (const one of waiting) if (acknowledged.size >= one.count) one.go()
  }
  const forever = async (body: (turn: number) => Promise<void>) => {
    // An answer that never came is no acknowledgement: whoever has none stops.
    for (let turn = 0; !isOver; turn++) {
      await body(turn).catch((error: unknown) => {
        isOver = true
        ended ??= error
      })
    }
  }
  const people = [
    ...Array.from({ length: TRADERS }, () => forever(() => takeOrderToItsEnd(db, at, done))),
    ...Array.from({ length: BOOKKEEPERS }, (_, who) =>
      forever((turn) => moveMoney(db, at, `load:${load}:${who}:${turn}`, done)),
    ),
  ]
  return {
    acknowledged,
    async reaches(count) {
      const reached = new Promise<'reached'>((go) => waiting.push({ count, go: () => go('reached') }))
      const first = await Promise.race([reached, Promise.all(people).then(() => 'ended')])
      if (first === 'ended') throw new Error('the trade ended before anything was wrong', { cause: ended })
    },
    async stop() {
      isOver = true
      await Promise.all(people)
    },
  }
}

async function takeOrderToItsEnd(db: Database, at: Trade, done: (name: string) => void): Promise<void> {
  const { checkout_id } = await db.tx((tx) => checkoutOf(tx, at.ayesha, at))
  const { orders } = await placeCheckout(db, at.ayesha, checkout_id, wayFee)
  const [order] = orders
  if (!order) throw new Error('an order was placed')
  done(`${order.order_id} placed`)
  const where = atOf(order)
  const steps: [state: string, act: (tx: Tx) => Promise<unknown>][] = [
    ['packed', (tx) => packed(tx, at, order as OrderRow)],
    ['shipped', (tx) => shipOrder(tx, at.ghazi, where)],
    ['at_door', (tx) => arriveAtDoor(tx, at.ghazi, where)],
    ['inspecting', (tx) => openAtDoor(tx, at.ghazi, where, codesFor(tx, order.order_id).inspect)],
    ['completed', (tx) => releaseAtDoor(tx, at.ghazi, where, codesFor(tx, order.order_id).release)],
  ]
  for (const [state, act] of steps) {
    await db.tx(act)
    done(`${order.order_id} ${state}`)
  }
}

async function moveMoney(db: Database, at: Trade, cause: string, done: (name: string) => void): Promise<void> {
  const shop = at.farah.shop_id
  await db.tx((tx) =>
    post(tx, shop, {
      cause,
      entries: [
        { account: 'expense:loss', paisa: 500n },
        { account: 'fee:delivery', paisa: -500n },
      ],
    }),
  )
  done(cause)
}

/** What was acknowledged and is not there, and whatever else is wrong. Both empty when nothing was lost. */
export async function lostIn(db: Database, acknowledged: ReadonlySet<string>) {
  return db.read(async (tx) => {
    const [steps, transfers, wrong] = await Promise.all([
      tx.all<{ name: string }>(sql`
        select order_id || ' ' || to_state as name from order_steps
        union all
        select order_id || ' placed' from orders`),
      tx.all<{ name: string }>(sql`select cause as name from ledger_transfers where cause like 'load:%'`),
      troubles(tx),
    ])
    const there = new Set([...steps, ...transfers].map(({ name }) => name))
    return { lost: [...acknowledged].filter((name) => !there.has(name)), troubles: wrong }
  })
}
