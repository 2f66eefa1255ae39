import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  actForShop,
  changeShop,
  checkShop,
  findShop,
  findShopByHandle,
  findShops,
  LIMITS,
  listShops,
  listShopsOf,
  type NewShop,
  type Operator,
  openShop,
  type Person,
  restShop,
  SHOP_TASKS,
  type ShopActor,
  SYSTEM,
  seedPerson,
  wakeShop,
} from './identity.ts'

const BILAL = '+923000050001'
const _JAMILA = '+923000050002'
const EVE = '+923000050003'
const dania: Operator = { kind: 'operator', person_id: '0199a000-0000-7000-8000-00000000000b' }
const nobody = '0199a000-0000-7000-8000-0000000000ff'
const shoes: NewShop = { name: 'Bilal Shoes', city_id: 'lahore', area: 'Anarkali', about: 'Khussa', language: 'ur' }

const someone = async (tx: Tx, phone: string): Promise<Person> => ({
  kind: 'person',
  person_id: await seedPerson(tx, SYSTEM, { phone, language: 'en' }),
})
async function bilalsShop(tx: Tx): Promise<{ bilal: Person; owner: ShopActor; shop_id: string }> {
  const bilal = await someone(tx, BILAL)
  const { party_id: shop_id } = await openShop(tx, bilal, shoes)
  return { bilal, shop_id, owner: await actForShop(tx, bilal, shop_id, 'shop') }
}

