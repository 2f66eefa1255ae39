import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { MARKET_PARTY } from '../../../kit/ids/ids.ts'
import { type Paisa, share } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, ShopActor } from '../../identity/identity.ts'
import { portion } from '../sales/sharing.ts'
import {
  claimCode,
  countUses,
  findCode,
  giveUseBack,
  insertUse,
  insertVoucher,
  type NewVoucher,
  readVoucher,
  readVouchers,
  setEnded,
  takeUse,
  type VoucherRow,
} from './vouchers-store.ts'

export type { VoucherRow } from './vouchers-store.ts'

/** Of the goods of an order something is left to pay and to earn, whatever a code says: a tenth. */
const MOST_SHARE_BP = 9_000

const MOST_USES = 1_000_000

/** A code as people type it: "eid 25" is EID25. */
export function readCode(typed: string): string {
  return typed.replace(/[\s-]/g, '').toUpperCase()
}

/** Who pays for a code: the shop that made it, or the market when an operator did. */
const payerOf = (by: ShopActor | Operator) => (by.kind === 'shop' ? by.shop_id : MARKET_PARTY)

/**
 * Makes a code that takes a share or a sum off the goods of an order. Who makes it pays for it: a shop lowers its
 * price, the market pays the shop the difference. Parties: the payer's only.
 * Refuses: forbidden payments.owner_only; invalid payments.voucher_code, voucher_amount, voucher_caps, voucher_dates;
 * conflict payments.voucher_taken when somebody in this market has the code.
 */
export async function makeVoucher(
  tx: Tx,
  by: ShopActor | Operator,
  wanted: Omit<NewVoucher, 'party_id'>,
): Promise<string> {
  if (by.kind === 'shop' && by.role !== 'owner') throw new Refusal('forbidden', 'payments.owner_only')
  const { basis_points, paisa, most_paisa, least_items_paisa, total_cap, buyer_cap } = wanted
  const code = readCode(wanted.code)
  if (!/^[A-Z0-9]{4,20}$/.test(code)) throw new Refusal('invalid', 'payments.voucher_code')
  const isShare = basis_points !== null && Number.isInteger(basis_points) && basis_points > 0
  const fits = isShare
    ? paisa === null && basis_points <= MOST_SHARE_BP
    : basis_points === null && (paisa ?? 0n) >= 100n
  if (!fits || (most_paisa !== null && most_paisa < 100n) || least_items_paisa < 0n) {
    throw new Refusal('invalid', 'payments.voucher_amount')
  }
  const isCap = (cap: number) => Number.isInteger(cap) && cap > 0 && cap <= MOST_USES
  if (!isCap(total_cap) || !isCap(buyer_cap)) throw new Refusal('invalid', 'payments.voucher_caps')
  if (wanted.valid_to <= wanted.valid_from || wanted.valid_to <= tx.now) {
    throw new Refusal('invalid', 'payments.voucher_dates')
  }
  const party_id = payerOf(by)
  if ((await claimCode(tx, code, party_id)) === 0) throw new Refusal('conflict', 'payments.voucher_taken')
  await insertVoucher(tx, { ...wanted, code, party_id }, by.person_id)
  return code
}

/** Ends a code now; orders that used it keep their price. Refuses: not_found payments.voucher_unknown. */
export async function endVoucher(tx: Tx, by: ShopActor | Operator, code: string): Promise<void> {
  const ended = await setEnded(tx, payerOf(by), readCode(code))
  if (ended === 0) throw new Refusal('not_found', 'payments.voucher_unknown')
}

/** The codes of a shop, or of the market for an operator, newest first. */
export function listVouchers(tx: Tx, by: ShopActor | Operator, limit = 100): Promise<VoucherRow[]> {
  return readVouchers(tx, payerOf(by), limit)
}

export interface Discount {
  code: string
  paisa: Paisa
  by: 'shop' | 'market'
}

/**
 * What a code would take off now, and which of several orders it is for: its shop's, or the dearest one for a code of
 * the market. Nothing is used by asking.
 * Refuses: not_found payments.voucher_unknown; conflict payments.voucher_over, voucher_used, voucher_other_shop,
 * voucher_least {least}.
 */
