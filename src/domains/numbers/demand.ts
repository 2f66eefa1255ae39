import { DAY_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Category, type City, listCategories, listCities } from '../catalogue/catalogue.ts'
import { type ShopActor, SYSTEM } from '../identity/identity.ts'
import { Chance, charge, discreteGaussian, isSensitive, type PrivacyRules, varianceFor } from '../pulse/pulse.ts'
import { dayAfter, localDay } from './days.ts'
import { cellsByPrice, cellsByProvince, cellsOfShelves, type DemandCell, type DemandNames } from './demand-store.ts'
import { findReport, keepReport, newestReport } from './reports-store.ts'
import { ownGoods } from './shop-numbers.ts'

/** How many people ordered from a shelf in a place, told in steps and with noise. */
export interface DemandSignal {
  readonly shelf: string
  /** 'all' where no province of the shelf may be told. */
  readonly province: string
  readonly now: number
  /** Undefined where the four weeks before may not be told. */
  readonly before: number | undefined
}

/** How many people paid so much for a piece of a shelf. Bands count from the cheapest, 0. */
export interface DemandBand {
  readonly shelf: string
  readonly band: number
  readonly people: number
}

/** What the market's orders of four whole weeks say to its shops. */
export interface DemandReport {
  /** The Monday after the four weeks: 2026-11-16. */
  readonly until: string
  readonly signals: readonly DemandSignal[]
  readonly bands: readonly DemandBand[]
  /** Cells that are not told: too few people or shops, too much of one hand, or more noise than number. */
  readonly hidden_count: number
  /** zCDP budget that this report spent on what one person did, and on what of one shop's day counts. */
  readonly rho: number
  readonly shop_rho: number
  readonly least_buyers: number
  readonly least_shops: number
}

/** Upper ends of the bands of prices, in paisa; the last band has none. */
export const BAND_ENDS = [50_000n, 100_000n, 200_000n, 500_000n, 1_000_000n, 2_500_000n] as const

const SPAN_DAYS = 28
const SPANS = 2
/** Cells that one person counts in, in each of two spans and each table. */
const MOST_CELLS = 2
/** A report a week shares the budget that the Index has for a month, and three tables share that of a report. */
const A_MONTH = 4
const TABLES = 3
/** Mondays that a year has at most. */
const A_YEAR = 53

/**
 * Makes the report of the four whole weeks that ended last Monday, if it is not there yet, by the rules of the Index:
 * so many buyers and shops a cell, no cell of one hand, discrete Gaussian noise drawn once, numbers in steps. A shelf
 * as a whole is told only where none of its provinces is, so no hidden cell can be taken out of a total. What it spends
 * on a person and on a shop's day is written into the public ledger of the Index before anything is drawn.
 * Refuses: limit pulse.budget_spent. Parties: reads all, writes reference tables.
 */
export async function makeDemand(tx: Tx, rules: PrivacyRules, chance = Chance.fresh()): Promise<DemandReport> {
  const until = lastMonday(localDay(tx.now))
  const id = `demand:${until}`
  const made = await findReport<DemandReport>(tx, id)
  if (made) return made.body
  const cost = costOf(rules)
  await charge(tx, SYSTEM, { id, kind: 'demand', year: Number(until.slice(0, 4)), ...cost, most_a_year: A_YEAR })
  const [categories, cities] = await Promise.all([listCategories(tx), listCities(tx)])
  const names = namesOf(categories, cities)
  const to = new Date(Date.parse(`${until}T00:00:00+05:00`))
  const ago = (days: number) => new Date(to.getTime() - days * DAY_MS)
  const bounds = { most_cells: MOST_CELLS, most_of_shop: rules.shop_lines_a_day }
  const span = { from: ago(SPANS * SPAN_DAYS), middle: ago(SPAN_DAYS), to, ...bounds }
  const [places, shelves, prices] = await Promise.all([
    cellsByProvince(tx, span, names),
    cellsOfShelves(tx, span, names),
    cellsByPrice(tx, { ...span, from: span.middle }, names, BAND_ENDS),
  ])
  const told = (cells: readonly DemandCell[]) => tell(cells, rules, cost.rho / TABLES, chance)
  const [byPlace, byShelf, byPrice] = [told(places), told(shelves), told(prices)]
  const known = new Set(byPlace.flatMap(({ cell, people }) => (people === undefined ? [] : cell.shelf)))
  const report: DemandReport = {
    until,
    signals: signalsOf([...byPlace, ...byShelf.filter(({ cell }) => !known.has(cell.shelf))]),
    bands: byPrice.flatMap(({ cell, people }) =>
      people === undefined ? [] : [{ shelf: cell.shelf, band: Number(cell.part), people }],
    ),
    hidden_count: [...byPlace, ...byPrice].filter(({ people }) => people === undefined).length,
    ...cost,
    least_buyers: rules.least_buyers,
    least_shops: rules.least_shops,
  }
  await keepReport(tx, id, report)
  return report
}

