import { localDay, type OfficeReport, type SearchQuality } from '../../../domains/numbers/numbers.ts'
import type { KeptCoverage } from '../../../domains/payments/payments.ts'
import { nameOf } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import type { OfficeView, Sheet } from './numbers-page.tsx'

export interface OfficeFacts {
  readonly office: { readonly report: OfficeReport; readonly made_at: Date } | undefined
  readonly quality: readonly SearchQuality[]
  /** The newest proof of coverage. */
  readonly coverage: KeptCoverage | undefined
  readonly messages: readonly { readonly channel: string; readonly state: string; readonly messages: number }[]
  readonly disputed: number
  /** Goods on sale by shelf at the top of the tree. */
  readonly supply: ReadonlyMap<string, number>
  /** What a message of a channel costs; a channel whose price nobody said is not here. */
  readonly prices: ReadonlyMap<string, bigint>
}

/** All that the office reads of the market, in words. */
export function officeView(visit: Visit, facts: OfficeFacts): OfficeView {
  const { t, now } = visit
  const { office, coverage } = facts
  const report = office?.report
  return {
    t,
    made: office ? t('numbers.office.made', { when: t.moment(office.made_at, now) }) : t('numbers.office.none'),
    sheets: [
      ...(office ? [funnelSheet(visit, office.report), cohortSheet(visit, office.report, office.made_at)] : []),
      searchSheet(visit, facts.quality),
      ...(report ? [balanceSheet(visit, report, facts.supply), trustSheet(visit, report, facts.disputed)] : []),
    ],
    reasons: {
      title: t('numbers.office.reasons'),
      rows: (report?.reasons ?? []).map(({ reason, back_count }) => ({
        label: t.maybe(`numbers.reason.${reason}`) ?? t('numbers.reason.decided'),
        value: t.number(back_count),
      })),
    },
    cover: coverage && {
      isCovered: coverage.is_covered,
      sentence: t(coverage.is_covered ? 'numbers.office.cover.yes' : 'numbers.office.cover.no', {
        held: t.rupeesShort(coverage.held_paisa),
        owed: t.rupeesShort(coverage.owed_paisa),
      }),
      href: routes.coverage.href(),
    },
    cost: costView(visit, facts),
  }
}

function funnelSheet({ t }: Visit, { funnel }: OfficeReport): Sheet {
  const { looked, carted, begun, paid, ordered, kept } = funnel
  const steps = [
    [t('numbers.office.looked'), looked],
    [t('numbers.office.carted'), carted],
    [t('numbers.office.placed'), ordered - paid + begun],
    [t('numbers.office.ordered'), ordered],
    [t('numbers.office.kept'), kept],
  ] as const
  return {
    title: t('numbers.office.funnel'),
    columns: [t('numbers.office.step'), t('numbers.office.count'), t('numbers.office.share')],
    rows: steps.map(([step, count], i) => [step, t.number(count), i === 0 ? '' : shareOf(t, count, steps[i - 1]?.[1])]),
    note: t('numbers.office.prepaid', { begun, paid }),
  }
}

/** A month that is not over says nothing yet. */
function cohortSheet({ t }: Visit, { cohorts }: OfficeReport, made_at: Date): Sheet {
  const now = monthNumber(localDay(made_at))
  return {
    title: t('numbers.office.cohorts'),
    columns: [
      t('numbers.office.cohort'),
      t('numbers.office.people'),
      t('numbers.office.again.1'),
      t('numbers.office.again.2'),
      t('numbers.office.again.3'),
    ],
    rows: cohorts.map(({ month, people, again }) => [
      month,
      t.number(people),
      ...again.map((count, i) => (monthNumber(month) + i + 1 < now ? shareOf(t, count, people) : '')),
    ]),
  }
}

/** Months since the year 0, of '2026-03' or of a day. */
function monthNumber(text: string): number {
  return 12 * Number(text.slice(0, 4)) + Number(text.slice(5, 7))
}

