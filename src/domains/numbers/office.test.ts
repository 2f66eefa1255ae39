import { describe, expect, test } from 'vitest'
import { rolledBack, testKeys } from '../../../tests/setup/database.ts'
import { trade } from '../../../tests/setup/trade.ts'
import { newId } from '../../kit/ids/ids.ts'
import { openLog } from '../../kit/log/log.ts'
import { altered, type Tx } from '../../kit/sql/tx.ts'
import { Lookers } from '../search/search.ts'
import { countWaiting, type NumbersKind, sendEvent } from './events-store.ts'
import { makeOffice, monthsBack, readOffice } from './office.ts'
import { forgetQueries, queryKey, searchQuality } from './queries.ts'
import { addQueries } from './queries-store.ts'

function happens(tx: Tx, shop: string, kind: NumbersKind, day: string, more: { buyer?: string; method?: string } = {}) {
  sendEvent(tx, {
    ...{ party_id: shop, event_id: newId(), order_id: newId(), buyer_id: more.buyer ?? newId(), kind },
    ...{ happened_at: new Date(`${day}T10:00:00Z`), city_id: 'lahore', method: more.method ?? 'cod', reason: '' },
    paisa: 100_00n,
    lines: [{ listing_id: newId(), category_id: 'mens-chappal', pieces: 2, paisa: '10000', back: 0 }],
  })
}

/** The same transaction under another clock. */
function at(tx: Tx, now: Date): Tx {
  return altered(tx, { now })
}

describe('the office reads of the market', () => {
  test('who came back by the month of the first order, the way to a sale, and what became of orders', () =>
    rolledBack(async (tx) => {
      const { bilal, farah, dania } = await trade(tx)
      const [again, late] = [newId(), newId()]
      for (const day of ['2025-11-03', '2025-12-09', '2025-12-20'])
        happens(tx, bilal.shop_id, 'ordered', day, { buyer: again })
      happens(tx, bilal.shop_id, 'ordered', '2025-11-20', { buyer: late })
      happens(tx, farah.shop_id, 'ordered', '2026-01-01', { buyer: late })
      happens(tx, farah.shop_id, 'begun', '2026-01-01', { method: 'prepaid' })
      happens(tx, farah.shop_id, 'begun', '2026-01-01', { method: 'prepaid' })
      happens(tx, farah.shop_id, 'ordered', '2026-01-01', { method: 'prepaid' })
      happens(tx, bilal.shop_id, 'kept', '2026-01-01')
      for (const shop of [bilal, farah]) await countWaiting(tx, shop.shop_id, 100)
      await makeOffice(tx)
      const office = await readOffice(tx, dania)
      expect(office?.report.cohorts).toEqual([
        { month: '2025-11', people: 2, again: [1, 1, 0] },
        { month: '2026-01', people: 1, again: [0, 0, 0] },
      ])
      expect(office?.report.funnel).toMatchObject({ begun: 2, paid: 1, ordered: 4, kept: 1 })
      expect(office?.report.months.map(({ month, ordered, kept }) => [month, ordered, kept])).toEqual([
        ['2025-11', 2, 0],
        ['2025-12', 2, 0],
        ['2026-01', 2, 1],
      ])
      expect(office?.report.demand).toEqual([{ shelf: 'men', pieces: 8 }])
    }))

  test('how good search is: of all searches, and of words that twenty people typed, and of no others', () =>
    rolledBack(async (tx) => {
      const { dania } = await trade(tx)
      const day = '2026-01-01'
      const asked = (text: string, [searched, empty, clicked, ordered]: [number, number, number, number]) => ({
        ...{ day, query_key: queryKey(testKeys, text) },
        ...{ searched_count: searched, empty_count: empty, clicked_count: clicked, ordered_count: ordered },
      })
      await addQueries(tx, [asked('', [100, 9, 50, 7]), asked('Khussa', [30, 0, 20, 2]), asked('secret', [4, 4, 0, 0])])
      await addQueries(tx, [asked('khussa ', [10, 0, 4, 1])])
      const yesterday = new Date('2025-12-31T10:00:00Z')
      const then = at(tx, yesterday)
      const lookers = new Lookers({ tx: (body) => body(then) }, testKeys, () => yesterday, openLog('silent'))
      for (let i = 0; i < 20; i++) {
        lookers.note({ text: 'khussa', is_found: true, person_id: `p${i}`, visit_id: '', address: '10.0.0.1' })
      }
      await lookers.flush()
      expect(await searchQuality(tx, dania)).toEqual([
        { words: undefined, searched: 100, empty: 9, clicked: 50, ordered: 7 },
        { words: 'khussa', searched: 40, empty: 0, clicked: 24, ordered: 3 },
      ])
      expect(await forgetQueries(tx)).toBe(0)
    }))

  test('nothing before the first night', () =>
    rolledBack(async (tx) => {
      const { dania } = await trade(tx)
      expect(await readOffice(tx, dania)).toBeUndefined()
      expect(monthsBack('2026-01-02', 1)).toBe('2025-12')
    }))
})
