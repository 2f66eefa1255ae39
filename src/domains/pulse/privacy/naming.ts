import { type DimName, type Dims, metroOf } from '../figures/dims.ts'
import { cellCount, layOut, type View } from '../figures/views.ts'
import { eachBlock, type Walk } from '../figures/walks.ts'
import type { OrderLines } from '../reading/lines.ts'
import { type Renamed, withoutRare } from '../reading/rare.ts'
import type { Bounded } from './bounds.ts'
import type { Budget } from './budget.ts'
import type { Chance } from './chance.ts'
import { discreteGaussian, varianceFor } from './discrete.ts'
import type { PrivacyRules } from './parameters.ts'
import { namesStep } from './steps.ts'
import { NAMED, OTHER_SHARES } from './tables.ts'

/**
 * Puts names that too few people and shops have together as 'other' before anything is measured: that a name exists
 * would tell about whoever has it. A name must pass the rule on its true buyers and, with noise, on its monthly buyers.
 * From these comes, too, which city stands for the largest.
 */
export function mergeRareNames(
  lines: OrderLines,
  people: Walk,
  bounded: Bounded,
  dims: Dims,
  { rules, budget, chance }: { rules: PrivacyRules; budget: Budget; chance: Chance },
): Renamed & { metro: string } {
  const views = layOut(
    dims,
    NAMED.map((name) => [name]),
  )
  const counts = contributorsOf(people, lines.shopCount, views, dims)
  const monthly = monthlyBuyers(people, bounded, views, dims)
  const { buyer, shop } = namesStep(rules)
  const rho = rules.rho * OTHER_SHARES.names
  const variance = varianceFor(buyer, rho)
  const cost = { buyer_step: buyer, shop_step: shop, rho, variance: Number(variance) }
  budget.charge({ table: 'names', quantity: 'buyers', ...cost })
  const stream = chance.named('names')
  const margin = 2 * Math.sqrt(Number(variance))
  const ofPlace = new Map<number, number>()
  const passing = new Map(
    views.map((view) => {
      const codes = new Set<number>()
      for (let code = 0; code < view.size; code++) {
        const noisy = (monthly[view.offset + code] ?? 0) + Number(discreteGaussian(stream, variance))
        if (noisy < rules.least_buyers + margin || !isCommon(counts, view.offset + code, lines, rules)) continue
        codes.add(code)
        if (view.name === 'place') ofPlace.set(code, noisy)
      }
      return [view.name, codes] as const
    }),
  )
  const passes = (name: DimName, label: string) => {
    const code = dims[name].labels.indexOf(label)
    return code > 0 && (passing.get(name)?.has(code) ?? false)
  }
  const renamed = withoutRare(lines, {
    category: (code) => passing.get('category')?.has(code) ?? false,
    method: (code) => passing.get('method')?.has(code) ?? false,
    province: (province) => passes('province', province),
    city: (province, city) => passes('place', `${province}/${city}`),
  })
  const buyersOf = lines.words.places.map((_, place) => ofPlace.get(dims.place.of[place] ?? 0) ?? 0)
  const all = [...ofPlace.values()].reduce((sum, buyers) => sum + buyers, 0)
  return { ...renamed, metro: metroOf(lines.words.places, buyersOf, all) }
}

interface Contributors {
  readonly buyers: Float64Array
  readonly shops: Float64Array
}

function isCommon({ buyers, shops }: Contributors, cell: number, lines: OrderLines, rules: PrivacyRules): boolean {
  const hasShops = lines.shopCount === 0 || (shops[cell] ?? 0) >= rules.least_shops
  return (buyers[cell] ?? 0) >= rules.least_buyers && hasShops
}

/** How many people and shops have each name at all. */
function contributorsOf(people: Walk, shopCount: number, views: readonly View[], dims: Dims): Contributors {
  const total = cellCount(views)
  const [buyers, shops] = [new Float64Array(total), new Float64Array(total)]
  const last = new Int32Array(total).fill(-1)
  const met = Array.from({ length: total }, () => new Uint8Array((shopCount >> 3) + 1))
  eachBlock(people, views, dims, (_view, cells, from, to) => {
    for (let i = from; i < to; i++) {
      const cell = cells[i - from] ?? 0
      const person = people.who[i] ?? 0
      if (last[cell] !== person) {
        last[cell] = person
        buyers[cell] = (buyers[cell] ?? 0) + 1
      }
      const shop = people.shop[i] ?? -1
      const bits = met[cell]
      if (shop < 0 || !bits || ((bits[shop >> 3] ?? 0) & (1 << (shop & 7))) !== 0) continue
      bits[shop >> 3] = (bits[shop >> 3] ?? 0) | (1 << (shop & 7))
      shops[cell] = (shops[cell] ?? 0) + 1
    }
  })
  return { buyers, shops }
}

/** Buyers of each name, each counted once a month, on the bounded lines alone. */
function monthlyBuyers(people: Walk, { isKept }: Bounded, views: readonly View[], dims: Dims): Float64Array {
  const buyers = new Float64Array(cellCount(views))
  const months = dims.month.labels.length
  const last = new Int32Array(buyers.length * months).fill(-1)
  eachBlock(people, views, dims, (_view, cells, from, to) => {
    for (let i = from; i < to; i++) {
      if (isKept[i] === 0) continue
      const cell = cells[i - from] ?? 0
      const at = cell * months + (dims.month.of[people.bases.day[i] ?? 0] ?? 0)
      const person = people.who[i] ?? 0
      if (last[at] === person) continue
      last[at] = person
      buyers[cell] = (buyers[cell] ?? 0) + 1
    }
  })
  return buyers
}
