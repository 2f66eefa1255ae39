import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PRIVACY } from './privacy/parameters.ts'
import { daysFrom } from './reading/cells.ts'
import { Names } from './reading/names.ts'
import { islamicDay } from './season/islamic.ts'
import { HEADER, readText, releaseOf, rowOf } from './testing.ts'

const GOOD = 'o1,2026-03-05T14:30:00,ayesha,bilal,Punjab,Lahore,Shoes,khussa,2,1250.50,cod,completed'
const counted = async (...rows: string[]) => {
  const { lines, quality } = await readText(`${[HEADER, ...rows].join('\n')}\n`)
  return {
    kept: lines.count,
    rows: quality.rows,
    odd: Object.fromEntries(quality.table().map((q) => [q.reason, q.lines])),
  }
}
const row = (change: Partial<Record<string, string>>) =>
  HEADER.split(',')
    .map((name, i) => change[name] ?? GOOD.split(',')[i] ?? '')
    .join(',')

describe('an order file', () => {
  test('becomes columns: who, where, what, for how much', async () => {
    const { lines } = await readText(`${HEADER}\n${GOOD}\n`)
    expect([lines.count, lines.orderCount, lines.buyerCount, lines.shopCount]).toEqual([1, 1, 1, 1])
    expect([lines.value[0], lines.quantity[0], lines.hour[0], lines.day[0]]).toEqual([
      250_100,
      2,
      14,
      daysFrom(2026, 3, 5),
    ])
    expect(lines.words.places[lines.place[0] ?? 0]).toEqual({ province: 'Punjab', city: 'Lahore' })
  })

  test.each([
    ['2026-02-30', 'impossible_date'],
    ['2026-13-01', 'impossible_date'],
    ['yesterday', 'impossible_date'],
    ['1970-01-01', 'date_before_trade'],
    ['2099-01-01', 'date_in_future'],
  ])('with the date %s has a line that is left out as %s', async (ordered_at, reason) => {
    const { kept, rows, odd } = await counted(GOOD, row({ order_id: 'o2', ordered_at }))
    expect([kept, rows, odd]).toEqual([1, 2, { [reason]: 1 }])
  })

  test.each([
    ['quantity', '-1', 'negative_quantity'],
    ['quantity', '0', 'negative_quantity'],
    ['quantity', 'two', 'unreadable_quantity'],
    ['quantity', '1000001', 'giant_quantity'],
    ['unit_price_pkr', '-5', 'negative_price'],
    ['unit_price_pkr', '1e99', 'giant_price'],
    ['unit_price_pkr', 'free', 'unreadable_price'],
  ])('with %s %s has a line that is left out as %s', async (column, value, reason) => {
    expect(await counted(GOOD, row({ order_id: 'o2', [column]: value }))).toEqual({
      kept: 1,
      rows: 2,
      odd: { [reason]: 1 },
    })
  })

  test.each([
    ['category', '\\N', 'unknown_category'],
    ['category', '???', 'unknown_category'],
    ['payment_method', '', 'unknown_payment_method'],
    ['outcome', 'eaten', 'unknown_outcome'],
    ['ordered_at', '', 'no_date'],
    ['buyer_id', 'NULL', 'no_buyer'],
    ['order_id', '', 'no_order_id'],
  ])('with the %s %j keeps the line and counts it as %s', async (column, value, reason) => {
    const { kept, odd } = await counted(GOOD, row({ product_id: 'other', [column]: value }))
    expect([kept, odd]).toEqual([2, { [reason]: 1 }])
  })

  test('counts broken rows by what is wrong with them, and reads on', async () => {
    const broken = ['o2,2026-03-05,too,few', `${GOOD},,x`, '"o3,2026-03-05', `o4\0${GOOD}`, GOOD.replace('o1', 'o5')]
    expect(await counted(GOOD, ...broken)).toEqual({
      kept: 2,
      rows: 6,
      odd: { broken_quote: 1, cells_missing: 1, cells_too_many: 1, bad_bytes: 1 },
    })
  })

  test('leaves out a line that came twice, and keeps two things of one order', async () => {
    expect(await counted(GOOD, row({ product_id: 'chappal' }), GOOD)).toEqual({
      kept: 2,
      rows: 3,
      odd: { duplicate_line: 1 },
    })
  })

  test('counts of one person four rows that were left out in what may be told, and all for the house', async () => {
    const bad = (buyer_id: string, count: number) =>
      Array.from({ length: count }, (_, i) => row({ order_id: `${buyer_id}${i}`, buyer_id, quantity: '-1' }))
    const rows = [HEADER, GOOD, ...bad('ayesha', 9), ...bad('bilal', 2), ...bad('', 7)]
    const { quality } = await readText(`${rows.join('\n')}\n`)
    expect(quality.table()).toEqual([{ reason: 'negative_quantity', lines: 18, bounded: 4 + 2 + 7, treatment: 'out' }])
  })

  test('takes words as one that differ only in case and spaces, and reads old encodings', async () => {
    const old = Buffer.from(row({ order_id: 'o9', category: 'Caf\u00e9' }), 'latin1')
    const rows = [row({ payment_method: ' COD ' }), row({ order_id: 'o2', payment_method: 'cod', category: 'Café' })]
    const file = await readText(Buffer.concat([Buffer.from(`${HEADER}\n${rows.join('\n')}\n`), old]))
    expect(file.lines.words.method.labels).toEqual(['unknown', 'COD'])
    expect(file.lines.words.category.labels).toEqual(['unknown', 'Shoes', 'Café'])
    expect(file.quality.countOf('other_encoding')).toBe(1)
  })

  test('may be packed, parted by semicolons, in UTF-16 or with quotes, and says the same', async () => {
    const text = `${HEADER}\n${GOOD}\n${row({ order_id: 'o2', category: '"Shoes, new"' })}\n`
    const wide = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])
    const semicolons = text.replaceAll(',', ';').replace('Shoes; new', 'Shoes, new')
    const ends = ['\r\n', '\r'].map((end) => text.replaceAll('\n', end))
    const ways = [text, gzipSync(text), wide, semicolons, ...ends, gzipSync(ends[1] ?? ''), `\ufeff${text}`]
    const files = await Promise.all(ways.map((way) => readText(way)))
    const told = files.map(({ lines }) => [lines.count, lines.words.category.labels, Array.from(lines.value)])
    for (const one of told) expect(one).toEqual([2, ['unknown', 'Shoes', 'Shoes, new'], [250_100, 250_100]])
  })

  test.each(['', 'a,b\n1,2\n', '\x89PNG\r\n'])('that is none (%j) is refused', async (content) => {
    await expect(readText(content)).rejects.toMatchObject({ code: 'invalid', reason: 'pulse.no_order_file' })
  })

  test('loses no row, whatever bytes stand in it', async () => {
    const odd = fc.string({ unit: fc.constantFrom(',', '"', '\n', 'a', '5', '\0', '\r', 'é', '-'), maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { maxLength: 8 }), async (rows) => {
        const { kept, rows: read, odd: reasons } = await counted(...rows, GOOD.replace('o1', 'last'))
        const out = Object.entries(reasons).filter(([name]) => !/^(no_|unknown_|other_)/.test(name))
        expect(kept + out.reduce((sum, [, lines]) => sum + lines, 0)).toBe(read)
      }),
      { numRuns: 100 },
    )
  })
})

