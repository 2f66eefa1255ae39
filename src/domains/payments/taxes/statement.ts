import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { csvCell } from '../../../kit/tables/write.ts'
import { findShop, type Operator, type ShopActor } from '../../identity/identity.ts'
import { readSettings, type SettledSale, salesBetween, type TaxKind, taxLinesBetween } from './tax-store.ts'

/** More sales than this do not go into one file. */
const MOST_ROWS = 200_000

/** Karachi keeps the same hour all year. */
const KARACHI_MS = 5 * 3_600_000

const HEAD = [
  'sr_no',
  'agent_ntn',
  'supplier_ntn',
  'supplier_strn',
  'supplier_name',
  'order_id',
  'settled_on',
  'mode_of_payment',
  'settled_by',
  'gross_value',
  'value_of_goods',
  'withheld_by',
  'income_tax',
  'sales_tax',
]

/**
 * The monthly statement of an online marketplace (the columns of STR-34) as CSV: every sale that was settled in a month
 * of Karachi's calendar, also those whose taxes a courier or a gateway withheld, and last what was taken back of
 * earlier months. Month: '2026-01'. Amounts in rupees.
 * Refuses: invalid payments.tax_month; limit payments.tax_too_many.
 */
export async function strCsv(tx: Tx, _by: Operator, month: string): Promise<string> {
  const { from, before } = monthOf(month)
  const [settings, sales, lines] = await Promise.all([
    readSettings(tx, tx.now),
    salesBetween(tx, from, before, MOST_ROWS + 1),
    taxLinesBetween(tx, null, from, before, MOST_ROWS * 2),
  ])
  if (sales.length > MOST_ROWS) throw new Refusal('limit', 'payments.tax_too_many', { most: MOST_ROWS })
  const names = new Map<string, string>()
  for (const { party_id } of [...sales, ...lines]) {
    if (!names.has(party_id)) names.set(party_id, (await findShop(tx, party_id))?.name ?? '')
  }
  const ntn = settings?.market_ntn ?? ''
  const told = new Set(sales.map(({ order_id }) => order_id))
  const rows = sales.map((sale) => saleRow(sale, names, ntn))
  const back = Map.groupBy(
    lines.filter(({ order_id }) => !told.has(order_id)),
    ({ order_id }) => order_id,
  )
  for (const [order_id, some] of back) {
    const [first] = some
    if (!first) continue
    const sum = (kind: TaxKind) =>
      some.reduce<Paisa>((paisa, line) => (line.kind === kind ? paisa + line.paisa : paisa), 0n)
    const base = some.find(({ kind }) => kind === first.kind)?.base_paisa ?? 0n
    rows.push([
      ...[ntn, '', '', names.get(first.party_id) ?? '', order_id, dayOf(first.earned_at), 'refund', ''],
      ...[rupees(base), '', first.agent, rupees(sum('income')), rupees(sum('sales'))],
    ])
  }
  const all = [HEAD, ...rows.map((row, i) => [String(i + 1), ...row])]
  return `${all.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

function saleRow(sale: SettledSale, names: ReadonlyMap<string, string>, ntn: string): string[] {
  return [
    ...[ntn, sale.ntn ?? '', sale.strn ?? '', names.get(sale.party_id) ?? '', sale.order_id, dayOf(sale.settled_at)],
    ...[sale.method === 'cod' ? 'cash on delivery' : 'digital', sale.holder],
    ...[rupees(sale.buyer_paisa), rupees(sale.goods_paisa), sale.agent ?? ''],
    ...[rupees(sale.income_paisa), rupees(sale.sales_paisa)],
  ]
}

/** One line of a shop's certificate: what was withheld of its sales in a month, by whom and under which section. */
export interface TaxCertificate {
  kind: TaxKind
  agent: string
  section: string
  finality: 'final' | 'adjustable'
  basis_points: number
  base_paisa: Paisa
  paisa: Paisa
  sale_count: number
}

/** What was withheld of a shop's sales in a month, summed for its certificate. Refuses: invalid payments.tax_month. */
export async function taxCertificate(tx: Tx, by: ShopActor, month: string): Promise<TaxCertificate[]> {
  const { from, before } = monthOf(month)
  const lines = await taxLinesBetween(tx, by.shop_id, from, before, MOST_ROWS)
  const groups = Map.groupBy(lines, (line) => [line.kind, line.agent, line.rule_id, line.basis_points].join('|'))
  return [...groups.values()].flatMap((some) => {
    const [first] = some
    if (!first) return []
    const { kind, agent, section, finality, basis_points } = first
    return [
      {
        ...{ kind, agent, section, finality, basis_points },
        base_paisa: some.reduce<Paisa>((sum, line) => sum + line.base_paisa, 0n),
        paisa: some.reduce<Paisa>((sum, line) => sum + line.paisa, 0n),
        sale_count: new Set(some.map(({ order_id }) => order_id)).size,
      },
    ]
  })
}

/** From its first moment in Karachi to the first of the next month. Refuses: invalid payments.tax_month. */
function monthOf(month: string): { from: Date; before: Date } {
  const match = /^(20\d{2})-(0[1-9]|1[0-2])$/.exec(month)
  if (!match) throw new Refusal('invalid', 'payments.tax_month')
  const [year, number] = [Number(match[1]), Number(match[2])]
  const start = (n: number) => new Date(Date.UTC(year, n, 1) - KARACHI_MS)
  return { from: start(number - 1), before: start(number) }
}

function dayOf(at: Date): string {
  return new Date(at.getTime() + KARACHI_MS).toISOString().slice(0, 10)
}

/** Exact rupees with two digits, also below zero. */
function rupees(paisa: Paisa): string {
  const plain = paisa < 0n ? -paisa : paisa
  return `${paisa < 0n ? '-' : ''}${plain / 100n}.${(plain % 100n).toString().padStart(2, '0')}`
}
