import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { newId } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { altered, type Tx } from '../../kit/sql/tx.ts'
import { BALANCES, balanceOf, closeDay, findViolations, LEDGER_INVARIANTS, listAccounts, post } from './ledger.ts'

const move = (cause: string, paisa = 500n) => ({
  cause,
  entries: [
    { account: 'cash:jazzcash', paisa },
    { account: 'hold:one', paisa: -paisa },
  ],
})

test('a transfer balances, and the same cause is posted once', () =>
  rolledBack(async (tx) => {
    const shop = newId()
    await post(tx, shop, move('order:1:fund'))
    expect(await balanceOf(tx, shop, 'hold:one')).toBe(-500n)
    await expect(post(tx, shop, move('order:1:fund'))).rejects.toMatchObject({ reason: 'ledger.already_posted' })
    await post(tx, newId(), move('order:1:fund'))
  }))

test.each([
  ['one entry', [{ account: 'a', paisa: 1n }]],
  [
    'unbalanced',
    [
      { account: 'a', paisa: 1n },
      { account: 'b', paisa: -2n },
    ],
  ],
  [
    'an empty entry',
    [
      { account: 'a', paisa: 0n },
      { account: 'b', paisa: 0n },
    ],
  ],
  [
    'the same account twice',
    [
      { account: 'a', paisa: 1n },
      { account: 'a', paisa: -1n },
    ],
  ],
  [
    'absurdly large',
    [
      { account: 'a', paisa: 10n ** 15n },
      { account: 'b', paisa: -(10n ** 15n) },
    ],
  ],
])('a transfer with %s stops the program before anything is written', (_what, entries) =>
  rolledBack(async (tx) => {
    const shop = newId()
    await expect(post(tx, shop, { cause: 'x', entries })).rejects.toThrow('broken promise')
    expect(await listAccounts(tx, shop)).toEqual([])
  }),
)

test('a hold never gives more than it has', () =>
  rolledBack(async (tx) => {
    const shop = newId()
    await post(tx, shop, move('fund'))
    const more = {
      cause: 'release',
      entries: [
        { account: 'hold:one', paisa: 501n },
        { account: 'payable', paisa: -501n },
      ],
    }
    await expect(post(tx, shop, more)).rejects.toMatchObject({ reason: 'ledger.not_enough' })
  }))

test.each(['payable', 'wallet_credit:jazzcash', 'wallet_out:one', 'tip:ghazi', 'claim:one'])(
  'nor does any other claim: %s',
  (account) =>
    rolledBack(async (tx) => {
      const cash = (cause: string, paisa: bigint) => ({
        cause,
        entries: [
          { account, paisa },
          { account: 'cash:market', paisa: -paisa },
        ],
      })
      const shop = newId()
      await post(tx, shop, cash('came', -500n))
      await post(tx, shop, cash('went', 500n))
      await expect(post(tx, shop, cash('again', 1n))).rejects.toMatchObject({ reason: 'ledger.not_enough' })
    }),
)

test('a tax may: after a refund the state owes it back', () =>
  rolledBack(async (tx) => {
    const entries = [
      { account: 'tax:income', paisa: 5n },
      { account: 'debt', paisa: -5n },
    ]
    const shop = newId()
    await post(tx, shop, { cause: 'refund', entries })
    expect(await balanceOf(tx, shop, 'tax:income')).toBe(5n)
  }))

test('two releases of one hold at once: one wins', async () => {
  const { db } = await testDatabase()
  const shop = newId()
  await db.tx((tx) => post(tx, shop, move('fund')))
  const release = {
    cause: 'release',
    entries: [
      { account: 'hold:one', paisa: 500n },
      { account: 'payable', paisa: -500n },
    ],
  }
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => db.tx((tx) => post(tx, shop, release))))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await db.read((tx) => balanceOf(tx, shop, 'payable'))).toBe(-500n)
})

test('the books cannot be rewritten, by whatever statement', async () => {
  const { db } = await testDatabase()
  await db.tx((tx) => post(tx, newId(), move('fund')))
  for (const text of [
    'update ledger_postings set amount_paisa = 1',
    'delete from ledger_postings',
    'update ledger_transfers set memo = memo',
    'delete from ledger_transfers',
    'truncate ledger_postings',
  ]) {
    await expect(db.tx((tx) => tx.count({ text, values: [], isSql: true }))).rejects.toMatchObject({ code: '42501' })
  }
})

const DAY_MS = 86_400_000
const HOURS_MS = 3_600_000

/** The same transaction some days later. */
const inDays = (tx: Tx, days: number) => altered(tx, { now: new Date(tx.now.getTime() + days * DAY_MS) })
const closes = (tx: Tx) => closeDay(tx, new Date(tx.now.getTime() - 2 * HOURS_MS))
const standing = (tx: Tx) =>
  tx.all<{ account: string; paisa: bigint }>(sql`with b as (${BALANCES}) select account, paisa from b order by account`)

