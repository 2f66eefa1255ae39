import { beforeAll, describe, expect, test } from 'vitest'
import { submits } from '../../../../tests/setup/buying.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../../tests/setup/market.ts'
import { type Trade, trade } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { giveRole, SYSTEM, seedPerson } from '../../../domains/identity/identity.ts'
import { balanceOf } from '../../../domains/ledger/ledger.ts'
import { reportCoverage } from '../../../domains/payments/payments.ts'
import { MARKET_PARTY } from '../../../kit/ids/ids.ts'

let market: TestMarket
let at: Trade
let dania: Visitor
let hina: Visitor

beforeAll(async () => {
  market = await testMarket()
  at = await market.market.db.tx((tx) => trade(tx))
  dania = await market.visitor({ kind: 'person', person_id: at.dania.person_id })
  const person_id = await market.market.db.tx(async (tx) => {
    const id = await seedPerson(tx, SYSTEM, { phone: '+923000000009', name: 'Hina', language: 'en' })
    await giveRole(tx, SYSTEM, id, 'operator')
    return id
  })
  hina = await market.visitor({ kind: 'person', person_id })
})

const plain = async (answer: Response | Promise<Response>) =>
  (await (await answer).text())
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')

const balance = (account: string) => market.market.db.read((tx) => balanceOf(tx, MARKET_PARTY, account))

function sent(text: string, more: Record<string, string> = {}): FormData {
  const form = new FormData()
  form.set('kind', 'statement')
  form.set('holder', 'market')
  for (const [name, value] of Object.entries(more)) form.set(name, value)
  form.set('file', new File([text], 'january.csv', { type: 'text/csv' }))
  return form
}

const CSV = 'Date,Description,Amount,Balance\n02/01/2026,ASLAM,700,700\n03/01/2026,CHARGES,-50,650\n'

describe('Dania hands in a statement', () => {
  test('sees what would come of each line; Hina looks at the same, and only then it is booked', async () => {
    const kept = await dania.post('/operate/money/statements', sent(CSV))
    const to = kept.headers.get('location') ?? ''
    expect([kept.status, to]).toEqual([303, expect.stringContaining('/operate/money/statements/fil_')])
    const tried = await plain(dania.get(to))
    expect(tried).toContain('Nothing is booked yet')
    expect(tried).toContain('ASLAM')
    expect(tried).toContain('You handed this file in')
    expect(tried).toMatch(/What would be booked .*unexplained 2 Rs 700 Rs 50/)
    expect(await balance('suspense:market')).toBe(0n)
    const own = await dania.post(to, { seen: '1' })
    expect([own.status, await plain(own)]).toEqual([403, expect.stringContaining('Another operator has to confirm it')])
    expect(await plain(hina.get('/operate'))).toContain('Files of a bank for a second person')
    const page = await (await hina.get(to)).text()
    expect(await plain(hina.get(to))).toContain('Handed in by Dania')
    expect((await submits(hina, page, to, { seen: '7' })).status).toBe(409)
    expect((await submits(hina, page, to)).status).toBe(303)
    expect(await plain(dania.get(to))).toContain('What it is')
    expect(await balance('suspense:market')).toBe(-65_000n)
    const again = await dania.post('/operate/money/statements', sent(CSV))
    expect([again.status, await plain(again)]).toEqual([409, expect.stringContaining('This file was booked before')])
  })

  test('reads why a file is refused, and says herself what it does not say', async () => {
    const text = 'Date,Description,Amount\n04/01/2026,FARAH,100\n'
    const kept = await dania.post('/operate/money/statements', sent(text))
    const refused = await plain(dania.get(kept.headers.get('location') ?? ''))
    expect(refused).toContain('The file says no balances')
    const said = sent(text, { opening: '650', closing: '750' })
    const better = await dania.post('/operate/money/statements', said)
    expect(await plain(dania.get(better.headers.get('location') ?? ''))).toContain('Nothing is booked yet')
    const nothing = new FormData()
    nothing.set('holder', 'market')
    const empty = await dania.post('/operate/money/statements', nothing)
    expect([empty.status, await plain(empty)]).toEqual([422, expect.stringContaining('Choose a file')])
  })
})

