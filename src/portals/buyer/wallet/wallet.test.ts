import { beforeAll, expect, test } from 'vitest'
import { type Bazaar, openBazaar, opens, SETTLE_MS, submits, toOf, wordsOf } from '../../../../tests/setup/buying.ts'
import type { Visitor } from '../../../../tests/setup/market.ts'
import { atOf, placed } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { cancelOrder, findOrder, type OrderRow, payOrder } from '../../../domains/orders/orders.ts'
import { creditWallet, grantGoodwill, listMoneyTrouble, sendRefunds } from '../../../domains/payments/payments.ts'
import { newId, shown } from '../../../kit/ids/ids.ts'
import { sql } from '../../../kit/sql/sql.ts'

let open: Bazaar
let ayesha: Visitor
beforeAll(async () => {
  open = await openBazaar(50)
  ayesha = await open.visitor(open.at.ayesha)
})

const tx = <T>(body: Parameters<typeof open.market.db.tx<T>>[0]) => open.market.db.tx(body)

/** Money that came back to Ayesha, at a holder. */
const gets = (paisa: bigint, holder = 'jazzcash') =>
  tx((t) => creditWallet(t, open.at.ayesha.person_id, { cause: `test:${newId()}`, paisa, holder, kind: 'refund' }))

async function ordersPrepaid(): Promise<{ order: OrderRow; path: string }> {
  const order = await tx((t) => placed(t, open.at, 'prepaid'))
  await open.market.runner.settled(SETTLE_MS)
  return { order, path: `/orders/${shown('ord', order.order_id)}` }
}

test('an empty wallet says how money comes into it, in three languages', async () => {
  expect(wordsOf(await opens(ayesha, '/me'))).toContain('Wallet')
  expect(wordsOf(await opens(ayesha, '/me/wallet'))).toContain('Nothing in your wallet')
  expect(wordsOf(await opens(ayesha, '/me/wallet?lang=ur'))).toContain('والٹ خالی ہے')
  expect(wordsOf(await opens(ayesha, '/me/wallet?lang=roman-ur'))).toContain('Wallet khaali hai')
  await opens(ayesha, '/me/wallet?lang=en')
})

test('an order is paid from the wallet with one button, and the shop hears of it', async () => {
  const { order, path } = await ordersPrepaid()
  expect(await opens(ayesha, path)).not.toContain(`${path}/wallet`)
  const short = await opens(ayesha, `${path}/wallet`)
  expect(wordsOf(short)).toContain('There is not enough in your wallet.')
  expect((await ayesha.post(`${path}/wallet`)).status).toBe(409)

  await gets(300_000n)
  await tx((t) =>
    grantGoodwill(t, open.at.dania, open.at.ayesha.person_id, {
      paisa: 5_000n,
      holder: 'jazzcash',
      why: 'late parcel',
    }),
  )
  expect(await opens(ayesha, path)).toContain(`${path}/wallet`)
  const html = await opens(ayesha, `${path}/wallet`)
  expect(wordsOf(html)).toContain('Credit is spent first, then your money.')
  expect(toOf(await submits(ayesha, html, `${path}/wallet`))).toContain('/orders?checkout=')
  await open.market.runner.settled(SETTLE_MS)
  expect((await tx((t) => findOrder(t, order.order_id))).order.state).toBe('placed')
  const wallet = wordsOf(await opens(ayesha, '/me/wallet'))
  expect(wallet).toContain('Rs 400')
  expect(wallet).toContain('Paid for an order')
  expect((await ayesha.post(`${path}/wallet`)).status).toBe(409)
  expect(await tx((t) => troubles(t))).toEqual([])

  await tx((t) => cancelOrder(t, open.at.ayesha, atOf(order), ''))
  await open.market.runner.settled(SETTLE_MS)
  await sendRefunds(open.market.db, open.market.rails)
  const after = wordsOf(await opens(ayesha, '/me/wallet'))
  expect(after).toContain('Order undone, back here')
  expect(after).toContain('Rs 3,000')
  expect(await tx((t) => listMoneyTrouble(t, open.at.dania))).toMatchObject({ refunds: [] })
  expect(await tx((t) => troubles(t))).toEqual([])
})

