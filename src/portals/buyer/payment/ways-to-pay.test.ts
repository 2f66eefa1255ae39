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
import { COUNTER_PATH } from '../../../adapters/payment/jazzcash/simulator.ts'

let open: Bazaar
let ayesha: Visitor
beforeAll(async () => {
  open = await openBazaar(50)
  ayesha = await open.visitor(open.at.ayesha)
})

/** Ayesha orders and chooses a way to pay; gives the page that follows. */
async function orders(method: string): Promise<string> {
  await putsInCart(ayesha, open)
  const response = await submits(ayesha, await goesToBill(ayesha), '/checkout', { method })
  expect(response.status).toBe(200)
  await open.market.runner.settled(SETTLE_MS)
  return response.text()
}

/** Types what the rail needs; gives where the browser goes. */
async function types(html: string, fields: Record<string, string>): Promise<Response> {
  const [action = ''] = /\/orders\/ord_\w+\/payment/.exec(html) ?? []
  return submits(ayesha, html, action, fields)
}

/** Presses "I have paid". The rail's notice may have told us before. */
const saysPaid = async (path: string): Promise<string> => toOf(await ayesha.post(path))

const HIS_PHONE = { mobile: '0312 3456789', cnic6: '345678' }

describe('a prompt on the phone', () => {
  test('Ayesha types her number, answers the prompt, says so, and the order goes on', async () => {
    const html = await orders('jazzcash-wallet')
    expect(wordsOf(html)).toContain('Last six digits of your CNIC')
    const path = toOf(await types(html, HIS_PHONE))
    expect(path).toMatch(/^\/payments\/pay_\w+$/)
    const news = await saysPaid(path)
    expect(news).toMatch(/^\/orders\?checkout=chk_\w+&news=paid$/)
    expect(wordsOf(await opens(ayesha, toOf(await ayesha.get(news))))).toContain('You paid')
    // The page of a payment that came is the order.
    expect(toOf(await ayesha.get(path))).toContain('news=paid')
  })

  test.each([
    [{ mobile: '042 35761234', cnic6: '345678' }, 'Write the wallet'],
    [{ mobile: '03123456789', cnic6: '12' }, 'Write the last six digits'],
    [{ mobile: '', cnic6: '' }, 'Write the wallet'],
  ])('what cannot be read is asked again, with what was typed: %j', async (typed, words) => {
    const again = await types(await orders('jazzcash-wallet'), typed)
    expect(again.status).toBe(422)
    const html = await again.text()
    expect(wordsOf(html)).toContain(words)
    if (typed.mobile) expect(html).toContain(`value="${typed.mobile}"`)
    expect(toOf(await types(html, HIS_PHONE))).toMatch(/^\/payments\/pay_/)
  })

  test('too little money: the payment ended, and another way is one button away', async () => {
    const path = toOf(await types(await orders('easypaisa-wallet'), { mobile: '03123456780' }))
    // The notice may have told us before she asks.
    await ayesha.post(path)
    const html = await opens(ayesha, path)
    expect(wordsOf(html)).toContain('This payment did not go through')
    const [another = ''] = /\/orders\/ord_\w+\/payment/.exec(html) ?? []
    const ways = await opens(ayesha, another)
    expect(wordsOf(ways)).toContain('cash at an Easypaisa shop')
    const second = await submits(ayesha, ways, another, { rail: 'jazzcash-wallet' })
    expect(toOf(await types(await second.text(), HIS_PHONE))).toMatch(/^\/payments\/pay_/)
  })

  test('the rail has not said how it ended: the page says what to do, and a second tap begins nothing', async () => {
    const html = await orders('easypaisa-wallet')
    const path = toOf(await types(html, { mobile: '03123456781' }))
    const words = wordsOf(await opens(ayesha, path))
    // Until the rail's notice comes nobody knows anything; then that the prompt waits on the phone.
    expect(words).toMatch(/Do not pay again|Your phone asks for your PIN/)
    expect(toOf(await types(html, { mobile: '03123456789' }))).toBe(path)
    expect(await saysPaid(path)).toBe(`${path}?looked=1`)
    expect(wordsOf(await opens(ayesha, `${path}?looked=1`))).toContain('No money yet at')
  })

  test('a way that is not open says so, beside all others', async () => {
    const html = await orders('jazzcash-wallet')
    const answer = await types(html, { rail: 'nosuchrail' })
    expect(answer.status).toBe(503)
    expect(wordsOf(await answer.text())).toContain('This way to pay is not open just now')
  })
})

