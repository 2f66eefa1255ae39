import { cashOfRider, handInCash } from '../../src/domains/delivery/delivery.ts'
import type { Rider } from '../../src/domains/identity/identity.ts'
import { handInOrderCash } from '../../src/domains/orders/orders.ts'
import {
  decideRuleChange,
  listRefunds,
  makePayoutBatch,
  markBatchSent,
  proposeRuleChange,
  sendRefunds,
} from '../../src/domains/payments/payments.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import { Refusal } from '../../src/kit/errors/refusal.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Happening } from './fill-clock.ts'
import { type Bazaar, courierOf, placedOf } from './fill-deals.ts'
import { type Story, taking } from './fill-story.ts'

/** A rider counts the day's cash out before Dania, who takes it for the orders it came from. */
export function handIn({ bazaar }: Story, rider: Rider, at: Date): Happening {
  const { dania } = bazaar.crowd
  const counting = async (tx: Tx) => {
    const { rows, total_paisa } = await cashOfRider(tx, rider.person_id)
    if (rows.length === 0) return
    for (const { party_id: shop_id, order_id } of await handInCash(tx, dania, rider.person_id, total_paisa)) {
      await handInOrderCash(tx, dania, { shop_id, order_id }, `rider:${rider.person_id}`)
    }
  }
  return { at, act: (replay, time) => replay.at(time, counting) }
}

/** The courier pays what it took at the door. */
export function remit(story: Story, at: Date): Happening {
  const { bazaar, deal } = story
  const { holder } = courierOf(bazaar)
  return taking(story, at, (tx) => handInOrderCash(tx, bazaar.crowd.dania, placedOf(deal), holder))
}

/** What was paid in advance goes back by the way it came, soon after the order is undone. */
export function refundGoes({ bazaar, deal, schedule }: Story): Happening[] {
  const undone = (['cancelled', 'refused'] as const).find((state) => schedule.has(state))
  if (deal.plan.payment !== 'prepaid' || !undone) return []
  return [
    {
      at: later(schedule.when(undone), MINUTE_MS),
      act: async (replay, at) => {
        await sendRefunds(replay.databaseAt(at), bazaar.needs.outside.rails)
      },
    },
  ]
}

/** Cash has no way back by itself: Dania sends it by hand and notes the receipt, and Laila confirms it. */
export function settleByHand(story: Story, at: Date): Happening {
  const { bazaar, deal, schedule } = story
  const { dania, laila } = bazaar.crowd
  return taking(story, at, async (tx) => {
    const { shop_id, order_id } = placedOf(deal)
    for (const { refund_id } of await listRefunds(tx, shop_id, order_id)) {
      const sent = { kind: 'refund_sent', shop_id, refund_id, receipt: `EP${schedule.number}` } as const
      await decideRuleChange(tx, laila, await proposeRuleChange(tx, dania, sent), true)
    }
  })
}

const PAYOUT_EVERY_DAYS = 7

/** Every week what the shops have earned goes to the bank. The file of today still waits for it. */
export function payoutsOf({ crowd: { dania } }: Bazaar, marketOpened: Date, now: Date): Happening[] {
  const weeks = Math.floor((now.getTime() - marketOpened.getTime()) / (PAYOUT_EVERY_DAYS * DAY_MS))
  return Array.from({ length: weeks }, (_, week): Happening => {
    const made = later(now, -week * PAYOUT_EVERY_DAYS * DAY_MS - 5 * HOUR_MS)
    return {
      at: made,
      act: async (replay, at) => {
        const batch = await replay.at(at, (tx) => makePayoutBatch(tx, dania)).catch(nothingToPay)
        const sent = later(at, 21 * HOUR_MS)
        if (batch && sent < now) await replay.at(sent, (tx) => markBatchSent(tx, dania, batch.batch_id))
      },
    }
  })
}

function nothingToPay(error: unknown): undefined {
  if (!(error instanceof Refusal) || error.reason !== 'payments.nothing_to_pay') throw error
}
