import { loadReference } from '../../src/domains/catalogue/catalogue.ts'
import { CATEGORY_TREE } from '../../src/domains/catalogue/category-tree.ts'
import { loadRates, type Places } from '../../src/domains/delivery/delivery.ts'
import type { Keys } from '../../src/kit/keys/keys.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Storage } from '../../src/kit/storage/storage.ts'
import type { Outside } from '../../src/outside.ts'
import { CITIES, DELIVERY_RATES } from './cities.ts'

/** Categories, cities and delivery rates as this version of the program brings them. Needed by every market. */
export async function loadReferenceData(tx: Tx): Promise<void> {
  await loadReference(tx, { categories: CATEGORY_TREE, cities: CITIES })
  await loadRates(tx, DELIVERY_RATES)
}

export interface FillNeeds {
  url: string
  keys: Keys
  storage: Storage
  places: Places
  outside: Outside
  say: (line: string) => void
}

/** Fills an empty market with the cast, their shops, goods and orders. Does nothing when somebody is there. */
export async function fillMarket(_needs: FillNeeds): Promise<void> {}
