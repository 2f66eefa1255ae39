import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase, testKeys } from '../../../tests/setup/database.ts'
import { keysFrom } from '../../kit/keys/keys.ts'
import { newKey, seal, unseal } from '../../kit/keys/seal.ts'
import { openDatabase } from '../../kit/sql/database.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  type Actor,
  erasePerson,
  listAccess,
  openFor,
  openShop,
  type Person,
  PURPOSES,
  readAddress,
  readPeople,
  readPerson,
  rewrapKeys,
  type ShopActor,
  type ShopTask,
  SYSTEM,
  saveAddress,
  sealFor,
  seedPerson,
  signIn,
} from './identity.ts'
import { unwrapKey } from './vault.ts'

const AYESHA = '+923000030001'
const EVE = '+923000030002'
const someone = async (tx: Tx, phone: string, name: string): Promise<Person> => ({
  kind: 'person',
  person_id: await seedPerson(tx, SYSTEM, { phone, name, language: 'en' }),
})
const ayesha = (tx: Tx) => someone(tx, AYESHA, 'Ayesha')
const rider: Actor = { kind: 'rider', person_id: '0199a000-0000-7000-8000-00000000000a' }
const dania: Actor = { kind: 'operator', person_id: '0199a000-0000-7000-8000-00000000000b' }
const home = {
  name: 'Ayesha',
  street: 'Gali 4, House 12',
  area: 'Saddar',
  landmark: 'near the mosque',
  city_id: 'karachi',
}

