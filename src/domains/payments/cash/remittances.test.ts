import { beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../tests/setup/database.ts'
import {
  deliveredBy,
  leopardsFile,
  leopardsLine,
  remitted,
  SHAPES,
  told,
  withCourier,
} from '../../../../tests/setup/remitting.ts'
import { type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import type { Database } from '../../../kit/sql/database.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { workbookOf } from '../../../kit/tables/testing.ts'
import { ordersOfTrackings } from '../../delivery/delivery.ts'
import { balanceOf } from '../../ledger/ledger.ts'
import { takeDueSteps } from '../../orders/orders.ts'
import {
  ageing,
  bookRemittance,
  bookUnfinished,
  claimOverdue,
  findRemittance,
  keepRemittance,
  listAdvances,
  listBreaks,
  listCashClaims,
  listMoney,
  listRemittances,
  listStuckLines,
  noteClaimSent,
  ownBreak,
  readRemittance,
  recheckBreak,
  settleBreak,
  setWithholding,
  tryRemittance,
  tryStuckLinesAgain,
} from '../payments.ts'

let data: TestDatabase
let cast: Trade
let count = 0

const tx = <T>(body: (tx: Tx) => Promise<T>) => data.db.tx(body)
const cn = () => `LE${String(++count).padStart(6, '0')}`
const market = (account: string) => tx((t) => balanceOf(t, MARKET_PARTY, account))
const shop = (account: string) => tx((t) => balanceOf(t, cast.bilal.shop_id, account))
const verdicts = async (fileId: string) =>
  (await tx((t) => findRemittance(t, cast.dania, fileId))).lines.map(({ verdict }) => verdict)
const breakOf = async (tracking: string) =>
  (await tx((t) => listBreaks(t, cast.dania))).find((each) => each.tracking === tracking)
const marketCash = () =>
  tx(async (t) => {
    const row = await t.one<{ paisa: bigint }>(
      sql`select coalesce(sum(amount_paisa), 0)::bigint as paisa from ledger_postings where account = 'cash:market'`,
    )
    return row?.paisa
  })
const csv = (...lines: (readonly string[])[]) => ({ name: 'LHE-7781.csv', bytes: leopardsFile(lines) })

beforeAll(async () => {
  data = await testDatabase()
  cast = await tx((t) => trade(t, 500))
})

describe('Leopards pays for what it collected', () => {
  test('the cash is handed in, charges and taxes stand by name, and the earning is at hand', async () => {
    const tracking = cn()
    const order = await tx((t) => deliveredBy(t, cast, 'leopards', tracking))
    const before = await Promise.all(['cash:leopards', 'expense:freight', 'tax_withheld:income'].map(shop))
    const cash = await marketCash()
    const fileId = await remitted(data.db, cast, 'leopards', csv(leopardsLine(tracking)))
    expect(await verdicts(fileId)).toEqual(['ok'])
    const after = await Promise.all(['cash:leopards', 'expense:freight', 'tax_withheld:income'].map(shop))
    expect(after.map((paisa, i) => paisa - (before[i] ?? 0n))).toEqual([-265_000n, 19_800n, 5_300n])
    expect((await marketCash()) ?? 0n).toBe((cash ?? 0n) + 228_358n)
    data.clock.now = new Date(data.clock.now.getTime() + 4 * 86_400_000)
    await takeDueSteps(data.db)
    const money = await tx((t) => listMoney(t, cast.bilal))
    expect(money.find(({ order_id }) => order_id === order.order_id)?.at_hand_at).toEqual(data.clock.now)
    expect(await tx(troubles)).toEqual([])
  })

  test('a parcel released before the courier paid has its earning at hand only then', async () => {
    const tracking = cn()
    const order = await tx((t) => deliveredBy(t, cast, 'leopards', tracking))
    data.clock.now = new Date(data.clock.now.getTime() + 4 * 86_400_000)
    await takeDueSteps(data.db)
    const atHand = async () =>
      (await tx((t) => listMoney(t, cast.bilal))).find(({ order_id }) => order_id === order.order_id)?.at_hand_at
    expect(await atHand()).toBeNull()
    await remitted(data.db, cast, 'leopards', csv(leopardsLine(tracking)))
    expect(await atHand()).toEqual(data.clock.now)
  })

  test('the same file is refused, renamed too; its lines in another order or file count no second time', async () => {
    const lines = [cn(), cn(), cn()].map((tracking) => leopardsLine(tracking))
    await tx(async (t) => {
      for (const line of lines) await deliveredBy(t, cast, 'leopards', line[1] ?? '')
    })
    await remitted(data.db, cast, 'leopards', csv(...lines))
    const cash = await marketCash()
    const renamed = { name: 'January (2).csv', bytes: leopardsFile(lines) }
    await expect(remitted(data.db, cast, 'leopards', renamed)).rejects.toMatchObject({
      reason: 'cash.file_known',
      values: { name: 'LHE-7781.csv' },
    })
    const shuffled = await remitted(data.db, cast, 'leopards', csv(...lines.toReversed()))
    expect(await verdicts(shuffled)).toEqual(['told_before', 'told_before', 'told_before'])
    const book = workbookOf([
      ['CN #', 'Net Amount', 'COD Amount', 'Cheque No'],
      ...lines.map((l) => [l[1] ?? '', '1', '2', l[11] ?? '']),
    ])
    const otherwise = await remitted(data.db, cast, 'leopards', { name: 'x.xlsx', bytes: book })
    expect(await verdicts(otherwise)).toEqual(['told_otherwise', 'told_otherwise', 'told_otherwise'])
    expect(await marketCash()).toBe(cash)
  })

  test('a file half of which cannot be read books the other half, and says what is wrong', async () => {
    const good = cn()
    const later = cn()
    await tx(async (t) => {
      await deliveredBy(t, cast, 'leopards', good)
      await deliveredBy(t, cast, 'leopards', later)
    })
    const bad = [
      leopardsLine(later, { net: 'two thousand' }),
      leopardsLine(''),
      leopardsLine(cn(), { net: '' }),
      leopardsLine('no number at all!'),
    ]
    const first = await remitted(data.db, cast, 'leopards', csv(leopardsLine(good), ...bad))
    expect(await verdicts(first)).toEqual(['ok', 'amount', 'no_tracking', 'no_net', 'no_tracking'])
    const [sums] = await tx((t) => listRemittances(t, cast.dania, 1))
    expect([sums?.line_count, sums?.bad_count, sums?.net_paisa]).toEqual([5, 4, 228_358n])
    const mended = await remitted(data.db, cast, 'leopards', csv(leopardsLine(good), leopardsLine(later)))
    expect(await verdicts(mended)).toEqual(['told_before', 'ok'])
  })

  test('a run that breaks off goes on from the line where it stood, and books none of them twice', async () => {
    const trackings = [cn(), cn(), cn()]
    await tx(async (t) => {
      for (const tracking of trackings) await deliveredBy(t, cast, 'leopards', tracking)
    })
    const shape = SHAPES.get('leopards')
    if (!shape) throw new Error('Leopards has a shape')
    const bytes = Buffer.from(leopardsFile(trackings.map((tracking) => leopardsLine(tracking))))
    const read = await readRemittance(shape, 'a.csv', bytes)
    const file_id = await tx((t) => keepRemittance(t, cast.dania, 'leopards', read))
    const cash = await marketCash()
    let left = 2
    const dies: Database = {
      tx: (body) => (left-- > 0 ? data.db.tx(body) : Promise.reject(new Error('the power is gone'))),
      read: (body) => data.db.read(body),
      ping: () => data.db.ping(),
      close: () => Promise.resolve(),
    }
    const run = bookRemittance(dies, cast.dania, { file_id, courier: 'leopards' }, ordersOfTrackings)
    await expect(run).rejects.toThrow('the power is gone')
    expect((await verdicts(file_id)).sort()).toEqual(['ok', 'ok', 'waiting'])
    expect(await bookUnfinished(data.db, ordersOfTrackings)).toBe(1)
    expect(await bookUnfinished(data.db, ordersOfTrackings)).toBe(0)
    expect(await verdicts(file_id)).toEqual(['ok', 'ok', 'ok'])
    expect(await marketCash()).toBe((cash ?? 0n) + 3n * 228_358n)
  })

  test('a line that cannot be booked holds up no other: a person reads why, and it is tried again', async () => {
    const trackings = [cn(), cn(), cn()]
    await tx(async (t) => {
      for (const tracking of trackings) await deliveredBy(t, cast, 'leopards', tracking)
    })
    const keep = async (name: string, lines: readonly string[]) => {
      const shape = SHAPES.get('leopards')
      if (!shape) throw new Error('Leopards has a shape')
      const bytes = Buffer.from(leopardsFile(lines.map((tracking) => leopardsLine(tracking, { cheque: name }))))
      return tx(async (t) => keepRemittance(t, cast.dania, 'leopards', await readRemittance(shape, name, bytes)))
    }
    const file_id = await keep('LHE-1.csv', trackings.slice(0, 2))
    const other = await keep('LHE-2.csv', trackings.slice(2))
    const spoil = (cod: string) =>
      tx((t) =>
        t.count(sql`
          update remittance_lines
          set figures = jsonb_set(figures, '{cod}', to_jsonb(${cod}::text))
          where party_id = ${MARKET_PARTY} and file_id = ${file_id} and tracking = ${trackings[0] ?? ''}`),
      )
    await spoil('12 rupees')
    expect(await bookUnfinished(data.db, ordersOfTrackings)).toBe(2)
    expect([await verdicts(file_id), await verdicts(other)]).toEqual([['stuck', 'ok'], ['ok']])
    const stuck = await tx((t) => listStuckLines(t, cast.dania))
    expect(stuck).toMatchObject([{ file_id, tracking: trackings[0], failed_count: 1 }])
    expect(stuck[0]?.trouble).toContain('12 rupees')
    await spoil('265000')
    expect(await bookUnfinished(data.db, ordersOfTrackings)).toBe(0)
    await tx((t) => tryStuckLinesAgain(t, cast.dania, file_id))
    expect(await bookUnfinished(data.db, ordersOfTrackings)).toBe(1)
    expect([await verdicts(file_id), await tx((t) => listStuckLines(t, cast.dania))]).toEqual([['ok', 'ok'], []])
  })

  test('two who go on with one file at once book each line once', async () => {
    const lines = [cn(), cn(), cn()].map((tracking) => leopardsLine(tracking))
    await tx(async (t) => {
      for (const line of lines) await deliveredBy(t, cast, 'leopards', line[1] ?? '')
    })
    const shape = SHAPES.get('leopards')
    if (!shape) throw new Error('Leopards has a shape')
    const read = await readRemittance(shape, 'c.csv', Buffer.from(leopardsFile(lines)))
    const file_id = await tx((t) => keepRemittance(t, cast.dania, 'leopards', read))
    const cash = (await marketCash()) ?? 0n
    const goOn = () => bookRemittance(data.db, cast.dania, { file_id, courier: 'leopards' }, ordersOfTrackings)
    const booked = await Promise.all([goOn(), goOn(), goOn()])
    expect(booked.reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(await marketCash()).toBe(cash + 3n * 228_358n)
  })

  test('two operators who import the same lines at once book each line once', async () => {
    const lines = [cn(), cn(), cn(), cn()].map((tracking) => leopardsLine(tracking))
    await tx(async (t) => {
      for (const line of lines) await deliveredBy(t, cast, 'leopards', line[1] ?? '')
    })
    const cash = (await marketCash()) ?? 0n
    const files = [csv(...lines), { name: 'b.csv', bytes: leopardsFile(lines.toReversed()) }]
    await Promise.all(files.map((file) => remitted(data.db, cast, 'leopards', file)))
    await bookUnfinished(data.db, ordersOfTrackings)
    expect(await marketCash()).toBe(cash + 4n * 228_358n)
    expect(await tx(troubles)).toEqual([])
  })
})

describe('what does not add up stays open', () => {
  test('short cash is owed by the courier, with age and owner; its seller is paid all the same', async () => {
    const tracking = cn()
    await tx((t) => deliveredBy(t, cast, 'leopards', tracking))
    await remitted(data.db, cast, 'leopards', csv(leopardsLine(tracking, { net: '2,183.58' })))
    expect(await market('cash_short:leopards')).toBe(10_000n)
    const open = await breakOf(tracking)
    expect(open).toMatchObject({ kind: 'short', open_paisa: 10_000n, owner_id: null })
    await tx((t) => ownBreak(t, cast.dania, open?.break_id ?? ''))
    expect((await breakOf(tracking))?.owner_id).toBe(cast.dania.person_id)
    const rest = ['9', tracking, '', '', '', '', '', '', '', '', '100', 'LHE-9000', '']
    await remitted(data.db, cast, 'leopards', csv(rest))
    expect([await market('cash_short:leopards'), await breakOf(tracking)]).toEqual([0n, undefined])
    expect(await tx(troubles)).toEqual([])
  })

  test('too much, an unknown parcel and an undelivered one are kept apart until somebody explains them', async () => {
    const [over, away, strange] = [cn(), cn(), cn()]
    const order = await tx(async (t) => {
      await deliveredBy(t, cast, 'leopards', over)
      return withCourier(t, cast, 'leopards', away)
    })
    const lines = [leopardsLine(over, { net: '2,300.00' }), leopardsLine(away), leopardsLine(strange)]
    const fileId = await remitted(data.db, cast, 'leopards', csv(...lines))
    expect(await verdicts(fileId)).toEqual(['over', 'undelivered', 'unknown'])
    expect(await market('cash_over:leopards')).toBe(-(1_642n + 228_358n + 228_358n))
    const waiting = (await breakOf(away))?.break_id ?? ''
    const again = tx((t) => recheckBreak(t, cast.dania, waiting, ordersOfTrackings))
    await expect(again).rejects.toMatchObject({ reason: 'cash.still_open' })
    expect(await market('cash_over:leopards')).toBe(-(1_642n + 228_358n + 228_358n))
    await tx((t) => told(t, order, 'delivered'))
    await tx((t) => recheckBreak(t, cast.dania, waiting, ordersOfTrackings))
    expect(await verdicts(fileId)).toEqual(['over', 'ok', 'unknown'])
    for (const [tracking, how] of [
      [over, 'kept'],
      [strange, 'paid_back'],
    ] as const) {
      const id = (await breakOf(tracking))?.break_id ?? ''
      await tx((t) => settleBreak(t, cast.dania, id, { how, note: 'By letter of 7 January' }))
    }
    expect(await market('cash_over:leopards')).toBe(0n)
    expect(await market('income:found')).toBe(-1_642n)
    expect(await tx(troubles)).toEqual([])
  })

  test('a loss is written off by name, with a reason, once', async () => {
    const tracking = cn()
    await tx((t) => deliveredBy(t, cast, 'leopards', tracking))
    await remitted(data.db, cast, 'leopards', csv(leopardsLine(tracking, { net: '2,000.00' })))
    const id = (await breakOf(tracking))?.break_id ?? ''
    const end = (how: 'written_off' | 'kept', note = 'The courier will not pay') =>
      tx((t) => settleBreak(t, cast.dania, id, { how, note }))
    await expect(end('written_off', ' ')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
    await expect(end('kept')).rejects.toMatchObject({ reason: 'cash.settling' })
    await end('written_off')
    await expect(end('written_off')).rejects.toMatchObject({ reason: 'cash.break_settled' })
    expect(await market('expense:loss')).toBe(28_358n)
    expect(await tx(troubles)).toEqual([])
  })

  test.each([
    ['own', (id: string) => tx((t) => ownBreak(t, cast.dania, id)), 'cash.break_settled'],
    [
      'settle',
      (id: string) => tx((t) => settleBreak(t, cast.dania, id, { how: 'paid', note: 'It came' })),
      'cash.no_break',
    ],
    ['look again', (id: string) => tx((t) => recheckBreak(t, cast.dania, id, ordersOfTrackings)), 'cash.no_break'],
  ])('nobody can %s what is not there', async (_what, act, reason) => {
    await expect(act('00000000-0000-7000-8000-0000000000ff')).rejects.toMatchObject({ reason })
  })
})

describe('PostEx pays before it delivers', () => {
  const headings =
    'Tracking Number,Invoice Payment,Transaction Fee,Transaction Tax,Upfront Payment,Reversal Fee,Net Amount,CPR Number'
  const cpr = (...lines: string[]) => ({ name: 'cpr.csv', bytes: [headings, ...lines].join('\n') })

  test('the rest comes with the delivery; what comes home is taken back by the next payment, and shown', async () => {
    const [kept, home] = ['CX-100001', 'CX-100002']
    const [first, second] = await tx(async (t) => [
      await withCourier(t, cast, 'postex', kept),
      await withCourier(t, cast, 'postex', home),
    ])
    const cash = (await marketCash()) ?? 0n
    await remitted(data.db, cast, 'postex', cpr(`${kept},2650,0,0,0,0,1500,CPR-1`, `${home},2650,0,0,0,0,1500,CPR-1`))
    expect(await market('courier_advance:postex')).toBe(-300_000n)
    expect((await tx((t) => listAdvances(t, cast.dania))).map(({ tracking }) => tracking)).toEqual([kept, home])
    await tx(async (t) => {
      if (!first || !second) throw new Error('both orders are there')
      await told(t, first, 'delivered')
      await told(t, second, 'returned')
    })
    const next = cpr(`${kept},2650,150,24,1500,0,976,CPR-2`, `${home},0,0,0,0,80,-1580,CPR-2`)
    const fileId = await remitted(data.db, cast, 'postex', next)
    expect(await verdicts(fileId)).toEqual(['ok', 'claw_back'])
    expect(await market('courier_advance:postex')).toBe(0n)
    expect(await marketCash()).toBe(cash + 300_000n + 97_600n - 158_000n)
    expect(await tx(troubles)).toEqual([])
  })
})

test('TCS sends a workbook, and a small courier a table of ours', async () => {
  const tcs = workbookOf([
    ['TCS (Private) Limited'],
    [
      'Consignment No',
      'COD Amount',
      'Delivery Charges',
      'GST',
      'Income Tax',
      'Sales Tax Withheld',
      'Net Payable',
      'Invoice No',
    ],
    ['779001', '2650', '200', '32', '53', '53', '2312', 'INV-55'],
  ])
  await tx(async (t) => {
    await deliveredBy(t, cast, 'tcs', '779001')
    await deliveredBy(t, cast, 'trax', 'TX-9')
  })
  expect(await verdicts(await remitted(data.db, cast, 'tcs', { name: 'p.xlsx', bytes: tcs }))).toEqual(['ok'])
  const ours = 'line_id,tracking,cod,shipment_charges,income_tax,sales_tax,net\nT-1,TX-9,2650,(150),53,53,2394\n'
  expect(await verdicts(await remitted(data.db, cast, 'trax', { name: 't.csv', bytes: ours }))).toEqual(['ok'])
  expect(await tx(troubles)).toEqual([])
})

test('a dry run says line by line what booking would do, and keeps nothing', async () => {
  const tracking = cn()
  await tx((t) => deliveredBy(t, cast, 'leopards', tracking))
  const shape = SHAPES.get('leopards')
  if (!shape) throw new Error('Leopards has a shape')
  const lines = [
    leopardsLine(tracking),
    leopardsLine(tracking),
    leopardsLine(tracking, { cheque: 'LHE-2' }),
    leopardsLine('?'),
  ]
  const read = await readRemittance(shape, 'dry.csv', Buffer.from(leopardsFile(lines, '9,134.32')))
  const files = (await tx((t) => listRemittances(t, cast.dania))).length
  const tried = await data.db.read((t) => tryRemittance(t, cast.dania, 'leopards', read, ordersOfTrackings))
  expect(tried.lines.map(({ verdict }) => verdict)).toEqual(['ok', 'told_before', 'over', 'no_tracking'])
  expect([tried.net_paisa, tried.said_paisa]).toEqual([456_716n, 913_432n])
  expect((await tx((t) => listRemittances(t, cast.dania))).length).toBe(files)
  const fileId = await tx((t) => keepRemittance(t, cast.dania, 'leopards', read))
  await bookUnfinished(data.db, ordersOfTrackings)
  expect(await verdicts(fileId)).toEqual(['ok', 'told_before', 'over', 'no_tracking'])
  const again = data.db.read((t) => tryRemittance(t, cast.dania, 'leopards', read, ordersOfTrackings))
  await expect(again).rejects.toMatchObject({ reason: 'cash.file_known' })
})

describe('files that are none', () => {
  const read = (bytes: Uint8Array | string) => {
    const shape = SHAPES.get('leopards')
    if (!shape) throw new Error('Leopards has a shape')
    return readRemittance(shape, 'x', Buffer.from(bytes))
  }
  test.each([
    ['no headings of this courier', 'a,b,c\n1,2,3\n', 'cash.no_headings'],
    ['headings and no line', leopardsFile([]), 'tables.empty'],
    ['nothing', '', 'tables.empty'],
    ['a picture', Buffer.from('89504e470d0a1a0a', 'hex'), 'tables.not_a_table'],
    ['a file as large as a film', Buffer.alloc(9 * 1024 * 1024), 'tables.file_too_large'],
  ])('%s is refused', async (_what, bytes, reason) => {
    await expect(read(bytes)).rejects.toMatchObject({ reason })
  })
  test('a file that nobody kept is not found', async () => {
    const look = tx((t) => findRemittance(t, cast.dania, '00000000-0000-7000-8000-0000000000ff'))
    await expect(look).rejects.toMatchObject({ reason: 'cash.no_file' })
  })
})

test('cash that does not come grows old, is claimed on its day once, and the claim ends when it comes', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((t) => trade(t, 20))
  const first = await db.tx((t) => deliveredBy(t, at, 'leopards', 'LE-A'))
  clock.now = new Date(clock.now.getTime() + 5 * 86_400_000)
  await db.tx((t) => deliveredBy(t, at, 'leopards', 'LE-B'))
  const ages = async () => (await db.tx((t) => ageing(t, at.dania)))[0]?.ages.map(({ orders }) => orders)
  expect(await ages()).toEqual([1, 1, 0, 0])
  expect(await db.tx(claimOverdue)).toBe(0)
  clock.now = new Date(clock.now.getTime() + 4 * 86_400_000)
  expect(await ages()).toEqual([0, 1, 1, 0])
  expect(await db.tx(claimOverdue)).toBe(1)
  expect(await db.tx(claimOverdue)).toBe(0)
  clock.now = new Date(clock.now.getTime() + 9 * 86_400_000)
  expect(await ages()).toEqual([0, 0, 1, 1])
  const [claim] = await db.tx((t) => listCashClaims(t, at.dania))
  expect(claim).toMatchObject({ order_id: first.order_id, amount_paisa: 265_000n, state: 'open' })
  const demand = (note: string) => db.tx((t) => noteClaimSent(t, at.dania, claim?.claim_id ?? '', note))
  await expect(demand('')).rejects.toMatchObject({ reason: 'orders.reason_needed' })
  await demand('Letter to Leopards, Lahore')
  await remitted(db, at, 'leopards', csv(leopardsLine('LE-A')))
  expect(await db.tx((t) => listCashClaims(t, at.dania))).toEqual([])
  await expect(demand('Another letter')).rejects.toMatchObject({ reason: 'cash.claim_ended' })
})

test('however many parcels a courier has not paid for, each is claimed', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((t) => trade(t, 20))
  const late = ['LE-1', 'LE-2', 'LE-3', 'LE-4', 'LE-5']
  await db.tx(async (t) => {
    for (const tracking of late) await deliveredBy(t, at, 'leopards', tracking)
  })
  clock.now = new Date(clock.now.getTime() + 30 * 86_400_000)
  expect(await db.tx((t) => claimOverdue(t, 2))).toBe(late.length)
  expect(await db.tx((t) => claimOverdue(t, 2))).toBe(0)
  expect(await db.tx((t) => listCashClaims(t, at.dania))).toHaveLength(late.length)
})

test('what a courier keeps back for the tax office clears what the sale says, released or not', async () => {
  const { db, clock } = await testDatabase()
  const at = await db.tx((t) => trade(t, 20))
  await db.tx((t) => setWithholding(t, at.dania, { is_on: true, market_ntn: '1234567' }))
  await db.tx(async (t) => {
    await deliveredBy(t, at, 'leopards', 'LE-B4')
    await deliveredBy(t, at, 'leopards', 'LE-AFTER')
  })
  await remitted(db, at, 'leopards', csv(leopardsLine('LE-B4')))
  clock.now = new Date(clock.now.getTime() + 4 * 86_400_000)
  await takeDueSteps(db)
  await remitted(db, at, 'leopards', csv(leopardsLine('LE-AFTER', { cheque: 'LHE-7799' })))
  const left = ['tax_withheld:income', 'tax_withheld:sales', 'tax:income', 'tax:sales']
  const balances = await db.tx((t) => Promise.all(left.map((account) => balanceOf(t, at.bilal.shop_id, account))))
  expect(balances).toEqual([0n, 0n, 0n, 0n])
  expect(await db.tx(troubles)).toEqual([])
})
