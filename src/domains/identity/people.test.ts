import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { rolledBack } from '../../../tests/setup/database.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { LOCALES } from '../../kit/text/locale.ts'
import { handleCandidates } from './handles.ts'
import {
  CONSENT_PURPOSES,
  consentsOf,
  erasePerson,
  giveConsent,
  handleFrom,
  hasConsent,
  isHandle,
  LIMITS,
  listAccess,
  listAddresses,
  maskPhone,
  type Person,
  readAddress,
  readPerson,
  readPhone,
  removeAddress,
  SYSTEM,
  saveAddress,
  seedPerson,
  setName,
  withdrawConsent,
} from './identity.ts'

const PHONE = '+923000070001'
const home = { name: 'Ayesha', street: 'Gali 4', area: 'Saddar', landmark: 'near the mosque', city_id: 'karachi' }
const ayesha = async (tx: Tx): Promise<Person> => ({
  kind: 'person',
  person_id: await seedPerson(tx, SYSTEM, { phone: PHONE, name: 'Ayesha', language: 'ur' }),
})

describe('a name', () => {
  test('is kept as one tidy line', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      await setName(tx, her, '  عائشہ \u0007\n بی بی ')
      expect((await readPerson(tx, her, 'own', her.person_id)).name).toBe('عائشہ بی بی')
    }))

  test('is asked for when it is missing, and refused when it is a novel', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      await expect(setName(tx, her, ' \t')).rejects.toMatchObject({ reason: 'identity.name_missing' })
      await expect(setName(tx, her, 'x'.repeat(81))).rejects.toMatchObject({ reason: 'identity.name_long' })
      await erasePerson(tx, her)
      await expect(setName(tx, her, 'Ayesha')).rejects.toMatchObject({ code: 'not_found' })
    }))
})

describe('an address', () => {
  test('takes the phone of its person unless another is given', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      const own = await saveAddress(tx, her, home)
      const mothers = await saveAddress(tx, her, { ...home, name: 'Ammi', phone: '0300 0070002' })
      expect((await listAddresses(tx, her)).map(({ address_id, phone }) => [address_id, phone])).toEqual([
        [mothers, '+923000070002'],
        [own, PHONE],
      ])
    }))

  test('leaves the list when it is removed, and still reaches the rider', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      const addressId = await saveAddress(tx, her, home)
      await removeAddress(tx, her, addressId)
      expect(await listAddresses(tx, her)).toEqual([])
      expect(await readAddress(tx, SYSTEM, 'deliver', her.person_id, addressId)).toEqual({ ...home, phone: PHONE })
      await expect(removeAddress(tx, her, addressId)).rejects.toMatchObject({ reason: 'identity.address_unknown' })
    }))

  test.each([
    [{ name: '' }, 'identity.name_missing'],
    [{ street: ' ' }, 'identity.street_missing'],
    [{ city_id: '' }, 'identity.city_missing'],
    [{ landmark: 'x'.repeat(201) }, 'identity.address_long'],
    [{ phone: '12' }, 'identity.phone_unreadable'],
  ])('is not kept with %j', (change, reason) =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      await expect(saveAddress(tx, her, { ...home, ...change })).rejects.toMatchObject({ code: 'invalid', reason })
    }),
  )

  test('is one of at most twenty', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      for (let i = 0; i < LIMITS.addresses; i++) await saveAddress(tx, her, home)
      await expect(saveAddress(tx, her, home)).rejects.toMatchObject({ reason: 'identity.addresses_full' })
    }))
})

