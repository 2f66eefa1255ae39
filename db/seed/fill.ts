import { consequences } from '../../src/consequences.ts'
import { loadReference } from '../../src/domains/catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../../src/domains/catalogue/category-tree.ts'
import { loadRates, type Places } from '../../src/domains/delivery/delivery.ts'
import type { SearchEngine } from '../../src/domains/search/search.ts'
import type { Consequences } from '../../src/kit/events/attempt.ts'
import type { Keys } from '../../src/kit/keys/keys.ts'
import { openDatabase } from '../../src/kit/sql/database.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Storage } from '../../src/kit/storage/storage.ts'
import type { Locale } from '../../src/kit/text/locale.ts'
import type { Outside } from '../../src/outside.ts'
import { CITIES, DELIVERY_RATES } from './cities.ts'
import { openReplay, playAll } from './fill-clock.ts'
import { datesOf } from './fill-dates.ts'
import type { Bazaar } from './fill-deals.ts'
import { stockShelves } from './fill-goods.ts'
import { payoutsOf } from './fill-money.ts'
import { fillNumbers } from './fill-numbers.ts'
import { happeningsOf } from './fill-orders.ts'
import { gather, lookUp } from './fill-people.ts'
import { type DrawnPicture, drawAll, openStudio } from './fill-pictures.ts'
import { proofsOf, statementOf } from './fill-statements.ts'
import { deliverOldMessages, lockEmptyMarket, takeStock, tellTheRest } from './fill-store.ts'
import { type MarketSize, seedMarket } from './goods.ts'
import type { SeedMarket } from './shapes.ts'

/** Categories, cities and delivery rates as this version of the program brings them. Needed by every market. */
export async function loadReferenceData(tx: Tx): Promise<void> {
  await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
  await loadRates(tx, DELIVERY_RATES)
}

export interface FillNeeds {
  readonly url: string
  readonly keys: Keys
  readonly storage: Storage
  readonly places: Places
  readonly outside: Outside
  readonly say: (line: string) => void
  /** What the market's clock says. Default: the computer's. */
  readonly now?: () => Date
  /** How much of it. Default: all. */
  readonly size?: MarketSize
}

/** The people whose phones a newcomer looks at, and how many of their newest messages lie there. */
const ON_STAGE = ['ayesha', 'bilal', 'karim', 'farah', 'ghazi', 'hina', 'imran']
const NEWEST = 6

/**
 * Fills an empty market with the cast, their shops, goods and orders, and half a year of their trade. Does nothing when
 * somebody is there. All rows come in one transaction: killed in the middle, it begins anew at the next start.
 */
export async function fillMarket(needs: FillNeeds): Promise<void> {
  const db = openDatabase(needs.url, { keys: needs.keys, max: 1 })
  try {
    await db.tx(async (tx) => {
      if (await lockEmptyMarket(tx)) await fill(tx, needs)
    })
  } finally {
    await db.close()
  }
}

async function fill(tx: Tx, needs: FillNeeds): Promise<void> {
  needs.say('Filling the demo market, on the first start only …')
  const market = seedMarket(1, needs.size)
  const drawn = drawAll(market.listings.flatMap(({ pictures }) => pictures))
  const studio = openStudio(needs.storage, drawn.values())
  const playing = async () => {
    await playPast(tx, needs, market, drawn)
    needs.say('The past is played; the last pictures are painted')
    await Promise.all([studio.paint(), studio.paint()])
  }
  try {
    // One hand paints while the past is played, for machines have few cores; more hands finish what is left.
    await Promise.all([studio.paint(), playing()])
  } finally {
    studio.close()
  }
  await tellTheRest(tx)
  await takeStock(tx)
}

async function playPast(
  tx: Tx,
  needs: FillNeeds,
  market: SeedMarket,
  drawn: ReadonlyMap<string, DrawnPicture>,
): Promise<void> {
  const replay = openReplay(tx, followed(), needs.now?.() ?? new Date())
  const dates = datesOf(market, replay.now)
  const crowd = await gather(replay, market, dates)
  needs.say(`${market.people.length} people and ${market.shops.length} shops are there`)
  const shelves = await stockShelves(replay, market, { crowd, dates, drawn })
  needs.say(`${market.listings.length} goods are on the shelves`)
  await takeStock(tx)
  const bazaar: Bazaar = { crowd, shelves, needs, carts: new Map() }
  await playAll(
    replay,
    [
      ...shelves.happenings,
      ...market.orders.flatMap((plan) => happeningsOf(bazaar, plan, replay.now)),
      ...payoutsOf(bazaar, dates.marketOpened, replay.now),
      statementOf(bazaar, replay.now),
      ...proofsOf(replay.now),
    ],
    quarters((share) => needs.say(`${share} % of the past orders are played`)),
  )
  await fillNumbers(replay, { crowd, shelves, keys: needs.keys })
  const cast = ON_STAGE.map((key) => lookUp(crowd.people, key).person.person_id)
  await deliverOldMessages(tx, cast, NEWEST)
}

/** What follows from trade. Search is not told: it reads all listings once they are there. */
function followed(): Consequences {
  const nothing: SearchEngine = {
    search: () => {
      throw new Error('broken promise: nobody searches before the market is open')
    },
    put() {},
    remove() {},
    idsOfShop: () => [],
    someOfShop: () => [],
    similar: () => [],
    suggest: () => [],
    explain: () => [],
    size: 0,
    ready: false,
  }
  const names = new Map(CITIES.map(({ id, name }) => [id, { en: name.en, ur: name.ur, 'roman-ur': name.roman }]))
  const cityName = (cityId: string, language: Locale) => names.get(cityId)?.[language] ?? cityId
  const table = Object.entries(consequences(nothing, cityName))
  return Object.fromEntries(table.filter(([name]) => !/^(listings?|offers|stock)\./.test(name)))
}

function quarters(say: (percent: number) => void): (share: number) => void {
  let said = 0
  return (share) => {
    const quarter = Math.floor(share * 4) * 25
    if (quarter > said && quarter < 100) say(quarter)
    said = quarter
  }
}