test('closed days give the same balances, and a closing that was tampered with is found', () =>
  rolledBack(async (tx) => {
    const shop = newId()
    await post(tx, shop, move('fund'))
    const later = inDays(tx, 1)
    expect(await closes(later)).toBe(2)
    await post(later, shop, move('more', 70n))
    expect(await balanceOf(later, shop, 'hold:one')).toBe(-570n)
    expect(await findViolations(later, LEDGER_INVARIANTS)).toEqual([])
    await tx.count(sql`update ledger_closings set balance_paisa = 0 where party_id = ${shop} and account = 'hold:one'`)
    expect((await findViolations(later, LEDGER_INVARIANTS)).map(({ invariant }) => invariant)).toEqual(['I3'])
  }))

test('a day closes what moved in it and nothing else, once; a later closing goes on from the one before', () =>
  rolledBack(async (tx) => {
    const [bilal, farah] = [newId(), newId()]
    await post(tx, bilal, move('fund'))
    await post(tx, farah, move('fund', 30n))
    const [next, third] = [inDays(tx, 1), inDays(tx, 2)]
    expect(await closes(next)).toBe(4)
    expect(await closes(next)).toBe(0)
    await post(next, bilal, move('more', 70n))
    expect(await closes(third)).toBe(2)
    expect(await balanceOf(third, bilal, 'hold:one')).toBe(-570n)
    expect(await balanceOf(third, farah, 'hold:one')).toBe(-30n)
    expect(await findViolations(third, LEDGER_INVARIANTS)).toEqual([])
  }))

test('what stands on all accounts is what was closed and what was posted since; what comes to zero has no row', () =>
  rolledBack(async (tx) => {
    const shop = newId()
    await post(tx, shop, move('fund'))
    const [next, third] = [inDays(tx, 1), inDays(tx, 2)]
    const [cash, hold] = [
      { account: 'cash:jazzcash', paisa: 500n },
      { account: 'hold:one', paisa: -500n },
    ]
    expect(await standing(tx)).toEqual([cash, hold])
    await closes(next)
    expect(await standing(next)).toEqual([cash, hold])
    const release = {
      cause: 'release',
      entries: [
        { account: 'hold:one', paisa: 500n },
        { account: 'payable', paisa: -500n },
      ],
    }
    await post(next, shop, release)
    const payable = { account: 'payable', paisa: -500n }
    expect(await standing(next)).toEqual([cash, payable])
    await closes(third)
    expect(await standing(third)).toEqual([cash, payable])
    expect(await tx.all(sql`select account from ledger_standings order by account`)).toEqual([
      { account: 'cash:jazzcash' },
      { account: 'payable' },
    ])
  }))

test.each([
  ['another sum', sql`update ledger_standings set balance_paisa = balance_paisa - 1 where account = 'hold:one'`],
  ['a row that went', sql`delete from ledger_standings where account = 'hold:one'`],
  ['a row of nothing', sql`update ledger_standings set account = 'hold:two' where account = 'hold:one'`],
])('I3: a standing that does not stand: %s', (_what, spoil) =>
  rolledBack(async (tx) => {
    await post(tx, newId(), move('fund'))
    const next = inDays(tx, 1)
    await closes(next)
    await tx.count(spoil)
    const found = await findViolations(next, LEDGER_INVARIANTS)
    expect(new Set(found.map(({ invariant }) => invariant))).toEqual(new Set(['I3']))
  }),
)

describe('each invariant finds what it is for', () => {
  test('I1 and I2: a posting slipped in beside the books', () =>
    rolledBack(async (tx) => {
      const shop = newId()
      const transfer = await post(tx, shop, move('fund'))
      await tx.count(sql`
        insert into ledger_postings (party_id, transfer_id, line, account, amount_paisa, posted_at)
        values (${shop}, ${transfer}, 9, 'payable', -1, ${tx.now})`)
      const found = await findViolations(tx, LEDGER_INVARIANTS)
      expect(found.map(({ invariant }) => invariant)).toEqual(['I1', 'I2'])
    }))

  test('I4: a claim above zero', () =>
    rolledBack(async (tx) => {
      const shop = newId()
      await tx.count(sql`
        insert into ledger_transfers (party_id, transfer_id, cause, event_at, posted_at)
        values (${shop}, ${shop}, 'by hand', ${tx.now}, ${tx.now})`)
      await tx.count(sql`
        insert into ledger_postings (party_id, transfer_id, line, account, amount_paisa, posted_at)
        values (${shop}, ${shop}, 1, 'payable', 5, ${tx.now}), (${shop}, ${shop}, 2, 'cash:market', -5, ${tx.now})`)
      const found = await findViolations(tx, LEDGER_INVARIANTS)
      expect(found.map(({ invariant }) => invariant)).toEqual(['I4'])
    }))

  test('I5: a guard that was taken away', () =>
    rolledBack(async (tx) => {
      await tx.count(sql`alter table ledger_postings disable trigger ledger_postings_append_only`)
      const found = await findViolations(tx, LEDGER_INVARIANTS)
      expect(found.map(({ detail }) => detail)).toEqual([
        'the guard ledger_postings_append_only is missing or switched off',
      ])
    }))
})