describe('a consent', () => {
  test('is asked for one purpose at a time, and can be taken back', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      const agreed = async () => (await consentsOf(tx, her)).map((consent) => consent.purpose)
      expect(await agreed()).toEqual(['order_messages', 'trade'])
      expect(await hasConsent(tx, her.person_id, 'offers')).toBe(false)
      await giveConsent(tx, her, 'offers', 'me-page')
      await giveConsent(tx, her, 'offers', 'sms')
      expect(await consentsOf(tx, her)).toContainEqual({ purpose: 'offers', given_at: tx.now, source: 'me-page' })
      await withdrawConsent(tx, her, 'offers')
      expect(await hasConsent(tx, her.person_id, 'offers')).toBe(false)
      await giveConsent(tx, her, 'offers', 'sms')
      expect(await agreed()).toEqual(['offers', 'order_messages', 'trade'])
      expect(CONSENT_PURPOSES).toContain('index')
    }))

  test('to trade is taken back only by leaving', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      await expect(withdrawConsent(tx, her, 'trade')).rejects.toMatchObject({
        code: 'conflict',
        reason: 'identity.trade_consent',
      })
    }))
})

test('the log of looks is read page by page, newest first', () =>
  rolledBack(async (tx) => {
    const her = await ayesha(tx)
    for (let i = 0; i < 52; i++) await readPerson(tx, SYSTEM, 'message', her.person_id, `ord_${i}`)
    const first = await listAccess(tx, her)
    expect(first).toHaveLength(50)
    expect(first[0]).toMatchObject({ about: 'ord_51' })
    const rest = await listAccess(tx, her, first.at(-1)?.access_id)
    expect(rest.map((look) => look.about)).toEqual(['ord_1', 'ord_0'])
  }))

describe('a phone number', () => {
  test.each([
    ['0300-1234567', '+923001234567'],
    [' +92 300 1234567 ', '+923001234567'],
    ['00923001234567', '+923001234567'],
    ['۰۳۰۰۱۲۳۴۵۶۷', '+923001234567'],
    ['٠٣٠٠ ١٢٣٤٥٦٧', '+923001234567'],
    ['+44 7911 123456', '+447911123456'],
  ])('typed as %s is %s', (typed, e164) => {
    expect(readPhone(typed).e164).toBe(e164)
  })

  test.each(['', '0300', 'my number', '042-35761999', '+44 20 7183 8750', '1'.repeat(50)])('is not %j', (typed) => {
    expect(() => readPhone(typed)).toThrow('identity.phone_unreadable')
  })

  test('is shown with its middle covered', () => {
    expect(maskPhone('+923001234567')).toBe('+923•••••4567')
  })
})

describe('a handle', () => {
  test.each([
    ['Bilal Shoes', 'bilal-shoes'],
    ['  Ammi’s Kitchen & Co. ', 'ammis-kitchen-co'],
    ['بلال شوز', 'blal-shoz'],
    ['کراچی کپڑا گھر', 'krachi-kpra-ghr'],
    ['Café Déjà', 'cafe-deja'],
    ['🙂', ''],
  ])('of %s is %s', (name, handle) => {
    expect(handleFrom(name)).toBe(handle)
  })

  test('is always found, and always well shaped, whatever the shop is called', () => {
    for (const name of ['🙂', 'X', 'Operator', 'a'.repeat(200), 'کراچی']) {
      const candidates = handleCandidates(name, 'Saddar Bazaar Near The Clock Tower', 'karachi', 'a1b2c3')
      expect(candidates.length).toBeGreaterThan(5)
      expect(candidates.filter((candidate) => !isHandle(candidate))).toEqual([])
    }
  })
})

test('every refusal of this domain has its words in every language', () => {
  const files = ['codes', 'members', 'passkeys', 'people', 'phone', 'privacy', 'roles', 'sessions', 'shops', 'sign-in']
  const source = [...files, 'totp', 'vault'].map((name) => readFileSync(new URL(`${name}.ts`, import.meta.url), 'utf8'))
  const reasons = new Set([...source.join('').matchAll(/'identity\.(\w+)'/g)].map((match) => match[1]))
  const states = ['waiting', 'open', 'resting', 'stopped'].map((state) => `shop_is_${state}`)
  const wanted = [...reasons, ...states].sort()
  expect(wanted.length).toBeGreaterThan(40)
  for (const locale of LOCALES) {
    const file = new URL(`../../../locales/identity.${locale}.json`, import.meta.url)
    expect(Object.keys(JSON.parse(readFileSync(file, 'utf8'))).sort()).toEqual(wanted)
  }
})
