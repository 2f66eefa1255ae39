import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { newId } from '../ids/ids.ts'
import { sql } from '../sql/sql.ts'
import type { Tx } from '../sql/tx.ts'
import { type Asked, forgetRequests, once } from './idempotency.ts'

const { db, clock } = await testDatabase()
await db.tx((tx) => tx.count(sql`create table takings (words text not null)`))

const asked = (body = 'pay 2,450', key: string = newId(), party_id = newId()): Asked => ({
  party_id,
  key,
  request_hash: createHash('sha256').update(body).digest(),
})
const pay = (tx: Tx, words: string) => tx.count(sql`insert into takings values (${words})`)
const paid = async (words: string) =>
  (await db.read((tx) => tx.all(sql`select 1 from takings where words = ${words}`))).length

/** Pays once, and stores the answer beside the payment. */
const request = (what: Asked, words: string) =>
  once(db, what, (keep) =>
    db.tx(async (tx) => {
      await pay(tx, words)
      const answer = { status: 201, body: { words, lines: [1, 2] } }
      await keep(tx, answer)
      return answer
    }),
  )

describe('a request with a key', () => {
  test('is done once and answered the same each time', async () => {
    const what = asked()
    const first = await request(what, 'Ayesha pays')
    const second = await request(what, 'Ayesha pays')
    expect(first).toEqual({ answer: { status: 201, body: { words: 'Ayesha pays', lines: [1, 2] } }, replayed: false })
    expect(second).toEqual({ ...first, replayed: true })
    expect(await paid('Ayesha pays')).toBe(1)
  })

  test('is refused when the key came with another request', async () => {
    const what = asked('pay 2,450')
    await request(what, 'Hina pays')
    await expect(request(asked('pay 9,999', what.key, what.party_id), 'Hina pays')).rejects.toMatchObject({
      code: 'invalid',
      reason: 'requests.key_reused',
    })
    expect(await paid('Hina pays')).toBe(1)
  })

  test('may use a key that another party uses', async () => {
    const what = asked()
    await request(what, 'two parties')
    await request(asked('pay 2,450', what.key), 'two parties')
    expect(await paid('two parties')).toBe(2)
  })

  test.each(['', 'k'.repeat(256)])('is refused when its key is empty or a novel', async (key) => {
    await expect(request(asked('pay', key), 'never')).rejects.toMatchObject({ reason: 'requests.key_unreadable' })
  })

  test('is refused while the first one is being answered, and answered when that is done', async () => {
    const what = asked()
    let open = () => {}
    const door = new Promise<void>((resolve) => {
      open = resolve
    })
    let begun = () => {}
    const first_begun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const first = once(db, what, async () => {
      begun()
      await door
      return { status: 200, body: 'done' }
    })
    await first_begun
    await expect(request(what, 'in flight')).rejects.toMatchObject({ code: 'conflict', reason: 'requests.in_flight' })
    open()
    expect((await first).replayed).toBe(false)
    expect(await request(what, 'in flight')).toEqual({ answer: { status: 200, body: 'done' }, replayed: true })
    expect(await paid('in flight')).toBe(0)
  })

  test('is done once though ten come at the same moment', async () => {
    const what = asked()
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => request(what, 'ten at once')))
    expect(await paid('ten at once')).toBe(1)
    const refused = answers.flatMap((each) => (each.status === 'rejected' ? [each.reason.reason] : []))
    expect(new Set(refused)).toEqual(new Set(refused.length > 0 ? ['requests.in_flight'] : []))
  })

  test('may be made again after a refusal, which did nothing', async () => {
    const what = asked()
    const refused = once(db, what, () => Promise.reject(new Refusal('conflict', 'orders.out_of_stock')))
    await expect(refused).rejects.toMatchObject({ reason: 'orders.out_of_stock' })
    expect((await request(what, 'after a refusal')).replayed).toBe(false)
  })

  test('may be made again a minute after its program died', async () => {
    const what = asked()
    const died = once(db, what, () => Promise.reject(new Error('power cut')))
    await expect(died).rejects.toThrow('power cut')
    await expect(request(what, 'abandoned')).rejects.toMatchObject({ reason: 'requests.in_flight' })
    clock.now = new Date(clock.now.getTime() + 61_000)
    expect((await request(what, 'abandoned')).replayed).toBe(false)
    expect(await paid('abandoned')).toBe(1)
  })

  test('does nothing when it comes back after it was taken for dead', async () => {
    const what = asked()
    let open = () => {}
    const door = new Promise<void>((resolve) => {
      open = resolve
    })
    let begun = () => {}
    const slow_begun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const slow = once(db, what, async (keep) => {
      begun()
      await door
      return db.tx(async (tx) => {
        await pay(tx, 'the slow one')
        const answer = { status: 201, body: 'slow' }
        await keep(tx, answer)
        return answer
      })
    })
    await slow_begun
    clock.now = new Date(clock.now.getTime() + 61_000)
    await request(what, 'the quick one')
    open()
    await expect(slow).rejects.toMatchObject({ reason: 'requests.in_flight' })
    expect([await paid('the slow one'), await paid('the quick one')]).toEqual([0, 1])
  })

  test('is forgotten after some days', async () => {
    const what = asked()
    await request(what, 'long ago')
    clock.now = new Date(clock.now.getTime() + 3 * 86_400_000)
    expect(await db.tx((tx) => forgetRequests(tx, new Date(tx.now.getTime() - 86_400_000)))).toBeGreaterThan(0)
    expect((await request(what, 'long ago')).replayed).toBe(false)
  })
})
