import { describe, expect, test } from 'vitest'
import { rolledBack } from '../../../../tests/setup/database.ts'
import { atOf, checkoutOf, opened, paid, placed, type Trade, trade, wayFee } from '../../../../tests/setup/trade.ts'
import { troubles } from '../../../../tests/setup/verify.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { findCheckout, readCartLines } from '../../cart/cart.ts'
import { SYSTEM } from '../../identity/identity.ts'
import { decideOrder, type OrderRow, placeOrder, refundOrder, shipOrder } from '../../orders/orders.ts'
import { codesFor, packWithProof, releaseAtDoor } from '../../trust/trust.ts'
import { payTips } from '../sales/claims.ts'
import { setWithholding } from '../taxes/taxes.ts'
import { askWalletBack } from '../wallet/ask-back.ts'
import { creditWallet, grantGoodwill } from '../wallet/wallet.ts'
import { coverNow } from './coverage.ts'

/** What is owed at each holder by kind, when all that is there is explained. */
async function owed(tx: Tx): Promise<Record<string, Readonly<Record<string, bigint>>>> {
  const { lines, owed_paisa, held_paisa, own } = await coverNow(tx)
  expect(await troubles(tx)).toEqual([])
  expect(own.reduce((sum, { paisa }) => sum + paisa, 0n)).toBe(held_paisa - owed_paisa)
  return Object.fromEntries(lines.map(({ holder, owed: by }) => [holder, by]))
}

async function tipped(tx: Tx, at: Trade): Promise<OrderRow> {
  const begun = await checkoutOf(tx, at.ayesha, at, 'prepaid', 1, { tip_paisa: 5_000n })
  const checkout = await findCheckout(tx, at.ayesha, begun.checkout_id)
  const cart = await readCartLines(tx, begun.cart_id)
  if (!checkout || !cart) throw new Error('a checkout was begun')
  return placeOrder(tx, at.ayesha, at.bilal.shop_id, { checkout, lines: cart.lines, wayFee })
}

async function keptAtDoor(tx: Tx, at: Trade, order: OrderRow): Promise<void> {
  await opened(tx, at, order)
  await releaseAtDoor(tx, at.ghazi, atOf(order), codesFor(tx, order.order_id).release)
}

describe('coverage counts every claim', () => {
  test('a tip is the rider’s until he has it', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await tipped(tx, at)
      await paid(tx, order)
      expect(await owed(tx)).toEqual({ jazzcash: { hold: 270_000n } })
      await keptAtDoor(tx, at, order)
      expect(await owed(tx)).toEqual({ jazzcash: { earning: 232_750n, tip: 5_000n } })
      await payTips(tx, at.dania, at.ghazi.person_id, { receipt: 'T1', holder: 'jazzcash', seen_paisa: 5_000n })
      expect(await owed(tx)).toEqual({ jazzcash: { earning: 232_750n } })
    }))

  test('a tax is the state’s: with us what we withhold, with the rail what the rail keeps back', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      await setWithholding(tx, at.dania, { is_on: true, market_ntn: '1234567-8' })
      const cash = await placed(tx, at)
      await keptAtDoor(tx, at, cash)
      expect(await owed(tx)).toMatchObject({ market: { tax: 10_600n } })
      const before = await placed(tx, at, 'prepaid')
      await paid(tx, before)
      await keptAtDoor(tx, at, before)
      const { jazzcash } = await owed(tx)
      expect(jazzcash?.tax).toBeGreaterThan(0n)
      expect((jazzcash?.tax ?? 0n) + (jazzcash?.earning ?? 0n)).toBe(232_750n)
    }))

  test('credit and money asked back stay owed where they lie', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const { person_id } = at.ayesha
      const back = { cause: `test:${newId()}`, paisa: 50_000n, holder: 'jazzcash', kind: 'refund' } as const
      await creditWallet(tx, person_id, back)
      await grantGoodwill(tx, at.dania, person_id, { paisa: 7_000n, holder: 'jazzcash', why: 'The parcel was late' })
      const to = { kind: 'wallet', account: '03012345678', title: 'Ayesha Khan' } as const
      await askWalletBack(tx, at.ayesha, { holder: 'jazzcash', paisa: 20_000n, to })
      expect(await owed(tx)).toEqual({ jazzcash: { wallet: 30_000n, credit: 7_000n, asked: 20_000n } })
      const { own, is_covered } = await coverNow(tx)
      expect([own, is_covered]).toEqual([[{ account: 'expense:goodwill', paisa: -7_000n }], false])
    }))

  test('what a courier owes for lost goods is the shop’s, and with the courier', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at)
      const photos = [{ name: 'a'.repeat(64), colour: '' }]
      await packWithProof(tx, at.bilal, atOf(order), { photos, carrier: 'leopards' })
      await shipOrder(tx, SYSTEM, atOf(order))
      await decideOrder(tx, at.dania, atOf(order), { side: 'buyer', words: 'Leopards lost it', fault: 'carrier' })
      expect(await owed(tx)).toEqual({ leopards: { claim: 232_750n } })
    }))

  test('a debt of a shop is the market’s own: it is short until the shop has earned it again', () =>
    rolledBack(async (tx) => {
      const at = await trade(tx)
      const order = await placed(tx, at, 'prepaid')
      await paid(tx, order)
      await keptAtDoor(tx, at, order)
      await refundOrder(tx, at.bilal, atOf(order), { goods_paisa: 245_000n, words: 'Worn before it came' })
      expect(await owed(tx)).toEqual({ jazzcash: { refund: 245_000n } })
      expect((await coverNow(tx)).own).toEqual([{ account: 'fee:delivery', paisa: 20_000n }])
    }))
})