describe('the vault', () => {
  test('reads a person for a purpose and tells her who looked, and why', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      const facts = await readPerson(tx, SYSTEM, 'message', her.person_id, 'ord_1')
      expect(facts).toEqual({ name: 'Ayesha', phone: AYESHA, language: 'en' })
      expect(await listAccess(tx, her)).toMatchObject([
        { by: 'system', purpose: 'message', fields: ['name', 'phone', 'language'], about: 'ord_1', shop_name: null },
      ])
    }))

  test('names the shop that a member looked for', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      const bilal = await someone(tx, EVE, 'Bilal')
      const shop = await openShop(tx, bilal, {
        name: 'Bilal Shoes',
        city_id: 'lahore',
        area: '',
        about: '',
        language: 'en',
      })
      const helper = helperOf(shop.party_id, ['orders'])
      const addressId = await saveAddress(tx, her, home)
      expect(await readAddress(tx, helper, 'pack', her.person_id, addressId)).toMatchObject({
        phone: AYESHA,
        area: 'Saddar',
      })
      expect(await listAccess(tx, her)).toMatchObject([{ by: 'helper', shop_name: 'Bilal Shoes', purpose: 'pack' }])
    }))

  test('does not log what a person reads of her own', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      expect(await readPerson(tx, her, 'own', her.person_id)).toMatchObject({ name: 'Ayesha' })
      expect(await listAccess(tx, her)).toEqual([])
    }))

  test('reads many in one go, with a row of the log for each, and leaves out who is not there', () =>
    rolledBack(async (tx) => {
      const [her, eve] = [await ayesha(tx), await someone(tx, EVE, 'Eve')]
      const ids = [her.person_id, eve.person_id, her.person_id, '0199a000-0000-7000-8000-0000000000ff']
      const people = await readPeople(tx, dania, 'support', ids)
      expect([...people.values()].map((facts) => facts.name).sort()).toEqual(['Ayesha', 'Eve'])
      expect(await listAccess(tx, her)).toHaveLength(1)
      expect(await listAccess(tx, eve)).toHaveLength(1)
      expect(await readPeople(tx, dania, 'support', [])).toEqual(new Map())
    }))

  test('refuses an actor whose purpose it is not, whoever is asked about', () =>
    rolledBack(async (tx) => {
      const [her, eve] = [await ayesha(tx), await someone(tx, EVE, 'Eve')]
      const addressId = await saveAddress(tx, her, home)
      const sealed = await sealFor(tx, her.person_id, 'PK00', 'payments.account')
      const refused = { code: 'forbidden', reason: 'identity.purpose_not_yours' }
      const nobodys: [Actor, (typeof PURPOSES)[number]][] = [
        ...PURPOSES.map((purpose): [Actor, typeof purpose] => [eve, purpose]),
        ...PURPOSES.filter((purpose) => purpose !== 'deliver').map((purpose): [Actor, typeof purpose] => [
          rider,
          purpose,
        ]),
        ...PURPOSES.map((purpose): [Actor, typeof purpose] => [helperOf(her.person_id, ['listings']), purpose]),
        [dania, 'own'],
        [dania, 'message'],
      ]
      for (const [actor, purpose] of nobodys) {
        await expect(readPerson(tx, actor, purpose, her.person_id)).rejects.toMatchObject(refused)
        await expect(readPeople(tx, actor, purpose, [her.person_id])).rejects.toMatchObject(refused)
        await expect(readAddress(tx, actor, purpose, her.person_id, addressId)).rejects.toMatchObject(refused)
        await expect(openFor(tx, actor, purpose, her.person_id, sealed, 'x')).rejects.toMatchObject(refused)
      }
      expect(await listAccess(tx, her)).toEqual([])
    }))

  test('finds no person and no address that is not there, nor one of somebody else', () =>
    rolledBack(async (tx) => {
      const [her, eve] = [await ayesha(tx), await someone(tx, EVE, 'Eve')]
      const addressId = await saveAddress(tx, her, home)
      const nobody = '0199a000-0000-7000-8000-0000000000ff'
      await expect(readPerson(tx, dania, 'support', nobody)).rejects.toMatchObject({ code: 'not_found' })
      await expect(readAddress(tx, eve, 'own', eve.person_id, addressId)).rejects.toMatchObject({ code: 'not_found' })
      await expect(sealFor(tx, nobody, 'x', 'y')).rejects.toMatchObject({ reason: 'identity.person_unknown' })
    }))

  test('seals a text of another domain for one person and one field', () =>
    rolledBack(async (tx) => {
      const [her, eve] = [await ayesha(tx), await someone(tx, EVE, 'Eve')]
      const sealed = await sealFor(tx, her.person_id, 'PK36SCBL0000001123456702', 'payments.account')
      expect(await openFor(tx, dania, 'payout', her.person_id, sealed, 'payments.account')).toMatch(/^PK36/)
      expect(await listAccess(tx, her)).toMatchObject([{ purpose: 'payout', fields: ['payments.account'] }])
      await expect(openFor(tx, dania, 'payout', her.person_id, sealed, 'payments.title')).rejects.toThrow()
      await expect(openFor(tx, dania, 'payout', eve.person_id, sealed, 'payments.account')).rejects.toThrow()
    }))

  test('refuses what was moved from one person to another inside the database', () =>
    rolledBack(async (tx) => {
      const [her, eve] = [await ayesha(tx), await someone(tx, EVE, 'Eve')]
      await tx.count(sql`update people
        set phone_sealed = (select phone_sealed from people where party_id = ${her.person_id})
        where party_id = ${eve.person_id}`)
      await expect(readPerson(tx, eve, 'own', eve.person_id)).rejects.toThrow()
      await tx.count(sql`update person_keys
        set wrapped_key = (select wrapped_key from person_keys where party_id = ${her.person_id})
        where party_id = ${eve.person_id}`)
      await expect(readPerson(tx, eve, 'own', eve.person_id)).rejects.toThrow()
    }))

  test('says which master key is missing', () => {
    const row = { key_id: 'other', wrapped_key: Buffer.alloc(61) }
    expect(() => unwrapKey(testKeys, 'x', row)).toThrow('wrapped with master key other')
    expect(keysFrom(Buffer.alloc(32, 8)).keyId).not.toBe(testKeys.keyId)
  })
})

