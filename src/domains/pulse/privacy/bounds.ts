import assert from 'node:assert/strict'
import type { Dims } from '../figures/dims.ts'
import type { Walk } from '../figures/walks.ts'
import { forget } from '../reading/forget.ts'
import type { OrderLines } from '../reading/lines.ts'
import type { PrivacyRules } from './parameters.ts'

/** Which lines of a walk by person count, and with how much, once nobody counts for more than the bounds allow. */
export interface Bounded {
  readonly isKept: Uint8Array
  /** Whole rupees. */
  readonly value: Int32Array
  readonly beyond: Beyond
}

/** What lies beyond the bounds, counted up to as much again: beyond that one person would be seen in it. */
export interface Beyond {
  /** Lines and rupees beyond a person's month, and lines beyond a shop's day. */
  readonly monthLines: number
  readonly monthValue: number
  readonly dayLines: number
}

/**
 * Cuts what one person did in a month, and what one shop sold on a day, down to the bounds. A person's own bound comes
 * first and looks at nobody else. A shop's day then takes its lines as they stand in the file: so who is taken out of
 * one month makes room in its full days for as many lines of others as were hers, each of so many rupees at most, and
 * changes nothing in any other month. Her lines and theirs are what the steps of the noise count.
 */
export function boundLines(walk: Walk, lines: OrderLines, { dims, firstDay }: Named, rules: PrivacyRules): Bounded {
  const { own, ...beyond } = boundMonths(walk, dims, rules)
  const dayLines = boundDays(own, lines, { dims, firstDay }, rules)
  const isKept = new Uint8Array(walk.count)
  const value = new Int32Array(walk.count)
  for (let i = 0; i < walk.count; i++) {
    const kept = own[walk.line[i] ?? 0] ?? CUT
    if (kept === CUT) continue
    isKept[i] = 1
    value[i] = kept
  }
  forget(own)
  return { isKept, value, beyond: { ...beyond, dayLines } }
}

interface Named {
  readonly dims: Dims
  readonly firstDay: number
}

/** Instead of the rupees of a line that does not count. */
const CUT = -1

/** The rupees of each line, as lines stand in the file, that a person's month has room for. */
function boundMonths({ count, who, bases, value, line }: Walk, dims: Dims, rules: PrivacyRules) {
  const own = new Int32Array(count)
  const months = dims.month.labels.length
  const [linesOf, beyondLines] = [new Int32Array(months), new Int32Array(months)]
  const [worthOf, beyondWorth] = [new Float64Array(months), new Float64Array(months)]
  let [monthLines, monthValue] = [0, 0]
  for (let i = 0; i < count; i++) {
    if (i > 0 && who[i] !== who[i - 1]) for (const sums of [linesOf, worthOf, beyondLines, beyondWorth]) sums.fill(0)
    const month = dims.month.of[bases.day[i] ?? 0] ?? 0
    const rupees = Math.round((value[i] ?? 0) / 100)
    const [sold, worth] = [linesOf[month] ?? 0, worthOf[month] ?? 0]
    const hasRoom = sold < rules.buyer_lines_a_month
    const room = Math.min(rules.line_value_pkr, rules.buyer_value_a_month_pkr - worth)
    const kept = hasRoom ? Math.max(0, Math.min(rupees, room)) : 0
    own[line[i] ?? 0] = hasRoom ? kept : CUT
    linesOf[month] = sold + Number(hasRoom)
    worthOf[month] = worth + kept
    const over = Math.min(rupees - kept, rules.buyer_value_a_month_pkr - (beyondWorth[month] ?? 0))
    if (over > 0) {
      beyondWorth[month] = (beyondWorth[month] ?? 0) + over
      monthValue += over
    }
    if (hasRoom) continue
    const before = beyondLines[month] ?? 0
    beyondLines[month] = before + 1
    if (before < rules.buyer_lines_a_month) monthLines++
  }
  return { own, monthLines, monthValue }
}

/** Cuts what a shop's day has no room for out of these lines. Answers how many, up to as many again as have room. */
function boundDays(own: Int32Array, lines: OrderLines, { dims, firstDay }: Named, rules: PrivacyRules): number {
  const shops = shopDays(lines.shopCount, dims.day.labels.length)
  const most = rules.shop_lines_a_day
  const mostWorth = (rules.buyer_value_a_month_pkr * most) / rules.buyer_lines_a_month
  assert(mostWorth * LINES < 2 ** 32 && most * 2 < LINES, 'a shop’s day fits into its counter')
  let dayLines = 0
  for (let i = 0; i < lines.count; i++) {
    const worth = own[i] ?? CUT
    const shop = lines.shop[i] ?? -1
    if (worth === CUT || shop < 0) continue
    const cell = shops.cellOf(shop, Math.max(0, (lines.day[i] ?? 0) - firstDay + 1))
    const sold = shops.counters[cell] ?? 0
    if (sold % LINES >= most) {
      own[i] = CUT
      if (sold % LINES >= most * 2) continue
      dayLines++
      shops.counters[cell] = sold + 1
      continue
    }
    const kept = Math.max(0, Math.min(worth, mostWorth - Math.floor(sold / LINES)))
    own[i] = kept
    shops.counters[cell] = sold + kept * LINES + 1
  }
  forget(shops.counters)
  return dayLines
}

/** A shop's day in one number, because ten million lines look for theirs: rupees × this, and lines. */
const LINES = 256

/** Counters of shops and days: a plain table while it is small, otherwise only the days that were met. */
function shopDays(shopCount: number, days: number) {
  const isSmall = shopCount * days <= 80_000_000
  const seen = new Map<number, number>()
  const table = { counters: new Uint32Array(isSmall ? shopCount * days : 1 << 20) }
  const cellOf = (shop: number, day: number): number => {
    const key = shop * days + day
    if (isSmall) return key
    const known = seen.get(key)
    if (known !== undefined) return known
    const cell = seen.size
    seen.set(key, cell)
    if (cell >= table.counters.length) {
      const wider = new Uint32Array(cell * 2)
      wider.set(table.counters)
      table.counters = wider
    }
    return cell
  }
  return Object.assign(table, { cellOf })
}
