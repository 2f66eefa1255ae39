import { SYSTEM } from '../domains/identity/identity.ts'
import { countMoved, marketDays, recount } from '../domains/pulse/pulse.ts'
import { DAY_MS } from '../kit/clock/clock.ts'
import type { Answer } from './bharosa.ts'
import { withData } from './with-data.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const LATEST_DAYS = 30

/**
 * The exact numbers of the market's own days, for whoever runs it: counted as orders move, so that it costs the same
 * after ten years. With --recount everything is counted again from nothing first.
 */
export function pulseDays(_words: readonly string[], options: ReadonlyMap<string, string>): Promise<Answer> {
  return withData(async ({ db }) => {
    const now = Date.now()
    const from = options.get('from') ?? new Date(now - LATEST_DAYS * DAY_MS).toISOString().slice(0, 10)
    const to = options.get('to') ?? new Date(now + DAY_MS).toISOString().slice(0, 10)
    if (!DAY.test(from) || !DAY.test(to)) throw new Error('a day is written 2026-11-22')
    const begun = performance.now()
    const recounted_lines = options.has('recount') ? await db.tx((tx) => recount(tx, SYSTEM)) : undefined
    const moved = await countMoved(db, SYSTEM)
    const { waiting, days } = await db.read((tx) => marketDays(tx, SYSTEM, { from, to }))
    const rows = days.map(({ value_paisa, ...day }) => ({ ...day, value_pkr: Number(value_paisa) / 100 }))
    const facts = { from, to, days: rows, moved, waiting, recounted_lines, ms: Math.round(performance.now() - begun) }
    const words = rows.map(
      ({ day, orders, value_pkr, completed, refused, returned, cancelled }) =>
        `${day}  ${orders} orders  Rs ${value_pkr}  ` +
        `${completed} kept, ${refused} refused, ${returned} sent back, ${cancelled} called off`,
    )
    return { facts, words: ['NOT FOR PUBLICATION', ...words].join('\n'), ok: true }
  })
}
