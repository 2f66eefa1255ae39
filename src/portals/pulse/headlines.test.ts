import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderRows } from '../../../bench/pulse-rows.ts'
import { type Figure, summaryOf } from '../../domains/pulse/pulse.ts'
import { readText, releaseOf } from '../../domains/pulse/testing.ts'
import { LOCALES } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import { drawChart } from './draw.ts'
import { leaderOf } from './leader.ts'
import { isShown } from './reading.ts'
import { sectionsOf } from './sections.ts'
import { spokenMinute } from './spoken.ts'

const telling = { t: speak('en'), nameOf: () => undefined }

/** A row that is told with its interval, or one that is hidden. */
function row(figure: string, place: Partial<Figure>, told?: readonly [value: number, reach: number]): Figure {
  const [value, reach] = told ?? []
  return {
    ...{ figure, period: 'all', area: '', category: '', payment_method: '', outcome: '', group: '' },
    value,
    ...{ lower: value && value - (reach ?? 0), upper: value && value + (reach ?? 0) },
    ...{ orders: value, status: told ? 'published' : 'suppressed' },
    ...place,
  }
}

const sentenceOf = (figures: readonly Figure[], id: string) =>
  sectionsOf(figures, telling).find((one) => one.id === id)?.sentence

test('an even trade has no busiest hour, day or kind of goods, in any language', async () => {
  const { figures } = releaseOf(await readText(Buffer.concat([...orderRows(40_000, 5)])), { seed: '5' })
  expect(sentenceOf(figures, 'hours')).toBe('Orders by hour: none stands out from the others by more than its error')
  expect(sentenceOf(figures, 'paying')).toMatch(/of orders are paid by: cash on delivery/)
  for (const locale of LOCALES) {
    const t = speak(locale)
    const hours = sectionsOf(figures, { ...telling, t }).find(({ id }) => id === 'hours')
    expect(hours?.sentence).toBe(t('pulse.none.even', { table: t('pulse.hours.table') }))
  }
})

test('a month is the busiest when it is surely so, and not while larger ones may be hidden', () => {
  const month = (at: number, told?: readonly [number, number]) => row('orders', { period: `2024-0${at}` }, told)
  const all = row('orders', {}, [1_000, 10])
  const told = [month(1, [400, 20]), month(2, [300, 20]), month(3, [280, 20])]
  expect(sentenceOf([all, ...told], 'months')).toBe('The busiest month was January 2024, with 400 orders')
  // What is hidden is a hundred at most: no month of it has more.
  expect(sentenceOf([all, ...told, month(4)], 'months')).toMatch(/^The busiest month was January/)
  const few = told.slice(0, 1)
  expect(sentenceOf([all, ...few, month(4), month(5)], 'months')).toMatch(/^Orders by month: .* hidden/)
  expect(sentenceOf([all, month(1, [310, 20]), ...told.slice(1)], 'months')).toMatch(/^Orders by month: none stands/)
})

test('what is put together is no kind of goods, however much it is', () => {
  const share = (category: string, value: number) => row('category_share_value', { category }, [value, 0.01])
  for (const name of ['Others', 'all others', 'other', 'unknown']) {
    const figures = [share(name, 0.41), share('Mobiles', 0.3), share('Books', 0.29)]
    expect(sentenceOf(figures, 'categories')).toMatch(/^Where the money goes, by kind of goods: which comes first/)
  }
  const named = [share('Mobiles', 0.41), share('all others', 0.3), share('Books', 0.29)]
  expect(sentenceOf(named, 'categories')).toBe('Mobiles is where most money goes: 41%')
})

test('a kind of goods moved most in price when no other may have moved as far', () => {
  const index = (category: string, told?: readonly [number, number]) =>
    row('price_index', { category, period: '2024-05' }, told)
  const [beauty, books] = [index('Beauty', [115.7, 0.8]), index('Books', [115, 0.8])]
  expect(sentenceOf([beauty, books], 'kinds')).toMatch(/^Prices by kind of goods: none stands out/)
  const lamps = index('Lamps', [80, 1])
  expect(sentenceOf([beauty, books, lamps], 'kinds')).toMatch(/^Lamps moved most in price: 20% cheaper/)
  expect(sentenceOf([beauty, books, lamps, index('Toys')], 'kinds')).toMatch(/hidden or put together$/)
})

test('few orders that all ended well make no best way to pay', () => {
  const rate = (payment_method: string, told: readonly [number, number], orders: number) =>
    row('completion_rate', { payment_method, orders }, told)
  const many = [rate('card', [0.9, 0.01], 9_000), rate('cod', [0.7, 0.01], 7_000)]
  expect(sentenceOf(many, 'success')).toBe('90% of orders are completed with card, 70% with cash on delivery')
  // Of 25 in a row the rate may be 88 percent.
  expect(sentenceOf([...many, rate('Raast', [1, 0], 25)], 'success')).toMatch(/^Orders that are completed, by way to/)
})

