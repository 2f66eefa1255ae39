import { beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../../tests/setup/database.ts'
import { laila } from '../../../../tests/setup/laila.ts'
import { deliveredBy, leopardsFile, leopardsLine, remitted } from '../../../../tests/setup/remitting.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { mt940 } from '../../../adapters/statement/mt940/mt940.ts'
import { writeMt940 } from '../../../adapters/statement/writing.ts'
import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'
import { actForShop, type Operator } from '../../identity/identity.ts'
import { balanceOf } from '../../ledger/ledger.ts'
import { keepIt } from '../../trust/trust.ts'
import { setPayoutDetails } from '../payouts/details.ts'
import { makePayoutBatch, markBatchSent } from '../payouts/payouts.ts'
import { railReference } from '../rail.ts'
import { listMoneyBreaks } from './breaks.ts'
import { keepBankFile, takeStatement } from './intake.ts'
import { findFile } from './intake-store.ts'

let scene: TestDatabase & { at: Trade }
let opening = 0n

/** Confirms what Dania hands in. */
let second: Operator

beforeEach(async () => {
  const test = await testDatabase()
  scene = { ...test, at: await test.db.tx((tx) => trade(tx, 50)) }
  second = await test.db.tx(laila)
  opening = 1_000_000n
})

const read = <T>(body: Parameters<typeof scene.db.read<T>>[0]) => scene.db.read(body)
const balance = (account: string, party = MARKET_PARTY) => read((tx) => balanceOf(tx, party, account))
const kinds = async () => (await read((tx) => listMoneyBreaks(tx, scene.at.dania, 'open'))).map(({ kind }) => kind)

/** The bank of a holder tells of some lines of a day. */
async function tells(holder: string, day: string, ...said: { words: string; paisa: bigint }[]) {
  const plain = { day, is_reversal: false, bank_reference: '', our_reference: '' }
  const lines = said.map((one) => ({ ...plain, ...one }))
  const text = writeMt940([{ account: 'PK36MEZN', number: day, day, opening_paisa: opening, lines }])
  opening = lines.reduce((sum, { paisa }) => sum + paisa, opening)
  const upload = { holder, name: `${day}.sta`, content: Buffer.from(text), hints: {} }
  const id = await scene.db.tx((tx) => keepBankFile(tx, scene.at.dania, 'statement', upload))
  const file = await read((tx) => findFile(tx, id))
  if (!file) throw new Error('the file was kept')
  const { lines: taken } = await takeStatement(scene.db, second, [mt940], file)
  return taken.map(({ state, kind }) => [state, kind])
}

/** Bilal sold something that was paid by JazzCash, and his payout of Rs 2,327.50 was sent. */
async function paidOut(): Promise<{ batch_id: string; payout_id: string }> {
  const { at } = scene
  const batch_id = await scene.db.tx(async (tx) => {
    const order = await placed(tx, at, 'prepaid')
    await paid(tx, order)
    await opened(tx, at, order)
    await keepIt(tx, at.ayesha, atOf(order))
    const owner = await actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'money')
    await setPayoutDetails(tx, owner, { kind: 'bank', account: 'PK36SCBL0000001123456702', title: 'Bilal Ahmed' })
    const batch = await makePayoutBatch(tx, at.dania)
    await markBatchSent(tx, at.dania, batch.batch_id)
    return batch.batch_id
  })
  const [row] = await read((tx) => tx.all<{ payout_id: string }>(sql`select payout_id from payouts`))
  return { batch_id, payout_id: row?.payout_id ?? '' }
}

