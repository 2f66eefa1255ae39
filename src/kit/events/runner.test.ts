import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { newId } from '../ids/ids.ts'
import { openLog } from '../log/log.ts'
import { sql } from '../sql/sql.ts'
import type { NotedEvent, Tx } from '../sql/tx.ts'
import { record } from './events.ts'
import { forgetDelivered } from './forgetting.ts'
import { listStuckEvents, MOST_TRIES, tryStuckEventAgain } from './outbox.ts'
import { type Consequences, openRunner, type Runner } from './runner.ts'

const SHOP = newId()
const log = openLog('silent')

/** A database whose events go to a runner; a list that keeps what the consequences wrote, as rows. */
async function market(consequences: Consequences) {
  let runner: Runner | undefined
  const opened = await testDatabase({ onEvents: (events: readonly NotedEvent[]) => runner?.noted(events) })
  await opened.db.tx((tx) => tx.count(sql`create table heard (event_id uuid not null, words text not null)`))
  const start = () => openRunner(opened.db, consequences, log)
  const use = (next: Runner | undefined) => {
    runner = next
    return next
  }
  const heard = async () =>
    (await opened.db.read((tx) => tx.all<{ words: string }>(sql`select words from heard order by words`))).map(
      (row) => row.words,
    )
  const say = (name: string, words: string, party = SHOP) => opened.db.tx((tx) => record(tx, party, name, { words }))
  return { ...opened, start, use, heard, say }
}

const hear = async (tx: Tx, event: NotedEvent) => {
  await tx.count(sql`insert into heard values (${event.event_id}, ${String(event.payload.words)})`)
}
const fail = async () => {
  throw new Error('the poison works')
}

