import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { Refusal } from '../errors/refusal.ts'
import { sqlState, takenKey } from './database.ts'
import { json } from './json.ts'
import { sql } from './sql.ts'
import type { NotedEvent } from './tx.ts'

const events: NotedEvent[] = []
const { db, clock } = await testDatabase({ onEvents: (noted) => events.push(...noted) })
await db.tx((tx) => tx.count(sql`create table goods (name text primary key, units int not null check (units >= 0))`))

const names = () => db.read((tx) => tx.all<{ name: string }>(sql`select name from goods order by name`))

describe('a transaction', () => {
  test('keeps what was written when its body ends well', async () => {
    await db.tx((tx) => tx.count(sql`insert into goods values ('shawl', 3)`))
    expect(await names()).toContainEqual({ name: 'shawl' })
  })

  test('leaves nothing behind when its body fails', async () => {
    const failing = db.tx(async (tx) => {
      await tx.count(sql`insert into goods values ('khussa', 1)`)
      throw new Error('Bilal changed his mind')
    })
    await expect(failing).rejects.toThrow('Bilal changed his mind')
    expect(await names()).not.toContainEqual({ name: 'khussa' })
  })

  test('does not pretend to have committed when a failed statement was caught and forgotten', async () => {
    const failing = db.tx(async (tx) => {
      await tx.count(sql`insert into goods values ('lamp', -1)`).catch(() => 0)
    })
    await expect(failing).rejects.toMatchObject({ code: '23514' })
  })

  test('waits for a statement that its body did not wait for', async () => {
    await db.tx(async (tx) => {
      tx.count(sql`insert into goods values ('cap', 1)`)
    })
    expect(await names()).toContainEqual({ name: 'cap' })
  })

  test('sends what nobody needs an answer to together with its commit', async () => {
    await db.tx(async (tx) => tx.send(sql`insert into goods values ('belt', 2)`))
    expect(await names()).toContainEqual({ name: 'belt' })
  })

  test('fails with the error of a statement that it only sent, and keeps nothing', async () => {
    const failing = db.tx(async (tx) => {
      tx.send(sql`insert into goods values ('ring', 1)`)
      tx.send(sql`insert into goods values ('belt', 1)`)
      tx.send(sql`insert into goods values ('bead', 1)`)
    })
    await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'goods_pkey' })
    expect(takenKey(await failing.catch((error: unknown) => error))).toBe('goods_pkey')
    expect(await names()).not.toContainEqual({ name: 'ring' })
    expect(await names()).not.toContainEqual({ name: 'bead' })
  })

  test('tells why, when a statement that it waits for is refused because one that it sent had failed', async () => {
    const failing = db.tx(async (tx) => {
      tx.send(sql`insert into goods values ('ring', 1)`)
      tx.send(sql`insert into goods values ('ring', 1)`)
      await tx.all(sql`select name from goods`)
    })
    await expect(failing).rejects.toMatchObject({ code: '23505', constraint: 'goods_pkey' })
  })

  test('refuses to send when it may only read', async () => {
    await expect(db.read(async (tx) => tx.send(sql`insert into goods values ('sock', 1)`))).rejects.toThrow(
      'may not write',
    )
  })

  test('refuses a statement that comes after its end', async () => {
    const late = await db.tx(async (tx) => tx)
    await expect(late.all(sql`select 1`)).rejects.toThrow('after its transaction was over')
  })

  test('sends independent statements together, so that two naps take as long as one', async () => {
    const spent = await db.tx(async (tx) => {
      await tx.one(sql`select 1`)
      const start = performance.now()
      // Statements of one connection run one after the other: only the journeys overlap, so the answers must come
      // back in order while none was waited for.
      const order: number[] = []
      await Promise.all(
        [1, 2, 3].map(async (n) => {
          await tx.one(sql`select ${n}::int`)
          order.push(n)
        }),
      )
      expect(order).toEqual([1, 2, 3])
      return performance.now() - start
    })
    expect(spent).toBeLessThan(5_000)
  })

  test('tells its events only after it has committed', async () => {
    const event = { party_id: 'p', event_id: 'e', name: 'shop.opened', payload: {} }
    await expect(
      db.tx(async (tx) => {
        tx.noteEvent(event)
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    expect(events).toEqual([])
    await db.tx(async (tx) => tx.noteEvent(event))
    expect(events).toEqual([event])
  })

  test('runs again when it meets a deadlock', async () => {
    await db.tx((tx) => tx.count(sql`insert into goods values ('left', 0), ('right', 0)`))
    let runs = 0
    const gate = new Map([...'ab'].map((name) => [name, Promise.withResolvers<void>()]))
    const both = (mine: string, first: string, second: string) =>
      db.tx(async (tx) => {
        runs++
        await tx.count(sql`update goods set units = units + 1 where name = ${first}`)
        gate.get(mine)?.resolve()
        await Promise.all([...gate.values()].map((each) => each.promise))
        await tx.count(sql`update goods set units = units + 1 where name = ${second}`)
      })
    await Promise.all([both('a', 'left', 'right'), both('b', 'right', 'left')])
    expect(runs).toBeGreaterThan(2)
    expect(
      await db.read((tx) => tx.one(sql`select sum(units)::int as n from goods where name in ('left', 'right')`)),
    ).toEqual({
      n: 4,
    })
  })

  test('survives the loss of its connection, and so does the next one', async () => {
    const lost = db.tx((tx) => tx.one(sql`select pg_terminate_backend(pg_backend_pid())`))
    await expect(lost).rejects.toThrow()
    expect(await db.read((tx) => tx.one(sql`select 1 as n`))).toEqual({ n: 1 })
  })

  test('keeps the values of a row out of what an error shows to a log', async () => {
    const error = await db
      .tx((tx) => tx.count(sql`insert into goods values ('shawl', 3)`))
      .catch((reason: unknown) => reason)
    expect(sqlState(error)).toBe('23505')
    expect(JSON.stringify(error)).not.toContain('shawl')
  })
})

describe('a read', () => {
  test('refuses to write or to lock', async () => {
    await expect(db.read((tx) => tx.all(sql`delete from goods`))).rejects.toThrow('may not write')
    await expect(db.read((tx) => tx.all(sql`select 1 from goods for update`))).rejects.toThrow('may not write')
  })

  test('refuses to note an event', async () => {
    const noting = db.read(async (tx) => tx.noteEvent({ party_id: '', event_id: '', name: '', payload: {} }))
    await expect(noting).rejects.toThrow('open transaction')
  })
})

describe('values', () => {
  test('come back as they went in, and numbers keep every digit', async () => {
    const id = '01890a5d-ac96-774b-bcce-b302099a8057'
    const row = await rolledBack((tx) =>
      tx.one(sql`select ${9007199254740993n}::int8 as big, '1.10'::numeric as exact, date '2026-01-02' as day,
        ${new Date('2026-01-02T03:04:05.678Z')}::timestamptz as moment, ${{ city: 'Lahore' }}::jsonb as object,
        ${json(['a', 'b'])}::jsonb as list, ${Buffer.from('hi')}::bytea as bytes, ${undefined}::text as missing,
        ${['a,b', '"c"', '\\']}::text[] as texts, ${[id]}::uuid[] as ids, ${[5n]}::bigint[] as bigs,
        array[1.10]::numeric[] as exacts, array[date '2026-01-02'] as days, count(*)::int as n`),
    )
    expect(row).toEqual({
      big: 9007199254740993n,
      exact: '1.10',
      day: '2026-01-02',
      moment: new Date('2026-01-02T03:04:05.678Z'),
      object: { city: 'Lahore' },
      list: ['a', 'b'],
      bytes: Buffer.from('hi'),
      missing: null,
      texts: ['a,b', '"c"', '\\'],
      ids: [id],
      bigs: [5n],
      exacts: ['1.10'],
      days: ['2026-01-02'],
      n: 1,
    })
  })

  test('the clock of a transaction stands still and can be set', async () => {
    clock.now = new Date('2026-05-01T00:00:00Z')
    expect(await db.tx(async (tx) => tx.now)).toEqual(new Date('2026-05-01T00:00:00Z'))
  })
})

describe('a refusal', () => {
  test('that keeps what was written commits it, and tells its events', async () => {
    const event = { party_id: 'p', event_id: 'wrong', name: 'code.missed', payload: {} }
    const refused = db.tx(async (tx) => {
      tx.noteEvent(event)
      await tx.count(sql`insert into goods values ('counted', 1)`)
      throw new Refusal('invalid', 'identity.wrong_code', {}, true)
    })
    await expect(refused).rejects.toThrow(Refusal)
    expect(await names()).toContainEqual({ name: 'counted' })
    expect(events).toContainEqual(event)
  })

  test('of the usual kind leaves nothing behind', async () => {
    const refused = db.tx(async (tx) => {
      await tx.count(sql`insert into goods values ('forgotten', 1)`)
      throw new Refusal('invalid', 'identity.wrong_code')
    })
    await expect(refused).rejects.toThrow(Refusal)
    expect(await names()).not.toContainEqual({ name: 'forgotten' })
  })
})
