import { beforeAll, describe, expect, test } from 'vitest'
import {
  type Bazaar,
  codeOn,
  openBazaar,
  opens,
  orders,
  putsInCart,
  signsIn,
  submits,
  toOf,
  wordsOf,
} from '../../../../tests/setup/buying.ts'
import type { Visitor } from '../../../../tests/setup/market.ts'
import { deviceName } from './device-name.ts'

let open: Bazaar
let ayesha: Visitor
beforeAll(async () => {
  open = await openBazaar(50)
  ayesha = await open.visitor(open.at.ayesha)
})

const PAGES = [
  '/me',
  '/me/name',
  '/me/language',
  '/me/addresses',
  '/me/addresses?new=yes',
  '/me/devices',
  '/me/proof',
  '/me/app',
  '/me/money',
  '/me/passkeys',
  '/me/consents',
  '/me/looks',
  '/me/messages',
  '/me/leave',
  '/orders',
]

describe('coming in', () => {
  test('a wrong code comes back with how many tries are left, and the right one lets in', async () => {
    const stranger = await open.visitor()
    const door = await opens(stranger, '/me/sign-in')
    const to = toOf(await submits(stranger, door, '/me/sign-in', { phone: '0300 7654321' }))
    const page = await opens(stranger, to)
    expect(wordsOf(page)).toContain('0300 ••••321')
    const code = await codeOn(open, '+923007654321')
    const wrong = await submits(stranger, page, '/me/code', { code: code === '000000' ? '111111' : '000000' })
    expect(wrong.status).toBe(422)
    expect(wordsOf(await wrong.text())).toContain('Tries left: 4')
    expect(toOf(await submits(stranger, page, '/me/code', { code }))).toBe('/me')
    expect(wordsOf(await opens(stranger, '/me'))).toContain('0300 7654321')
  })

  test('a number that cannot be read comes back as it was typed', async () => {
    const stranger = await open.visitor()
    const answer = await submits(stranger, await opens(stranger, '/me/sign-in'), '/me/sign-in', { phone: '12' })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('value="12"')
  })

  test('known and unknown numbers are answered alike', async () => {
    const answers = await Promise.all(
      ['0300 0000005', '0300 0999999'].map(async (phone) => {
        const stranger = await open.visitor()
        const answer = await submits(stranger, await opens(stranger, '/me/sign-in'), '/me/sign-in', { phone })
        const page = await opens(stranger, toOf(answer))
        return wordsOf(page).replace(/\d{3}(?= The 6)/, '')
      }),
    )
    expect(answers[0]).toBe(answers[1])
  })

  test('the code can be sent again without typing the number', async () => {
    const stranger = await open.visitor()
    const door = await opens(stranger, '/me/sign-in?next=%2Fcart')
    const page = await opens(stranger, toOf(await submits(stranger, door, '/me/sign-in', { phone: '03001112244' })))
    const again = await submits(stranger, page, '/me/sign-in')
    expect(toOf(again)).toBe('/me/code?next=%2Fcart')
  })

  test('nobody is led to another site after signing in', async () => {
    const stranger = await open.visitor()
    for (const next of ['https://evil.example', '//evil.example', '/\\evil.example']) {
      expect(await opens(stranger, `/me/sign-in?next=${encodeURIComponent(next)}`)).toContain('value="/me"')
    }
  })

  test('who is not signed in is sent to the door from every own page, and back after', async () => {
    const stranger = await open.visitor()
    for (const path of PAGES) {
      expect(toOf(await stranger.get(path))).toBe(`/me/sign-in?next=${encodeURIComponent(path)}`)
    }
  })
})