describe('the runner', () => {
  test('does what follows right after the commit, and waits for it when asked', async () => {
    const { start, use, heard, say } = await market({ 'order.placed': [hear] })
    const runner = use(start())
    await say('order.placed', 'a')
    await say('nobody.listens', 'b')
    expect(await runner?.settled(5_000)).toBe(true)
    expect(await heard()).toEqual(['a'])
  })

  test('waits for what follows from what follows', async () => {
    const { start, use, heard, say } = await market({
      'order.placed': [(tx, event) => record(tx, SHOP, 'order.listed', { words: `${event.payload.words}, listed` })],
      'order.listed': [hear],
    })
    const runner = use(start())
    await say('order.placed', 'a')
    expect(await runner?.settled(5_000)).toBe(true)
    expect(await heard()).toEqual(['a, listed'])
  })

  test('says so when it was not done in time', async () => {
    let open = () => {}
    const door = new Promise<void>((resolve) => {
      open = resolve
    })
    const { start, use, say } = await market({ 'order.placed': [() => door] })
    const runner = use(start())
    await say('order.placed', 'a')
    expect(await runner?.settled(20)).toBe(false)
    open()
    expect(await runner?.settled(5_000)).toBe(true)
  })

  test('does what was forgotten when the program died between commit and delivery', async () => {
    const { clock, start, use, heard, say } = await market({ 'order.placed': [hear] })
    await say('order.placed', 'told to nobody')
    const runner = start()
    use(runner)
    expect(await runner.sweep()).toBe(0)
    clock.now = new Date(clock.now.getTime() + 11_000)
    expect(await runner.sweep()).toBe(1)
    expect(await runner.settled(5_000)).toBe(true)
    expect(await heard()).toEqual(['told to nobody'])
    expect(await runner.sweep()).toBe(0)
  })

  test('finds at its start even what is quite fresh', async () => {
    const { start, heard, say } = await market({ 'order.placed': [hear] })
    await say('order.placed', 'fresh')
    const runner = start()
    expect(await runner.sweep({ atStart: true })).toBe(1)
    await runner.stop()
    expect(await heard()).toEqual(['fresh'])
  })

  test('does nothing twice, though two runners are told of the same event many times', async () => {
    const { db, start, heard } = await market({ 'order.placed': [hear] })
    const events: NotedEvent[] = []
    await db.tx(async (tx) => {
      const listening: Tx = Object.assign(Object.create(tx), { noteEvent: (event: NotedEvent) => events.push(event) })
      for (const words of ['a', 'b', 'c']) {
        const event = { party_id: SHOP, event_id: newId(), name: 'order.placed', payload: { words } }
        listening.noteEvent(event)
        await tx.count(sql`insert into outbox (party_id, event_id, name, payload, recorded_at)
          values (${SHOP}, ${event.event_id}, ${event.name}, ${event.payload}, ${tx.now})`)
      }
    })
    const runners = [start(), start()]
    for (const runner of [...runners, ...runners]) runner.noted(events)
    await Promise.all(runners.map((runner) => runner.stop()))
    expect(await heard()).toEqual(['a', 'b', 'c'])
  })

  test('does the others of a batch when one is poison, and tells the operator in the end', async () => {
    const { db, clock, start, use, heard, say } = await market({ 'order.placed': [hear], 'order.eaten': [hear, fail] })
    const runner = start()
    for (const [name, words] of [
      ['order.placed', 'a'],
      ['order.eaten', 'poison'],
      ['order.placed', 'b'],
    ] as const) {
      await say(name, words)
    }
    use(runner)
    for (let tries = 1; tries <= MOST_TRIES; tries++) {
      clock.now = new Date(clock.now.getTime() + 24 * 3_600_000)
      expect(await runner.sweep()).toBe(tries === 1 ? 3 : 1)
      expect(await runner.settled(5_000)).toBe(true)
    }
    expect(await heard()).toEqual(['a', 'b'])
    expect(await runner.sweep()).toBe(0)
    const [stuck] = await db.read((tx) => listStuckEvents(tx))
    expect(stuck).toMatchObject({ name: 'order.eaten', trouble: 'the poison works', tried_count: MOST_TRIES })
    if (!stuck) return
    expect(await db.tx((tx) => tryStuckEventAgain(tx, stuck))).toBe(true)
    expect(await db.tx((tx) => tryStuckEventAgain(tx, stuck))).toBe(false)
    expect(await runner.sweep()).toBe(1)
    await runner.stop()
  })

  test('leaves delivered events in the outbox until they are old', async () => {
    const { db, clock, start, use, say } = await market({ 'order.eaten': [fail] })
    const runner = use(start())
    await say('order.placed', 'a')
    await say('order.eaten', 'poison')
    await runner?.settled(5_000)
    expect(await forgetDelivered(db, clock.now)).toBe(0)
    clock.now = new Date(clock.now.getTime() + 1_000)
    expect(await forgetDelivered(db, clock.now)).toBe(1)
    expect(await db.read((tx) => tx.all(sql`select name from outbox`))).toEqual([{ name: 'order.eaten' }])
  })

  test('waits longer after each failure', async () => {
    const { clock, start, use, say } = await market({ 'order.eaten': [fail] })
    const runner = start()
    use(runner)
    await say('order.eaten', 'poison')
    expect(await runner.settled(5_000)).toBe(true)
    const sweptAfter = async (seconds: number) => {
      clock.now = new Date(clock.now.getTime() + seconds * 1000)
      const found = await runner.sweep()
      await runner.settled(5_000)
      return found
    }
    expect(await sweptAfter(15)).toBe(0)
    expect(await sweptAfter(6)).toBe(1)
    expect(await sweptAfter(15)).toBe(0)
    expect(await sweptAfter(6)).toBe(1)
  })

  test('delivers what it has before it stops, and leaves the rest to the next start', async () => {
    const { start, use, heard, say } = await market({ 'order.placed': [hear] })
    const first = start()
    use(first)
    await Promise.all(Array.from({ length: 120 }, (_, i) => say('order.placed', `order ${i}`, newId())))
    await first.stop()
    expect(await heard()).toHaveLength(120)
    await say('order.placed', 'too late')
    expect(await first.settled(1_000)).toBe(true)
    expect(await heard()).toHaveLength(120)
    const second = start()
    await second.sweep({ atStart: true })
    await second.stop()
    expect(await heard()).toHaveLength(121)
  })
})