describe('a number to pay by', () => {
  test('Ayesha gets a number, pays it at a shop, and says so', async () => {
    const path = toOf(await types(await orders('jazzcash-voucher'), HIS_PHONE))
    const words = wordsOf(await opens(ayesha, path))
    expect(words).toContain('Any shop that takes JazzCash')
    const number = /(\d{4} \d{4} \d{4})/.exec(words)?.[1] ?? ''
    expect(await saysPaid(path)).toContain('looked=1')
    const paid = await fetch(`${open.base}/rails/jazzcash${COUNTER_PATH}`, {
      method: 'POST',
      body: new URLSearchParams({ number }),
    })
    expect(paid.status).toBe(200)
    expect(await saysPaid(path)).toContain('news=paid')
  })

  test('the number lives for a day, and so does the order, for Ayesha and for the shop', async () => {
    const path = toOf(await types(await orders('easypaisa-otc'), { mobile: '03123456789' }))
    await open.market.runner.settled(SETTLE_MS)
    const html = await opens(ayesha, path)
    expect(wordsOf(html)).toMatch(/until \w+day \d+:\d\d [ap]m/)
    const [order = ''] = /\/orders\/ord_\w+/.exec(html) ?? []
    expect(wordsOf(await opens(ayesha, order))).toContain('Otherwise it ends tomorrow')
    const bilal = await open.visitor({ kind: 'person', person_id: open.at.bilal.person_id })
    const unpaid = await opens(bilal, '/sell/bilal-shoes/orders?heap=unpaid')
    expect(wordsOf(unpaid)).toMatch(/Waits for payment kept for the buyer until \w+day/)
    expect(wordsOf(await opens(bilal, `/sell/bilal-shoes${order}`))).toContain('Unpaid, it ends tomorrow')
  })

  test('nobody else can see it', async () => {
    const path = toOf(await types(await orders('easypaisa-otc'), { mobile: '03123456789' }))
    const bilal = await open.visitor({ kind: 'person', person_id: open.at.bilal.person_id })
    expect((await bilal.get(path)).status).toBe(404)
    expect((await bilal.post(path)).status).toBe(404)
    expect((await (await open.visitor()).get(path)).status).toBe(303)
  })
})

describe('a page in two steps', () => {
  test('Ayesha pays at Easypaisa, confirms on our page, and comes back paid', async () => {
    const html = await orders('easypaisa')
    const first = formIn(html, 'Index.jsf')
    const hosted = await (await browses(first)).text()
    const payPath = first.action.replace('Index', 'Pay')
    const middle = await browses({ action: payPath, fields: { ...hidden(hosted), number: '03451234567', do: 'pay' } })
    const back = new URL(middle.headers.get('location') ?? '')
    const onward = toOf(await ayesha.get(back.pathname + back.search))
    expect(onward).toMatch(/^\/payments\/easypaisa\/continue\/chk_/)
    const second = formIn(await opens(ayesha, onward), 'Confirm.jsf')
    const ended = new URL((await browses(second)).headers.get('location') ?? '')
    expect(ended.searchParams.get('status')).toBe('0000')
    expect(toOf(await ayesha.get(ended.pathname + ended.search))).toContain('news=paid')
  })

  test('a continuation without a token leads nowhere', async () => {
    expect(toOf(await ayesha.get('/payments/easypaisa/continue/chk_1?auth_token=x'))).toBe('/orders?news=checking')
    expect((await ayesha.get('/payments/nosuchrail/continue/chk_1')).status).toBe(503)
  })
})

interface Sent {
  action: string
  fields: Record<string, string>
}
function hidden(html: string): Record<string, string> {
  const inputs = html.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]))
}
function formIn(html: string, name: string): Sent {
  const forms = [...html.matchAll(/<form[^>]*action="([^"]+)"[^>]*>(.*?)<\/form>/gs)]
  const [, action = '', inside = ''] = forms.find(([, to]) => to?.includes(name)) ?? []
  return { action, fields: hidden(inside) }
}
function browses({ action, fields }: Sent): Promise<Response> {
  return fetch(`${open.base}${action}`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
}