describe('one’s own place', () => {
  test('every page opens in every language, unlisted and not kept by caches', async () => {
    for (const lang of ['en', 'ur', 'roman-ur']) {
      for (const path of PAGES) {
        const response = await ayesha.get(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
        expect([path, response.status, response.headers.get('cache-control')]).toEqual([path, 200, 'no-store'])
        expect(await response.text()).toContain('content="noindex"')
      }
    }
  })

  test('the name is changed, and an empty one is refused', async () => {
    const page = await opens(ayesha, '/me/name?lang=en')
    expect((await submits(ayesha, page, '/me/name', { name: '' })).status).toBe(422)
    expect(toOf(await submits(ayesha, page, '/me/name', { name: 'Ayesha Siddiqa' }))).toBe('/me')
    expect(wordsOf(await opens(ayesha, '/me'))).toContain('Ayesha Siddiqa')
  })

  test('the language is kept on this device and for messages', async () => {
    await submits(ayesha, await opens(ayesha, '/me/language'), '/me/language', { language: 'ur' })
    expect(await opens(ayesha, '/me')).toContain('<html lang="ur" dir="rtl">')
    await submits(ayesha, await opens(ayesha, '/me/language'), '/me/language', { language: 'en' })
  })

  test('an address is written down and taken off again', async () => {
    const home = { name: 'Ayesha', city: 'multan', street: 'House 1', area: '', landmark: '', phone: '' }
    const form = await opens(ayesha, '/me/addresses?new=yes')
    expect(toOf(await submits(ayesha, form, '/me/addresses', home))).toBe('/me/addresses')
    const list = await opens(ayesha, '/me/addresses')
    expect(wordsOf(list)).toContain('House 1, Multan')
    const first = /action="(\/me\/addresses\/adr_\w+)"/.exec(list)?.[1] ?? ''
    await submits(ayesha, list, first)
    expect(wordsOf(await opens(ayesha, '/me/addresses'))).not.toContain('House 1, Multan')
  })

  test('another device is signed out from here', async () => {
    const other = await open.visitor(open.at.ayesha)
    await opens(other, '/me')
    await submits(ayesha, await opens(ayesha, '/me/devices'), '/me/devices')
    expect(toOf(await other.get('/me'))).toContain('/me/sign-in')
  })

  test('a consent is given and taken back; the one that trade needs stays', async () => {
    const page = await opens(ayesha, '/me/consents')
    expect(wordsOf(page)).toContain('Without it you cannot order')
    const give = { purpose: 'offers', do: 'give' }
    await submits(ayesha, page, '/me/consents', give)
    expect(await opens(ayesha, '/me/consents')).toMatch(/name="purpose" value="offers"\/><input[^>]*value="withdraw"/)
    expect((await submits(ayesha, page, '/me/consents', { purpose: 'trade', do: 'withdraw' })).status).toBe(409)
    expect((await submits(ayesha, page, '/me/consents', { purpose: 'all' })).status).toBe(422)
  })

  test('signing out ends the session on the server and clears the browser', async () => {
    const visitor = await open.visitor(open.at.ayesha)
    const kept = new Map(visitor.cookies)
    const answer = await submits(visitor, await opens(visitor, '/me'), '/me/sign-out')
    expect(answer.headers.get('clear-site-data')).toContain('cookies')
    expect(visitor.cookies.has('session')).toBe(false)
    for (const [name, value] of kept) visitor.cookies.set(name, value)
    expect(toOf(await visitor.get('/me'))).toContain('/me/sign-in')
  })
})

describe('the stronger proof', () => {
  test('an app is paired by its key, shown once; wrong digits are refused', async () => {
    const visitor = await open.visitor()
    await signsIn(open, visitor, '+923005550001')
    const begun = await submits(visitor, await opens(visitor, '/me/app'), '/me/app')
    const page = await begun.text()
    expect(page).toContain('<svg class="qr"')
    const wrong = await submits(visitor, page, '/me/app', { do: 'confirm', digits: '000000' })
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).not.toContain('<svg class="qr"')
  })
})

describe('leaving', () => {
  test('first the box, then no open order, and then nothing is left', async () => {
    const visitor = await open.visitor()
    await putsInCart(visitor, open)
    await signsIn(open, visitor, '+923005550002')
    const home = { name: 'Imran', city: 'lahore', street: 'House 2', area: '', landmark: '', phone: '' }
    await submits(visitor, await opens(visitor, '/me/addresses?new=yes'), '/me/addresses', home)
    const [path = ''] = (await orders(open, visitor)).split('?')
    const page = await opens(visitor, '/me/leave')
    expect(wordsOf(await (await submits(visitor, page, '/me/leave')).text())).toContain('Tick the box first')
    const early = await submits(visitor, page, '/me/leave', { yes: 'yes' })
    expect(wordsOf(await early.text())).toContain('an order that is not over')
    await submits(visitor, await opens(visitor, `${path}/cancellation`), `${path}/cancellation`)
    expect(toOf(await submits(visitor, page, '/me/leave', { yes: 'yes' }))).toBe('/')
    expect(toOf(await visitor.get('/me'))).toContain('/me/sign-in')
  })
})

test('a device is named as its owner knows it, and no finer', () => {
  const android = 'Mozilla/5.0 (Linux; Android 10; SM-A105F) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36'
  expect(deviceName(android)).toBe('Chrome, Android')
  expect(deviceName(undefined)).toBe('')
  expect(deviceName('Mozilla/5.0 (Mobile; Nokia; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5')).toBe('Firefox, KaiOS')
})