test('what no rail could send back is taken in the wallet by choice', async () => {
  const { order, path } = await ordersPrepaid()
  const amount_paisa = order.total_paisa.toString()
  const money = { payment_id: newId(), reference: 'X1', rail: 'jazzcash', holder: 'jazzcash' }
  await tx((t) => payOrder(t, { ...atOf(order), amount_paisa }, money))
  await tx((t) => cancelOrder(t, open.at.ayesha, atOf(order), ''))
  await open.market.runner.settled(SETTLE_MS)
  await sendRefunds(open.market.db, new Map())
  const html = await opens(ayesha, path)
  const action = /action="([^"]+\/refunds\/rfd_[^"]+)"/.exec(html)?.[1] ?? ''
  expect(wordsOf(html)).toContain('could not go back the way they came')
  const eve = await open.visitor({ kind: 'person', person_id: open.at.eve.person_id })
  expect((await eve.post(action)).status).toBe(404)
  expect(toOf(await submits(ayesha, html, action))).toBe('/me/wallet')
  expect((await ayesha.post(action)).status).toBe(409)
  expect(wordsOf(await opens(ayesha, '/me/wallet'))).toContain('Came back to you')
  expect(await tx((t) => troubles(t))).toEqual([])
})

test('money is asked back after a fresh proof only, and a slip keeps what was typed', async () => {
  await gets(50_000n)
  await gets(20_000n, 'safepay')
  const wallet = await opens(ayesha, '/me/wallet')
  expect(wordsOf(wallet)).toContain('Safepay Rs 200 Rs 0')
  expect(wallet).not.toContain('holder=safepay')
  const old = await open.visitor(open.at.ayesha)
  await tx((t) => t.count(sql`update sessions set proved_at = null where person_id = ${open.at.ayesha.person_id}`))
  const proof = `/me/proof?next=${encodeURIComponent('/me/wallet/payouts?holder=jazzcash')}`
  expect(toOf(await old.get('/me/wallet/payouts?holder=jazzcash'))).toBe(proof)
  const typed = { amount: '100', kind: 'wallet', account: '0301 2345678', title: 'Ayesha Khan', holder: 'jazzcash' }
  expect(toOf(await old.post('/me/wallet/payouts', typed))).toContain('/me/proof')

  const fresh = await open.visitor(open.at.ayesha)
  expect((await fresh.get('/me/wallet/payouts?holder=safepay')).status).toBe(409)
  const html = await opens(fresh, '/me/wallet/payouts?holder=jazzcash')
  const slip = await submits(fresh, html, '/me/wallet/payouts', { ...typed, account: '021 111' })
  expect(slip.status).toBe(422)
  expect(await slip.text()).toContain('value="021 111"')
  expect((await submits(fresh, html, '/me/wallet/payouts', { ...typed, amount: 'all' })).status).toBe(422)
  expect((await submits(fresh, html, '/me/wallet/payouts', { ...typed, amount: '99999999' })).status).toBe(409)
  expect(toOf(await submits(fresh, html, '/me/wallet/payouts', typed))).toBe('/me/wallet?news=asked')
  expect(wordsOf(await opens(fresh, '/me/wallet?news=asked'))).toContain('Being sent To …5678 Rs 100')
  expect(await tx((t) => troubles(t))).toEqual([])
})

test('nobody leaves with money in the wallet', async () => {
  const farah = await open.visitor({ kind: 'person', person_id: open.at.farah.person_id })
  const cause = `test:${newId()}`
  const credit = { cause, paisa: 5_000n, holder: 'jazzcash', kind: 'refund' } as const
  await tx((t) => creditWallet(t, open.at.farah.person_id, credit))
  const answer = await farah.post('/me/leave', { yes: 'yes' })
  expect([answer.status, wordsOf(await answer.text())]).toEqual([
    422,
    expect.stringContaining('There is money in your wallet. Ask it back first.'),
  ])
})
