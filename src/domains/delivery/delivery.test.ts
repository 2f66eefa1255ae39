import { describe, expect, test } from 'vitest'
import { DELIVERY_RATES } from '../../../db/seed/cities.ts'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { newId } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Operator, type Rider, type ShopActor, SYSTEM, saveAddress, seedPerson } from '../identity/identity.ts'
import {
  assignRider,
  bookParcel,
  cashOfRider,
  findParcelByLabel,
  followCarrier,
  handInCash,
  listCashByRider,
  listDoneOfRider,
  listOpenOfRider,
  listOpenWithCarrier,
  listParcelsWaiting,
  listUnbooked,
  loadRates,
  lockParcel,
  lockParcelOfOrder,
  moveParcel,
  type NewParcel,
  type Parcel,
  type ParcelStep,
  parcelOfOrder,
  readLabel,
  readRates,
  recordTracking,
  scansOf,
  shownLabel,
  takeCash,
} from './delivery.ts'

const ghazi: Rider = { kind: 'rider', person_id: newId() }
const eve: Rider = { kind: 'rider', person_id: newId() }
const dania: Operator = { kind: 'operator', person_id: newId() }
const shop_id = newId()
/** For what needs two transactions at once. */
const { db } = await testDatabase()
const bilal: ShopActor = { kind: 'shop', person_id: newId(), shop_id, role: 'owner', tasks: ['orders'] }

const order = (more: Partial<NewParcel> = {}): NewParcel => ({
  shop_id,
  order_id: newId(),
  buyer_id: newId(),
  address_id: newId(),
  from_city_id: 'lahore',
  to_city_id: 'karachi',
  carrier: 'riders',
  cod_paisa: 245_000n,
  ...more,
})

/** Takes several steps, and gives the parcel as it is then. */
async function walk(tx: Tx, parcel: Parcel, ...steps: ParcelStep[]): Promise<Parcel> {
  let at = parcel
  for (const step of steps) at = await moveParcel(tx, ghazi, parcel, step)
  return at
}

const eventsOf = (tx: Tx) =>
  tx.all<{ name: string; to: string }>(sql`
    select name, coalesce(payload ->> 'to', '') as to from outbox where party_id = ${shop_id} order by event_id`)

