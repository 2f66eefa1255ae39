import assert from 'node:assert/strict'
import type { Dims } from '../figures/dims.ts'
import type { Walk } from '../figures/walks.ts'
import { forget } from '../reading/forget.ts'
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
 * first and looks at nobody else; so who is taken out of the data makes room in a shop's day for as many lines of
 * others
 * as were hers, and no further: her lines and theirs are what the steps of the noise count.
 */
export function boundLines(walk: Walk, dims: Dims, rules: PrivacyRules, shopCount: number): Bounded {
  const { count, who, bases, shop, value } = walk
  const isKept = new Uint8Array(count)
  const kept = new Int32Array(count)
  const months = dims.month.labels.length
  const linesOf = new Int32Array(months)
  const worthOf = new Float64Array(months)
  const shops = shopDays(shopCount, dims.day.labels.length)
  const shopValue = (rules.buyer_value_a_month_pkr * rules.shop_lines_a_day) / rules.buyer_lines_a_month
  assert(shopValue * LINES < 2 ** 32 && rules.shop_lines_a_day * 2 < LINES, 'a shop’s day fits into its counter')
  const beyondOf = { lines: new Int32Array(months), worth: new Float64Array(months) }
  let [monthLines, monthValue, dayLines] = [0, 0, 0]
  for (let i = 0; i < count; i++) {
    if (i > 0 && who[i] !== who[i - 1]) {
      linesOf.fill(0)
      worthOf.fill(0)
      beyondOf.lines.fill(0)
      beyondOf.worth.fill(0)
    }
    const day = bases.day[i] ?? 0
    const month = dims.month.of[day] ?? 0
    const rupees = Math.round((value[i] ?? 0) / 100)
    const own = Math.max(0, Math.min(rupees, rules.buyer_value_a_month_pkr - (worthOf[month] ?? 0)))
    const cell = shops.cellOf(shop[i] ?? -1, day)
    const sold = cell < 0 ? 0 : (shops.counters[cell] ?? 0)
    const hasRoom = (linesOf[month] ?? 0) < rules.buyer_lines_a_month
    if (hasRoom) {
      linesOf[month] = (linesOf[month] ?? 0) + 1
      worthOf[month] = (worthOf[month] ?? 0) + own
    }
    const over = Math.min(hasRoom ? rupees - own : rupees, rules.buyer_value_a_month_pkr - (beyondOf.worth[month] ?? 0))
    if (over > 0) {
      beyondOf.worth[month] = (beyondOf.worth[month] ?? 0) + over
      monthValue += over
    }
    if (!hasRoom) {
      const before = beyondOf.lines[month] ?? 0
      beyondOf.lines[month] = before + 1
      if (before < rules.buyer_lines_a_month) monthLines++
      continue
    }
    if (sold % LINES >= rules.shop_lines_a_day) {
      if (sold % LINES >= rules.shop_lines_a_day * 2) continue
      dayLines++
      shops.counters[cell] = sold + 1
      continue
    }
    const roomOfShop = cell < 0 ? Number.POSITIVE_INFINITY : shopValue - Math.floor(sold / LINES)
    const worth = Math.max(0, Math.min(own, roomOfShop))
    isKept[i] = 1
    kept[i] = worth
    if (cell >= 0) shops.counters[cell] = sold + worth * LINES + 1
  }
  forget(shops.counters)
  return { isKept, value: kept, beyond: { monthLines, monthValue, dayLines } }
}

/** A shop's day in one number, because ten million lines look for theirs: rupees × this, and lines. */
const LINES = 256

/** Counters of shops and days: a plain table while it is small, otherwise only the days that were met. */
function shopDays(shopCount: number, days: number) {
  const isSmall = shopCount * days <= 80_000_000
  const seen = new Map<number, number>()
  const table = { counters: new Uint32Array(isSmall ? shopCount * days : 1 << 20) }
  const cellOf = (shop: number, day: number): number => {
    if (shop < 0) return -1
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
