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

/** What a release tells, or lets be seen, that no noise of the budget covers. */
export const OUTSIDE_THE_BUDGET = [
  'Which cells are hidden, and how many: decided on true numbers of buyers and of shops and their rupees. So is ' +
    'which names of categories, ways to pay and places are common enough to be told, beside a test with noise.',
  `Whether a shop is small, middle or large (up to ${SHOP_SIZES.small} and ${SHOP_SIZES.middle} lines a month), and ` +
    'whether women lead it: the figures of these groups are noised, who is in which is not.',
  'The first and the last month; which columns the file fills; which city stands for the largest.',
  'Rows left out that name no buyer, broken ones among them: nobody can say whose they are, so only four of one ' +
    `person are surely behind the noise. Of a named buyer ${ROWS_OF_ONE} rows left out count at all.`,
  'What is beyond the bounds: a line or a rupee that does not count is in no figure, and what is told of how much ' +
    'that is looks no further than as much again.',
  'price_index and its kin: prices are shown in public by shops, and what people bought weighs them. A product ' +
    'counts from several buyers on, an index in each period from several products and shops on, none of them with ' +
    'nearly all, with noise as wide as its own error, rounded to one digit.',
  'Lines that name no buyer protect their order and not a person; lines that name no shop protect no shop.',
] as const

const percent = (share: number) => `${Number((100 * share).toFixed(1))} %`

/** What each figure is, in one sentence, from the constants that the program computes with. */
export const METHOD = {
  order_lines: 'Lines of orders: one thing that was bought, in whatever number. Dates count as the file writes them.',
  orders: 'Different orders. One with things of two categories counts in both.',
  value_pkr: 'Quantity by unit price, in the currency of the file, of all orders, whatever became of them.',
  average_order_pkr: 'value_pkr by orders.',
  median_order_pkr: 'Half of the orders that have a value were worth less.',
  buyers: 'Different buyers. Where no buyer is known, each order is one.',
  new_buyer_share: 'Buyers whose first order in this file lies in the period, by all buyers of the period.',
  returning_buyer_share: 'The other buyers of the period.',
  completion_rate: 'Orders that were completed, by orders whose outcome is known, open ones among them.',
  outcome_share_orders:
    'Orders of an outcome by orders whose outcome is known. Refused: not taken at the door; returned: sent back later.',
  payment_share_orders: 'Orders of a way to pay by orders whose way to pay is known.',
  payment_share_value: 'The same by value.',
  category_share_value: 'Value of a category by value of all known categories.',
  known_share: 'Lines that tell this by all lines: how much of the trade a table can speak for.',
  delivery_days_median: 'Days from the order to the door; half of the orders came sooner.',
  price_index:
    `GEKS-Törnqvist of monthly unit values (rupees by units) of matched products, window of ${WINDOW} months, ` +
    'joined by the mean splice to what is published. First month = 100. Relatives beyond four times are new goods.',
  price_index_chained:
    'Monthly links chained: Törnqvist; with group formula:fisher and formula:jevons to compare. ' +
    'A month in which no product matches the one before has none.',
  price_index_drift: 'By how many percent the chained Törnqvist (or Fisher, or Jevons) has drifted away from the GEKS.',
  price_index_safe:
    'A month or week of an index is told when matched products of several shops stand behind it and none has nearly ' +
    'all of their sales. One line counts up to a bound. Noise as wide as the index’s own error is added, and is in ' +
    'its interval: levels share a part of it, links of chained indices add it up.',
  price_index_weeks:
    `Periods like 2026-W12 are ISO weeks: the same GEKS in a window of ${WEEK_WINDOW} weeks, first week = 100. ` +
    `Their error is 1.96 deviations of ${WEEK_REPLICATES} replicates.`,
  price_index_per_content:
    'The same index of the price of a gram, a millilitre or a piece, for products whose lines tell what a unit holds.',
  pack_size_index:
    'What a unit holds, weighed like the prices: below 100 packs have shrunk. ' +
    'The price of a unit is this by the price of its content.',
  orders_adjusted: 'Orders a month without their season: ratio to a centred moving average of 2 × 12 months.',
  seasonal_factor: 'How far a month of the year lies from the average, from two years of months on.',
  festival_uplift:
    'Orders a day before a festival by orders a day in the four weeks around. Islamic dates are computed (tabular ' +
    `calendar); the moon may be sighted ${SIGHTING_DAYS} day earlier or later, and the interval holds both.`,
  shock_effect:
    'Orders a day during a shock by orders a day in the four weeks before: ' +
    `${SHOCKS.map(({ name, first, last, about }) => `${name} (${about}, ${first} to ${last})`).join('; ')}.`,
  unusual_week:
    'Orders of a week by the median of the four weeks before and after, told where that is further than ' +
    `${UNUSUAL} robust deviations from what weeks are, and further than the noise.`,
  divisions: 'Divisions are sums of their cities that are large enough to be named.',
  noise:
    'Lines, orders and rupees of these tables are counted once, each with discrete Gaussian noise on every ' +
    `cell, empty ones too, for this part of the budget: ${Object.values(QUESTIONS)
      .map(({ dims, share }) => `${dims.join(' × ')} ${percent(share)}`)
      .join('; ')}; ${Object.entries(OTHER_SHARES)
      .map(([name, share]) => `${name} ${percent(share)}`)
      .join('; ')}.`,
  fitting:
    'Each sum is the mean of what all tables say of it, weighed by their noise. From the largest sums down, every ' +
    'table is moved as little as may be (least squares) to nothing below zero and to the totals above it: all ' +
    'figures add up.',
  hiding:
    'A cell with few buyers or shops, or of one hand, is hidden, and so are as many others as it takes that none of ' +
    'these can be computed. A cell whose noise is too large is left out as well.',
  data_quality:
    'Published releases: rows left out, by reason, with noise; a reason is told when it is surely there. What is ' +
    'unknown in lines that are kept stands in known_share. rows_read is what is told of lines and of rows left out.',
  beyond_bounds:
    'Lines and rupees that do not count, by all that do and these: of each person’s month, and lines of each shop’s ' +
    'day, at most as much again as may count, with noise; 0 where it is not surely there. The upper ends of ' +
    'intervals are so much higher. What is beyond twice the bounds is not seen in them.',
  outside_the_budget: OUTSIDE_THE_BUDGET.join(' '),
  error:
    `Exact releases: ${REPLICATES} bootstrap replicates over ${GROUPS} random groups of buyers (for prices, of ` +
    'products), 2.5 % and 97.5 %. Published releases: noise and chance, computed from the published numbers.',
  shop_sizes: `small: up to ${SHOP_SIZES.small} lines a month on average; middle: up to ${SHOP_SIZES.middle}.`,
  limits:
    `A line is left out above ${LIMITS.quantity} units, a price of ${LIMITS.price_pkr} ` +
    `or a value of ${LIMITS.value_pkr}.`,
} as const