function searchSheet({ t }: Visit, quality: readonly SearchQuality[]): Sheet {
  return {
    title: t('numbers.office.search'),
    columns: [
      t('numbers.office.words'),
      t('numbers.office.searched'),
      t('numbers.office.clicked'),
      t('numbers.office.bought'),
      t('numbers.office.empty'),
    ],
    rows: quality.map(({ words, searched, clicked, ordered, empty }) => [
      words ?? t('numbers.office.all'),
      t.number(searched),
      shareOf(t, clicked, searched),
      shareOf(t, ordered, searched),
      shareOf(t, empty, searched),
    ]),
    note: t(quality.length === 0 ? 'numbers.office.search.none' : 'numbers.office.search.how'),
  }
}

function balanceSheet(visit: Visit, { demand }: OfficeReport, supply: ReadonlyMap<string, number>): Sheet {
  const { t, locale, market } = visit
  const shelves = market.categories.filter(({ parent_id }) => parent_id === null)
  const pieces = new Map(demand.map((one) => [one.shelf, one.pieces]))
  return {
    title: t('numbers.office.balance'),
    columns: [
      t('numbers.office.shelf'),
      t('numbers.office.goods'),
      t('numbers.office.pieces'),
      t('numbers.office.each'),
    ],
    rows: shelves.map((shelf) => {
      const [goods, ordered] = [supply.get(shelf.category_id) ?? 0, pieces.get(shelf.category_id) ?? 0]
      const each = goods === 0 ? '' : t.number(Math.round((100 * ordered) / goods))
      return [nameOf(locale, shelf), t.number(goods), t.number(ordered), each]
    }),
  }
}

function trustSheet({ t }: Visit, { months }: OfficeReport, disputed: number): Sheet {
  return {
    title: t('numbers.office.trust'),
    columns: [
      t('numbers.office.month'),
      t('numbers.sales'),
      t('numbers.office.worth'),
      t('numbers.office.kept'),
      t('numbers.office.back'),
      t('numbers.office.off'),
    ],
    rows: months.map(({ month, ordered, ordered_paisa, kept, back, off }) => [
      month,
      t.number(ordered),
      t.rupeesShort(BigInt(ordered_paisa)),
      t.number(kept),
      `${t.number(back)} (${shareOf(t, back, kept + back)})`,
      `${t.number(off)} (${shareOf(t, off, ordered)})`,
    ]),
    note: t('numbers.office.disputed', { count: disputed }),
  }
}

/** What messages cost by channel. Each has a price of its own, and one without a price has no cost either. */
function costView({ t }: Visit, { messages, prices }: OfficeFacts): OfficeView['cost'] {
  const sent = new Map([...prices.keys()].map((channel) => [channel, 0]))
  for (const { channel, state, messages: count } of messages) {
    const isSent = state === 'sent' || state === 'delivered'
    sent.set(channel, (sent.get(channel) ?? 0) + (isSent ? count : 0))
  }
  const nameOfChannel = (channel: string) => t.maybe(`numbers.office.channel.${channel}`) ?? channel
  return {
    sheet: {
      title: t('numbers.office.cost'),
      columns: [
        t('numbers.office.channel'),
        t('numbers.office.sent'),
        t('numbers.office.price.each'),
        t('numbers.office.costs'),
      ],
      rows: [...sent].map(([channel, count]) => {
        const price = prices.get(channel)
        const costs = price === undefined ? [t('numbers.office.price.none'), ''] : [price, BigInt(count) * price]
        const cells = costs.map((cell) => (typeof cell === 'bigint' ? t.rupees(cell) : cell))
        return [nameOfChannel(channel), t.number(count), ...cells]
      }),
      note: t('numbers.office.cost.how'),
    },
    prices: [...sent.keys()].map((channel) => {
      const price = prices.get(channel)
      const label = t('numbers.office.price', { channel: nameOfChannel(channel) })
      return { name: `price_${channel}`, label, value: price === undefined ? '' : rupeesText(price) }
    }),
    action: routes.numbers.href(),
  }
}

function shareOf(t: Visit['t'], count: number, of: number | undefined): string {
  return of ? t.percent(count / of) : ''
}

/** An amount as it is typed into a field: 2, 2.50. */
function rupeesText(paisa: bigint): string {
  const rest = paisa % 100n
  return rest === 0n ? `${paisa / 100n}` : `${paisa / 100n}.${String(rest).padStart(2, '0')}`
}
