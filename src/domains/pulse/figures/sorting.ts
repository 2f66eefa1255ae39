import type { OrderLines } from '../reading/lines.ts'

/**
 * The lines of one person after another, and within them the lines of one order. Who buys without a known buyer is a
 * person of her own for each order.
 */
export function byPerson(lines: OrderLines): { sequence: Int32Array; person: Int32Array; personCount: number } {
  const { count, order, buyer, buyerCount } = lines
  const person = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const known = buyer[i] ?? -1
    person[i] = known >= 0 ? known : buyerCount + (order[i] ?? 0)
  }
  const personCount = buyerCount + lines.orderCount
  const whole = lines.areOrdersWhole ? undefined : sorted(order, lines.orderCount)
  return { sequence: sorted(person, personCount, whole), person, personCount }
}

/** The lines of one shop after another; those of no known shop are not among them. */
export function byShop(lines: OrderLines): Int32Array {
  return sorted(lines.shop, lines.shopCount)
}

/** Counting sort: line numbers by key, equal keys in their first order; lines of key −1 are left out. */
export function sorted(keys: Int32Array, keyCount: number, before?: Int32Array): Int32Array {
  const starts = new Int32Array(keyCount + 1)
  let known = 0
  for (const key of keys) {
    if (key < 0) continue
    starts[key + 1] = (starts[key + 1] ?? 0) + 1
    known++
  }
  for (let i = 0; i < keyCount; i++) starts[i + 1] = (starts[i + 1] ?? 0) + (starts[i] ?? 0)
  const sequence = new Int32Array(known)
  for (let i = 0; i < keys.length; i++) {
    const line = before ? (before[i] ?? 0) : i
    const key = keys[line] ?? -1
    if (key < 0) continue
    const to = starts[key] ?? 0
    sequence[to] = line
    starts[key] = to + 1
  }
  return sequence
}