describe('changing the master key', () => {
  test('lets everybody be found and read with the new key, and with the old one no more', async () => {
    const { db, url } = await testDatabase()
    const her = await db.tx(ayesha)
    const fresh = keysFrom(Buffer.alloc(32, 9))
    const after = openDatabase(url, { keys: fresh, max: 2 })
    try {
      await expect(after.tx((tx) => readPerson(tx, her, 'own', her.person_id))).rejects.toThrow(
        'wrapped with master key',
      )
      expect(await after.tx((tx) => rewrapKeys(tx, SYSTEM, testKeys, 100))).toBe(1)
      expect(await after.tx((tx) => rewrapKeys(tx, SYSTEM, testKeys, 100))).toBe(0)
      expect(await after.tx((tx) => readPerson(tx, her, 'own', her.person_id))).toMatchObject({ phone: AYESHA })
      expect(await after.tx(ayesha)).toEqual(her)
      await expect(db.tx((tx) => readPerson(tx, her, 'own', her.person_id))).rejects.toThrow('wrapped with master key')
    } finally {
      await after.close()
    }
  })
})

describe('a seal', () => {
  test('opens to what was sealed, for any bytes, and never looks the same twice', () => {
    const key = newKey()
    const nonces = new Set<string>()
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, place) => {
        const sealed = seal(key, place, Buffer.from(bytes))
        nonces.add(sealed.subarray(1, 13).toString('hex'))
        expect(unseal(key, place, sealed)).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 500 },
    )
    expect(nonces.size).toBeGreaterThanOrEqual(500)
  })

  test('breaks when any one bit of it is changed', () => {
    const key = newKey()
    const sealed = seal(key, 'people.name', Buffer.from('Ayesha'))
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const bent = Buffer.from(sealed)
      bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => unseal(key, 'people.name', bent)).toThrow()
    }
    expect(() => unseal(key, 'people.phone', sealed)).toThrow()
    expect(() => unseal(newKey(), 'people.name', sealed)).toThrow()
    expect(() => unseal(key, 'people.name', sealed.subarray(0, 20))).toThrow()
  })
})

describe('erasing a person', () => {
  test('leaves nothing that opens, ends her sessions and frees her number', async () => {
    const { db } = await testDatabase()
    const her = await db.tx(ayesha)
    const addressId = await db.tx((tx) => saveAddress(tx, her, home))
    await db.tx((tx) => erasePerson(tx, her))
    const gone = { code: 'not_found' }
    await expect(db.tx((tx) => readPerson(tx, dania, 'support', her.person_id))).rejects.toMatchObject(gone)
    await expect(db.tx((tx) => readAddress(tx, rider, 'deliver', her.person_id, addressId))).rejects.toMatchObject(gone)
    await expect(db.tx((tx) => erasePerson(tx, her))).rejects.toMatchObject(gone)
    expect(await db.read((tx) => tx.all(sql`select party_id from person_keys`))).toEqual([])
    const next = await db.tx(ayesha)
    expect(next.person_id).not.toBe(her.person_id)
  })

  test('is refused while she owns a shop that trades', () =>
    rolledBack(async (tx) => {
      const her = await ayesha(tx)
      await openShop(tx, her, { name: 'Farah Shawls', city_id: 'swat', area: '', about: '', language: 'ur' })
      await expect(erasePerson(tx, her)).rejects.toMatchObject({ code: 'conflict', reason: 'identity.shop_first' })
    }))
})

test('only the market itself makes people without a code', () =>
  rolledBack(async (tx) => {
    expect(await seedPerson(tx, SYSTEM, { phone: AYESHA, language: 'en' })).toBe((await ayesha(tx)).person_id)
    await expect(
      signIn(tx, { phone: AYESHA, code: '000000', device: '', ip: '::1', kind: 'api' }),
    ).rejects.toMatchObject({ reason: 'identity.code_expired' })
  }))

function helperOf(shopId: string, tasks: readonly ShopTask[]): ShopActor {
  return { kind: 'shop', person_id: '0199a000-0000-7000-8000-00000000000c', shop_id: shopId, role: 'helper', tasks }
}
