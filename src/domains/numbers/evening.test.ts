import { describe, expect, test } from 'vitest'
import { rolledBack } from '../../../tests/setup/database.ts'
import { placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { later } from '../../kit/clock/clock.ts'
import { newId } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { altered, type Tx } from '../../kit/sql/tx.ts'
import { restShop } from '../identity/identity.ts'
import { TEMPLATES } from '../messaging/messaging.ts'
import { evening, sendEvening, setEvening } from './evening.ts'
import { countWaiting, sendEvent } from './events-store.ts'
import { addLooks } from './looks-store.ts'
import { replaceRanges } from './prices-store.ts'
import { numbersOf } from './shop-numbers.ts'

const messages = (tx: Tx) =>
  tx.all<{ party_id: string; template: string; language: string; facts: Record<string, unknown> }>(sql`
    select party_id, template, language, facts from messages where template like 'shop.evening%'`)

/** The same transaction a day later. */
function onNextDay(tx: Tx): Tx {
  return altered(tx, { now: later(tx.now, 86_400_000) })
}

async function sold(tx: Tx, at: Trade, days: number): Promise<void> {
  for (let day = 0; day < days; day++) {
    sendEvent(tx, {
      ...{ party_id: at.bilal.shop_id, event_id: newId(), order_id: newId(), buyer_id: newId() },
      ...{ kind: 'ordered', happened_at: later(tx.now, -day * 86_400_000), city_id: 'lahore', method: 'cod' },
      ...{ paisa: 245_000n, reason: '' },
      lines: [{ listing_id: at.listing_id, category_id: 'mens-chappal', pieces: 1, paisa: '245000', back: 0 }],
    })
  }
  await countWaiting(tx, at.bilal.shop_id, 1_000)
}

describe('in the evening', () => {
  test('the shop’s owner gets two numbers and one suggestion, in the shop’s language, once a day', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await sold(tx, at, 70)
      expect(await sendEvening(tx, at.bilal.shop_id)).toBe(true)
      await sendEvening(tx, at.bilal.shop_id)
      const [message, ...others] = await messages(tx)
      expect(others).toEqual([])
      expect(message).toMatchObject({ party_id: at.bilal.person_id, template: 'shop.evening_stock', language: 'en' })
      expect(message?.facts).toMatchObject({ orders: 1, amount_paisa: '245000', kept_paisa: '0', count: 10 })
      await sendEvening(onNextDay(tx), at.bilal.shop_id)
      expect(await messages(tx)).toHaveLength(2)
    }))

  test('a shop that wants none, or has its shutters down, gets none', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const bilal = { ...at.bilal, tasks: ['shop' as const] }
      await setEvening(tx, bilal, false)
      expect(await sendEvening(tx, at.bilal.shop_id)).toBe(false)
      await setEvening(tx, bilal, true)
      await restShop(tx, bilal)
      expect(await sendEvening(tx, at.bilal.shop_id)).toBe(false)
      expect(await messages(tx)).toEqual([])
    }))

  test('an owner who wants no order messages is spared it: it is none of those that always go out', () => {
    const evenings = Object.entries(TEMPLATES).filter(([name]) => name.startsWith('shop.evening'))
    expect(evenings.map(([, { always }]) => always)).toEqual(evenings.map(() => false))
    expect(evenings).toHaveLength(6)
  })

  test('the suggestion is the most urgent one that there is', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const shop = at.bilal.shop_id
      const chosen = async () => evening(await numbersOf(tx, shop)).template
      expect(await chosen()).toBe('shop.evening_share')
      await placed(tx, at)
      await sold(tx, { ...at, listing_id: newId() }, 1)
      expect(await chosen()).toBe('shop.evening')
      const looks = { party_id: shop, day: '2026-01-02', listing_id: at.listing_id }
      await addLooks(tx, [{ ...looks, looked_count: 40, carted_count: 0 }])
      expect(await chosen()).toBe('shop.evening_photo')
      const range = { category_id: 'mens-chappal', condition: 'new' as const, shop_count: 6, listing_count: 20 }
      await replaceRanges(tx, [{ ...range, low_paisa: 1n, middle_paisa: 2n, high_paisa: 100_000n }])
      expect(await chosen()).toBe('shop.evening_dear')
      await sold(tx, at, 70)
      expect(await chosen()).toBe('shop.evening_stock')
    }))
})
