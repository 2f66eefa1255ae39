import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { DAY_MS, later } from '../../kit/clock/clock.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  actForShop,
  addMember,
  assertTask,
  endMember,
  findPersonByPhone,
  LIMITS,
  listAccess,
  listMembers,
  listShopsOf,
  type NewShop,
  type Operator,
  openShop,
  type Person,
  type ShopActor,
  SYSTEM,
  seedPerson,
} from './identity.ts'

const BILAL = '+923000050001'
const JAMILA = '+923000050002'
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

describe('a helper', () => {
  const given = { role: 'helper', tasks: ['orders', 'listings'], expires_at: null } as const

  test('acts for the shop in her own name, within her tasks', () =>
    rolledBack(async (tx) => {
      const { owner, shop_id } = await bilalsShop(tx)
      const jamila = await someone(tx, JAMILA)
      await addMember(tx, owner, { phone: '0300 0050002', ...given })
      expect(await actForShop(tx, jamila, shop_id, 'orders')).toEqual({
        kind: 'shop',
        person_id: jamila.person_id,
        shop_id,
        role: 'helper',
        tasks: ['listings', 'orders'],
      })
      for (const task of ['money', 'shop'] as const) {
        await expect(actForShop(tx, jamila, shop_id, task)).rejects.toMatchObject({
          code: 'forbidden',
          reason: 'identity.task_not_given',
        })
      }
      expect((await listMembers(tx, owner)).map((member) => member.role)).toEqual(['owner', 'helper'])
      expect(await listAccess(tx, jamila)).toMatchObject([{ by: 'owner', shop_name: 'Bilal Shoes', purpose: 'find' }])
    }))

  test('loses the shop the moment her time is over, to the millisecond', async () => {
    const { db, clock } = await testDatabase()
    const { owner, shop_id } = await db.tx(bilalsShop)
    const jamila = await db.tx((tx) => someone(tx, JAMILA))
    const end = later(clock.now, DAY_MS)
    await db.tx((tx) => addMember(tx, owner, { person_id: jamila.person_id, ...given, expires_at: end }))
    clock.now = later(end, -1)
    expect(await db.tx((tx) => actForShop(tx, jamila, shop_id, 'orders'))).toMatchObject({ role: 'helper' })
    clock.now = end
    await expect(db.tx((tx) => actForShop(tx, jamila, shop_id, 'orders'))).rejects.toMatchObject({ code: 'not_found' })
    expect(await db.tx((tx) => listShopsOf(tx, jamila))).toEqual([])
    expect(await db.tx((tx) => listMembers(tx, owner))).toHaveLength(1)
  })

  test('loses the shop at once when the owner takes it back, and may be asked again', () =>
    rolledBack(async (tx) => {
      const { owner, shop_id } = await bilalsShop(tx)
      const jamila = await someone(tx, JAMILA)
      await addMember(tx, owner, { person_id: jamila.person_id, ...given })
      await endMember(tx, owner, jamila.person_id)
      await expect(actForShop(tx, jamila, shop_id, 'orders')).rejects.toMatchObject({ code: 'not_found' })
      await expect(endMember(tx, owner, jamila.person_id)).rejects.toMatchObject({ reason: 'identity.member_unknown' })
      await addMember(tx, owner, { person_id: jamila.person_id, role: 'staff', tasks: ['money'], expires_at: null })
      const staff = await actForShop(tx, jamila, shop_id, 'money')
      expect(staff).toMatchObject({ role: 'staff', tasks: ['money'] })
      await endMember(tx, staff, jamila.person_id)
      expect(await listMembers(tx, owner)).toHaveLength(1)
    }))

  test('can neither add others, nor send them away, nor see who they are', () =>
    rolledBack(async (tx) => {
      const { bilal, owner, shop_id } = await bilalsShop(tx)
      const [jamila, eve] = [await someone(tx, JAMILA), await someone(tx, EVE)]
      await addMember(tx, owner, { person_id: jamila.person_id, ...given })
      const helper = await actForShop(tx, jamila, shop_id, 'orders')
      const refused = { code: 'forbidden', reason: 'identity.owner_only' }
      await expect(addMember(tx, helper, { person_id: eve.person_id, ...given })).rejects.toMatchObject(refused)
      await expect(endMember(tx, helper, bilal.person_id)).rejects.toMatchObject(refused)
      await expect(listMembers(tx, helper)).rejects.toMatchObject({ code: 'forbidden' })
      await expect(findPersonByPhone(tx, helper, EVE)).rejects.toMatchObject({ code: 'forbidden' })
    }))

  test('is never given money, nor nothing, nor time that has passed', () =>
    rolledBack(async (tx) => {
      const { bilal, owner, shop_id } = await bilalsShop(tx)
      const jamila = await someone(tx, JAMILA)
      const add = (change: object) => addMember(tx, owner, { person_id: jamila.person_id, ...given, ...change })
      await expect(add({ tasks: ['orders', 'money'] })).rejects.toMatchObject({ reason: 'identity.helper_no_money' })
      await expect(add({ tasks: [] })).rejects.toMatchObject({ reason: 'identity.tasks_missing' })
      await expect(add({ expires_at: tx.now })).rejects.toMatchObject({ reason: 'identity.end_is_past' })
      await expect(add({ person_id: bilal.person_id })).rejects.toMatchObject({ reason: 'identity.is_owner' })
      await expect(add({ person_id: nobody })).rejects.toMatchObject({ reason: 'identity.member_signs_in_first' })
      await expect(endMember(tx, owner, bilal.person_id)).rejects.toMatchObject({ reason: 'identity.member_unknown' })
      await add({})
      await tx.count(sql`update shop_members set tasks = '{money,orders}' where person_id = ${jamila.person_id}`)
      expect(await actForShop(tx, jamila, shop_id, 'orders')).toMatchObject({ tasks: ['orders'] })
      expect(() => assertTask(owner, 'money')).not.toThrow()
    }))

  test('is one of at most twenty members', () =>
    rolledBack(async (tx) => {
      const { owner } = await bilalsShop(tx)
      const people = Array.from({ length: LIMITS.members }, (_, i) => `+92300006${1000 + i}`)
      for (const phone of people.slice(1)) {
        await addMember(tx, owner, { person_id: (await someone(tx, phone)).person_id, ...given })
      }
      const last = await someone(tx, people[0] ?? '')
      await expect(addMember(tx, owner, { person_id: last.person_id, ...given })).rejects.toMatchObject({
        reason: 'identity.members_full',
      })
    }))

  test('works for one shop and is a stranger to every other', () =>
    rolledBack(async (tx) => {
      const { bilal, owner } = await bilalsShop(tx)
      const [jamila, eve] = [await someone(tx, JAMILA), await someone(tx, EVE)]
      const eves = await openShop(tx, eve, { ...shoes, name: 'Eve Traders' })
      await addMember(tx, owner, { person_id: jamila.person_id, ...given })
      for (const stranger of [jamila, bilal]) {
        await expect(actForShop(tx, stranger, eves.party_id, 'orders')).rejects.toMatchObject({
          code: 'not_found',
          reason: 'identity.shop_unknown',
        })
      }
      await expect(actForShop(tx, eve, nobody, 'orders')).rejects.toMatchObject({ code: 'not_found' })
    }))
})