test('provinces are held against each other, and not against their own cities', () => {
  const area = (name: string, told?: readonly [number, number]) => row('orders', { area: name }, told)
  const all = row('orders', {}, [1_000, 5])
  const provinces = [area('unknown'), area('Punjab', [600, 10]), area('Sindh', [390, 10])]
  const rest = [area('Lahore division', [590, 10]), area('Lahore', [590, 10]), area('Karachi', [390, 10])]
  expect(sentenceOf([all, ...provinces, ...rest], 'places')).toBe('Most orders come from Punjab: 600')
})

test('prices are said to have moved when their interval says so, and by how much', () => {
  const months = (told: readonly [number, number]) => [
    row('price_index', { period: '2024-01' }, [100, 0]),
    row('price_index', { period: '2024-02' }, told),
  ]
  expect(sentenceOf(months([104, 1]), 'prices')).toBe(
    'Prices rose by 4% from January 2024 to February 2024 (likely 3% to 5%)',
  )
  expect(sentenceOf(months([96, 1]), 'prices')).toMatch(/^Prices fell by 4% .* \(likely 3% to 5%\)$/)
  expect(sentenceOf(months([101, 2]), 'prices')).toMatch(/it is not sure whether prices rose or fell$/)
  const spoken = (told: readonly [number, number]) =>
    spokenMinute(months(told), '2024-02', telling).sentences.join('\n')
  expect(spoken([104, 1])).toContain('prices have risen: by between three and five percent')
  expect(spoken([96, 1])).toContain('prices have fallen: by between three and five percent')
  expect(spoken([101, 2])).toContain('It is not sure whether prices have risen or fallen since January')
})

test('several kinds of goods together are as unsure as their parts say', () => {
  const share = (category: string, told: readonly [number, number]) => row('category_share_value', { category }, told)
  const figures = [share('Shoes', [0.2, 0.03]), share('Boots', [0.1, 0.04]), share('Lamps', [0.7, 0.04])]
  const { share: told } = summaryOf(figures, new Set(['Shoes', 'Boots']))
  expect(told?.value).toBeCloseTo(0.3, 9)
  // Three and four percent at right angles are five.
  expect([told?.lower, told?.upper].map((end) => end?.toFixed(4))).toEqual(['0.2500', '0.3500'])
})

test('shops by size, by who leads them and the state of goods are tables of their own', () => {
  const part = (group: string, value: number) => row('orders', { group }, [value, 5])
  const figures = [
    ...[part('shops:small', 300), part('shops:middle', 100), part('shops:large', 50)],
    ...[part('women_led:yes', 40), part('women_led:no', 150)],
    ...[part('condition:new', 400), part('condition:used', 60)],
  ]
  const rows = (id: string) =>
    sectionsOf(figures, telling)
      .find((one) => one.id === id)
      ?.rows.map(({ name }) => name)
  expect(rows('shops')).toEqual(['small shops', 'middle shops', 'large shops'])
  expect(rows('women')).toEqual(['not led by women', 'led by women'])
  expect(rows('condition')).toEqual(['new goods', 'used goods'])
  expect(sentenceOf(figures, 'shops')).toBe('Most orders go to small shops: 300')
  // Where the other sizes are hidden, the one that is told has its table, and leads nothing.
  const hidden = [part('shops:small', 300), row('orders', { group: 'shops:large' })]
  expect(sentenceOf(hidden, 'shops')).toMatch(/^Orders by size of shop: which comes first cannot be told/)
})

test('a name that has no room in a picture is cut, and never the number behind it', async () => {
  const name = 'Handmade shoes for festivals, weddings and everything else'
  const lines = [{ name: '', values: [12_345], lower: [12_000], upper: [13_000] }]
  const chart = { kind: 'bars', labels: [name], lines, format: String, isRightToLeft: false } as const
  const svg = await drawChart(chart, 'small')
  expect(svg).toMatch(/>Handmade shoes[^<]*… · 12345</)
  expect(await drawChart(chart, 'narrow')).toMatch(/>Handmade shoes for[^<]*… · 12345</)
})

test('whoever is named is the largest, wherever within their bounds the rows truly lie', () => {
  const part = fc.record({
    value: fc.double({ min: 0, max: 100, noNaN: true }),
    reach: fc.double({ min: 0, max: 30, noNaN: true }),
  })
  const some = fc.array(fc.tuple(part, fc.boolean(), fc.double({ min: -1, max: 1, noNaN: true })), { minLength: 1 })
  fc.assert(
    fc.property(some, (parts) => {
      const truth = parts.map(([{ value, reach }, , at]) => Math.max(0, value + at * reach))
      const rows = parts.map(([{ value, reach }, isTold], i) => ({
        ...row('orders', { period: String(i) }, isTold ? [value, reach] : undefined),
        ...(isTold ? { lower: Math.max(0, value - reach), upper: value + reach } : {}),
      }))
      const whole = truth.reduce((sum, one) => sum + one, 0)
      const leader = leaderOf(rows, whole)
      if (typeof leader === 'string') return
      expect(isShown(leader)).toBe(true)
      expect(truth[Number(leader.period)]).toBeGreaterThanOrEqual(Math.max(...truth) - 1e-6)
    }),
  )
})
