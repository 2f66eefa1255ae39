import { endReversal, listDisputed, listStuck } from '../../src/domains/orders/orders.ts'
import {
  askWalletBack,
  listAskedBack,
  listMoneyTrouble,
  listOpenReversals,
  listStopsOf,
  listTips,
  payTips,
  readWallet,
  setPayoutDetails,
  takeRefundToWallet,
} from '../../src/domains/payments/payments.ts'
import { liftStop } from '../../src/domains/payments/payouts/stops.ts'
import { settleRefundByHand } from '../../src/domains/payments/refunds.ts'
import { settleAskedBack } from '../../src/domains/payments/wallet/ask-back.ts'
import { decide } from '../../src/domains/trust/trust.ts'
import { attempt, type Buyer, type World } from './world.ts'

const ACCOUNT = { kind: 'wallet', account: '03007654321', title: 'Keeper' } as const

/** The lists of the office: some of what waits there is worked off each day, never all of it. */
export async function workOffQueues(world: World): Promise<void> {
  await stuckOrders(world)
  await stuckRefunds(world)
  await reversals(world)
  await wallets(world)
  await tipsAndStops(world)
}

async function stuckOrders(world: World): Promise<void> {
  const { db, dice, dania } = world
  const stuck = await db.read((tx) => listStuck(tx, dania, 20))
  const disputed = await db.read((tx) => listDisputed(tx, dania, 20))
  for (const { party_id: shop_id, order_id } of [...stuck, ...disputed]) {
    if (!dice.often(40)) continue
    const side = dice.pick(['shop', 'buyer', 'split'] as const)
    const fault = dice.pick(['shop', 'buyer', 'carrier', 'market'] as const)
    const decision = { side, words: 'heard both sides', fault, buyer_percent: dice.between(1, 99) }
    await attempt(world, `decide ${side}`, () => db.tx((tx) => decide(tx, dania, { shop_id, order_id }, decision)))
  }
}

async function stuckRefunds(world: World): Promise<void> {
  const { db, dice, dania, buyers } = world
  const { refunds } = await db.read((tx) => listMoneyTrouble(tx, dania, 30))
  for (const { party_id: shop_id, refund_id, buyer_id } of refunds) {
    const buyer = buyers.find(({ person_id }) => person_id === buyer_id)
    if (buyer && dice.often(30)) {
      await attempt(world, 'refund to wallet', () =>
        db.tx((tx) => takeRefundToWallet(tx, buyer, { shop_id, refund_id })),
      )
    } else if (dice.often(50)) {
      const given = { shop_id, refund_id, receipt: 'R1' }
      await attempt(world, 'refund by hand', () => db.tx((tx) => settleRefundByHand(tx, dania, given)))
    }
  }
}

async function reversals(world: World): Promise<void> {
  const { db, dice, dania } = world
  for (const { party_id: shop_id, order_id, payment_id } of await db.read((tx) => listOpenReversals(tx, dania, 30))) {
    if (!dice.often(40)) continue
    const how = dice.often(40) ? 'won' : 'lost'
    await attempt(world, `reversal ${how}`, () =>
      db.tx((tx) => endReversal(tx, dania, { shop_id, order_id, payment_id }, how)),
    )
  }
}

async function wallets(world: World): Promise<void> {
  const { db, dice, dania, buyers } = world
  const buyer: Buyer = dice.pick(buyers)
  const wallet = await db.read((tx) => readWallet(tx, buyer))
  for (const { holder, money_paisa } of wallet.places) {
    if (money_paisa === 0n || !dice.often(50)) continue
    const ask = { holder, paisa: (money_paisa + 1n) / 2n, to: ACCOUNT }
    await attempt(world, 'ask wallet back', () => db.tx((tx) => askWalletBack(tx, buyer, ask)))
  }
  for (const { party_id, wallet_payout_id } of await db.tx((tx) => listAskedBack(tx, dania, 20))) {
    const state = dice.often(70) ? 'sent' : 'returned'
    const at = { party_id, wallet_payout_id }
    await attempt(world, `wallet ${state}`, () =>
      db.tx((tx) => settleAskedBack(tx, dania, at, { state, receipt: 'R77' })),
    )
  }
}

async function tipsAndStops(world: World): Promise<void> {
  const { db, dice, dania } = world
  for (const { rider_id, paisa } of await db.read((tx) => listTips(tx, dania))) {
    if (!dice.often(40)) continue
    const paid = { receipt: 'R5', holder: 'market', seen_paisa: paisa }
    await attempt(world, 'pay tips', () => db.tx((tx) => payTips(tx, dania, rider_id, paid)))
  }
  // A shop whose payout came back gives another account, or an operator has spoken with it.
  for (const { shop } of world.stalls) {
    const stops = await db.read((tx) => listStopsOf(tx, shop))
    for (const { cause } of stops) {
      if (!dice.often(50)) continue
      const lift = { party_id: shop.shop_id, cause, note: 'spoke with them' }
      await attempt(world, 'stop lifted', () => db.tx((tx) => liftStop(tx, dania, lift)))
    }
    if (dice.often(2)) {
      await attempt(world, 'new account', () =>
        db.tx((tx) => setPayoutDetails(tx, { ...shop, role: 'owner' }, ACCOUNT)),
      )
    }
  }
}
