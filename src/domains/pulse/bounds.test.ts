import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dimsOf } from './figures/dims.ts'
import { walkOfPeople } from './figures/walks.ts'
import { boundLines } from './privacy/bounds.ts'
import { PRIVACY } from './privacy/parameters.ts'
import { HEADER, readText } from './testing.ts'

const RULES = {
  ...{ ...PRIVACY, buyer_lines_a_month: 2, buyer_value_a_month_pkr: 100 },
  ...{ line_value_pkr: 60, shop_lines_a_day: 2 },
}

/** Three people buy of two shops on two days of each of two months, so that days are full and months are used up. */
const line = fc.tuple(fc.nat(2), fc.nat(1), fc.constantFrom('01-05', '01-06', '02-05', '02-06'), fc.nat(130))
type Line = readonly [who: number, shop: number, day: string, price: number]

/** The rupees of each order that count; nothing for one that does not. */
async function countedOf(lines: readonly (readonly [order: number, line: Line])[]): Promise<Map<number, number>> {
  const rows = lines.map(
    ([order, [who, shop, day, price]]) => `o${order},2026-${day},b${who},s${shop},,,,p,1,${price},,`,
  )
  const { lines: file } = await readText(`${[HEADER, ...rows].join('\n')}\n`)
  const named = dimsOf(file)
  const walk = walkOfPeople(file, named)
  const { isKept, value } = boundLines(walk, file, named, RULES)
  const counted = [...walk.line].flatMap((at, i) => (isKept[i] ? [[lines[at]?.[0] ?? -1, value[i] ?? 0] as const] : []))
  return new Map(counted)
}

test('without one month of one person hers goes, so much of others comes, and all other months stay', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 20 }), async (drawn) => {
      const lines = drawn.map((each, order) => [order, each] as const)
      const isHers = ([, [who, , day]]: (typeof lines)[number]) => who === 0 && day.startsWith('01')
      const [all, rest] = [await countedOf(lines), await countedOf(lines.filter((each) => !isHers(each)))]
      let [lost, gained, came] = [0, 0, 0]
      for (const each of lines) {
        const [before, after] = [all.get(each[0]), rest.get(each[0])]
        if (isHers(each)) lost += before ?? 0
        else if (!each[1][2].startsWith('01')) expect(after).toBe(before)
        else {
          expect(after ?? 0).toBeGreaterThanOrEqual(before ?? 0)
          gained += (after ?? 0) - (before ?? 0)
          came += Number(before === undefined && after !== undefined)
        }
      }
      expect(lost).toBeLessThanOrEqual(RULES.buyer_value_a_month_pkr)
      expect(gained).toBeLessThanOrEqual(RULES.buyer_lines_a_month * RULES.line_value_pkr)
      expect(came).toBeLessThanOrEqual(RULES.buyer_lines_a_month)
    }),
    { numRuns: 150 },
  )
})
