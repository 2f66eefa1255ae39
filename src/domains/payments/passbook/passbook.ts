import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Person, ShopActor } from '../../identity/identity.ts'
import {
  type BuyerMoneyRow,
  type OwnEntryRow,
  readBuyerMoney,
  readOrdersOfDebts,
  readOwnBalance,
  readOwnEntries,
} from './passbook-store.ts'

/** What made a line. 'by_hand' is an entry of the market's people; its memo says why. */
export type PassbookKind =
  | 'sale'
  | 'refund'
  | 'freight'
  | 'debt'
  | 'payout'
  | 'payout_returned'
  | 'claim'
  | 'appeal'
  | 'reversal'
  | 'by_hand'

/** Where a part of a line came from or went. */
export type PassbookPart =
  | 'buyer'
  | 'commission'
  | 'delivery'
  | 'discount'
  | 'tip'
  | 'income_tax'
  | 'sales_tax'
  | 'back_to_buyer'
  | 'account'
  | 'market'
  | 'else'

/** One line of a shop's passbook. Its parts add up to what it changed; above zero is for the shop. */
export interface PassbookLine {
  readonly at: Date
  readonly kind: PassbookKind
  readonly order_id: string | null
  readonly memo: string
  readonly parts: readonly { readonly part: PassbookPart; readonly paisa: Paisa }[]
  readonly paisa: Paisa
  /** What the shop has with us after this line. */
  readonly left_paisa: Paisa
}

export interface Passbook {
  readonly opening_paisa: Paisa
  readonly lines: readonly PassbookLine[]
  readonly closing_paisa: Paisa
  /** False when the time was too long for one book: ask for less. */
  readonly is_whole: boolean
}

const MOST_ENTRIES = 20_000

/**
 * What a shop has with the market from one moment to another, rupee by rupee, as the ledger wrote it: opening, each
 * line with what it is made of, closing. Opening and lines add up to the closing, always.
 * Refuses: nothing. Parties: the shop's only.
 */
export async function readPassbook(tx: Tx, by: ShopActor, from: Date, to: Date): Promise<Passbook> {
  const [opening_paisa, entries] = await Promise.all([
    readOwnBalance(tx, by.shop_id, from),
    readOwnEntries(tx, by.shop_id, from, to, MOST_ENTRIES + 1),
  ])
  const is_whole = entries.length <= MOST_ENTRIES
  const transfers = [...Map.groupBy(entries, ({ transfer_id }) => transfer_id).values()]
  // The last transfer of a book that was cut may be cut itself.
  const whole = is_whole ? transfers : transfers.slice(0, -1)
  const orders = await ordersOfDebts(tx, by.shop_id, entries)
  let left = opening_paisa
  const lines: PassbookLine[] = []
  for (const rows of whole) {
    const line = lineOf(rows, orders)
    // A debt that is repaid out of earnings moves from one pocket of the shop to the other.
    if (!line || line.paisa === 0n) continue
    left += line.paisa
    lines.push({ ...line, left_paisa: left })
  }
  return { opening_paisa, lines, closing_paisa: left, is_whole }
}

/**
 * Where the money of a buyer's own orders is: in whose hand, with the shop, or on its way back. The caller has read the
 * orders from the buyer's own list. Parties: the shops', read only.
 */
export function listBuyerMoney(
  tx: Tx,
  by: Person,
  orders: readonly { shop_id: string; order_id: string }[],
): Promise<BuyerMoneyRow[]> {
  return readBuyerMoney(
    tx,
    by.person_id,
    orders.map(({ shop_id }) => shop_id),
    orders.map(({ order_id }) => order_id),
  )
}

function lineOf(
  rows: readonly OwnEntryRow[],
  orders: ReadonlyMap<string, string>,
): Omit<PassbookLine, 'left_paisa'> | undefined {
  const [first] = rows
  if (!first) return undefined
  const parts = new Map<PassbookPart, Paisa>()
  let paisa = 0n
  for (const { account, amount_paisa } of rows) {
    if (isOwn(account)) paisa -= amount_paisa
    else parts.set(partOf(account), (parts.get(partOf(account)) ?? 0n) + amount_paisa)
  }
  const { kind, id } = kindOf(first.cause)
  return {
    at: first.posted_at,
    kind,
    order_id: kind === 'debt' ? (orders.get(id) ?? null) : kind === 'payout' || kind === 'payout_returned' ? null : id,
    memo: first.memo,
    parts: [...parts].map(([part, sum]) => ({ part, paisa: sum })).filter((part) => part.paisa !== 0n),
    paisa,
  }
}

const isOwn = (account: string) => account === 'payable' || account === 'debt'

async function ordersOfDebts(tx: Tx, shopId: string, entries: readonly OwnEntryRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(entries.map(({ cause }) => kindOf(cause)))].flatMap(({ kind, id }) =>
    kind === 'debt' && id ? [id] : [],
  )
  const rows = ids.length > 0 ? await readOrdersOfDebts(tx, shopId, ids) : []
  return new Map(rows.flatMap(({ debt_id, order_id }) => (order_id ? [[debt_id, order_id] as const] : [])))
}

const CAUSES: readonly (readonly [PassbookKind, RegExp])[] = [
  ['sale', /^order:([0-9a-f-]{36}):release$/],
  ['refund', /^order:([0-9a-f-]{36}):refund/],
  ['freight', /^order:([0-9a-f-]{36}):freight/],
  ['claim', /^order:([0-9a-f-]{36}):claim/],
  ['appeal', /^order:([0-9a-f-]{36}):appeal$/],
  ['debt', /^debt:([0-9a-f-]{36})$/],
  ['payout_returned', /^payout:([0-9a-f-]{36}):returned/],
  ['payout', /^payout:([0-9a-f-]{36})/],
  ['reversal', /^reversal:[^:]+:([0-9a-f-]{36})/],
]

function kindOf(cause: string): { kind: PassbookKind; id: string } {
  for (const [kind, shape] of CAUSES) {
    const [, id] = shape.exec(cause) ?? []
    if (id) return { kind, id }
  }
  const [, id = ''] = /^order:([0-9a-f-]{36}):/.exec(cause) ?? []
  return { kind: 'by_hand', id }
}

const ACCOUNTS: readonly (readonly [string, PassbookPart])[] = [
  ['hold', 'buyer'],
  ['fee:commission', 'commission'],
  ['fee:delivery', 'delivery'],
  ['expense:discount', 'discount'],
  ['tip', 'tip'],
  ['tax:income', 'income_tax'],
  ['tax_withheld:income', 'income_tax'],
  ['tax:sales', 'sales_tax'],
  ['tax_withheld:sales', 'sales_tax'],
  ['refund_owed', 'back_to_buyer'],
  ['payout', 'account'],
  ['expense', 'market'],
  ['suspense', 'market'],
]

function partOf(account: string): PassbookPart {
  return ACCOUNTS.find(([prefix]) => account === prefix || account.startsWith(`${prefix}:`))?.[1] ?? 'else'
}
