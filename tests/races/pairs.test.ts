import { describe, expect, test } from 'vitest'
import { sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { testDatabase } from '../setup/database.ts'
import { diceOf } from '../simulation/dice.ts'
import { COMMANDS } from './commands.ts'
import { EXPECTED } from './expected.ts'
import { allMeetings, exploreAll, type Finding, someMeetings } from './pairs.ts'
import { inTurns } from './racer.ts'
import { openRing } from './ring.ts'
import { race, Schedules } from './schedule.ts'

/** One in ten meetings, by so many schedules each. `npm run test:races` runs them all. */
const SHARE = 0.1
const MOST = 6
const SEED = Number(process.env.RACE_SEED ?? 1)

describe('the explorer', () => {
  /** Cancelling and shipping an order of a scratch table: each moves it and pays somebody. */
  const unguarded = (to: string) => async (tx: Tx) => {
    const order = await tx.one<{ state: string }>(sql`select state from scratch_orders`)
    if (order?.state !== 'paid') return
    await tx.count(sql`update scratch_orders set state = ${to}`)
    await tx.count(sql`insert into scratch_money values (${to})`)
  }
  const guarded = (to: string) => async (tx: Tx) => {
    const moved = await tx.count(sql`update scratch_orders set state = ${to} where state = 'paid'`)
    if (moved === 1) await tx.count(sql`insert into scratch_money values (${to})`)
  }

  async function paidTwice(act: (to: string) => (tx: Tx) => Promise<void>, mostChanges: number) {
    const { db, url } = await testDatabase()
    await db.tx(async (tx) => {
      await tx.count(sql`create table scratch_orders (state text not null)`)
      await tx.count(sql`create table scratch_money (why text not null)`)
      await tx.count(sql`insert into scratch_orders values ('paid')`)
    })
    const ring = await openRing(url)
    const schedules = new Schedules(diceOf(1), mostChanges)
    const seen = new Set<string>()
    const bad: string[] = []
    for (let schedule = schedules.next(); schedule; schedule = schedules.next()) {
      const ended = await race(
        ['cancelled', 'shipped'].map((to) => (racer) => inTurns(ring.narrow, racer, []).tx(act(to))),
        schedule,
        ring.eye,
      )
      schedules.learn(schedule, ended.decisions)
      const name = ended.decisions.map(({ chosen }) => 'AB'.charAt(chosen)).join('')
      seen.add(name)
      const money = await ring.db.tx(async (tx) => {
        const row = await tx.one<{ paid_count: number }>(sql`select count(*)::int as paid_count from scratch_money`)
        await tx.count(sql`delete from scratch_money`)
        await tx.count(sql`update scratch_orders set state = 'paid'`)
        return row?.paid_count
      })
      if (money !== 1) bad.push(name)
    }
    await ring.close()
    return { seen, bad }
  }

  test('catches a pair that looks first and acts later, in most of the ways in which the two can meet', async () => {
    const { seen, bad } = await paidTwice(unguarded, 8)
    expect(seen.size).toBeGreaterThan(20)
    expect(bad.length).toBeGreaterThan(seen.size / 2)
  })

  test('catches it with one change of turns already', async () => {
    const { bad } = await paidTwice(unguarded, 1)
    expect(bad.length).toBeGreaterThan(0)
  })

  test('finds nothing wrong with the same pair when the look is the guard of the act', async () => {
    const { seen, bad } = await paidTwice(guarded, 8)
    expect(seen.size).toBeGreaterThan(4)
    expect(bad).toEqual([])
  })
})

test('every pair whose outcome is expected by name is a meeting', () => {
  const names = new Set(COMMANDS.map(({ name }) => name))
  const meetings = new Set(
    allMeetings().flatMap(({ first, second, stage }) => [
      `${first.name} × ${second.name} at ${stage}`,
      `${second.name} × ${first.name} at ${stage}`,
    ]),
  )
  expect(names.size).toBe(COMMANDS.length)
  expect(
    EXPECTED.flatMap(({ pair, at }) => at.map((stage) => `${pair.join(' × ')} at ${stage}`)).filter(
      (meeting) => !meetings.has(meeting),
    ),
  ).toEqual([])
})

test(`of all pairs of commands one in ten, by ${MOST} schedules each: all ends as if one had waited`, async () => {
  const meetings = someMeetings(SHARE, SEED)
  const findings: Finding[] = []
  let race_count = 0
  const freshUrl = async () => (await testDatabase()).url
  for await (const { explored } of exploreAll(meetings, { most: MOST, few: 2, seed: SEED, freshUrl })) {
    race_count += explored.race_count
    findings.push(...explored.findings)
  }
  expect(findings).toEqual([])
  expect(race_count).toBeGreaterThan(meetings.length * 2)
}, 240_000)
