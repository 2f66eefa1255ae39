import { beforeAll, describe, expect, test } from 'vitest'
import {
  type Bazaar,
  goesToBill,
  openBazaar,
  opens,
  putsInCart,
  SETTLE_MS,
  submits,
  toOf,
  wordsOf,
} from '../../../../tests/setup/buying.ts'
import type { Visitor } from '../../../../tests/setup/market.ts'
import { listMoneyTrouble } from '../../../domains/payments/payments.ts'
import { newId } from '../../../kit/ids/ids.ts'

let open: Bazaar
let ayesha: Visitor
beforeAll(async () => {
  open = await openBazaar(50)
  ayesha = await open.visitor(open.at.ayesha)
})

/** Ayesha orders to pay before. Gives the page with the one button that leads to the rail. */
async function ordersByWallet(): Promise<{ html: string; response: Response }> {
  await putsInCart(ayesha, open)
  const response = await submits(ayesha, await goesToBill(ayesha), '/checkout', { method: 'jazzcash' })
  expect(response.status).toBe(200)
  await open.market.runner.settled(SETTLE_MS)
  return { html: await response.text(), response }
}

const HOSTED = '/rails/jazzcash/CustomerPortal/transactionmanagement'

/** The fields of the form in a page, hidden and typed. */
function fieldsOf(html: string): Record<string, string> {
  const inputs = [...html.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)]
  return Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]))
}

const formTo = (html: string) =>
  [...html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)].find(([, to]) => /jazzcash/.test(to ?? ''))

/** Ayesha pays on the rail's own page; the wallet's last digits say what happens. Gives what her browser posts back. */
async function paysAtRail(html: string, wallet: string): Promise<{ action: string; fields: Record<string, string> }> {
  const [, , inside = ''] = formTo(html) ?? []
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${open.base}${path}`, { method: 'POST', body: new URLSearchParams(fields) })
  const hosted = await (await post(`${HOSTED}/merchantform`, fieldsOf(inside))).text()
  const typed = { ...fieldsOf(hosted), wallet, mpin: '4321', do: 'pay' }
  const back = await (await post(`${HOSTED}/pay`, typed)).text()
  const [, action = '', fields = ''] = /<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/s.exec(back) ?? []
  return { action: action.replaceAll('&amp;', '&'), fields: fieldsOf(fields) }
}

/** The rail's page sends the browser back with a form of another site, without cookies. */
function comesBack(action: string, fields: Record<string, string>): Promise<Response> {
  return fetch(action, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://rail.example' },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
}

describe('paying before', () => {
  test('the page has one button to the rail, and the security policy lets that form go', async () => {
    const { html, response } = await ordersByWallet()
    const [, action = ''] = formTo(html) ?? []
    expect(wordsOf(html)).toMatch(/Pay Rs 2,\d{3} at JazzCash/)
    const policy = response.headers.get('content-security-policy') ?? ''
    const { origin } = new URL(action, open.base)
    if (origin !== open.base) expect(policy).toContain(`form-action 'self' ${origin}`)
    expect(policy).toContain("form-action 'self'")
  })

  test('Ayesha pays, comes back from the other site, and her order waits for Bilal', async () => {
    const { html } = await ordersByWallet()
    const { action, fields } = await paysAtRail(html, '03123456789')
    const answer = await comesBack(action, fields)
    const to = toOf(answer)
    expect(to).toMatch(/^\/orders\?checkout=chk_\w+&news=paid$/)
    const path = toOf(await ayesha.get(to))
    const words = wordsOf(await opens(ayesha, path))
    expect(words).toContain('Your money is safe with us')
    expect(words).toContain('You paid')
    expect((await ayesha.post(`${path.split('?')[0]}/payment`)).status).toBe(409)
  })

  test('a browser that only claims to have paid is told that we ask', async () => {
    const { html } = await ordersByWallet()
    const [, , inside = ''] = formTo(html) ?? []
    const form = fieldsOf(inside)
    const claim = { ...form, pp_ResponseCode: '000', pp_ResponseMessage: 'paid, I promise' }
    const { pathname } = new URL(form.pp_ReturnURL ?? '')
    const to = toOf(await comesBack(open.base + pathname, claim))
    expect(to).toContain('news=checking')
    const path = toOf(await ayesha.get(to))
    expect(wordsOf(await opens(ayesha, path))).toContain('Do not pay twice')
  })

  test('Ayesha pays later from her order', async () => {
    const { html } = await ordersByWallet()
    expect(html).toContain('Pay later, from my orders')
    const list = await opens(ayesha, '/orders')
    const path = /href="(\/orders\/ord_\w+)"/.exec(list)?.[1] ?? ''
    const order = await opens(ayesha, path)
    expect(wordsOf(order)).toContain('Pay, so that Bilal Shoes can pack')
    const again = await submits(ayesha, order, `${path}/payment`)
    expect(again.status).toBe(200)
    const { action, fields } = await paysAtRail(await again.text(), '03123456789')
    expect(toOf(await comesBack(action, fields))).toContain('news=paid')
  })
})

describe('what the rail tells us', () => {
  const notify = (body: string, rail = 'jazzcash') =>
    fetch(`${open.base}/payments/${rail}/notice`, { method: 'POST', body })

  test('a notice that is not the rail’s is kept, and not thanked for', async () => {
    const answer = await notify('pp_TxnRefNo=T1&pp_ResponseCode=000')
    expect(answer.status).toBe(401)
    const dania = { kind: 'operator', person_id: newId() } as const
    const { notices } = await open.market.db.read((tx) => listMoneyTrouble(tx, dania))
    expect(notices).toMatchObject([{ provider: 'jazzcash', verdict: 'unreadable' }])
  })

  test('a notice that is too large, or of a rail we do not have, is not taken', async () => {
    expect((await notify('x'.repeat(70_000))).status).toBe(413)
    expect((await notify('x', 'nosuchrail')).status).toBe(404)
  })

  test('a browser that comes back from nowhere lands at the orders', async () => {
    const to = toOf(await comesBack(`${open.base}/payments/jazzcash/return`, { nonsense: '1' }))
    expect(to).toBe('/orders?news=checking')
  })
})
