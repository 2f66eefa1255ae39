import { sorted } from '../figures/sorting.ts'
import type { Contributors } from '../privacy/rules.ts'
import { isMatched, type Priced, type UnitValues } from './unit-values.ts'

/** What an index must stand on in a period to be told of it. */
export interface Ground {
  /** Products that were sold in this period and in another. */
  readonly products: number
  /** Whether too much of their weight is of one hand. */
  readonly isOneSided: (shops: Omit<Contributors, 'buyers'>) => boolean
}

/**
 * The shop of each product, by its first line; −1 where none is known. A product that several shops sell counts to that
 * one.
 */
export function shopsOfProducts({ sequence, ends }: Priced, shop: Int32Array): Int32Array {
  return ends.map((end, product) => {
    const begin = product === 0 ? 0 : (ends[product - 1] ?? 0)
    return begin < end ? (shop[sequence[begin] ?? 0] ?? -1) : -1
  })
}

/**
 * Answers whether an index of a category, or of everything (0), stands on too little in a period: on few matched
 * products, or on those of one shop, which would know from it what the others sold.
 */
export function thinPeriods(
  values: UnitValues,
  shopOf: Int32Array,
  { products, isOneSided }: Ground,
): (category: number, period: number) => boolean {
  const periods = values.periodCount
  const cells = periods * (values.category.reduce((most, category) => Math.max(most, category), 0) + 1)
  const [goods, shops] = [new Int32Array(cells), new Int32Array(cells)]
  const sums = () => new Float64Array(cells)
  const [total, largest, second, own] = [sums(), sums(), sums(), sums()]
  const met: number[] = []
  const endShop = () => {
    for (const cell of met.splice(0)) {
      const sold = own[cell] ?? 0
      own[cell] = 0
      shops[cell] = (shops[cell] ?? 0) + 1
      second[cell] = Math.max(second[cell] ?? 0, Math.min(sold, largest[cell] ?? 0))
      largest[cell] = Math.max(largest[cell] ?? 0, sold)
    }
  }
  const add = (cell: number, sold: number, isKnown: boolean) => {
    goods[cell] = (goods[cell] ?? 0) + 1
    total[cell] = (total[cell] ?? 0) + sold
    if (!isKnown) return
    if (own[cell] === 0) met.push(cell)
    own[cell] = (own[cell] ?? 0) + sold
  }
  let last = -1
  for (const entry of matchedByShop(values, shopOf)) {
    const shop = shopOf[values.product[entry] ?? 0] ?? -1
    if (shop !== last) endShop()
    last = shop
    const [period, category] = [values.period[entry] ?? 0, values.category[entry] ?? 0]
    const sold = values.paisa[entry] ?? 0
    add(period, sold, shop >= 0)
    if (category > 0) add(category * periods + period, sold, shop >= 0)
  }
  endShop()
  return (category, period) => {
    const cell = category * periods + period
    if ((goods[cell] ?? 0) < products) return true
    const hands = { total: total[cell] ?? 0, largest: largest[cell] ?? 0, second: second[cell] ?? 0 }
    return isOneSided({ shops: shops[cell] ?? 0, ...hands })
  }
}

/** Entries of products that were sold in more than one period, shop by shop, those of no known shop first. */
function matchedByShop(values: UnitValues, shopOf: Int32Array): Int32Array {
  const shopAt = (i: number) => (shopOf[values.product[i] ?? 0] ?? -1) + 1
  const keys = Int32Array.from({ length: values.count }, (_, i) => (isMatched(values, i) ? shopAt(i) : -1))
  return sorted(keys, keys.reduce((most, key) => Math.max(most, key), 0) + 1)
}