describe('a shop', () => {
  test('is opened by a person, waits for the operator, and is found by its handle', () =>
    rolledBack(async (tx) => {
      const { shop_id, bilal, owner } = await bilalsShop(tx)
      expect(await findShopByHandle(tx, 'Bilal-Shoes')).toMatchObject({
        party_id: shop_id,
        state: 'waiting',
        about: 'Khussa',
      })
      expect(await listShopsOf(tx, bilal)).toMatchObject([{ party_id: shop_id, role: 'owner', tasks: [...SHOP_TASKS] }])
      expect(owner).toMatchObject({ role: 'owner', tasks: SHOP_TASKS })
      const events = await tx.all(sql`select name from outbox where party_id = ${shop_id}`)
      expect(events).toEqual([{ name: 'shop.opened' }])
    }))

  test('gets another handle when its name is taken, by its area and then its city', () =>
    rolledBack(async (tx) => {
      const bilal = await someone(tx, BILAL)
      const handles = []
      for (let i = 0; i < 4; i++) handles.push((await openShop(tx, bilal, shoes)).handle)
      expect(handles).toEqual(['bilal-shoes', 'bilal-shoes-anarkali', 'bilal-shoes-lahore', 'bilal-shoes-2'])
    }))

  test('may wish for a handle, if it is well shaped and free', () =>
    rolledBack(
      async (tx) => {
        const bilal = await someone(tx, BILAL)
        expect((await openShop(tx, bilal, { ...shoes, handle: 'Khussa-Mahal' })).handle).toBe('khussa-mahal')
        await expect(openShop(tx, bilal, { ...shoes, handle: 'khussa-mahal' })).rejects.toMatchObject({
          code: 'conflict',
          reason: 'identity.handle_taken',
        })
        for (const handle of ['ab', '-abc', 'abc-', 'a--bc', 'جوتے', 'operator', 'x'.repeat(41)]) {
          await expect(openShop(tx, bilal, { ...shoes, handle })).rejects.toMatchObject({
            reason: 'identity.handle_shape',
          })
        }
      },
      { now: new Date('2026-03-01T10:00:00Z') },
    ))

  test('gives one handle to one of two shops that ask at the same moment', async () => {
    const { db } = await testDatabase()
    const people = await Promise.all([BILAL, EVE].map((phone) => db.tx((tx) => someone(tx, phone))))
    const shops = await Promise.all(people.map((person) => db.tx((tx) => openShop(tx, person, shoes))))
    expect(shops.map((shop) => shop.handle).sort()).toEqual(['bilal-shoes', 'bilal-shoes-anarkali'])
  })

  test.each([
    [{ name: '  ' }, 'identity.shop_name_missing'],
    [{ name: 'x'.repeat(61) }, 'identity.name_long'],
    [{ about: 'x'.repeat(1001) }, 'identity.about_long'],
    [{ area: 'x'.repeat(201) }, 'identity.address_long'],
    [{ city_id: '' }, 'identity.city_missing'],
    [{ language: 'klingon' }, 'identity.language_unknown'],
  ])('is not opened with %j', (change, reason) =>
    rolledBack(async (tx) => {
      const bilal = await someone(tx, BILAL)
      await expect(openShop(tx, bilal, { ...shoes, ...change })).rejects.toMatchObject({ code: 'invalid', reason })
    }),
  )

  test('is one of at most five that a person opens in a day', () =>
    rolledBack(async (tx) => {
      const eve = await someone(tx, EVE)
      for (let i = 0; i < LIMITS.shops_per_person.most; i++) await openShop(tx, eve, shoes)
      await expect(openShop(tx, eve, shoes)).rejects.toMatchObject({ code: 'limit' })
    }))

  test('is changed by who may, and keeps its handle', () =>
    rolledBack(async (tx) => {
      const { owner } = await bilalsShop(tx)
      const changed = await changeShop(tx, owner, { name: 'Bilal and Sons', about: undefined })
      expect(changed).toMatchObject({
        name: 'Bilal and Sons',
        handle: 'bilal-shoes',
        about: 'Khussa',
        city_id: 'lahore',
      })
      await expect(changeShop(tx, owner, { name: ' ' })).rejects.toMatchObject({ reason: 'identity.shop_name_missing' })
      await expect(changeShop(tx, { ...owner, tasks: ['orders'] }, { name: 'X' })).rejects.toMatchObject({
        code: 'forbidden',
        reason: 'identity.task_not_given',
      })
    }))

  test('is checked, rests, wakes and is stopped, one state after the other', () =>
    rolledBack(async (tx) => {
      const { owner, shop_id } = await bilalsShop(tx)
      await expect(restShop(tx, owner)).rejects.toMatchObject({ code: 'conflict', reason: 'identity.shop_is_waiting' })
      expect(await checkShop(tx, dania, shop_id, 'open', '')).toMatchObject({ state: 'open', checked_at: tx.now })
      await expect(checkShop(tx, dania, shop_id, 'open', '')).rejects.toMatchObject({ reason: 'identity.shop_is_open' })
      expect(await restShop(tx, owner)).toMatchObject({ state: 'resting' })
      await expect(restShop(tx, owner)).rejects.toMatchObject({ reason: 'identity.shop_is_resting' })
      expect(await wakeShop(tx, owner)).toMatchObject({ state: 'open', checked_at: tx.now })
      await expect(checkShop(tx, dania, shop_id, 'stopped', ' ')).rejects.toMatchObject({
        reason: 'identity.reason_missing',
      })
      const stopped = await checkShop(tx, dania, shop_id, 'stopped', 'Copies of a brand')
      expect(stopped).toMatchObject({ state: 'stopped', state_reason: 'Copies of a brand' })
      await expect(wakeShop(tx, owner)).rejects.toMatchObject({ reason: 'identity.shop_is_stopped' })
      await expect(checkShop(tx, dania, nobody, 'open', '')).rejects.toMatchObject({ code: 'not_found' })
      for (const act of [restShop, wakeShop]) {
        await expect(act(tx, { ...owner, tasks: [] })).rejects.toMatchObject({ code: 'forbidden' })
      }
    }))

  test('is listed by state, page after page, and found by id', () =>
    rolledBack(async (tx) => {
      const bilal = await someone(tx, BILAL)
      const ids: string[] = []
      for (let i = 0; i < 3; i++) ids.push((await openShop(tx, bilal, shoes)).party_id)
      const first = await listShops(tx, { state: 'waiting', limit: 2 })
      const rest = await listShops(tx, { state: 'waiting', limit: 2, after: first[1]?.party_id })
      expect([...first, ...rest].map((shop) => shop.party_id)).toEqual([...ids].sort())
      expect(await listShops(tx, { state: 'open', limit: 2 })).toEqual([])
      expect([...(await findShops(tx, [...ids, nobody])).keys()].sort()).toEqual([...ids].sort())
      await expect(findShop(tx, nobody)).rejects.toMatchObject({ reason: 'identity.shop_unknown' })
      await expect(findShopByHandle(tx, 'no-such-shop')).rejects.toMatchObject({ reason: 'identity.shop_unknown' })
    }))
})
