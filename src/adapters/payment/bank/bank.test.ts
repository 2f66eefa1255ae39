import { expect, test } from 'vitest'
import { bankReference, railReference } from '../../../domains/payments/rail.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { bankTransfer } from './bank.ts'
import { bankSimulator } from './simulator.ts'

const account = { iban: 'PK36SCBL0000001123456702', title: 'Bazaar', bank: 'Standard Chartered' }
const now = new Date('2026-04-01T10:00:00Z')
const open = () => {
  const simulator = bankSimulator({ now: () => now })
  return { simulator, rail: bankTransfer({ account, findCredit: simulator.findCredit }) }
}
const reference = railReference(newId())
const intent = {
  ...{ reference, amount_paisa: 245_050n, description: 'Shoes', return_url: 'https://bazaar.example' },
  ...{ expires_at: now, now, payer: {} },
}

test('the buyer is shown the account and a reference that can be typed', async () => {
  expect(await open().rail.begin(intent)).toEqual({
    outcome: 'done',
    value: {
      ...{ action: 'show', code: bankReference(reference), qr: null },
      pay_to: { iban: 'PK36 SCBL 0000 0011 2345 6702', title: 'Bazaar', bank: 'Standard Chartered' },
    },
  })
})

test('it is paid when the statement says so, in the amount that came and not the one that was wanted', async () => {
  const { simulator, rail } = open()
  expect(await rail.inquire(reference)).toMatchObject({ value: { status: 'unknown' } })
  const number = simulator.receive(100_000n, `Rs for ${bankReference(reference).toLowerCase()}`)
  expect(await rail.inquire(reference)).toEqual({
    outcome: 'done',
    value: { status: 'paid', amount_paisa: 100_000n, provider_id: number, code: 'credit' },
  })
  expect(await rail.inquire(railReference(newId()))).toMatchObject({ value: { status: 'unknown' } })
})

test('nobody can tell it anything, and it sends nothing back by itself', async () => {
  const { rail } = open()
  const raw = { method: 'POST', query: {}, headers: {}, body: `{"reference":"${reference}","paid":true}` }
  expect(rail.readNotice(raw)).toEqual({ unreadable: 'a bank sends no notices' })
  const refund = { reference, refund_reference: 'F', amount_paisa: 1n, refunded_before_paisa: 0n }
  expect(await rail.refund(refund)).toMatchObject({ outcome: 'never' })
})

test('the simulated bank app takes a transfer and writes a statement of it', async () => {
  const { simulator } = open()
  const send = (fields: Record<string, string>) =>
    simulator.app.request('/app', { method: 'POST', body: new URLSearchParams({ do: 'pay', ...fields }) })
  expect((await send({ amount: 'much', narration: 'x' })).status).toBe(400)
  expect((await send({ amount: '2,450.50', narration: `"${bankReference(reference)}"` })).status).toBe(200)
  const [head, line] = simulator.statement().split('\r\n')
  expect(head).toBe('Date,Reference,Description,Debit,Credit,Balance')
  expect(line).toMatch(/^01\/04\/2026,FT260401\d{8}," BH[0-9A-Y]{9} ",,2450\.50,2450\.50$/)
  expect(await (await simulator.app.request('/statement.csv')).text()).toBe(simulator.statement())
})
