import { type MessageKey, type Say, speak, type Values } from '../../../kit/text/messages.ts'
import { REPLICATES } from '../figures/bootstrap.ts'
import { GROUPS } from '../figures/counting.ts'
import { SHOP_SIZES } from '../figures/dims.ts'
import { WEEK_WINDOW, WINDOW } from '../prices/indices.ts'
import { WEEK_REPLICATES } from '../prices/price-index.ts'
import { OTHER_SHARES, QUESTIONS } from '../privacy/tables.ts'
import { LIMITS } from '../reading/builder.ts'
import { ROWS_OF_ONE } from '../reading/quality.ts'
import { SIGHTING_DAYS } from '../season/islamic.ts'
import { SHOCKS, UNUSUAL } from '../season/shocks.ts'

/** The sentences of locales/method, of which each needs the numbers that it tells: without them nothing compiles. */
type Numbers<Part extends string> = Readonly<
  Record<MessageKey extends infer Key ? (Key extends `method.${Part}.${infer Name}` ? Name : never) : never, Values>
>

/** What each figure is, in its order, with the constants that the program computes with. */
function figureNumbers(t: Say): Numbers<'figure'> {
  return {
    order_lines: {},
    orders: {},
    value_pkr: {},
    average_order_pkr: {},
    median_order_pkr: {},
    buyers: {},
    new_buyer_share: {},
    returning_buyer_share: {},
    completion_rate: {},
    outcome_share_orders: {},
    payment_share_orders: {},
    payment_share_value: {},
    category_share_value: {},
    known_share: {},
    delivery_days_median: {},
    price_index: { months: WINDOW },
    price_index_chained: {},
    price_index_drift: {},
    price_index_safe: {},
    price_index_weeks: { weeks: WEEK_WINDOW, replicates: WEEK_REPLICATES },
    price_index_per_content: {},
    pack_size_index: {},
    orders_adjusted: {},
    seasonal_factor: {},
    festival_uplift: { days: SIGHTING_DAYS },
    shock_effect: { shocks: shocksIn(t) },
    unusual_week: { deviations: UNUSUAL },
    divisions: {},
    noise: { parts: partsIn(t) },
    fitting: {},
    hiding: {},
    data_quality: {},
    beyond_bounds: {},
    outside_the_budget: { sentences: outsideTheBudget(t).join(' ') },
    error: { replicates: REPLICATES, groups: GROUPS },
    shop_sizes: SHOP_SIZES,
    limits: LIMITS,
  }
}

const OUTSIDE: Numbers<'outside'> = {
  cells: {},
  groups: {},
  span: {},
  rows: { rows: ROWS_OF_ONE },
  bounds: {},
  prices: {},
  nobody: {},
}

/** What each figure is, in a sentence or a few, in the language of t. In English as release.json holds it. */
export function methodOf(t: Say): Readonly<Record<string, string>> {
  return Object.fromEntries(sentences(t, 'figure', figureNumbers(t)))
}

/** What a release tells, or lets be seen, that no noise of the budget covers. */
export function outsideTheBudget(t: Say): readonly string[] {
  return sentences(t, 'outside', OUTSIDE).map(([, words]) => words)
}

function sentences(t: Say, part: string, numbers: Readonly<Record<string, Values>>): [name: string, words: string][] {
  return Object.entries(numbers).map(([name, values]) => {
    const key = `method.${part}.${name}`
    return [name, t.maybe(key, t.locale === 'en' ? bare(values) : values) ?? key]
  })
}

/** Numbers without commas: release.json is also read by programs. */
const bare = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))

const joined = (t: Say, parts: readonly string[]) => parts.join(t.locale === 'ur' ? '؛ ' : '; ')

/** To people in words, since a date like 2022-08-25 is torn apart at the end of a line from right to left. */
function shocksIn(t: Say): string {
  const dated = (day: string) => (t.locale === 'en' ? day : t.date(new Date(`${day}T00:00:00Z`)))
  const told = SHOCKS.map(({ name, first, last }) =>
    t(`method.shock.${name}`, { first: dated(first), last: dated(last) }),
  )
  return joined(t, told)
}

/** The tables with noise, by what they are divided, and each one's part of the budget. */
function partsIn(t: Say): string {
  const percent = (share: number) => String(Number((100 * share).toFixed(1)))
  const tables = Object.values(QUESTIONS).map(({ dims, share }) =>
    t('method.share', { of: dims.map((dim) => t(`method.table.${dim}`)).join(' × '), percent: percent(share) }),
  )
  const others = Object.entries(OTHER_SHARES).map(([name, share]) =>
    t('method.share', { of: t.maybe(`method.table.${name}`) ?? name, percent: percent(share) }),
  )
  return joined(t, [...tables, ...others])
}

/** The words of release.json. */
export const METHOD = methodOf(speak('en'))
export const OUTSIDE_THE_BUDGET = outsideTheBudget(speak('en'))