describe('an exact release', () => {
  test('counts lines, orders, buyers and rupees, and says that it is not for publication', async () => {
    const rows = [
      GOOD,
      row({ product_id: 'chappal', unit_price_pkr: '500' }),
      row({ order_id: 'o2', outcome: 'returned' }),
    ]
    const { figures, facts } = releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`), { isExact: true })
    const values = ['order_lines', 'orders', 'value_pkr', 'average_order_pkr', 'median_order_pkr', 'buyers']
    expect(values.map((name) => rowOf(figures, name)?.value)).toEqual([3, 2, 6002, 3001, 3001, 1])
    expect(rowOf(figures, 'completion_rate')?.value).toBe(0.5)
    expect(rowOf(figures, 'orders', { area: 'Lahore' })?.value).toBe(2)
    expect(rowOf(figures, 'orders', { group: 'hour:14' })?.value).toBe(2)
    expect(facts.publication).toBe('NOT FOR PUBLICATION')
  })

  test('is the same, byte for byte, from the same file', async () => {
    const file = await readText(`${HEADER}\n${GOOD}\n`)
    expect(releaseOf(file, { isExact: true }).files).toEqual(releaseOf(file, { isExact: true }).files)
  })
})

describe('a release for publication', () => {
  test('tells what lies beyond the bounds, of each buyer no more than as much again', async () => {
    const open = { ...PRIVACY, rho: 1e9 }
    const beyond = async (lines: number, most: string) => {
      const rows = Array.from({ length: 40 * lines }, (_, i) => {
        const own = { order_id: `o${i}`, buyer_id: `b${i % 40}`, shop_id: `s${i % 37}`, unit_price_pkr: '1000' }
        return row({ ...own, ...(i === 0 ? { unit_price_pkr: most, quantity: '1' } : {}) })
      })
      const { coverage } = releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`), { rules: open }).facts
      return [coverage.lines_beyond_bounds_percent, coverage.value_beyond_bounds_percent]
    }
    expect(await beyond(4, '1000')).toEqual([0, 0])
    expect(await beyond(6, '1000')).toEqual([33, 33])
    // Of eight lines and of eighty, four count beyond the four; of two lakhs and of nine crore, one lakh.
    expect((await beyond(80, '1000'))[0]).toBe((await beyond(8, '1000'))[0])
    const [, twoLakhs] = await beyond(4, '200000')
    expect(twoLakhs).toBeGreaterThan(15)
    expect((await beyond(4, '90000000'))[1]).toBe(twoLakhs)
  })

  const trade = (without: readonly string[]) =>
    Array.from({ length: 40 }, (_, i) =>
      row({ order_id: `o${i}`, buyer_id: `b${i}`, ...Object.fromEntries(without.map((name) => [name, ''])) }),
    )
  const told = async (...rows: string[]) => releaseOf(await readText(`${[HEADER, ...rows].join('\n')}\n`)).facts

  test.each([
    [[], { persons: true, shops: true }, 'what one person bought in one month', 'what one shop sold on one day'],
    [['buyer_id'], { persons: false, shops: true }, 'one order: persons are not protected', 'what one shop sold'],
    [['shop_id'], { persons: true, shops: false }, 'what one person bought', 'shops are not protected'],
  ])('from a file without %j says whom it protects', async (without, protects, person, shop) => {
    const { privacy } = await told(...trade(without))
    expect(privacy).toMatchObject({
      protects,
      spent: { buyer: { unit: expect.stringContaining(person) }, shop: { unit: expect.stringContaining(shop) } },
    })
  })

  test('names what its budget does not cover, in the words of the method', async () => {
    const { privacy, method } = await told(...trade([]))
    const outside = 'outside_the_budget' in privacy ? (privacy.outside_the_budget as string[]) : []
    const all = outside.join(' ')
    for (const word of ['hidden', 'Whether women lead a shop', 'price_index', 'first and the last month']) {
      expect(all).toContain(word)
    }
    expect(method.outside_the_budget).toBe(all)
  })

  test('tells rows that were left out when surely there, with charged noise, and none that noise made up', async () => {
    const bad = Array.from({ length: 5_000 }, (_, i) => row({ order_id: `x${i}`, buyer_id: `x${i}`, quantity: '-1' }))
    const { data_quality, rows_left_out, privacy } = await told(...trade([]), ...bad)
    expect(data_quality.map(({ reason }) => reason)).toEqual(['negative_quantity'])
    expect(Math.abs(rows_left_out - 5_000)).toBeLessThan(1_500)
    expect(rows_left_out).toBe(data_quality[0]?.lines)
    const charges = 'ledger' in privacy ? (privacy.ledger as { table: string; quantity: string }[]) : []
    expect(charges.filter(({ table }) => table === 'quality').map(({ quantity }) => quantity)).toContain('rows')
    const again = releaseOf(await readText(`${[HEADER, ...trade([]), ...bad].join('\n')}\n`), { seed: '2' })
    expect(again.facts.rows_left_out).not.toBe(rows_left_out)
    // Fewer than the noise hides are not told at all.
    expect((await told(...trade([]), ...bad.slice(0, 30))).rows_left_out).toBe(0)
  })
})