describe('looking up a number', () => {
  test('is limited for each asker, whether it finds anybody or not', async () => {
    const { db } = await testDatabase()
    const eve = await db.tx((tx) => someone(tx, EVE))
    expect(await db.tx((tx) => findPersonByPhone(tx, dania, EVE))).toBe(eve.person_id)
    expect(await db.tx((tx) => findPersonByPhone(tx, dania, '+923000059999'))).toBeUndefined()
    for (let i = 2; i < LIMITS.look_ups.most; i++) await db.tx((tx) => findPersonByPhone(tx, dania, '+923000059999'))
    await expect(db.tx((tx) => findPersonByPhone(tx, dania, EVE))).rejects.toMatchObject({ code: 'limit' })
    expect(await db.tx((tx) => listAccess(tx, eve))).toMatchObject([{ by: 'operator', purpose: 'find' }])
    await expect(db.tx((tx) => findPersonByPhone(tx, dania, 'x'))).rejects.toMatchObject({ code: 'invalid' })
  })

  test('stays counted when an owner asks for a number that nobody has', async () => {
    const { db } = await testDatabase()
    const { owner } = await db.tx(bilalsShop)
    const add = () =>
      db.tx((tx) => addMember(tx, owner, { phone: EVE, role: 'helper', tasks: ['orders'], expires_at: null }))
    for (let i = 0; i < LIMITS.look_ups.most; i++) {
      await expect(add()).rejects.toMatchObject({ code: 'not_found', reason: 'identity.member_signs_in_first' })
    }
    await expect(add()).rejects.toMatchObject({ code: 'limit' })
  })
})