describe('a parcel of our riders', () => {
  test('is booked, taken, brought to the door and delivered', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order())
      expect(parcel).toMatchObject({ state: 'booked', rider_id: null, tracking: parcel.label_code })
      const here = await walk(tx, parcel, 'pick_up', 'go_out', 'arrive')
      expect(here).toMatchObject({ state: 'at_door', rider_id: ghazi.person_id })
      await moveParcel(tx, ghazi, parcel, 'deliver', {
        note: 'handed to her',
        photo_name: '9f86.jpg',
        place: 'Karachi',
      })
      expect(await parcelOfOrder(tx, shop_id, parcel.order_id)).toMatchObject({ state: 'delivered' })
      const scans = await scansOf(tx, parcel)
      expect(scans.map((scan) => scan.kind)).toEqual(['booked', 'pick_up', 'go_out', 'arrive', 'deliver'])
      expect(scans.at(-1)).toMatchObject({ note: 'handed to her', photo_name: '9f86.jpg', scanned_by: ghazi.person_id })
      expect(await eventsOf(tx)).toEqual([
        { name: 'parcel.booked', to: '' },
        ...['picked_up', 'out', 'at_door', 'delivered'].map((to) => ({ name: 'parcel.moved', to })),
      ])
    }))

  test('is one for each order', () =>
    rolledBack(async (tx) => {
      const facts = order()
      await bookParcel(tx, facts)
      await expect(bookParcel(tx, facts)).rejects.toMatchObject({ code: 'conflict', reason: 'delivery.booked_before' })
    }))

  test('goes home when it is refused at the door', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order())
      const home = await walk(tx, parcel, 'pick_up', 'go_out', 'arrive', 'refuse', 'start_return')
      expect(home.state).toBe('returning')
      expect((await moveParcel(tx, bilal, parcel, 'give_back')).state).toBe('back')
    }))

  test('is tried three times before it goes home unseen', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order())
      await walk(tx, parcel, 'pick_up', 'go_out', 'nobody_home', 'go_out', 'arrive', 'nobody_home', 'go_out')
      const early = moveParcel(tx, ghazi, parcel, 'refuse')
      await expect(early).rejects.toMatchObject({ code: 'conflict', reason: 'delivery.tries_left' })
      const tried = await moveParcel(tx, ghazi, parcel, 'nobody_home')
      expect(tried).toMatchObject({ state: 'picked_up', tries_count: 3 })
      expect((await moveParcel(tx, ghazi, parcel, 'refuse')).state).toBe('refused')
    }))

  test('takes no step that is not open, and none twice', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order())
      const never = { code: 'conflict', reason: 'delivery.not_now' }
      await expect(moveParcel(tx, dania, parcel, 'deliver')).rejects.toMatchObject(never)
      await moveParcel(tx, bilal, parcel, 'cancel')
      await expect(moveParcel(tx, bilal, parcel, 'cancel')).rejects.toMatchObject(never)
    }))

  test('moves for nobody but who has it, and does not exist for the others', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order())
      await walk(tx, parcel, 'pick_up')
      const unknown = { code: 'not_found', reason: 'delivery.parcel_unknown' }
      await expect(moveParcel(tx, eve, parcel, 'go_out')).rejects.toMatchObject(unknown)
      await expect(moveParcel(tx, ghazi, { ...parcel, parcel_id: newId() }, 'go_out')).rejects.toMatchObject(unknown)
      const stranger = { ...bilal, shop_id: newId() }
      await expect(moveParcel(tx, stranger, parcel, 'cancel')).rejects.toMatchObject(unknown)
      const notHis = { code: 'forbidden', reason: 'delivery.step_not_yours' }
      await expect(moveParcel(tx, bilal, parcel, 'deliver')).rejects.toMatchObject(notHis)
      await expect(moveParcel(tx, { kind: 'person', person_id: newId() }, parcel, 'deliver')).rejects.toMatchObject(
        notHis,
      )
    }))

  test('is found by its label as people type it, and locked by its order', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order())
      const typed = ` ${shownLabel(parcel.label_code).toLowerCase()} `
      expect(await findParcelByLabel(tx, typed)).toEqual(parcel)
      expect(await findParcelByLabel(tx, '00000000')).toBeUndefined()
      expect(await findParcelByLabel(tx, 'no label')).toBeUndefined()
      expect(await lockParcelOfOrder(tx, shop_id, parcel.order_id)).toEqual(parcel)
      expect(await lockParcel(tx, parcel)).toEqual(parcel)
    }))
})

