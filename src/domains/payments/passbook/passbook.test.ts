import { expect, test } from 'vitest'
import { rolledBack } from '../../../../tests/setup/database.ts'
import { atOf, opened, paid, placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { actForShop } from '../../identity/identity.ts'
import { balanceOf } from '../../ledger/ledger.ts'
import { keepIt } from '../../trust/trust.ts'
import { setPayoutDetails } from '../payouts/details.ts'
import { makePayoutBatch } from '../payouts/payouts.ts'
import { refundSale } from '../sales/sale-refunds.ts'
import { type Passbook, readPassbook } from './passbook.ts'

const ownerOf = (tx: Tx, at: Trade) =>
  actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, at.bilal.shop_id, 'money')

async function sold(tx: Tx, at: Trade) {
  const order = await placed(tx, at, 'prepaid')
  await paid(tx, order)
  await opened(tx, at, order)
  await keepIt(tx, at.ayesha, atOf(order))
  return order
}

async function today(tx: Tx, at: Trade): Promise<Passbook> {
  return readPassbook(tx, await ownerOf(tx, at), later(tx.now, -DAY_MS), later(tx.now, DAY_MS))
}

/** Each line is the sum of its parts, and all lines together lead from the opening to the closing. */
function addsUp(book: Passbook): void {
  for (const { parts, paisa } of book.lines) expect(parts.reduce((sum, part) => sum + part.paisa, 0n)).toBe(paisa)
  expect(book.opening_paisa + book.lines.reduce((sum, { paisa }) => sum + paisa, 0n)).toBe(book.closing_paisa)
}

test('Bilal’s sale is a line that says what the buyer paid, what was taken, and what is left', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await sold(tx, at)
    const book = await today(tx, at)
    addsUp(book)
    expect(book.lines).toEqual([
      {
        at: tx.now,
        kind: 'sale',
        order_id: order.order_id,
        memo: '',
        parts: [
          { part: 'buyer', paisa: 265_000n },
          { part: 'commission', paisa: -12_250n },
          { part: 'delivery', paisa: -20_000n },
        ],
        paisa: 232_750n,
        left_paisa: 232_750n,
      },
    ])
  }))

test('a payout and a refund that came after it leave the shop owing what the books say', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    const order = await sold(tx, at)
    await setPayoutDetails(tx, await ownerOf(tx, at), {
      kind: 'bank',
      account: 'PK36SCBL0000001123456702',
      title: 'Bilal Ahmed',
    })
    await makePayoutBatch(tx, at.dania)
    await refundSale(tx, at.dania, at.bilal.shop_id, {
      ...{ order_id: order.order_id, buyer_id: at.ayesha.person_id, words: 'one shoe is torn' },
      ...{ goods_paisa: 100_000n, way_paisa: 0n, borne_by: 'shop' },
    })
    const book = await today(tx, at)
    addsUp(book)
    expect(book.lines.map(({ kind }) => kind)).toEqual(['sale', 'payout', 'refund'])
    const [payable, debt] = [
      await balanceOf(tx, at.bilal.shop_id, 'payable'),
      await balanceOf(tx, at.bilal.shop_id, 'debt'),
    ]
    expect(book.closing_paisa).toBe(-payable - debt)
    expect(book.closing_paisa).toBeLessThan(0n)
  }))

test('the next month opens with what the last one left, and Eve reads her own book only', () =>
  rolledBack(async (tx) => {
    const at = await trade(tx)
    await sold(tx, at)
    const next = await readPassbook(tx, await ownerOf(tx, at), later(tx.now, DAY_MS), later(tx.now, 2 * DAY_MS))
    expect(next).toEqual({ opening_paisa: 232_750n, lines: [], closing_paisa: 232_750n, is_whole: true })
    const stranger = { ...at.bilal, shop_id: at.eve.person_id }
    expect((await readPassbook(tx, stranger, later(tx.now, -DAY_MS), later(tx.now, DAY_MS))).lines).toEqual([])
  }))
