import { createHash } from 'node:crypto'
import { isOver, listDisputed, listMarketOrders, listStuck, type OrderState } from '../../src/domains/orders/orders.ts'
import { listMoneyTrouble } from '../../src/domains/payments/payments.ts'
import { listStuckEvents } from '../../src/kit/events/outbox.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { troubles } from '../setup/verify.ts'
import { daily, hourly } from './rounds.ts'
import { order } from './trade.ts'
import { DAY, HOUR, later, liveUntil, openWorld, START, type World } from './world.ts'

export interface Simulated {
  readonly seed: number
  readonly days: number
  readonly orders: Readonly<Record<string, number>>
  /** The books and the orders without their ids: the same seed gives the same text. */
  readonly digest: string
  /** What no person and no round will ever end. */
  readonly forgotten: readonly string[]
  readonly tally: ReadonlyMap<string, number>
  readonly transfers: number
}

/** How long the market is left alone after the faults have stopped. */
const QUIET_DAYS = 15

/**
 * Lets a market trade for some days by one seed, with all that goes wrong outside of it, and checks every invariant at
 * the end of each day. Then the faults stop and nobody acts any more: what has not ended by then must stand in a list
 * that a person works off.
 */
export async function simulate(options: {
  url: string
  seed: number
  days: number
  orders_a_day: number
  onDay?: (day: number, world: World) => void
}): Promise<Simulated> {
  const world = await openWorld(options.url, options.seed)
  try {
    for (let day = 0; day < options.days; day++) {
      planDay(world, day, options.orders_a_day)
      await liveUntil(world, START + (day + 1) * DAY)
      await assertWell(world, options.seed, day)
      options.onDay?.(day, world)
    }
    await calmDown(world, options.days)
    await assertWell(world, options.seed, options.days)
    const transfers = await world.db.read((tx) =>
      tx.one<{ count: number }>(sql`select count(*)::int as count from ledger_transfers`),
    )
    return {
      seed: options.seed,
      days: options.days,
      orders: await countOrders(world),
      digest: await digestOf(world),
      forgotten: await forgottenBy(world),
      tally: world.tally,
      transfers: transfers?.count ?? 0,
    }
  } finally {
    await world.close()
  }
}

function planDay(world: World, day: number, orders: number): void {
  for (let i = 0; i < orders; i++) later(world, world.dice.between(0, DAY - 1), () => order(world))
  for (let hour = 0; hour < 24; hour++) later(world, hour * HOUR, () => hourly(world, day * 24 + hour))
  later(world, 5 * HOUR, () => daily(world))
}

/** The outside tells the truth from now on, and everybody goes home: only the market's own rounds go on. */
async function calmDown(world: World, days: number): Promise<void> {
  world.agenda.clear()
  world.rail.isCalm = true
  world.courier.isCalm = true
  world.time.skew_ms = 0
  for (let hour = 0; hour < QUIET_DAYS * 24; hour += 3) later(world, hour * HOUR, () => hourly(world, hour))
  await liveUntil(world, START + (days + QUIET_DAYS) * DAY)
}

async function assertWell(world: World, seed: number, day: number): Promise<void> {
  const found = await world.db.tx(troubles)
  if (found.length > 0) throw new Error(`seed ${seed}, day ${day}: ${JSON.stringify(found.slice(0, 5))}`)
}

async function countOrders(world: World): Promise<Record<string, number>> {
  const rows = await world.db.read((tx) =>
    tx.all<{ state: OrderState; count: number }>(
      sql`select state, count(*)::int as count from orders group by state order by state`,
    ),
  )
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Orders, payments, refunds and events that neither ended nor wait in a list for a person. */
async function forgottenBy(world: World): Promise<string[]> {
  const { db, dania, rail } = world
  return db.read(async (tx) => {
    const lists = [await listStuck(tx, dania, 10_000), await listDisputed(tx, dania, 10_000)]
    const known = new Set(lists.flat().map(({ order_id }) => order_id))
    const open: string[] = []
    let before = new Date('9999-01-01T00:00:00Z')
    for (;;) {
      const page = await listMarketOrders(tx, dania, { before, limit: 100 })
      open.push(
        ...page.filter((one) => !isOver(one.state) && !known.has(one.order_id)).map((one) => `order ${one.state}`),
      )
      const last = page.at(-1)
      if (!last || page.length < 100) break
      before = last.placed_at
    }
    const trouble = await listMoneyTrouble(tx, dania, 10_000)
    const seen = new Set([
      ...trouble.refunds.map((one) => one.refund_id),
      ...trouble.payments.map((one) => one.payment_id),
    ])
    const refunds = await tx.all<{ id: string; state: string }>(
      sql`select refund_id as id, state from refunds where state <> 'sent'`,
    )
    const payments = await tx.all<{ id: string; state: string }>(sql`
      select payment_id as id, state from payments where state in ('created', 'begun', 'pending', 'unknown')`)
    // Money that the rail has and we never booked would be the worst of all.
    const paid = await tx.all<{ reference: string }>(
      sql`select reference from payments where state in ('paid', 'part_refunded', 'refunded', 'disputed', 'reversed')`,
    )
    const booked = new Set(paid.map(({ reference }) => reference))
    const lost = [...rail.known].filter(([reference, one]) => one.status === 'paid' && !booked.has(reference))
    const stuck = await listStuckEvents(tx, 10_000)
    const undelivered = await tx.all<{ name: string }>(sql`select name from outbox where delivered_at is null`)
    return [
      ...open,
      ...refunds.filter(({ id }) => !seen.has(id)).map(({ state }) => `refund ${state}`),
      ...payments.filter(({ id }) => !seen.has(id)).map(({ state }) => `payment ${state}`),
      ...lost.map(() => 'money at the rail that is in no book'),
      ...undelivered.slice(stuck.length).map(({ name }) => `event ${name}`),
    ]
  })
}

const IDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

async function digestOf(world: World): Promise<string> {
  const hash = createHash('sha256')
  const rows = await world.db.read((tx) =>
    tx.all<{ party_id: string; account: string; cause: string; paisa: bigint }>(sql`
      select p.party_id, p.account, t.cause, p.amount_paisa as paisa
      from ledger_postings p join ledger_transfers t on t.party_id = p.party_id and t.transfer_id = p.transfer_id
      order by t.transfer_id, p.line`),
  )
  const names = new Map<string, number>()
  const named = (text: string) =>
    text.replace(IDS, (id) => {
      names.set(id, names.get(id) ?? names.size)
      return String(names.get(id))
    })
  for (const { party_id, account, cause, paisa } of rows)
    hash.update(named(`${party_id} ${cause} ${account} ${paisa}\n`))
  hash.update(JSON.stringify(await countOrders(world)))
  return hash.digest('hex').slice(0, 16)
}