describe('riders', () => {
  test('see what waits in a city, what they have and what they did today', () =>
    rolledBack(async (tx) => {
      const [near, far] = [await bookParcel(tx, order({ to_city_id: 'lahore' })), await bookParcel(tx, order())]
      expect(await listParcelsWaiting(tx, ghazi, 'lahore')).toEqual([near])
      expect(await listParcelsWaiting(tx, dania)).toEqual([near, far])
      await assignRider(tx, ghazi, near)
      await walk(tx, far, 'pick_up', 'go_out', 'arrive', 'deliver')
      expect((await listOpenOfRider(tx, ghazi)).map((each) => each.parcel_id)).toEqual([near.parcel_id])
      const today = new Date(tx.now.getTime() - 3_600_000)
      expect((await listDoneOfRider(tx, ghazi, today)).map((each) => each.parcel_id)).toEqual([far.parcel_id])
      expect(await listParcelsWaiting(tx, ghazi)).toEqual([])
    }))

  test('cannot take what another has, but an operator may give it on', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order())
      await assignRider(tx, eve, parcel)
      const taken = { code: 'conflict', reason: 'delivery.taken' }
      await expect(assignRider(tx, ghazi, parcel)).rejects.toMatchObject(taken)
      await expect(moveParcel(tx, ghazi, parcel, 'pick_up')).rejects.toMatchObject({ code: 'not_found' })
      expect((await assignRider(tx, dania, parcel, ghazi.person_id)).rider_id).toBe(ghazi.person_id)
      await walk(tx, parcel, 'pick_up', 'go_out')
      await expect(assignRider(tx, dania, parcel, eve.person_id)).rejects.toMatchObject(taken)
      const nowhere = assignRider(tx, ghazi, { party_id: shop_id, parcel_id: newId() })
      await expect(nowhere).rejects.toMatchObject({ code: 'not_found', reason: 'delivery.parcel_unknown' })
    }))

  test.each([
    ['both say so', 'assign', 'assign'],
    ['one says so and one picks it up', 'assign', 'pick up'],
    ['both pick it up', 'pick up', 'pick up'],
  ])('of two who take one parcel at the same moment one has it: %s', async (_, first, second) => {
    const take = (rider: Rider, how: string, parcel: Parcel) =>
      db.tx((tx) => (how === 'assign' ? assignRider(tx, rider, parcel) : moveParcel(tx, rider, parcel, 'pick_up')))
    for (let round = 0; round < 10; round++) {
      const parcel = await db.tx((tx) => bookParcel(tx, order()))
      const takes = await Promise.allSettled([take(ghazi, first, parcel), take(eve, second, parcel)])
      const riders = takes.flatMap((each) => (each.status === 'fulfilled' ? [each.value.rider_id] : []))
      const now = await db.read((tx) => parcelOfOrder(tx, shop_id, parcel.order_id))
      expect(riders).toEqual([now?.rider_id])
    }
  })

  test('read an address only while the parcel is theirs and on its way', () =>
    rolledBack(async (tx) => {
      const buyer_id = await seedPerson(tx, SYSTEM, { phone: '+923001234567', name: 'Ayesha', language: 'en' })
      const address_id = await saveAddress(
        tx,
        { kind: 'person', person_id: buyer_id },
        {
          name: 'Ayesha',
          street: 'House 12, Street 4',
          area: 'Gulshan',
          landmark: 'near the park',
          city_id: 'karachi',
        },
      )
      const parcel = await bookParcel(tx, order({ buyer_id, address_id }))
      await assignRider(tx, ghazi, parcel)
      expect(await readLabel(tx, ghazi, parcel)).toMatchObject({
        shown_code: shownLabel(parcel.label_code),
        to_city_id: 'karachi',
        cod_paisa: 245_000n,
        to: { name: 'Ayesha', street: 'House 12, Street 4', phone: '+923001234567' },
      })
      expect((await readLabel(tx, bilal, parcel)).to.area).toBe('Gulshan')
      const unknown = { code: 'not_found', reason: 'delivery.parcel_unknown' }
      await expect(readLabel(tx, eve, parcel)).rejects.toMatchObject(unknown)
      await expect(readLabel(tx, { ...bilal, shop_id: newId() }, parcel)).rejects.toMatchObject(unknown)
      await walk(tx, parcel, 'pick_up', 'go_out', 'arrive', 'deliver')
      await expect(readLabel(tx, ghazi, parcel)).rejects.toMatchObject({ code: 'conflict', reason: 'delivery.ended' })
    }))
})

describe('a parcel of a courier', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 0, 2, hour))
  const scan = (kind: Parameters<typeof followCarrier>[3]['kind'], hour: number) => ({
    carrier_scan: `${kind}:${hour}`,
    kind,
    happened_at: at(hour),
  })

  test('gets its number once, and nobody else gets it', () =>
    rolledBack(async (tx) => {
      const [one, two] = [
        await bookParcel(tx, order({ carrier: 'leopards' })),
        await bookParcel(tx, order({ carrier: 'leopards' })),
      ]
      expect(await listUnbooked(tx, 'leopards')).toHaveLength(2)
      await recordTracking(tx, one, 'LE1')
      expect((await recordTracking(tx, one, 'LE1')).tracking).toBe('LE1')
      const taken = { code: 'conflict', reason: 'delivery.tracking_taken' }
      await expect(recordTracking(tx, one, 'LE9')).rejects.toMatchObject(taken)
      await expect(recordTracking(tx, two, 'LE1')).rejects.toMatchObject(taken)
      const nowhere = recordTracking(tx, { party_id: shop_id, parcel_id: newId() }, 'LE3')
      await expect(nowhere).rejects.toMatchObject({ code: 'not_found' })
    }))

  test('follows what the courier says, forward and never back, and each scan once', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order({ carrier: 'leopards' }))
      await recordTracking(tx, parcel, 'LE1')
      const follow = async (kind: Parameters<typeof followCarrier>[3]['kind'], hour: number) => {
        const { is_new, moved_to, parcel } = await followCarrier(tx, 'leopards', 'LE1', scan(kind, hour))
        return { is_new, moved_to, tries: parcel.tries_count }
      }
      expect(await follow('out_for_delivery', 5)).toEqual({ is_new: true, moved_to: 'out', tries: 0 })
      expect(await follow('out_for_delivery', 5)).toEqual({ is_new: false, moved_to: undefined, tries: 0 })
      expect(await follow('picked', 1)).toEqual({ is_new: true, moved_to: undefined, tries: 0 })
      expect(await follow('attempted', 6)).toEqual({ is_new: true, moved_to: 'picked_up', tries: 1 })
      expect(await follow('attempted', 6)).toEqual({ is_new: false, moved_to: undefined, tries: 1 })
      expect(await follow('unclear', 7)).toEqual({ is_new: true, moved_to: undefined, tries: 1 })
      expect(await listOpenWithCarrier(tx, 'leopards')).toHaveLength(1)
      expect(await follow('delivered', 8)).toEqual({ is_new: true, moved_to: 'delivered', tries: 1 })
      expect(await follow('returned', 9)).toEqual({ is_new: true, moved_to: undefined, tries: 1 })
      expect(await listOpenWithCarrier(tx, 'leopards')).toEqual([])
    }))

  test('is not found by a number that nobody gave', () =>
    rolledBack(async (tx) => {
      const unknown = followCarrier(tx, 'leopards', 'LE404', scan('delivered', 1))
      await expect(unknown).rejects.toMatchObject({ code: 'not_found', reason: 'delivery.parcel_unknown' })
    }))

  test('is not for our riders to take', () =>
    rolledBack(async (tx) => {
      const parcel = await bookParcel(tx, order({ carrier: 'leopards' }))
      await expect(assignRider(tx, ghazi, parcel)).rejects.toMatchObject({ reason: 'delivery.taken' })
      await expect(moveParcel(tx, ghazi, parcel, 'pick_up')).rejects.toMatchObject({ code: 'not_found' })
    }))
})

