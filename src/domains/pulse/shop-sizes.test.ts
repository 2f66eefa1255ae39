// What the sizes of shops tell about one order.
import { expect, test } from 'vitest'
import type { Figure } from './figures/figure.ts'
import { PRIVACY } from './privacy/parameters.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

const DAYS = 90
/** Karim's shop, twenty small ones and nine middle ones. */
const shops = (karims: number) =>
  [karims, ...Array(20).fill(30), ...Array(9).fill(200)].flatMap((lines: number, shop) =>
    Array.from({ length: lines }, (_, i) => {
      const day = new Date(Date.UTC(2025, 0, 1 + (i === 0 ? DAYS - 1 : i % DAYS))).toISOString().slice(0, 10)
      return `${shop}-${i},${day},b${shop}-${i},s${shop},Punjab,Lahore,Sweets,p,1,100,cod,completed`
    }),
  )
const smallShops = (figures: readonly Figure[]) => rowOf(figures, 'orders', { group: 'shops:small' })?.value ?? 0

test('one order more moves a whole shop from small to middle in exact numbers, and in no release', async () => {
  // At most thirty lines a month of 30.44 days: with one line more Karim's shop is small no longer.
  const edge = Math.floor((30 * DAYS) / 30.44)
  const [with_, without] = [await readText(text(edge + 1)), await readText(text(edge))]
  const exact = [with_, without].map((file) => smallShops(releaseOf(file, { isExact: true }).figures))
  expect(exact).toEqual([600, 600 + edge])
  const rules = { ...PRIVACY, rho: 10 }
  const moved = Array.from({ length: 20 }, (_, i) => String(i)).flatMap((seed) => {
    const [one, other] = [with_, without].map((file) => smallShops(releaseOf(file, { seed, rules }).figures))
    return one && other ? [Math.abs(one - other)] : []
  })
  expect(moved.length).toBeGreaterThan(15)
  expect(moved.filter((orders) => orders > edge / 2).length).toBeLessThanOrEqual(2)
})

test('a release says nothing by sizes while noise alone would make middle shops of small ones', async () => {
  const rows = Array.from({ length: 12_000 }, (_, i) => {
    const day = new Date(Date.UTC(2025, 0, 1 + (i % DAYS))).toISOString().slice(0, 10)
    return `${i},${day},b${i},s${i % 400},Punjab,Lahore,Sweets,p,1,100,cod,completed`
  })
  const file = await readText(`${[HEADER, ...rows].join('\n')}\n`)
  const { figures } = releaseOf(file)
  expect(rowOf(figures, 'orders')?.status).toBe('published')
  const bySize = figures.filter(({ group }) => group.startsWith('shops:'))
  expect(bySize.filter(({ status }) => status === 'published')).toEqual([])
  expect(
    rowOf(releaseOf(file, { rules: { ...PRIVACY, rho: 10 } }).figures, 'orders', { group: 'shops:small' })?.status,
  ).toBe('published')
})

const text = (karims: number) => `${[HEADER, ...shops(karims)].join('\n')}\n`