describe('what nobody can explain', () => {
  async function lineOf(words: string): Promise<string> {
    const html = await (await dania.get('/operate/money/suspense')).text()
    const link = [...html.matchAll(/href="(\/operate\/money\/suspense\/lin_[^"]+)"[^>]*>([^<]+)</g)]
    return link.find(([, , said]) => said?.includes(words))?.[1] ?? ''
  }

  test('is taken on, noted, and refused without its reference', async () => {
    const line = await lineOf('ASLAM')
    await dania.post(line, { do: 'take' })
    await dania.post(line, { do: 'note', note: 'The bank is asked' })
    const page = await plain(dania.get(line))
    expect(page).toContain('The bank is asked')
    expect(page).toContain('seven hundred rupees')
    const unknown = await dania.post(line, { do: 'payment', reference: 'NOTHING' })
    expect(unknown.status).toBe(404)
    const nobody = await dania.post(line, { do: 'wallet', phone: '03009999999' })
    expect([nobody.status, await nobody.text()]).toEqual([409, expect.stringContaining('id="phone-error"')])
    expect((await dania.post(line, { do: 'nonsense' })).status).toBe(422)
  })

  test('goes into the wallet of the person who sent it', async () => {
    const line = await lineOf('ASLAM')
    expect((await dania.post(line, { do: 'wallet', phone: '03000000005' })).status).toBe(303)
    expect(await plain(dania.get('/operate/money/suspense'))).toContain('waits for a second person')
    expect(await plain(dania.get(line))).toContain('You want it. Another operator confirms it.')
    const own = await dania.post(line, { do: 'confirm' })
    expect([own.status, await plain(own)]).toEqual([403, expect.stringContaining('Another operator has to decide')])
    expect((await dania.post(line, { do: 'drop' })).status).toBe(303)
    expect((await hina.post(line, { do: 'confirm' })).status).toBe(409)
    expect((await dania.post(line, { do: 'wallet', phone: '03000000005' })).status).toBe(303)
    expect(await plain(hina.get(line))).toMatch(/Dania says that it belongs into the wallet of \w+/)
    expect((await hina.post(line, { do: 'confirm' })).status).toBe(303)
    expect(await plain(dania.get(line))).toContain("In a person's wallet")
  })

  test('of the bank is an expense when a second operator approves', async () => {
    const line = await lineOf('CHARGES')
    const short = await dania.post(line, { do: 'income', account: 'expense:bank_charges', reason: 'no' })
    expect([short.status, await short.text()]).toEqual([422, expect.stringContaining('id="reason-error"')])
    const reason = 'Charges of January'
    expect((await dania.post(line, { do: 'income', account: 'expense:bank_charges', reason })).status).toBe(303)
    const html = await (await dania.get('/operate/money/entries')).text()
    const entry = /href="(\/operate\/money\/entries\/ent_[^"]+)"/.exec(html)?.[1] ?? ''
    expect(await plain(dania.get(entry))).toContain('Another operator decides')
    const own = await dania.post(entry, { do: 'approve' })
    expect([own.status, await plain(own)]).toEqual([403, expect.stringContaining('You proposed it')])
    expect(await plain(hina.get(entry))).toContain('Approve and book')
    expect((await hina.post(entry, { do: 'approve' })).status).toBe(303)
    expect(await balance('expense:bank_charges')).toBe(5_000n)
    const log = await plain(dania.get('/operate/money/entries'))
    expect(log).toContain('Dania')
    expect(log).toContain('Hina')
    expect(await balance('suspense:market')).toBe(0n)
    expect(await market.market.db.read(troubles)).toEqual([])
  })
})

describe('an entry by hand', () => {
  test('comes back with its fields when it cannot be proposed', async () => {
    const typed = { debit: 'hold:x', credit: 'cash:market', amount: '5', reason: 'Paper 12 of the bank' }
    const wrong = await dania.post('/operate/money/entries', typed)
    const html = await wrong.text()
    expect([wrong.status, html]).toEqual([422, expect.stringContaining('id="debit-error"')])
    expect(html).toContain('Paper 12 of the bank')
    const shop = await dania.post('/operate/money/entries', { ...typed, debit: 'payable', shop: 'nobody' })
    expect([shop.status, await shop.text()]).toEqual([422, expect.stringContaining('id="shop-error"')])
  })

  test('is refused by another operator with words', async () => {
    const typed = { debit: 'expense:loss', credit: 'cash:market', amount: '5', reason: 'Paper 12 of the bank' }
    expect((await dania.post('/operate/money/entries', typed)).status).toBe(303)
    const html = await (await hina.get('/operate/money/entries')).text()
    const entry = /href="(\/operate\/money\/entries\/ent_[^"]+)"/.exec(html)?.[1] ?? ''
    expect((await hina.post(entry, { do: 'refuse', note: '' })).status).toBe(422)
    expect((await hina.post(entry, { do: 'refuse', note: 'Not ours' })).status).toBe(303)
    expect(await plain(dania.get(entry))).toContain('Not ours')
    expect(await balance('expense:loss')).toBe(0n)
  })
})

test('a difference is explained with words and then closed', async () => {
  const gift = sent('Date,Description,Amount,Balance\n09/01/2026,GIFT,5,1000\n')
  const kept = await dania.post('/operate/money/statements', gift)
  expect((await hina.post(kept.headers.get('location') ?? '', { seen: '1' })).status).toBe(303)
  const html = await (await dania.get('/operate/money/breaks')).text()
  const one = /href="(\/operate\/money\/breaks\/brk_[^"]+)"/.exec(html)?.[1] ?? ''
  const silent = await dania.post(one, { do: 'explain', note: '' })
  expect([silent.status, await silent.text()]).toEqual([422, expect.stringContaining('id="note-error"')])
  expect((await dania.post(one, { do: 'explain', note: 'The week between is asked for' })).status).toBe(303)
  expect(await plain(dania.get(one))).toContain('explained')
  expect((await dania.post(one, { do: 'close', note: 'It came' })).headers.get('location')).toBe(
    '/operate/money/breaks',
  )
  expect(await plain(dania.get('/operate/money/breaks?closed=yes'))).toContain('closed')
})

test('the room says on one page how all money stands, and each day has its signed proof', async () => {
  await market.market.db.tx(reportCoverage)
  const room = await plain(dania.get('/operate/money/room'))
  for (const words of ['owed to others', 'open differences', 'unexplained', 'wait for a second person']) {
    expect(room).toContain(words)
  }
  expect(await plain(dania.get('/operate/money/coverage'))).toContain('Day by day')
  expect(await plain(dania.get('/operate/money/coverage/1'))).toContain('Ed25519')
  expect((await dania.get('/operate/money/coverage/99')).status).toBe(404)
})