describe('cash at doors', () => {
  const cash = (amount_paisa = 245_000n, shop = shop_id) => ({ shop_id: shop, order_id: newId(), amount_paisa })

  test('is held by the rider until an operator has counted it', () =>
    rolledBack(async (tx) => {
      await takeCash(tx, ghazi.person_id, cash(100n))
      await takeCash(tx, ghazi.person_id, cash(50n, newId()))
      await takeCash(tx, eve.person_id, cash(7n))
      expect((await cashOfRider(tx, ghazi.person_id)).total_paisa).toBe(150n)
      expect(await listCashByRider(tx)).toHaveLength(2)
      const handed = await handInCash(tx, dania, ghazi.person_id, 150n)
      expect(handed.map((row) => row.amount_paisa).sort()).toEqual([100n, 50n])
      expect((await cashOfRider(tx, ghazi.person_id)).total_paisa).toBe(0n)
      const again = handInCash(tx, dania, ghazi.person_id)
      await expect(again).rejects.toMatchObject({ code: 'conflict', reason: 'delivery.no_cash' })
      expect((await cashOfRider(tx, eve.person_id)).total_paisa).toBe(7n)
    }))

  test('of an order is taken once', () =>
    rolledBack(async (tx) => {
      const once = cash()
      await takeCash(tx, ghazi.person_id, once)
      const twice = takeCash(tx, eve.person_id, once)
      await expect(twice).rejects.toMatchObject({ code: 'conflict', reason: 'delivery.cash_taken' })
    }))

  test('is not taken over when the sum is another than the one counted', () =>
    rolledBack(async (tx) => {
      await takeCash(tx, ghazi.person_id, cash(100n))
      const counted = handInCash(tx, dania, ghazi.person_id, 99n)
      await expect(counted).rejects.toMatchObject({ code: 'conflict', reason: 'delivery.cash_changed' })
    }))

  test('is handed in once though two operators count at the same moment', async () => {
    await db.tx(async (tx) => {
      for (let i = 0; i < 6; i++) await takeCash(tx, ghazi.person_id, cash(100n, newId()))
    })
    const both = await Promise.allSettled([1, 2].map(() => db.tx((tx) => handInCash(tx, dania, ghazi.person_id, 600n))))
    expect(both.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    const reasons = both.flatMap((each) => (each.status === 'rejected' ? [each.reason.reason] : []))
    expect(['delivery.no_cash', 'delivery.cash_changed']).toContain(reasons[0])
  })
})

test('rates are replaced when they are loaded again', () =>
  rolledBack(async (tx) => {
    await loadRates(tx, DELIVERY_RATES)
    await loadRates(
      tx,
      DELIVERY_RATES.map((rate) => ({ ...rate, fee_paisa: rate.fee_paisa + 1n })),
    )
    expect((await readRates(tx)).map((rate) => rate.fee_paisa)).toEqual(
      DELIVERY_RATES.map((rate) => rate.fee_paisa + 1n),
    )
  }))