/** The newest report; undefined before the first Monday. */
export async function readDemand(tx: Tx): Promise<DemandReport | undefined> {
  return (await newestReport<DemandReport>(tx, 'demand:'))?.body
}

/** The shelves at the top of the tree on which a shop has goods on sale. */
export async function ownShelves(tx: Tx, by: ShopActor): Promise<string[]> {
  const [categories, goods] = await Promise.all([listCategories(tx), ownGoods(tx, by.shop_id)])
  const topOf = new Map(namesOf(categories, []).categories.map(({ category_id, shelf }) => [category_id, shelf]))
  return [...new Set(goods.flatMap(({ category_id }) => topOf.get(category_id) ?? []))]
}

interface Told {
  readonly cell: DemandCell
  readonly people: number | undefined
}

/**
 * By how much (L2) one person can change a table: she leaves so many cells of each span, and in the shops' days that
 * were full as many others come in her place, perhaps all to one cell.
 */
const BUYER_STEP = Math.sqrt(SPANS * (MOST_CELLS + MOST_CELLS ** 2))

/** What a report spends: the noise is drawn for a person, and a shop's day changes as many as count of it. */
export function costOf(rules: PrivacyRules): { rho: number; shop_rho: number } {
  const rho = rules.rho / A_MONTH
  return { rho, shop_rho: rho * (rules.shop_lines_a_day / BUYER_STEP) ** 2 }
}

/** What may be told of each cell: nothing of a small or one-sided one, else a number with noise, in steps. */
export function tell(cells: readonly DemandCell[], rules: PrivacyRules, rho: number, chance: Chance): Told[] {
  const variance = varianceFor(BUYER_STEP, rho)
  return cells.map((cell) => {
    // Noise is drawn for every cell, told or not: how much was drawn says nothing.
    const noise = Number(discreteGaussian(chance, variance))
    if (isSensitive(cell, rules, true)) return { cell, people: undefined }
    const noisy = cell.buyers + noise
    const isNoise = noisy <= 0 || 2 * Math.sqrt(Number(variance)) > rules.most_noise * noisy
    return { cell, people: isNoise ? undefined : Math.round(noisy / rules.count_step) * rules.count_step }
  })
}

function signalsOf(told: readonly Told[]): DemandSignal[] {
  const before = new Map(
    told.filter(({ cell }) => !cell.is_now).map(({ cell, people }) => [`${cell.shelf}/${cell.part}`, people]),
  )
  return told
    .flatMap(({ cell, people }) => {
      if (!cell.is_now || people === undefined) return []
      const { shelf, part: province } = cell
      return [{ shelf, province, now: people, before: before.get(`${shelf}/${province}`) }]
    })
    .sort((a, b) => growth(b) - growth(a) || b.now - a.now)
}

function growth({ now, before }: DemandSignal): number {
  return before === undefined ? 0 : Math.log(Math.max(1, now) / Math.max(1, before))
}

/** Every category stands for the top of its tree, every city for its province. */
function namesOf(categories: readonly Category[], cities: readonly City[]): DemandNames {
  const topOf = topsOf(categories)
  return {
    categories: categories.map(({ category_id }) => ({ category_id, shelf: topOf(category_id) })),
    cities: cities.map(({ city_id, province }) => ({ city_id, province })),
  }
}

/** The top of the tree above a category. */
export function topsOf(categories: readonly Category[]): (id: string) => string {
  const parents = new Map(categories.map(({ category_id, parent_id }) => [category_id, parent_id]))
  const topOf = (id: string): string => {
    const parent = parents.get(id)
    return parent ? topOf(parent) : id
  }
  return topOf
}

/** The Monday with which the running week began. */
export function lastMonday(day: string): string {
  const weekday = (new Date(day).getUTCDay() + 6) % 7
  return dayAfter(day, -weekday)
}
