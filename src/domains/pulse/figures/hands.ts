import type { Dims } from './dims.ts'
import { cellCount, type View } from './views.ts'
import { eachBlock, type Walk } from './walks.ts'

/** In whose hands each cell is: what decides whether it may be told, and is told itself to nobody. */
export interface Hands {
  readonly buyers: Int32Array
  readonly shops: Int32Array
  /** Paisa of the cell, and of its two largest shops. */
  readonly value: Float64Array
  readonly largest: Float64Array
  readonly second: Float64Array
}

/** Counts the people of every cell, and its paisa, from a walk by person. */
export function countBuyers(people: Walk, views: readonly View[], dims: Dims): Hands {
  const total = cellCount(views)
  const [buyers, value] = [new Int32Array(total), new Float64Array(total)]
  const last = new Int32Array(total).fill(-1)
  const { who, value: paisa } = people
  eachBlock(people, views, dims, (_view, cells, from, to) => {
    for (let i = from; i < to; i++) {
      const cell = cells[i - from] ?? 0
      value[cell] = (value[cell] ?? 0) + (paisa[i] ?? 0)
      const person = who[i] ?? 0
      if (last[cell] === person) continue
      last[cell] = person
      buyers[cell] = (buyers[cell] ?? 0) + 1
    }
  })
  const none = () => new Float64Array(total)
  return { buyers, value, shops: new Int32Array(total), largest: none(), second: none() }
}

/** Adds the shops of every cell and its two largest, by paisa, from a walk by shop. */
export function countShops(shops: Walk, views: readonly View[], dims: Dims, hands: Hands): void {
  const { who, value } = shops
  const last = new Int32Array(hands.shops.length).fill(-1)
  /** Paisa of the shop that each cell met last. */
  const sum = new Float64Array(hands.shops.length)
  eachBlock(shops, views, dims, (_view, cells, from, to) => {
    for (let i = from; i < to; i++) {
      const cell = cells[i - from] ?? 0
      const shop = who[i] ?? 0
      if (last[cell] === shop) sum[cell] = (sum[cell] ?? 0) + (value[i] ?? 0)
      else {
        rank(hands, cell, sum[cell] ?? 0)
        last[cell] = shop
        sum[cell] = value[i] ?? 0
        hands.shops[cell] = (hands.shops[cell] ?? 0) + 1
      }
    }
  })
  for (let cell = 0; cell < sum.length; cell++) rank(hands, cell, sum[cell] ?? 0)
}

function rank({ largest, second }: Hands, cell: number, worth: number): void {
  const most = largest[cell] ?? 0
  if (worth > most) {
    second[cell] = most
    largest[cell] = worth
  } else if (worth > (second[cell] ?? 0)) second[cell] = worth
}