describe('a payout on a statement', () => {
  test('of another account than the books took it from moves the money there, once', async () => {
    const { payout_id } = await paidOut()
    const words = `IBFT OUT ${railReference(payout_id)}`
    const out = { words, paisa: -232_750n }
    expect(await tells('bank:MEZN', '2026-01-03', out, out)).toEqual([
      ['settled', 'payout'],
      ['suspense', ''],
    ])
    expect(await balance('cash:jazzcash')).toBe(232_750n)
    expect(await kinds()).toEqual(['duplicate'])
    expect(await read(troubles)).toEqual([])
  })

  test('of the account that the books took it from is only shown', async () => {
    const { payout_id } = await paidOut()
    opening = 2_000_000n
    await tells('jazzcash', '2026-01-01', { words: 'opening day', paisa: 1n })
    const words = railReference(payout_id).toLowerCase()
    expect(await tells('jazzcash', '2026-01-03', { words, paisa: -232_750n })).toEqual([['settled', 'booked']])
    expect(await read(troubles)).toEqual([])
  })

  test('as one sum for the whole file is known by the file', async () => {
    const { batch_id } = await paidOut()
    const words = `BULK ${railReference(batch_id)}`
    expect(await tells('bank:MEZN', '2026-01-03', { words, paisa: -232_750n })).toEqual([['settled', 'payout']])
    expect(await read(troubles)).toEqual([])
  })

  test.each(['jazzcash', 'bank:MEZN'])('that comes back to %s is the shop’s again, once', async (holder) => {
    const { payout_id } = await paidOut()
    await tells(holder, '2026-01-01', { words: 'opening day', paisa: 1n })
    const back = { words: `RETURN INVALID ACCOUNT ${railReference(payout_id)}`, paisa: 232_750n }
    expect(await tells(holder, '2026-01-05', back, back)).toEqual([
      ['settled', 'payout_back'],
      ['suspense', ''],
    ])
    expect(await balance('payable', scene.at.bilal.shop_id)).toBe(-232_750n)
    const [payout] = await read((tx) => tx.all<{ state: string }>(sql`select state from payouts`))
    expect(payout?.state).toBe('returned')
    expect(await read(troubles)).toEqual([])
  })
})

describe('a courier’s payment on a statement', () => {
  async function remits() {
    await scene.db.tx((tx) => deliveredBy(tx, scene.at, 'leopards', 'LE1001'))
    const bytes = leopardsFile([leopardsLine('LE1001', { cheque: 'LHE-7781' })])
    await remitted(scene.db, scene.at, 'leopards', { name: 'lcs.csv', bytes })
  }

  test('is known by its cheque number, and the cash is at the bank', async () => {
    await remits()
    const line = { words: 'CHQ DEP LHE 7781 LEOPARDS', paisa: 228_358n }
    expect(await tells('bank:MEZN', '2026-01-06', line)).toEqual([['settled', 'remittance']])
    expect(await balance('cash:market')).toBe(-228_358n)
    expect(await kinds()).toEqual([])
    expect(await read(troubles)).toEqual([])
  })

  test('that is less than its file says is a break', async () => {
    await remits()
    await tells('bank:MEZN', '2026-01-06', { words: 'CHQ DEP LHE 7781', paisa: 200_000n })
    expect(await kinds()).toEqual(['batch_short'])
    expect(await read(troubles)).toEqual([])
  })

  test('of the same sum without its number is left to people', async () => {
    await remits()
    expect(await tells('bank:MEZN', '2026-01-06', { words: 'LEOPARDS', paisa: 228_358n })).toEqual([['suspense', '']])
    expect(await read(troubles)).toEqual([])
  })
})

test('a file of two accounts is refused', async () => {
  const one = (account: string) => ({ account, number: '1', day: '2026-01-01', opening_paisa: 0n, lines: [] })
  const content = Buffer.from(writeMt940([one('PK1'), one('PK2')]))
  const upload = { holder: 'bank:MEZN', name: 'a', content, hints: {} }
  const id = await scene.db.tx((tx) => keepBankFile(tx, scene.at.dania, 'statement', upload))
  const file = await read((tx) => findFile(tx, id))
  if (!file) throw new Error('the file was kept')
  const take = (what: typeof file) => takeStatement(scene.db, second, [mt940], what)
  await expect(take(file)).rejects.toMatchObject({ reason: 'books.statement_accounts' })
  const gone = { ...file, file_id: scene.at.bilal.shop_id }
  await expect(take(gone)).rejects.toMatchObject({ reason: 'books.no_file' })
})
