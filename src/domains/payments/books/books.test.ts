import { beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../tests/setup/database.ts'
import { laila } from '../../../../tests/setup/laila.ts'
import { placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { bankTransfer } from '../../../adapters/payment/bank/bank.ts'
import { mt940 } from '../../../adapters/statement/mt940/mt940.ts'
import { type WrittenLine, writeMt940 } from '../../../adapters/statement/writing.ts'
import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { asOperator, giveRole, type Operator, SYSTEM, seedPerson } from '../../identity/identity.ts'
import { balanceOf, post } from '../../ledger/ledger.ts'
import { findOrderAt, type OrderRow, payOrder } from '../../orders/orders.ts'
import { beginPayment } from '../begin.ts'
import { bankReference, type PaymentRail } from '../rail.ts'
import { askPayment } from '../settle.ts'
import { findReference, readPayment } from '../store.ts'
import { decideMoneyBreak, listMoneyBreaks } from './breaks.ts'
import { decideEntry, listManualEntries, proposeEntry, proposeForLine } from './entries.ts'
import { keepBankFile, takeStatement, tryStatement } from './intake.ts'
import { findFile } from './intake-store.ts'
import { findCredit, settlePaying } from './paying.ts'
import { decideForCredit, type LineIs, proposeForCredit } from './proposals.ts'
import { giveBack, giveToPosting, listSuspense, noteLine, readSuspense, takeLine } from './suspense.ts'

const IBAN = 'PK36MEZN0000001123456702'
const HOLDER = 'bank:MEZN'

interface Scene extends TestDatabase {
  at: Trade
  /** Runs the market too: two people are needed for money that moves by hand. */
  hina: Operator
  /** What the bank told by another way than a statement. */
  told: Map<string, { paisa: bigint; bank_reference: string }>
  rails: ReadonlyMap<string, PaymentRail>
}

let scene: Scene

beforeEach(async () => {
  const test = await testDatabase()
  const at = await test.db.tx((tx) => trade(tx))
  const hina = await test.db.tx(async (tx) => {
    const person_id = await seedPerson(tx, SYSTEM, { phone: '+923000000009', name: 'Hina', language: 'en' })
    await giveRole(tx, SYSTEM, person_id, 'operator')
    return asOperator(tx, { kind: 'person', person_id })
  })
  const told: Scene['told'] = new Map()
  const rail = bankTransfer({
    account: { iban: IBAN, title: 'Bharosa', bank: 'Meezan' },
    findCredit: async (reference) => told.get(reference) ?? test.db.read((tx) => findCredit(tx, reference)),
  })
  scene = { ...test, at, hina, told, rails: new Map([[rail.name, rail]]) }
})

const line = (words: string, paisa: bigint, more: Partial<WrittenLine> = {}): WrittenLine => ({
  day: '2026-01-02',
  paisa,
  is_reversal: false,
  bank_reference: '',
  our_reference: '',
  words,
  ...more,
})

let number = 0
function written(lines: readonly WrittenLine[], opening_paisa = 0n, day = '2026-01-01'): string {
  return writeMt940([{ account: IBAN, number: `${++number}`, day, opening_paisa, lines }])
}

async function keeps(text: string, holder = HOLDER) {
  const { db, at } = scene
  const content = Buffer.from(text)
  const id = await db.tx((tx) =>
    keepBankFile(tx, at.dania, 'statement', { holder, name: 'statement.sta', content, hints: {} }),
  )
  const file = await db.read((tx) => findFile(tx, id))
  if (!file) throw new Error('the file was kept')
  return file
}

async function takes(text: string, holder = HOLDER) {
  const taken = await takeStatement(scene.db, scene.hina, [mt940], await keeps(text, holder))
  await settlePaying(scene.db, scene.rails)
  return taken
}

const read = <T>(body: Parameters<typeof scene.db.read<T>>[0]) => scene.db.read(body)
const balance = (account: string, party = MARKET_PARTY) => read((tx) => balanceOf(tx, party, account))
const breaks = () => read((tx) => listMoneyBreaks(tx, scene.at.dania, 'open'))

/** Ayesha orders and wants to pay by bank transfer. */
async function wantsToTransfer(): Promise<{ order: OrderRow; reference: string; code: string }> {
  const { db, at, rails } = scene
  const order = await db.tx((tx) => placed(tx, at, 'prepaid'))
  const rail = rails.get('bank')
  if (!rail) throw new Error('there is a bank')
  const { payment } = await beginPayment(db, at.ayesha, rail, {
    checkout_id: order.checkout_id,
    orders: [{ shop_id: order.party_id, order_id: order.order_id, amount_paisa: order.total_paisa.toString() }],
    description: 'Chappal',
    return_url: 'http://localhost/back',
  })
  return { order, reference: payment.reference, code: bankReference(payment.reference) }
}

/** What follows from a paid payment, as the runner does it. */
async function follows(order: OrderRow, reference: string): Promise<void> {
  const paid = { shop_id: order.party_id, order_id: order.order_id, amount_paisa: order.total_paisa.toString() }
  await scene.db.tx(async (tx) => {
    const payment_id = (await findReference(tx, reference))?.payment_id ?? ''
    await payOrder(tx, paid, { payment_id, reference, rail: 'bank', holder: HOLDER })
  })
}

async function isPaid(reference: string): Promise<string | undefined> {
  return read(async (tx) => {
    const found = await findReference(tx, reference)
    return found && (await readPayment(tx, found.party_id, found.payment_id))?.state
  })
}

describe('a statement', () => {
  test('pays the order whose code the buyer wrote, and our books and the bank agree', async () => {
    const { order, reference, code } = await wantsToTransfer()
    const taken = await takes(written([line(`IBFT AYESHA ${code.toLowerCase()}`, order.total_paisa)]))
    expect(taken.lines).toMatchObject([{ state: 'paying', kind: 'payment', subject: reference }])
    expect(await isPaid(reference)).toBe('paid')
    await follows(order, reference)
    expect(await settlePaying(scene.db, scene.rails)).toBe(1)
    const now = await read((tx) => findOrderAt(tx, { shop_id: order.party_id, order_id: order.order_id }))
    expect(now.order.state).toBe('placed')
    expect(await balance(`cash:${HOLDER}`, order.party_id)).toBe(order.total_paisa)
    expect(await balance(`suspense:${HOLDER}`)).toBe(0n)
    expect(await settlePaying(scene.db, scene.rails)).toBe(0)
    expect(await read(troubles)).toEqual([])
  })

  test('pays once: a transfer made twice, told in one file, leaves the second to people', async () => {
    const { order, reference, code } = await wantsToTransfer()
    const paid = line(code, order.total_paisa)
    await takes(written([paid, paid]))
    await follows(order, reference)
    await settlePaying(scene.db, scene.rails)
    expect(await balance(`suspense:${HOLDER}`)).toBe(-order.total_paisa)
    expect((await breaks()).map(({ kind }) => kind)).toEqual(['duplicate'])
    expect((await read((tx) => listSuspense(tx, scene.at.dania))).map(({ paisa }) => paisa)).toEqual([
      order.total_paisa,
    ])
    expect(await read(troubles)).toEqual([])
  })

  test('only shows a payment that was booked before, and one that comes a second time waits for people', async () => {
    const { order, reference, code } = await wantsToTransfer()
    scene.told.set(reference, { paisa: order.total_paisa, bank_reference: 'FT1' })
    const rail = scene.rails.get('bank')
    if (rail) await askPayment(scene.db, rail, reference)
    await follows(order, reference)
    const paid = line(code, order.total_paisa)
    const taken = await takes(written([paid, paid]))
    expect(taken.lines.map(({ state, kind }) => [state, kind])).toEqual([
      ['settled', 'payment'],
      ['suspense', ''],
    ])
    expect(await balance(`suspense:${HOLDER}`)).toBe(-order.total_paisa)
    expect(await read(troubles)).toEqual([])
  })

  test('takes a payment back: the line waits for a person, with the payment it takes back', async () => {
    const { order, reference, code } = await wantsToTransfer()
    await takes(written([line(code, order.total_paisa, { bank_reference: 'FT77' })]))
    await follows(order, reference)
    await settlePaying(scene.db, scene.rails)
    const back = line('RETURNED', -order.total_paisa, { bank_reference: 'FT77', is_reversal: true, day: '2026-01-03' })
    await takes(written([back], order.total_paisa, '2026-01-02'))
    expect(await breaks()).toMatchObject([{ kind: 'status', words: `${reference} · RETURNED` }])
    expect(await read(troubles)).toEqual([])
  })

  test('is tried first: it says what would come of each line, and changes nothing', async () => {
    const { order, reference, code } = await wantsToTransfer()
    const file = await keeps(written([line(code, order.total_paisa), line('gift', 700n)]))
    const tried = await tryStatement(scene.db, scene.at.dania, [mt940], file)
    expect(tried.lines.map(({ state }) => state)).toEqual(['paying', 'suspense'])
    expect(await isPaid(reference)).toBe('begun')
    expect(await read((tx) => listSuspense(tx, scene.at.dania))).toEqual([])
    expect(await read((tx) => findFile(tx, file.file_id))).toMatchObject({ state: 'kept' })
  })

  test('is booked by another operator than the one who handed it in, as they saw it', async () => {
    const { order, reference, code } = await wantsToTransfer()
    const text = written([line(code, order.total_paisa), line('gift', 700n)])
    const file = await keeps(text)
    const take = (by: Operator, seen = file) => takeStatement(scene.db, by, [mt940], seen)
    await expect(take(scene.at.dania)).rejects.toMatchObject({ code: 'forbidden', reason: 'books.own_file' })
    // Handed in anew by Hina, it is hers: she does not confirm it either, and nobody confirms what they did not see.
    const upload = { holder: 'bank:HABB', name: 'b.sta', content: Buffer.from(text), hints: {} }
    await scene.db.tx((tx) => keepBankFile(tx, scene.hina, 'statement', upload))
    await expect(take(scene.hina)).rejects.toMatchObject({ reason: 'books.own_file' })
    await expect(take(scene.at.dania)).rejects.toMatchObject({ code: 'conflict', reason: 'books.file_changed' })
    expect([await isPaid(reference), await balance(`suspense:${HOLDER}`)]).toEqual(['begun', 0n])
    const again = await keeps(text)
    expect((await take(scene.hina, again)).fresh_count).toBe(2)
    await expect(take(scene.hina, again)).rejects.toMatchObject({ reason: 'books.file_seen' })
  })

  test('is taken in once, under whatever name, and a line of two files once', async () => {
    const text = written([line('gift', 700n), line('gift', 700n)])
    expect(await takes(text)).toMatchObject({ line_count: 2, fresh_count: 2 })
    await expect(keeps(text)).rejects.toMatchObject({ code: 'conflict', reason: 'books.file_seen' })
    const longer = written([line('gift', 700n), line('gift', 700n), line('gift', 700n, { day: '2026-01-03' })])
    expect(await takes(longer)).toMatchObject({ line_count: 3, fresh_count: 1 })
    expect(await balance(`suspense:${HOLDER}`)).toBe(-2_100n)
    expect(await read(troubles)).toEqual([])
  })

  test('taken in by two people at once counts once', async () => {
    const file = await keeps(written([line('gift', 700n)]))
    const third = await scene.db.tx(laila)
    const ends = await Promise.allSettled([third, scene.hina].map((by) => takeStatement(scene.db, by, [mt940], file)))
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await balance(`cash:${HOLDER}`)).toBe(700n)
  })

  test.each([
    [
      'whose lines do not make up its closing',
      (text: string) => text.replace(/PKR7,00\r\n-$/, 'PKR8,00\r\n-'),
      'books.statement_unbalanced',
    ],
    ['cut off in the middle', (text: string) => text.slice(0, -30), 'books.statement_truncated'],
    ['that is none', () => 'hello', 'books.statement_unknown_format'],
  ])('%s is refused with the reason, kept, and books nothing', async (_, harm, reason) => {
    const file = await keeps(harm(written([line('gift', 700n)])))
    await expect(takeStatement(scene.db, scene.hina, [mt940], file)).rejects.toMatchObject({ reason })
    expect(await read((tx) => findFile(tx, file.file_id))).toMatchObject({ state: 'refused', trouble: reason })
    expect(await balance(`cash:${HOLDER}`)).toBe(0n)
  })

  test('of an account that belongs to another holder is refused', async () => {
    await takes(written([line('gift', 700n)]))
    await expect(takes(written([line('gift', 800n)]), 'bank:HABB')).rejects.toMatchObject({
      reason: 'books.account_of_other_holder',
    })
    const other = writeMt940([{ account: 'PK99', number: '1', day: '2026-01-03', opening_paisa: 0n, lines: [] }])
    await expect(takes(other)).rejects.toMatchObject({ reason: 'books.other_account' })
    await expect(takes(written([line('early', 1n, { day: '2025-12-30' })]))).rejects.toMatchObject({
      reason: 'books.statement_before_start',
    })
  })

  test.each([
    ['an unknown holder', { holder: 'x y' }, 'books.holder_unknown'],
    ['nothing', { content: Buffer.alloc(0) }, 'books.statement_empty'],
    ['17 MB', { content: Buffer.alloc(17 * 1024 * 1024) }, 'books.statement_too_large'],
  ])('%s is not even kept', async (_, wrong, reason) => {
    const upload = { holder: HOLDER, name: 'a', content: Buffer.from('a'), hints: {}, ...wrong }
    await expect(scene.db.tx((tx) => keepBankFile(tx, scene.at.dania, 'statement', upload))).rejects.toMatchObject({
      reason,
    })
  })

  test('that begins apart from our books shows the difference, and a day that is missing is a break', async () => {
    await scene.db.tx((tx) =>
      post(tx, MARKET_PARTY, {
        cause: 'test:capital',
        at: new Date('2025-12-01T00:00:00Z'),
        entries: [
          { account: `cash:${HOLDER}`, paisa: 5_000n },
          { account: 'equity:own', paisa: -5_000n },
        ],
      }),
    )
    await takes(written([line('gift', 700n)], 6_000n))
    expect(await balance(`suspense:${HOLDER}`)).toBe(-1_700n)
    expect(await balance(`cash:${HOLDER}`)).toBe(6_700n)
    await takes(written([line('gift', 100n, { day: '2026-01-05' })], 9_000n, '2026-01-04'))
    expect(await breaks()).toContainEqual(
      expect.objectContaining({ kind: 'gap', ours_paisa: 6_700n, theirs_paisa: 9_000n }),
    )
    expect(await read(troubles)).toEqual([])
  })

  test('shows what our books knew before: a payout that left', async () => {
    const payout = '019b7000-0000-7000-8000-0000000000aa'
    await takes(written([line('gift', 9_000n)]))
    await scene.db.tx((tx) =>
      post(tx, scene.at.bilal.shop_id, {
        cause: `test:${payout}:sent`,
        entries: [
          { account: 'expense:test', paisa: 4_000n },
          { account: `cash:${HOLDER}`, paisa: -4_000n },
        ],
      }),
    )
    const words = `PAYOUT ${payout.replaceAll('-', ' ').toUpperCase()}`
    const out = line(words, -4_000n, { day: '2026-01-03' })
    const taken = await takes(written([out, out], 9_000n, '2026-01-03'))
    // The bank applied the file twice: only the first is explained, the second waits for a person.
    expect(taken.lines.map(({ state, kind }) => [state, kind])).toEqual([
      ['settled', 'booked'],
      ['suspense', ''],
    ])
    expect(await balance(`suspense:${HOLDER}`)).toBe(-5_000n)
    expect(await read(troubles)).toEqual([])
  })
})

describe('what nobody can explain', () => {
  const says = (lineId: string, is: LineIs) => scene.db.tx((tx) => proposeForCredit(tx, scene.at.dania, lineId, is))
  const confirms = (by: Operator, lineId: string) => scene.db.tx((tx) => decideForCredit(tx, by, lineId, true))

  async function gift(paisa = 700n) {
    await takes(written([line('MISTYPED BH00000000 AYESHA', paisa)]))
    const [found] = await read((tx) => listSuspense(tx, scene.at.dania))
    if (!found) throw new Error('it waits in suspense')
    return found
  }

  test('waits as owed, with a break, until somebody takes it on and writes down what was found', async () => {
    const { line_id } = await gift()
    expect(await balance(`suspense:${HOLDER}`)).toBe(-700n)
    expect(await breaks()).toMatchObject([{ kind: 'unknown_credit', theirs_paisa: 700n, state: 'open' }])
    await scene.db.tx(async (tx) => {
      await takeLine(tx, scene.at.dania, line_id)
      await noteLine(tx, scene.at.dania, line_id, 'The bank is asked')
    })
    expect(await read((tx) => listSuspense(tx, scene.at.dania))).toMatchObject([
      { owner_id: scene.at.dania.person_id, note: 'The bank is asked' },
    ])
  })

  test('a mistyped reference is only proposed by its amount: a person says yes, and it is paid as usual', async () => {
    const { order, reference } = await wantsToTransfer()
    const { line_id } = await gift(order.total_paisa)
    const seen = await read((tx) => readSuspense(tx, scene.at.dania, line_id))
    expect(seen.payments.map((one) => one.reference)).toEqual([reference])
    expect(await isPaid(reference)).toBe('begun')
    await says(line_id, { kind: 'payment', reference })
    expect(await isPaid(reference)).toBe('begun')
    await settlePaying(scene.db, scene.rails)
    await expect(confirms(scene.at.dania, line_id)).rejects.toMatchObject({ reason: 'books.second_person' })
    await confirms(scene.hina, line_id)
    await settlePaying(scene.db, scene.rails)
    await follows(order, reference)
    await settlePaying(scene.db, scene.rails)
    expect(await isPaid(reference)).toBe('paid')
    expect(await balance(`suspense:${HOLDER}`)).toBe(0n)
    expect(await balance(`cash:${HOLDER}`)).toBe(0n)
    expect(await balance(`cash:${HOLDER}`, order.party_id)).toBe(order.total_paisa)
    expect(await breaks()).toEqual([])
    expect(await read(troubles)).toEqual([])
    await expect(says(line_id, { kind: 'payment', reference })).rejects.toMatchObject({ reason: 'books.line_settled' })
  })

  test('another amount than the payment waits for is a break and pays nothing', async () => {
    const { order, reference, code } = await wantsToTransfer()
    await takes(written([line(code, order.total_paisa * 100n)]))
    expect(await isPaid(reference)).toBe('begun')
    expect((await breaks()).map(({ kind }) => kind).sort()).toEqual(['amount', 'unknown_credit'])
    const [found] = await read((tx) => listSuspense(tx, scene.at.dania))
    const give = (to: string) => says(found?.line_id ?? '', { kind: 'payment', reference: to })
    await expect(give(reference)).rejects.toMatchObject({ reason: 'books.other_amount' })
    await expect(give('NOTHING')).rejects.toMatchObject({ reason: 'books.no_payment' })
  })

  test('goes back to its sender by a reference, and the statement that shows it ends it', async () => {
    const { line_id } = await gift()
    const reference = await scene.db.tx((tx) => giveBack(tx, scene.at.dania, line_id))
    expect(await balance(`refund_owed:${line_id}`)).toBe(-700n)
    const taken = await takes(written([line(`RETURN ${reference}`, -700n, { day: '2026-01-03' })], 700n, '2026-01-02'))
    expect(taken.lines).toMatchObject([{ state: 'settled', kind: 'sent_back' }])
    expect(await balance(`refund_owed:${line_id}`)).toBe(0n)
    expect(await read(troubles)).toEqual([])
  })

  test('becomes money in a wallet of the person whose it is', async () => {
    const { line_id } = await gift()
    const { person_id } = scene.at.ayesha
    await says(line_id, { kind: 'wallet', person_id: scene.at.eve.person_id })
    await expect(says(line_id, { kind: 'wallet', person_id })).rejects.toMatchObject({ reason: 'books.line_proposed' })
    await scene.db.tx((tx) => decideForCredit(tx, scene.at.dania, line_id, false))
    await expect(confirms(scene.hina, line_id)).rejects.toMatchObject({ reason: 'books.no_proposal' })
    await says(line_id, { kind: 'wallet', person_id })
    await expect(confirms(scene.at.dania, line_id)).rejects.toMatchObject({ reason: 'books.second_person' })
    expect(await balance(`wallet:${HOLDER}`, person_id)).toBe(0n)
    await confirms(scene.hina, line_id)
    expect(await balance(`wallet:${HOLDER}`, person_id)).toBe(-700n)
    expect(await balance(`suspense:${HOLDER}`)).toBe(0n)
    expect(await read(troubles)).toEqual([])
  })

  test('is shown to be a posting that our books have already', async () => {
    const { line_id } = await gift()
    const at = { party_id: scene.at.bilal.shop_id, cause: 'test:found' }
    await scene.db.tx((tx) =>
      post(tx, at.party_id, {
        cause: at.cause,
        entries: [
          { account: `cash:${HOLDER}`, paisa: 700n },
          { account: 'income:test', paisa: -700n },
        ],
      }),
    )
    const seen = await read((tx) => readSuspense(tx, scene.at.dania, line_id))
    expect(seen.items).toMatchObject([at])
    await scene.db.tx((tx) => giveToPosting(tx, scene.at.dania, line_id, at))
    expect(await balance(`cash:${HOLDER}`)).toBe(0n)
    expect(await read(troubles)).toEqual([])
    const other = await gift(900n)
    await expect(scene.db.tx((tx) => giveToPosting(tx, scene.at.dania, other.line_id, at))).rejects.toMatchObject({
      reason: 'books.no_posting',
    })
  })

  test('becomes income only when a second person agrees', async () => {
    const { dania } = scene.at
    const { line_id } = await gift()
    const wanted = { account: 'income:unclaimed', reason: 'The bank does not know the sender', attachments: 'mail 7' }
    const entry = await scene.db.tx((tx) => proposeForLine(tx, dania, line_id, wanted))
    await expect(scene.db.tx((tx) => proposeForLine(tx, scene.hina, line_id, wanted))).rejects.toMatchObject({
      reason: 'books.line_proposed',
    })
    const decide = (by: Operator) => scene.db.tx((tx) => decideEntry(tx, by, entry, { approved: true, note: '' }))
    await expect(decide(dania)).rejects.toMatchObject({ code: 'forbidden', reason: 'books.second_person' })
    await decide(scene.hina)
    expect(await balance('income:unclaimed')).toBe(-700n)
    expect(await balance(`suspense:${HOLDER}`)).toBe(0n)
    expect(await read(troubles)).toEqual([])
  })

  test('money that the bank took goes back to nobody', async () => {
    await takes(written([line('CHARGES', -700n)]))
    const [found] = await read((tx) => listSuspense(tx, scene.at.dania))
    const lineId = found?.line_id ?? ''
    for (const act of [
      () => scene.db.tx((tx) => giveBack(tx, scene.at.dania, lineId)),
      () => says(lineId, { kind: 'wallet', person_id: scene.at.ayesha.person_id }),
    ]) {
      await expect(act()).rejects.toMatchObject({ reason: 'books.only_credits' })
    }
    const none = scene.at.ayesha.person_id
    await expect(scene.db.tx((tx) => takeLine(tx, scene.at.dania, none))).rejects.toMatchObject({
      reason: 'books.no_line',
    })
  })
})

describe('an entry by hand', () => {
  const wanted = {
    for_party: MARKET_PARTY,
    debit_account: 'expense:bank_charges',
    credit_account: `cash:${HOLDER}`,
    amount_paisa: 2_500n,
    reason: 'Charges of January, paper 12',
    attachments: 'scan 12',
  }

  test('is posted once, when another person than its author agrees, and the log shows both', async () => {
    const { db, at, hina } = scene
    const entry = await db.tx((tx) => proposeEntry(tx, at.dania, wanted))
    expect(await balance('expense:bank_charges')).toBe(0n)
    const decide = (by: Operator) => db.tx((tx) => decideEntry(tx, by, entry, { approved: true, note: 'seen' }))
    await expect(decide(at.dania)).rejects.toMatchObject({ reason: 'books.second_person' })
    const ends = await Promise.allSettled([decide(hina), decide(hina)])
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await balance('expense:bank_charges')).toBe(2_500n)
    expect(await read((tx) => listManualEntries(tx, hina))).toMatchObject([
      { state: 'posted', proposed_by: at.dania.person_id, decided_by: hina.person_id, decision_note: 'seen' },
    ])
    await expect(decide(hina)).rejects.toMatchObject({ reason: 'books.entry_decided' })
    expect(await read(troubles)).toEqual([])
  })

  test('is refused with words, and moves nothing', async () => {
    const { db, at, hina } = scene
    const entry = await db.tx((tx) => proposeEntry(tx, at.dania, wanted))
    const refuse = (note: string) => db.tx((tx) => decideEntry(tx, hina, entry, { approved: false, note }))
    await expect(refuse('')).rejects.toMatchObject({ reason: 'books.note_needed' })
    await refuse('Paper 12 is of February')
    expect(await read((tx) => listManualEntries(tx, hina))).toMatchObject([{ state: 'refused', transfer_id: null }])
    const none = db.tx((tx) => decideEntry(tx, hina, hina.person_id, { approved: true, note: '' }))
    await expect(none).rejects.toMatchObject({ reason: 'books.no_entry' })
  })

  test.each([
    [
      'an order that holds its own money',
      { debit_account: 'hold:019b7000-0000-7000-8000-0000000000aa' },
      'books.entry_account',
    ],
    ['what a shop has to get', { credit_account: 'payable' }, 'books.entry_account'],
    ['what a shop owes', { debit_account: 'debt' }, 'books.entry_account'],
    ['no account at all', { credit_account: 'cash' }, 'books.entry_account'],
    ['one account twice', { debit_account: `cash:${HOLDER}` }, 'books.entry_same_account'],
    ['nothing', { amount_paisa: 0n }, 'books.entry_amount'],
    ['more than anybody has', { amount_paisa: 10n ** 13n }, 'books.entry_amount'],
    ['no reason', { reason: 'because' }, 'books.entry_reason'],
    ['a transfer that is not there', { corrects_id: '019b7000-0000-7000-8000-0000000000aa' }, 'books.no_transfer'],
  ])('for %s is not even proposed', async (_, wrong, reason) => {
    const propose = scene.db.tx((tx) => proposeEntry(tx, scene.at.dania, { ...wanted, ...wrong }))
    await expect(propose).rejects.toMatchObject({ code: 'invalid', reason })
  })
})

describe('a break', () => {
  test('is taken on, explained with words and closed, and is open again when it comes back', async () => {
    await takes(written([line('gift', 700n)]))
    const { at, db } = scene
    const [found] = await breaks()
    const decide = (act: 'take' | 'explain' | 'close', note = '') =>
      db.tx((tx) => decideMoneyBreak(tx, at.dania, found?.break_id ?? '', { act, note }))
    await decide('take')
    await expect(decide('explain')).rejects.toMatchObject({ reason: 'books.note_needed' })
    await decide('explain', 'A gift of a neighbour')
    expect(await breaks()).toMatchObject([{ state: 'explained', owner_id: at.dania.person_id }])
    await decide('close', 'Done')
    expect(await breaks()).toEqual([])
    const none = db.tx((tx) => decideMoneyBreak(tx, at.dania, at.dania.person_id, { act: 'take', note: '' }))
    await expect(none).rejects.toMatchObject({ reason: 'books.no_break' })
  })
})
