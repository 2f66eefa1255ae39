import {
  addLooks,
  addQueries,
  countNews,
  localDay,
  makeDemand,
  makeOffice,
  queryKey,
  takePrices,
} from '../../src/domains/numbers/numbers.ts'
import { DEMO_PRIVACY } from '../../src/domains/pulse/pulse.ts'
import { Lookers, saveProbe } from '../../src/domains/search/search.ts'
import { DAY_MS, later } from '../../src/kit/clock/clock.ts'
import type { Keys } from '../../src/kit/keys/keys.ts'
import { openLog } from '../../src/kit/log/log.ts'
import type { Replay } from './fill-clock.ts'
import type { Shelves } from './fill-goods.ts'
import { type Crowd, lookUp } from './fill-people.ts'
import { randomFrom } from './random.ts'
import type { Random, SeedListing } from './shapes.ts'

/** Counts the past that was played, invents who looked at and for goods, and tells what the market knows. */
export async function fillNumbers(
  replay: Replay,
  { crowd, shelves, keys }: { crowd: Crowd; shelves: Shelves; keys: Keys },
): Promise<void> {
  const random = randomFrom(28)
  const rows = [...shelves.listings.values()]
    .filter(({ seed }) => seed.state === 'live')
    .flatMap(({ seed, listing_id }) => {
      const party_id = lookUp(crowd.shops, seed.shop).shop_id
      return looksOf(random, seed).map(({ ago, ...counts }) => ({
        party_id,
        listing_id,
        day: dayAgo(replay.now, ago),
        ...counts,
      }))
    })
  await replay.at(replay.now, (tx) => addLooks(tx, rows))
  await fillSearches(replay, keys)
  await replay.at(replay.now, async (tx) => {
    for (const query of PROBES) saveProbe(tx, crowd.dania, query)
  })
  const db = replay.databaseAt(replay.now)
  await countNews(db)
  await takePrices(db, DEMO_PRIVACY)
  await db.tx((tx) => makeDemand(tx, DEMO_PRIVACY))
  await db.tx(makeOffice)
}

/** What Dania looks at before a rule of search counts: queries as people here type them. */
const PROBES = [
  ...['jootay', 'جوتے', 'kali shirt mens', 'بچوں کے shoes', 'peshawari chappal', 'samsung phone', 'mobile cover'],
  ...['lawn suit 3 piece', 'hand free', 'charger type c', 'گرم شال', 'washing machine', 'atta 5 kg'],
]

/** What people typed last week and this week, how many of them, and whether they found it. */
const TYPED: readonly (readonly [text: string, is_found: boolean, last: number, now: number])[] = [
  ['khussa', true, 34, 62],
  ['peshawari chappal', true, 41, 44],
  ['lawn suit', true, 55, 38],
  ['power bank', true, 0, 27],
  ['generator', false, 24, 48],
  ['wheelchair', false, 31, 29],
  ['guitar', false, 0, 23],
]

/** Strangers who typed the same words, each in a browser and at a place of their own. */
async function fillSearches(replay: Replay, keys: Keys): Promise<void> {
  for (const [ago, at] of [
    [8, 2],
    [1, 3],
  ] as const) {
    const time = later(replay.now, -ago * DAY_MS)
    const lookers = new Lookers(replay.databaseAt(time), keys, () => time, openLog('silent'))
    for (const [place, typed] of TYPED.entries()) {
      const [text, is_found] = typed
      for (let i = 0; i < typed[at]; i++) {
        const address = `10.${place}.${i}.1`
        lookers.note({ text, is_found, person_id: undefined, visit_id: `demo ${place} ${i}`, address })
      }
    }
    await lookers.flush()
    await replay.at(time, (tx) => addQueries(tx, queriesOf(keys, localDay(time), at)))
  }
}

/** How often those words were searched on a day, and led to goods; people ask more than once. */
function queriesOf(keys: Keys, day: string, at: 2 | 3) {
  const each = TYPED.map((typed) => {
    const searched_count = Math.round(typed[at] * 1.4)
    const [text, is_found] = typed
    const clicked_count = is_found ? Math.round(searched_count * 0.6) : 0
    const ordered_count = Math.round(clicked_count * 0.08)
    return { text, searched_count, clicked_count, ordered_count, empty_count: is_found ? 0 : searched_count }
  })
  const sum = (of: (one: (typeof each)[number]) => number) => each.reduce((all, one) => all + of(one), 0)
  // Most of what people type stands in no list.
  const all = {
    text: '',
    searched_count: 3 * sum((one) => one.searched_count),
    clicked_count: 2 * sum((one) => one.clicked_count),
    ordered_count: 2 * sum((one) => one.ordered_count),
    empty_count: 2 * sum((one) => one.empty_count),
  }
  return [all, ...each].map(({ text, ...counts }) => ({ day, query_key: queryKey(keys, text), ...counts }))
}

/** Most goods are looked at now and then, few of them often. Pages tell of four weeks, so a row a fortnight will do. */
function looksOf(random: Random, seed: SeedListing): { ago: number; looked_count: number; carted_count: number }[] {
  const pull = 3 + 55 * random() ** 5
  return [3, 17].flatMap((ago) => {
    const looked_count = seed.listed_days_ago > ago ? Math.floor(pull * (0.5 + random())) : 0
    if (looked_count === 0) return []
    return { ago, looked_count, carted_count: Math.floor(looked_count * random() * 0.08) }
  })
}

function dayAgo(now: Date, days: number): string {
  return localDay(later(now, -days * DAY_MS))
}