test.each([
  ['Eid ul-Fitr 2017', 1438, 10, 1, [2017, 6, 26]],
  ['Eid ul-Azha 2017', 1438, 12, 10, [2017, 9, 2]],
  ['Ramzan 2018', 1439, 9, 1, [2018, 5, 17]],
  ['Eid ul-Fitr 2018', 1439, 10, 1, [2018, 6, 16]],
  ['Eid ul-Fitr 2024', 1445, 10, 1, [2024, 4, 10]],
  ['Eid ul-Azha 2025', 1446, 12, 10, [2025, 6, 7]],
] as const)('%s was celebrated in Pakistan within a day of the computed date', (_name, year, month, day, [y, m, d]) => {
  expect(Math.abs(islamicDay(year, month, day) - daysFrom(y, m, d))).toBeLessThanOrEqual(1)
})

describe('numbers for names', () => {
  // What programs write: numbers one after the other or far apart, with letters, with noughts, and no numbers at all.
  const letters = fc.constantFrom('o', 'o', '', 'ab', 'o0', 'xyz9', 'no number ')
  const number = fc.oneof(fc.nat(300), fc.nat(5_000_000), fc.integer({ min: 100_000_000, max: 100_001_000 }))
  const numberIn = (table: Names, name: string) =>
    table.numberOf(Buffer.from(`${name},and what comes behind it`), 0, name.length)

  test('are the same, whether names of letters and a number lie in a plain table or not', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(letters, number), { minLength: 1, maxLength: 400 }), (pairs) => {
        const names = pairs.map(([before, after]) => `${before}${after}`)
        const [plain, counted] = [new Names(), new Names(true)]
        const numbers = names.map((name) => numberIn(counted, name))
        expect(numbers).toEqual(names.map((name) => numberIn(plain, name)))
        expect(counted.count).toBe(new Set(names).size)
      }),
    )
  })

  test('stay what they were when the plain table is widened over names that came before', () => {
    const table = new Names(true)
    const early = ['b9000', 'b60000', 'b1']
    const numbers = early.map((name) => numberIn(table, name))
    for (let i = 0; i < 20_000; i++) numberIn(table, `b${i}`)
    expect(early.map((name) => numberIn(table, name))).toEqual(numbers)
    expect(table.count).toBe(20_001)
  })
})
