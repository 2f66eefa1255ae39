import { addLooks, countNews, localDay, makeDemand, takePrices } from '../../src/domains/numbers/numbers.ts'
import { DEMO_PRIVACY } from '../../src/domains/pulse/pulse.ts'
import { DAY_MS, later } from '../../src/kit/clock/clock.ts'
import type { Replay } from './fill-clock.ts'
import type { Shelves } from './fill-goods.ts'
import { type Crowd, lookUp } from './fill-people.ts'
import { between, chance, randomFrom } from './random.ts'
import type { Random, SeedListing } from './shapes.ts'

/** For how many days looks are invented: what the page of numbers is about. */
const LOOKED_DAYS = 28

/** Counts the past that was played, invents who looked at goods, and takes the prices of what is on sale. */
export async function fillNumbers(replay: Replay, { crowd, shelves }: { crowd: Crowd; shelves: Shelves }) {
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
  const db = replay.databaseAt(replay.now)
  await countNews(db)
  await takePrices(db, DEMO_PRIVACY)
  await db.tx((tx) => makeDemand(tx, DEMO_PRIVACY))
}

/** Most goods are looked at now and then, few of them often. */
function looksOf(random: Random, seed: SeedListing): { ago: number; looked_count: number; carted_count: number }[] {
  const pull = 0.1 + 4 * random() ** 5
  const days = Math.min(LOOKED_DAYS, seed.listed_days_ago)
  return Array.from({ length: days }, (_, ago) => ago).flatMap((ago) => {
    const looked_count = Math.floor(pull * between(random, 0, 20) * 0.1 + random() * 0.8)
    if (looked_count === 0) return []
    return { ago, looked_count, carted_count: chance(random, 4 * looked_count) ? 1 : 0 }
  })
}

function dayAgo(now: Date, days: number): string {
  return localDay(later(now, -days * DAY_MS))
}
