import { beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../tests/setup/database.ts'
import { laila } from '../../../../tests/setup/laila.ts'
import { atOf, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { bankTransfer } from '../../../adapters/payment/bank/bank.ts'
import { mt940 } from '../../../adapters/statement/mt940/mt940.ts'
import { writeMt940 } from '../../../adapters/statement/writing.ts'
import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import type { Operator } from '../../identity/identity.ts'
import { balanceOf, post } from '../../ledger/ledger.ts'
import { cancelOrder, type OrderRow, payOrder } from '../../orders/orders.ts'
import { beginPayment } from '../begin.ts'
import type { PaymentRail } from '../rail.ts'
import { refundsOfOrder } from '../refunds-store.ts'
import { askPayment } from '../settle.ts'
import { findReference, readPayment } from '../store.ts'
import { decideMoneyBreak, listMoneyBreaks } from './breaks.ts'
import { coverNow, findCoverage, listCoverage, reportCoverage } from './coverage.ts'
import { keepBankFile, takeStatement } from './intake.ts'
import { findFile } from './intake-store.ts'
import { reconcile, setProviderTerms, takeReport, tryReport } from './reports.ts'

/** The provider: whatever stands in `knows` is what it answers when it is asked. */
let knows: Map<string, { paisa: bigint; bank_reference: string }>
let provider: PaymentRail
let scene: TestDatabase & { at: Trade }

const HOLDER = 'bank:HABB'
const BANK = 'bank:MEZN'

/** Confirms what Dania hands in. */
let second: Operator

beforeEach(async () => {
  const test = await testDatabase()
  scene = { ...test, at: await test.db.tx((tx) => trade(tx)) }
  second = await test.db.tx(laila)
  knows = new Map()
  provider = bankTransfer({
    account: { iban: 'PK36HABB0000001123456702', title: 'Bharosa', bank: 'HBL' },
    findCredit: async (reference) => knows.get(reference),
  })
})

const read = <T>(body: Parameters<typeof scene.db.read<T>>[0]) => scene.db.read(body)
const balance = (account: string, party = MARKET_PARTY) => read((tx) => balanceOf(tx, party, account))
const breaks = () => read((tx) => listMoneyBreaks(tx, scene.at.dania, 'open'))
/** What does not agree, but for batches that are still on their way to the bank. */
const kinds = async () =>
  (await breaks())
    .filter(({ kind, subject }) => kind !== 'timing' || !subject.startsWith('batch'))
    .map(({ kind }) => kind)
    .sort()

async function keeps(kind: 'report' | 'statement', holder: string, name: string, text: string) {
  const content = Buffer.from(text)
  const id = await scene.db.tx((tx) => keepBankFile(tx, scene.at.dania, kind, { holder, name, content, hints: {} }))
  const file = await read((tx) => findFile(tx, id))
  if (!file) throw new Error('the file was kept')
  return file
}

const HEAD = 'Order ID,Transaction ID,Status,Date,Amount,Fee,Net Amount'
async function reports(name: string, ...rows: string[]) {
  const file = await keeps('report', HOLDER, `${name}.csv`, [HEAD, ...rows].join('\n'))
  await takeReport(scene.db, second, provider, file)
  return file
}

async function states(...lines: { words: string; paisa: bigint }[]) {
  const written = lines.map((line) => ({
    ...{ day: '2026-01-02', is_reversal: false, bank_reference: '', our_reference: '' },
    ...line,
  }))
  const text = writeMt940([{ account: 'PK36MEZN', number: '1', day: '2026-01-01', opening_paisa: 0n, lines: written }])
  const file = await keeps('statement', BANK, 'a.sta', text)
  return takeStatement(scene.db, second, [mt940], file)
}

/** Ayesha orders for Rs 2,650 and goes to pay. */
async function wantsToPay(): Promise<{ order: OrderRow; reference: string }> {
  const { db, at } = scene
  const order = await db.tx((tx) => placed(tx, at, 'prepaid'))
  const { payment } = await beginPayment(db, at.ayesha, provider, {
    checkout_id: order.checkout_id,
    orders: [{ shop_id: order.party_id, order_id: order.order_id, amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/back',
  })
  return { order, reference: payment.reference }
}

async function follows(order: OrderRow, reference: string): Promise<void> {
  const paid = { shop_id: order.party_id, order_id: order.order_id, amount_paisa: order.total_paisa.toString() }
  await scene.db.tx(async (tx) => {
    const payment_id = (await findReference(tx, reference))?.payment_id ?? ''
    await payOrder(tx, paid, { payment_id, reference, rail: 'bank', holder: HOLDER })
  })
}

async function hasPaid() {
  const { order, reference } = await wantsToPay()
  knows.set(reference, { paisa: order.total_paisa, bank_reference: `T${reference}` })
  await askPayment(scene.db, provider, reference)
  await follows(order, reference)
  return { order, reference }
}

async function stateOf(reference: string) {
  return read(async (tx) => {
    const found = await findReference(tx, reference)
    return found && (await readPayment(tx, found.party_id, found.payment_id))?.state
  })
}

describe('a report of a provider', () => {
  test('finds the payment whose notice was lost, and books it once, however late the notice comes', async () => {
    const { order, reference } = await wantsToPay()
    knows.set(reference, { paisa: order.total_paisa, bank_reference: 'T1' })
    await reports('B10001', `${reference},T1,Paid,2026-01-02,"2,650.00",26.50,"2,623.50"`)
    expect(await stateOf(reference)).toBe('paid')
    expect(await kinds()).toEqual([])
    await follows(order, reference)
    expect(await askPayment(scene.db, provider, reference)).toBe('paid')
    expect(await balance(`cash:${HOLDER}`, order.party_id)).toBe(order.total_paisa)
    expect(await read(troubles)).toEqual([])
  })

  test('a payment that the rail itself does not confirm stays a break, and no report pays it', async () => {
    const { reference } = await wantsToPay()
    await reports('B10001', `${reference},T1,Paid,2026-01-02,2650,26.50,2623.50`)
    expect(await stateOf(reference)).toBe('begun')
    expect(await kinds()).toEqual(['missing_at_us'])
  })

  test.each([
    ['another amount', 'R,T1,Paid,2026-01-02,26500,0,26500', ['amount']],
    ['figures that do not add up', 'R,T1,Paid,2026-01-02,2650,26.50,2600', ['fee']],
    ['figures that are rounded', 'R,T1,Paid,2026-01-02,2650,26.50,2623', ['rounding']],
    ['a failure of what is paid', 'R,T1,Failed,2026-01-02,2650,0,0', ['status']],
    ['a chargeback that we did not hear of', 'R,T1,Chargeback,2026-01-02,2650,0,2650', ['status']],
    ['a refund that we did not make', 'R,T1,Refund,2026-01-02,2650,0,2650', ['status']],
    [
      'a payment that is not ours',
      'R,T1,Paid,2026-01-02,2650,0,2650\nXX1,T2,Paid,2026-01-02,100,0,100',
      ['missing_at_us'],
    ],
    ['one payment twice', 'R,T1,Paid,2026-01-02,2650,0,2650\nR,T1,Paid,2026-01-02,2650,0,2650', ['duplicate']],
  ])('%s is a break of its own kind', async (_, rows, expected) => {
    const { reference } = await hasPaid()
    await reports('B10001', rows.replaceAll('R,', `${reference},`))
    expect(await kinds()).toEqual(expected)
    expect(await read(troubles)).toEqual([])
  })

  test('another fee than was agreed is a break', async () => {
    const { reference } = await hasPaid()
    const terms = { holder: HOLDER, fee_basis_points: 100, fee_fixed_paisa: 0n, settles_within_days: 3 }
    await scene.db.tx((tx) => setProviderTerms(tx, scene.at.dania, terms))
    await reports('B10001', `${reference},T1,Paid,2026-01-02,2650,53,2597`)
    expect(await breaks()).toContainEqual(
      expect.objectContaining({ kind: 'fee', ours_paisa: 2_650n, theirs_paisa: 5_300n }),
    )
    const wrong = scene.db.tx((tx) => setProviderTerms(tx, scene.at.dania, { ...terms, settles_within_days: 0 }))
    await expect(wrong).rejects.toMatchObject({ reason: 'books.terms_range' })
  })

  test('a refund that arrived though nobody told us is closed by it', async () => {
    const { order, reference } = await hasPaid()
    await scene.db.tx((tx) => cancelOrder(tx, scene.at.ayesha, atOf(order), 'Changed my mind'))
    await reports(
      'B10001',
      `${reference},T1,Paid,2026-01-02,2650,0,2650`,
      `${reference},T9,Refunded,2026-01-02,-2650,0,-2650`,
    )
    const refunds = await read((tx) => refundsOfOrder(tx, order.party_id, order.order_id))
    expect(refunds).toMatchObject([{ state: 'sent' }])
    expect(await balance(`cash:${HOLDER}`, order.party_id)).toBe(0n)
    expect(await kinds()).toEqual([])
    expect(await read(troubles)).toEqual([])
  })

  test('a refund in a later report than its payment shifts the period', async () => {
    const { order, reference } = await hasPaid()
    await reports('B10001', `${reference},T1,Paid,2026-01-02,2650,0,2650`)
    await scene.db.tx((tx) => cancelOrder(tx, scene.at.ayesha, atOf(order), 'Changed my mind'))
    await reports('B10002', `${reference},T9,Refunded,2026-01-03,2650,0,2650`)
    expect(await kinds()).toContain('period_shift')
  })

  test('a chargeback for a payment that nobody knows waits in suspense at the provider', async () => {
    const file = await reports('B10001', 'XX9,T7,Chargeback,2026-01-02,500,0,500')
    expect(await kinds()).toContain('missing_at_us')
    expect(await balance(`suspense:${HOLDER}`)).toBe(50_000n)
    await reconcile(scene.db, scene.at.dania, file.file_id, provider)
    expect(await balance(`suspense:${HOLDER}`)).toBe(50_000n)
    expect(await read(troubles)).toEqual([])
  })

  test('what no report shows is late, closes when it comes, and is open again when it is missing anew', async () => {
    const { reference } = await hasPaid()
    const other = await hasPaid()
    const file = await reports('B10001', `${reference},T1,Paid,2026-01-02,2650,0,2650`)
    expect((await breaks()).map(({ kind, subject }) => [kind, subject])).toEqual([
      ['timing', other.reference],
      ['timing', 'batch B10001'],
    ])
    scene.clock.now = new Date('2026-01-09T10:00:00Z')
    await reconcile(scene.db, scene.at.dania, file.file_id, provider)
    const late = (await breaks()).filter(({ kind }) => kind === 'missing_at_provider')
    expect(late.map(({ subject }) => subject)).toEqual([other.reference, 'batch B10001'])
    await scene.db.tx((tx) =>
      decideMoneyBreak(tx, scene.at.dania, late[0]?.break_id ?? '', { act: 'close', note: 'They say it comes' }),
    )
    scene.clock.now = new Date('2026-01-10T10:00:00Z')
    await reconcile(scene.db, scene.at.dania, file.file_id, provider)
    expect(await breaks()).toContainEqual(
      expect.objectContaining({ subject: other.reference, state: 'open', returned_count: 1 }),
    )
    await reports('B10002', `${other.reference},T2,Paid,2026-01-09,2650,0,2650`)
    expect((await breaks()).map(({ subject }) => subject)).not.toContain(other.reference)
  })

  test('ends no refund before another operator than the one who handed it in confirms it', async () => {
    const { reference } = await hasPaid()
    const file = await keeps('report', HOLDER, 'B1.csv', `${HEAD}\n${reference},T1,Paid,2026-01-02,2650,0,2650`)
    expect(await tryReport(scene.db, scene.at.dania, file)).toMatchObject([{ kind: 'paid', gross_paisa: 265_000n }])
    await expect(takeReport(scene.db, scene.at.dania, provider, file)).rejects.toMatchObject({
      reason: 'books.own_file',
    })
    expect(await read((tx) => findFile(tx, file.file_id))).toMatchObject({ state: 'kept' })
    await takeReport(scene.db, second, provider, file)
  })

  test('is taken once, its batches too, and a file that is no report is refused and kept', async () => {
    const { reference } = await hasPaid()
    const row = `${reference},T1,Paid,2026-01-02,2650,0,2650`
    await reports('B10001', row)
    await expect(reports('B10001', row)).rejects.toMatchObject({ reason: 'books.file_seen' })
    await expect(reports('B10001', `${row} `)).rejects.toMatchObject({ reason: 'books.batch_seen' })
    await expect(reports('B10003', `${reference},T1,Paid,2026-01-02,much,0,1`)).rejects.toMatchObject({
      reason: 'books.report_line',
    })
    const file = await keeps('report', HOLDER, 'x.csv', 'Shoe,Price\nChappal,5\n')
    await expect(tryReport(scene.db, second, file)).rejects.toMatchObject({ reason: 'books.report_columns' })
    await expect(takeReport(scene.db, second, provider, file)).rejects.toMatchObject({
      reason: 'books.report_columns',
    })
    expect(await read((tx) => findFile(tx, file.file_id))).toMatchObject({ state: 'refused' })
  })
})

describe('the bank shows a batch', () => {
  test.each([
    ['whole', 262_350n, []],
    ['with less than was said', 200_000n, ['batch_short']],
    ['with another paisa', 262_349n, ['rounding']],
  ])('%s', async (_, came, expected) => {
    const { order, reference } = await hasPaid()
    await reports('B10001', `${reference},T1,Paid,2026-01-02,2650,26.50,2623.50`)
    const taken = await states({ words: 'HBL SETTLEMENT B 10001', paisa: came })
    expect(taken.lines).toMatchObject([{ state: 'settled', kind: 'settlement', subject: 'B10001' }])
    expect(await balance('expense:provider_fee')).toBe(2_650n)
    expect(await balance(`cash:${BANK}`)).toBe(came)
    const left = (await balance(`cash:${HOLDER}`)) + (await balance(`cash:${HOLDER}`, order.party_id))
    expect(left).toBe(262_350n - came)
    expect(await kinds()).toEqual(expected)
    expect(await read(troubles)).toEqual([])
  })

  test('before the provider told of it: it waits in suspense, and the report explains it', async () => {
    const { reference } = await hasPaid()
    expect((await states({ words: 'SETTLEMENT B10001', paisa: 262_350n })).lines[0]?.state).toBe('suspense')
    await reports('B10001', `${reference},T1,Paid,2026-01-02,2650,26.50,2623.50`)
    expect(await balance(`suspense:${BANK}`)).toBe(0n)
    expect(await kinds()).toEqual([])
    expect(await read(troubles)).toEqual([])
  })
})

describe('the proof that what is owed is there', () => {
  const lineOf = async (holder: string) => (await read(coverNow)).lines.find((line) => line.holder === holder)

  test('names every holder, what it owes and what it has, and follows the money to the bank', async () => {
    const { reference } = await hasPaid()
    expect(await lineOf(HOLDER)).toMatchObject({ owed: { hold: 265_000n }, held_paisa: 265_000n, confirmed_on: null })
    await reports('B10001', `${reference},T1,Paid,2026-01-02,2650,26.50,2623.50`)
    await states({ words: 'SETTLEMENT B10001', paisa: 262_350n })
    expect(await lineOf(BANK)).toMatchObject({
      owed: { hold: 265_000n },
      held_paisa: 262_350n,
      confirmed_on: '2026-01-02',
      short_paisa: 2_650n,
      fees_paisa: 2_650n,
    })
    // The fee was taken out of the buyer's money: until the market puts it back, the proof says so, and why.
    const own = [{ account: 'expense:provider_fee', paisa: -2_650n }]
    expect(await read(coverNow)).toMatchObject({ is_covered: false, own })
  })

  test('is written once a day, and each follows the one before it', async () => {
    await hasPaid()
    expect(await scene.db.tx(reportCoverage)).toBe(true)
    expect(await scene.db.tx(reportCoverage)).toBe(false)
    scene.clock.now = new Date('2026-01-03T10:00:00Z')
    expect(await scene.db.tx(reportCoverage)).toBe(true)
    const [second, first] = await read((tx) => listCoverage(tx, scene.at.dania))
    expect([first?.number, second?.number, first?.is_genuine, second?.is_genuine]).toEqual([1, 2, true, true])
    expect(second?.previous_hash).toEqual(first?.hash)
    expect(first).toMatchObject({ is_covered: true, owed_paisa: 265_000n, held_paisa: 265_000n })
    expect(await read(troubles)).toEqual([])
  })

  test('is written once when two write it at the same moment', async () => {
    await Promise.allSettled([scene.db.tx(reportCoverage), scene.db.tx(reportCoverage)])
    expect(await read((tx) => listCoverage(tx, scene.at.dania))).toHaveLength(1)
  })

  test('does not hide that somebody changed it afterwards', async () => {
    await hasPaid()
    await scene.db.tx(reportCoverage)
    await scene.db.tx((tx) => tx.count(sql`update coverage_reports set content = replace(content, '265000', '965000')`))
    expect(await read((tx) => findCoverage(tx, scene.at.dania, 1))).toMatchObject({ is_genuine: false })
    await scene.db.tx((tx) => tx.count(sql`update coverage_reports set previous_hash = '\\x01'`))
    expect(await read(troubles)).toMatchObject([{ invariant: 'I16' }])
  })

  test('that falls short is a break, which ends when the money is there', async () => {
    await hasPaid()
    await scene.db.tx((tx) =>
      post(tx, MARKET_PARTY, {
        cause: 'test:lost',
        entries: [
          { account: 'expense:loss', paisa: 1_000n },
          { account: `cash:${HOLDER}`, paisa: -1_000n },
        ],
      }),
    )
    await scene.db.tx(reportCoverage)
    expect((await breaks()).map(({ kind, holder }) => [kind, holder])).toEqual([
      ['shortfall', HOLDER],
      ['shortfall', 'all'],
    ])
    expect(await read(troubles)).toEqual([])
  })
})
