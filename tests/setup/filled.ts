import { fillMarket } from '../../db/seed/fill.ts'
import { type Person, SYSTEM, seedPerson } from '../../src/domains/identity/identity.ts'
import { loadIndex } from '../../src/domains/search/search.ts'
import { type TestMarket, testMarket } from './market.ts'

/** The demo's people in the order of their phones, which end in 1, 2, 3 … */
const CAST = [
  ...(['ayesha', 'bilal', 'karim', 'dania', 'eve', 'farah'] as const),
  ...(['ghazi', 'hina', 'imran', 'jamila', 'kamal', 'laila'] as const),
] as const
export type CastName = (typeof CAST)[number]

export interface FilledMarket extends TestMarket {
  person(name: CastName): Promise<Person>
}

/** A market with the demo's people, a few of its goods, and orders in every state. */
export async function filledMarket(): Promise<FilledMarket> {
  const open = await testMarket()
  const { db, keys, storage, places, search, now } = open.market
  const size = { listings: 300, buyers: 16, orders: 100 }
  await fillMarket({ url: open.url, keys, storage, places, outside: open.outside, say: () => {}, now, size })
  await loadIndex(db, search, () => {})
  return {
    ...open,
    async person(name) {
      const phone = `+92300000${String(CAST.indexOf(name) + 1).padStart(4, '0')}`
      return { kind: 'person', person_id: await db.tx((tx) => seedPerson(tx, SYSTEM, { phone, language: 'en' })) }
    },
  }
}