export async function previewVoucher(
  tx: Tx,
  buyerId: string,
  typed: string,
  orders: readonly { shop_id: string; items_paisa: Paisa }[],
): Promise<Discount & { shop_id: string }> {
  const code = readCode(typed)
  const payer = await findCode(tx, code)
  const voucher = payer && (await readVoucher(tx, payer.party_id, code))
  if (!voucher) throw new Refusal('not_found', 'payments.voucher_unknown')
  const isOver = voucher.ended_at !== null || voucher.valid_from > tx.now || voucher.valid_to <= tx.now
  if (isOver || voucher.used_count >= voucher.total_cap) throw new Refusal('conflict', 'payments.voucher_over')
  const dearest = orders
    .filter(({ shop_id }) => voucher.party_id === MARKET_PARTY || shop_id === voucher.party_id)
    .reduce<(typeof orders)[number] | undefined>(
      (best, order) => (best && best.items_paisa >= order.items_paisa ? best : order),
      undefined,
    )
  if (!dearest) throw new Refusal('conflict', 'payments.voucher_other_shop')
  assertFits(voucher, dearest.items_paisa, await countUses(tx, voucher.party_id, code, buyerId))
  return { ...discountOf(voucher, dearest.items_paisa), shop_id: dearest.shop_id }
}

/**
 * Uses a code for an order that is being placed; its caps hold however many do so at once. The transaction that places
 * the order keeps the use or gives it up with it. Parties: the payer's, which is the market's for its own codes.
 * Refuses: as previewVoucher.
 */
export async function useVoucher(
  tx: Tx,
  use: { code: string; shop_id: string; order_id: string; buyer_id: string; items_paisa: Paisa },
): Promise<Discount> {
  const code = readCode(use.code)
  const payer = await findCode(tx, code)
  if (!payer) throw new Refusal('not_found', 'payments.voucher_unknown')
  if (payer.party_id !== MARKET_PARTY && payer.party_id !== use.shop_id) {
    throw new Refusal('conflict', 'payments.voucher_other_shop')
  }
  const voucher = await takeUse(tx, payer.party_id, code)
  if (!voucher) throw new Refusal('conflict', 'payments.voucher_over')
  const { buyer_id, order_id } = use
  assertFits(voucher, use.items_paisa, await countUses(tx, voucher.party_id, code, buyer_id))
  const discount = discountOf(voucher, use.items_paisa)
  await insertUse(tx, { party_id: voucher.party_id, code, order_id, buyer_id, paisa: discount.paisa })
  return discount
}

function assertFits(voucher: VoucherRow, items_paisa: Paisa, used_count: number): void {
  if (used_count >= voucher.buyer_cap) throw new Refusal('conflict', 'payments.voucher_used')
  const least = voucher.least_items_paisa
  if (items_paisa < least || discountOf(voucher, items_paisa).paisa === 0n) {
    throw new Refusal('conflict', 'payments.voucher_least', { least: (least / 100n).toString() })
  }
}

/** Whole rupees, since a rider has no paisa to give back. */
function discountOf(voucher: VoucherRow, items_paisa: Paisa): Discount {
  const wanted = voucher.basis_points === null ? voucher.paisa : share(items_paisa, voucher.basis_points)
  assert(wanted !== null, 'a code takes off a share or a sum')
  const most = [voucher.most_paisa ?? wanted, portion(items_paisa, BigInt(MOST_SHARE_BP), 10_000n)]
  const paisa = most.reduce((least, one) => (one < least ? one : least), wanted)
  return {
    code: voucher.code,
    paisa: paisa - (paisa % 100n),
    by: voucher.party_id === MARKET_PARTY ? 'market' : 'shop',
  }
}

/**
 * The order that used a code came to nothing before it left its shop: the code can be used again. Done again it changes
 * nothing. For consequences. Parties: the payer's only.
 */
export async function giveVoucherBack(
  tx: Tx,
  order: { party_id: string; order_id: string; voucher_code: string | null; discount_by: 'shop' | 'market' | null },
): Promise<void> {
  if (order.voucher_code === null) return
  const payer = order.discount_by === 'market' ? MARKET_PARTY : order.party_id
  await giveUseBack(tx, payer, order.voucher_code, order.order_id)
}
