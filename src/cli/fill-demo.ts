import { join } from 'node:path'
import { fillMarket, loadReferenceData } from '../../db/seed/fill.ts'
import { railBooks } from '../account-rails.ts'
import { diskStorage } from '../adapters/storage/disk/disk.ts'
import { listCities } from '../domains/catalogue/catalogue.ts'
import { placesFrom, readRates } from '../domains/delivery/delivery.ts'
import { SYSTEM } from '../domains/identity/identity.ts'
import { DEMO_PRIVACY, makeRelease } from '../domains/pulse/pulse.ts'
import { clockFrom } from '../kit/clock/clock.ts'
import { openOutside } from '../outside.ts'
import type { Answer } from './bharosa.ts'
import { withData } from './with-data.ts'

/**
 * Fills an empty demo market. The first start does so in a process of its own, which gives the memory back that half a
 * year of trade and three hundred pictures take.
 */
export function fillDemo(): Promise<Answer> {
  return withData(async ({ config, db, keys, url }) => {
    if (!config.demo) throw new Error('only a demo market is filled: BHAROSA_DEMO=on')
    await db.tx(loadReferenceData)
    const cities = await db.read(listCities)
    const places = placesFrom(await db.read(readRates), cities)
    const clock = clockFrom(config.now)
    const now = () => clock.now()
    // Nobody calls back while the past is played: the rail only learns which payments there were.
    const books = railBooks(db)
    const outside = await openOutside({ config, keys, cities, now, ownBase: 'http://127.0.0.1:9', books })
    const say = (line: string) => {
      if (process.stderr.isTTY) process.stderr.write(`${line}\n`)
    }
    try {
      await fillMarket({
        url,
        keys,
        storage: diskStorage(join(config.dataFolder, 'photos')),
        places,
        outside,
        say,
        now,
      })
      say('The Index of its trade is made')
      await makeRelease(db, SYSTEM, DEMO_PRIVACY, 'at once')
    } finally {
      await outside.close()
    }
    return { facts: { filled: true }, words: 'The demo market is filled.', ok: true }
  })
}
