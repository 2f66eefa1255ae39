import { expect, test } from 'vitest'
import { actForShop } from '../../src/domains/identity/identity.ts'
import { refundOrder } from '../../src/domains/orders/orders.ts'
import { grantGoodwill, makePayoutBatch, makeVoucher, setPayoutDetails } from '../../src/domains/payments/payments.ts'
import { keepIt } from '../../src/domains/trust/trust.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import { type Sql, sql } from '../../src/kit/sql/sql.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import { rolledBack } from '../setup/database.ts'
import { atOf, opened, paid, placed, trade } from '../setup/trade.ts'
import { troubles } from '../setup/verify.ts'

/** Ids of a market where a pair was sold, given back in part and paid out, and of which one more is on the way. */
interface Ids {
  shop: string
  sold: string
  held: string
  buyer: string
}

/** Everything that money can be in; then somebody spoils it behind our back. */
function spoiled(spoil: (ids: Ids) => Sql): Promise<object[]> {
  return rolledBack(async (tx: Tx) => {
    const at = await trade(tx, 10)
    const shop = at.bilal.shop_id
    const owner = await actForShop(tx, { kind: 'person', person_id: at.bilal.person_id }, shop, 'money')
    await setPayoutDetails(tx, owner, { kind: 'wallet', account: '03001234567', title: 'Bilal Ahmed' })
    const order = await placed(tx, at, 'prepaid', 2)
    await paid(tx, order)
    await opened(tx, at, order)
    await keepIt(tx, at.ayesha, atOf(order))
    await makePayoutBatch(tx, at.dania)
    await refundOrder(tx, owner, atOf(order), { goods_paisa: 50_000n, words: 'A scratch on it' })
    const held = await placed(tx, at, 'prepaid')
    await paid(tx, held)
    await grantGoodwill(tx, at.dania, at.ayesha.person_id, { paisa: 10_000n, holder: 'market', why: 'It was late' })
    const dates = { valid_from: tx.now, valid_to: new Date(tx.now.getTime() + 86_400_000) }
    const caps = { least_items_paisa: 0n, total_cap: 5, buyer_cap: 1, most_paisa: null, paisa: null }
    await makeVoucher(tx, at.dania, { code: 'EID10', basis_points: 1_000, ...caps, ...dates })
    expect(await troubles(tx)).toEqual([])
    const ids = { shop, sold: order.order_id, held: held.order_id, buyer: at.ayesha.person_id }
    const changed = await tx.count(spoil(ids))
    expect(changed, 'something was spoiled').toBeGreaterThan(0)
    return troubles(tx)
  })
}

/** One posting that nobody meant, on the first transfer of a party. */
const posting = (party: string, account: string, paisa: bigint) => sql`
  insert into ledger_postings (party_id, transfer_id, line, account, amount_paisa, posted_at)
  select party_id, transfer_id, 99, ${account}, ${paisa}, posted_at
  from ledger_transfers where party_id = ${party} limit 1`

test.each<[string, string, (ids: Ids) => Sql]>([
  ['I1', 'a posting without its other side', ({ shop }) => posting(shop, 'expense:loss', 1n)],
  ['I2', 'a transfer out of balance', ({ shop }) => posting(shop, 'expense:loss', 1n)],
  ['I4', 'a claim above zero', ({ shop }) => posting(shop, 'payable', 9_000_000n)],
  [
    'I6',
    'a hold that says it is released',
    ({ held }) => sql`
    update holds set state = 'refunded', ended_at = promised_at where order_id = ${held}`,
  ],
  ['I6', 'a released order without an earning', ({ sold }) => sql`delete from earnings where order_id = ${sold}`],
  [
    'I6',
    'a settlement of another sum',
    ({ sold }) => sql`
    update settlements set earned_paisa = earned_paisa - 1, commission_paisa = commission_paisa + 1
    where order_id = ${sold}`,
  ],
  [
    'I6',
    'a refund that no settlement knows',
    ({ shop, sold, buyer }) => sql`
    insert into refunds
      (party_id, refund_id, order_id, buyer_id, cause, holder, reference, amount_paisa, state, owed_at)
    values (${shop}, ${newId()}, ${sold}, ${buyer}, ${`order:${sold}:refund`}, 'jazzcash', 'R', 5, 'owed', now())`,
  ],
  ['I6', 'a code that counts a use too many', () => sql`update vouchers set used_count = used_count + 1`],
  ['I6', 'a part that waits for no cash', ({ shop, held }) => posting(shop, `part_paid:${held}`, -5n)],
  [
    'I6',
    'an order that is over and holds money',
    ({ held }) => sql`
    update orders set state = 'cancelled' where order_id = ${held}`,
  ],
  [
    'I7',
    'a payment that no provider made',
    ({ buyer }) => sql`
    insert into payments (party_id, payment_id, checkout_id, rail, reference, amount_paisa, orders, state, begun_at,
      expires_at)
    values (${buyer}, ${newId()}, ${newId()}, 'jazzcash', 'X', 5, '[]', 'paid', now(), now())`,
  ],
  [
    'I13',
    'a paid payment that told nobody',
    ({ buyer }) => sql`
    insert into payments (party_id, payment_id, checkout_id, rail, reference, amount_paisa, orders, state, begun_at,
      expires_at)
    values (${buyer}, ${newId()}, ${newId()}, 'jazzcash', 'X', 5, '[]', 'paid', now(), now())`,
  ],
  ['I10', 'a path that ends elsewhere', ({ held }) => sql`update orders set state = 'packed' where order_id = ${held}`],
  [
    'I11',
    'a refund beyond what came',
    ({ shop, held, buyer }) => sql`
    insert into refunds
      (party_id, refund_id, order_id, buyer_id, cause, holder, reference, amount_paisa, state, owed_at)
    values (${shop}, ${newId()}, ${held}, ${buyer}, ${`order:${held}:refund:9`}, 'jazzcash', 'R', 900000000, 'owed',
      now())`,
  ],
  [
    'I11',
    'a refund on paper only',
    ({ sold }) => sql`
    update refunds set amount_paisa = amount_paisa - 1 where order_id = ${sold}`,
  ],
  ['I12', 'a payout of another sum', () => sql`update payouts set amount_paisa = amount_paisa + 1`],
  [
    'I12',
    'an earning in no payout',
    ({ sold }) => sql`
    update earnings set payout_id = null where order_id = ${sold}`,
  ],
  [
    'debts',
    'a debt that nobody has',
    ({ shop }) => sql`
    insert into shop_debts (party_id, debt_id, cause, kind, note, amount_paisa, owed_at)
    values (${shop}, ${newId()}, 'x', 'refund', '', 7, now())`,
  ],
  ['wallets', 'credit from nowhere', () => sql`update wallets set credit_paisa = credit_paisa + 1`],
  ['wallets', 'money between two parties that never arrives', ({ shop }) => posting(shop, 'transit:refund:1', -5n)],
  ['I15', 'cash that a rider has of no order', ({ shop, buyer }) => posting(shop, `cash:rider:${buyer}`, 5n)],
  ['I15', 'a courier that owes for no line', ({ shop }) => posting(shop, 'cash_short:leopards', 5n)],
  ['I15', 'suspense without a line of a bank', ({ shop }) => posting(shop, 'suspense:bank', -5n)],
  [
    'I13',
    'a step without its event',
    ({ held }) => sql`
    delete from outbox where name = 'order.paid' and payload ->> 'order_id' = ${held}`,
  ],
])('%s finds %s', async (invariant, _what, spoil) => {
  expect(await spoiled(spoil)).toEqual(expect.arrayContaining([expect.objectContaining({ invariant })]))
})
