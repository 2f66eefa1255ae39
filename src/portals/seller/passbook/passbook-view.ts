import { orderNumber } from '../../../domains/orders/orders.ts'
import type { Passbook, PassbookLine } from '../../../domains/payments/payments.ts'
import type { Paper } from '../../../kit/paper/paper.ts'
import { SCRIPTS } from '../../../kit/text/locale.ts'
import type { Visit } from '../../web/visit.ts'

/** A month of Pakistan: '2026-11'. Whatever else is asked for is this month. */
export interface Month {
  readonly name: string
  readonly from: Date
  readonly to: Date
}

const KARACHI_MS = 5 * 3_600_000

export function monthOf(asked: string | undefined, now: Date): Month {
  const here = new Date(now.getTime() + KARACHI_MS)
  const [, year, number] = /^(20\d\d)-(0[1-9]|1[0-2])$/.exec(asked ?? '') ?? []
  const at = year ? [Number(year), Number(number) - 1] : [here.getUTCFullYear(), here.getUTCMonth()]
  const [y = 0, m = 0] = at
  const start = (month: number) => new Date(Date.UTC(y, month) - KARACHI_MS)
  return { name: `${y}-${String(m + 1).padStart(2, '0')}`, from: start(m), to: start(m + 1) }
}

export function monthBefore({ from }: Month): string {
  return monthOf(undefined, new Date(from.getTime() - 1)).name
}

/** One line as it is read: what happened, and what it is made of. */
export interface LineView {
  id: string
  when: string
  what: string
  order: { id: string; number: string } | undefined
  parts: readonly { label: string; paisa: bigint }[]
  paisa: bigint
  leftPaisa: bigint
}

export function lineView({ t }: Pick<Visit, 't'>, line: PassbookLine, index: number): LineView {
  const order = line.order_id ? { id: line.order_id, number: orderNumber(line.order_id) } : undefined
  const said = line.kind === 'by_hand' && line.memo !== '' ? line.memo : t(`passbook.kind.${line.kind}`)
  return {
    id: String(index),
    when: t.date(line.at),
    what: said,
    order,
    // A line of one part says nothing that its amount does not say.
    parts:
      line.parts.length < 2 ? [] : line.parts.map(({ part, paisa }) => ({ label: t(`passbook.part.${part}`), paisa })),
    paisa: line.paisa,
    leftPaisa: line.left_paisa,
  }
}

/** The passbook as a spreadsheet: a column for each part, so that it can be added up. */
export function passbookRows({ t }: Pick<Visit, 't'>, book: Passbook): string[][] {
  const parts = [...new Set(book.lines.flatMap((line) => line.parts.map(({ part }) => part)))]
  const head = [
    t('passbook.when'),
    t('passbook.what'),
    t('passbook.order'),
    ...parts.map((part) => t(`passbook.part.${part}`)),
    t('passbook.amount'),
    t('passbook.left'),
  ]
  const lines = book.lines.map((line) => [
    new Date(line.at.getTime() + KARACHI_MS).toISOString().slice(0, 10),
    line.kind === 'by_hand' && line.memo !== '' ? line.memo : t(`passbook.kind.${line.kind}`),
    line.order_id ? orderNumber(line.order_id) : '',
    ...parts.map((part) => {
      const paisa = line.parts.find((one) => one.part === part)?.paisa
      return paisa === undefined ? '' : plain(paisa)
    }),
    plain(line.paisa),
    plain(line.left_paisa),
  ])
  const edge = (words: string, paisa: bigint) => ['', words, '', ...parts.map(() => ''), '', plain(paisa)]
  return [
    head,
    edge(t('passbook.opening'), book.opening_paisa),
    ...lines,
    edge(t('passbook.closing'), book.closing_paisa),
  ]
}

/** Rupees as a number that a spreadsheet adds up: -122.50. */
export function plain(paisa: bigint): string {
  const size = paisa < 0n ? -paisa : paisa
  return `${paisa < 0n ? '-' : ''}${size / 100n}.${(size % 100n).toString().padStart(2, '0')}`
}

/** The passbook as a sheet of paper. */
export function passbookPaper(
  { t, locale, market }: Pick<Visit, 't' | 'locale' | 'market'>,
  shop: string,
  month: Month,
  book: Passbook,
): Paper {
  const views = book.lines.map((line, i) => lineView({ t }, line, i))
  const last = new Date(month.to.getTime() - 1)
  return {
    direction: SCRIPTS[locale].direction,
    title: shop,
    lines: [t('passbook.title'), t('passbook.from_to', { from: t.date(month.from), to: t.date(last) })],
    figures: [
      { label: t('passbook.opening'), value: t.rupees(book.opening_paisa) },
      { label: t('passbook.closing'), value: t.rupees(book.closing_paisa) },
    ],
    columns: [
      { label: t('passbook.when'), share: 0.17 },
      { label: t('passbook.what'), share: 0.5 },
      { label: t('passbook.amount'), share: 0.165, isNumber: true },
      { label: t('passbook.left'), share: 0.165, isNumber: true },
    ],
    rows: views.map(({ when, what, order, parts, paisa, leftPaisa }) => [
      when,
      [order ? `${what} ${order.number}` : what, ...parts.map((part) => `${part.label} ${t.rupees(part.paisa)}`)].join(
        '\n',
      ),
      t.rupees(paisa),
      t.rupees(leftPaisa),
    ]),
    foot: `${market.name} · ${t.phone(market.helpPhone)}`,
  }
}
