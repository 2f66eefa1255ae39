import {
  endReversal,
  freezeShop,
  payOrder,
  refundOrder,
  saySomethingIsWrong,
  settleDispute,
} from '../../src/domains/orders/orders.ts'
import {
  askOpenPayments,
  askPayout,
  askWalletBack,
  decideEntry,
  listPayoutsOfBatch,
  type PaidOrder,
  payFromWallet,
  receiveNotice,
  sayNotMe,
  spendWallet,
  WALLET_RAIL,
} from '../../src/domains/payments/payments.ts'
import { returnPayout } from '../../src/domains/payments/payouts/payouts.ts'
import { liftStop } from '../../src/domains/payments/payouts/stops.ts'
import { decide } from '../../src/domains/trust/trust.ts'
import { MINUTE_MS } from '../../src/kit/clock/clock.ts'
import { type Consequence, deliverIn } from '../../src/kit/events/attempt.ts'
import { record } from '../../src/kit/events/events.ts'
import { newId } from '../../src/kit/ids/ids.ts'
import type { Database } from '../../src/kit/sql/database.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import type { NotedEvent, Tx } from '../../src/kit/sql/tx.ts'
import { at, type Command, NOBODYS, owner, verb } from './command.ts'
import { noticeOf, railsThat, theRail } from './rails.ts'
import type { Scene } from './scene.ts'
import { ACCOUNT, reverseNow, type StageName } from './stages.ts'

const PART = newId()
const KEPT: readonly StageName[] = ['earned', 'cash']
const OPEN: readonly StageName[] = ['paid', 'packed', 'inspecting', 'delivered']
const WORDS = 'heard both sides'

/** Ayesha gives back a part of the price; the two parts together are more than she paid. */
const givesBack = (name: string, goods_paisa: bigint) =>
  verb(name, KEPT, (tx, scene) => {
    return refundOrder(tx, scene.shop, at(scene), { goods_paisa, words: 'a scratch on the left one' })
  })

async function firstPayout(tx: Tx, scene: Scene): Promise<string> {
  const [payout] = await listPayoutsOfBatch(tx, scene.dania, scene.notes.get('batch') ?? NOBODYS)
  return payout?.payout_id ?? NOBODYS
}

const walletPays = (name: string) =>
  verb(name, ['wallet'], (tx, scene) => {
    const orders = [{ ...at(scene), amount_paisa: '265000' }]
    return payFromWallet(tx, scene.ayesha, { checkout_id: scene.order?.checkout_id ?? NOBODYS, orders })
  })

/** What follows from a paid payment: each of its orders is paid, in a transaction of its own. */
async function follow(db: Database, { ayesha }: Scene): Promise<void> {
  const events = await db.read((tx) =>
    tx.all<NotedEvent>(sql`
      select party_id, event_id, name, payload
      from outbox
      where party_id = ${ayesha.person_id} and name = 'payment.paid' and delivered_at is null`),
  )
  const pay: Consequence = async (tx, { payload }) => {
    const payment = payload as { payment_id: string; reference: string; rail: string; holder: string }
    for (const paid of payload.orders as PaidOrder[]) await payOrder(tx, paid, payment)
  }
  await db.tx((tx) => deliverIn(tx, { 'payment.paid': [pay] }, events, () => {}))
}

/** What else moves money: parts, refunds after the sale, reversals, stops, wallets, entries by hand. */
export const MONEY_COMMANDS: readonly Command[] = [
  {
    name: 'notice',
    from: ['begun'],
    inParts: true,
    run: async (db, scene) => {
      await receiveNotice(db, theRail(), noticeOf(scene.notes.get('reference') ?? ''))
      await follow(db, scene)
    },
  },
  {
    name: 'ask payments',
    from: ['begun'],
    inParts: true,
    later_ms: 2 * MINUTE_MS,
    run: async (db, scene) => {
      await askOpenPayments(db, railsThat('answer'))
      await follow(db, scene)
    },
  },
  verb('part arrives', ['placed_cod', 'inspecting_cod'], (tx, scene) => {
    const payment = { payment_id: PART, reference: 'PART', rail: 'jazzcash', holder: 'jazzcash' }
    return payOrder(tx, { ...at(scene), amount_paisa: '100000' }, payment)
  }),
  verb('decide between', ['inspecting', 'delivered'], (tx, scene) => {
    return decide(tx, scene.dania, at(scene), { side: 'split', words: WORDS, buyer_percent: 30 })
  }),
  verb('something is wrong', ['inspecting', 'delivered'], (tx, scene) => {
    return saySomethingIsWrong(tx, scene.ayesha, at(scene), 'one sole is loose')
  }),
  verb('all is well again', ['disputed'], (tx, scene) => settleDispute(tx, scene.ayesha, at(scene))),
  verb('keep after all', ['disputed'], (tx, scene) => {
    return decide(tx, scene.dania, at(scene), { side: 'shop', words: WORDS })
  }),
  givesBack('give a part back', 150_000n),
  givesBack('give another part back', 120_000n),
  verb('rail takes back', ['paid', 'packed', 'inspecting', 'earned'], async (tx, scene) => {
    if (scene.notes.has('payment')) await reverseNow(tx, scene)
  }),
  verb('reversal won', ['reversed'], (tx, scene) => {
    return endReversal(tx, scene.dania, { ...at(scene), payment_id: scene.notes.get('payment') ?? NOBODYS }, 'won')
  }),
  verb('reversal lost', ['reversed'], (tx, scene) => {
    return endReversal(tx, scene.jamila, { ...at(scene), payment_id: scene.notes.get('payment') ?? NOBODYS }, 'lost')
  }),
  verb('shop is stopped', OPEN, (tx, { shop }) => freezeShop(tx, shop.shop_id, 'stopped')),
  verb('payout comes back', ['in_file'], async (tx, scene) => {
    const payout_id = await firstPayout(tx, scene)
    return returnPayout(tx, scene.dania, { shop_id: scene.shop.shop_id, payout_id, reason: 'the account is closed' })
  }),
  verb('it was not me', ['earned', 'in_file'], async (tx, scene) => sayNotMe(tx, await owner(tx, scene, 'shop'))),
  verb('stop is lifted', ['earned', 'in_file'], (tx, scene) => {
    return liftStop(tx, scene.dania, { party_id: scene.shop.shop_id, cause: 'not_me', note: 'spoke with her' })
  }),
  verb('ask for payout', ['earned'], async (tx, scene) => askPayout(tx, await owner(tx, scene, 'shop'))),
  walletPays('wallet pays'),
  verb('wallet spends elsewhere', ['wallet'], async (tx, { ayesha }) => {
    const payment_id = newId()
    const spent = await spendWallet(tx, ayesha, { payment_id, paisa: 265_000n })
    // What is spent is told in the same commit: the money waits for that.
    const paid = { payment_id, rail: WALLET_RAIL, holder: spent.holder, reference: '', orders: [] }
    await record(tx, ayesha.person_id, 'payment.paid', paid)
  }),
  verb('ask wallet back', ['wallet'], (tx, { ayesha }) => {
    return askWalletBack(tx, ayesha, { holder: 'jazzcash', paisa: 150_000n, to: ACCOUNT })
  }),
  verb('approve entry', ['entry'], (tx, scene) => {
    return decideEntry(tx, scene.dania, scene.notes.get('entry') ?? NOBODYS, { approved: true, note: 'seen' })
  }),
  verb('refuse entry', ['entry'], (tx, scene) => {
    return decideEntry(tx, scene.dania, scene.notes.get('entry') ?? NOBODYS, { approved: false, note: 'no paper' })
  }),
]
