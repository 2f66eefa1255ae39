import { handInCash } from '../../src/domains/delivery/delivery.ts'
import { handInOrderCash, takeDueSteps } from '../../src/domains/orders/orders.ts'
import {
  listRefunds,
  makePayoutBatch,
  markBatchSent,
  sendRefunds,
  setPayoutDetails,
} from '../../src/domains/payments/payments.ts'
import { settleRefundByHand } from '../../src/domains/payments/refunds.ts'
import { DAY_MS } from '../../src/kit/clock/clock.ts'
import { railsThat } from '../races/rails.ts'
import { ACCOUNT } from '../races/stages.ts'
import { type Act, orderOf } from './act.ts'
import { handIn, sendOwed, timePasses } from './model.ts'
import { placeOf } from './real.ts'

/** What is done with money that is there, and what time does. */
export const MONEY_ACTS: readonly Act[] = [
  {
    name: 'send refunds',
    weight: 2,
    may: () => true,
    after: (model) => {
      for (const order of model.orders) sendOwed(model, order, ({ byRail }) => byRail)
    },
    run: (real) => sendRefunds(real.alone, railsThat('answer')),
  },
  {
    name: 'refund by hand',
    weight: 2,
    may: (model, number) => (orderOf(model, number)?.owed.length ?? 0) > 0,
    after(model, number) {
      const order = orderOf(model, number)
      if (order) sendOwed(model, order, () => true, 1)
    },
    run: (real, number) =>
      real.tx(async (tx) => {
        const at = placeOf(real, number)
        const refunds = await listRefunds(tx, at.shop_id, at.order_id)
        const open = refunds.filter(({ state }) => state !== 'sent')
        const [refund] = open.toSorted((a, b) => Number(a.amount_paisa - b.amount_paisa))
        const refund_id = refund?.refund_id ?? at.order_id
        await settleRefundByHand(tx, real.scene.dania, { shop_id: at.shop_id, refund_id, receipt: 'R' })
      }),
  },
  {
    name: 'rider hands in',
    weight: 2,
    may: (model) => model.orders.some(({ cash }) => cash === 'rider'),
    after: (model) => {
      for (const order of model.orders) if (order.cash === 'rider') handIn(model, order)
    },
    run: ({ alone, scene }) =>
      alone.tx(async (tx) => {
        const { dania, ghazi } = scene
        for (const { party_id: shop_id, order_id } of await handInCash(tx, dania, ghazi.person_id)) {
          await handInOrderCash(tx, dania, { shop_id, order_id }, `rider:${ghazi.person_id}`)
        }
      }),
  },
  {
    name: 'courier pays',
    weight: 2,
    may: () => true,
    after(model, number) {
      const order = orderOf(model, number)
      if (order?.cash === 'courier') handIn(model, order)
    },
    run: (real, number) => real.tx((tx) => handInOrderCash(tx, real.scene.dania, placeOf(real, number), 'leopards')),
  },
  {
    name: 'pay shop',
    weight: 2,
    may: () => undefined,
    after: () => {},
    run: ({ alone, scene, batches }) =>
      alone.tx(async (tx) => {
        const { batch_id, amount_paisa } = await makePayoutBatch(tx, scene.dania)
        batches.push({ batch_id, paisa: amount_paisa })
      }),
  },
  {
    name: 'file sent',
    weight: 2,
    may: () => undefined,
    after: (model, _number, { batches }) => {
      const paisa = batches.shift()?.paisa ?? 0n
      model.books.shop += paisa
      model.books.cashElsewhere -= paisa
    },
    run: ({ alone, scene, batches }) =>
      alone.tx((tx) => markBatchSent(tx, scene.dania, batches[0]?.batch_id ?? scene.listing_id)),
  },
  {
    name: 'new account',
    weight: 1,
    may: () => true,
    after: () => {},
    run: ({ tx, scene }) => tx((open) => setPayoutDetails(open, { ...scene.shop, role: 'owner' }, ACCOUNT)),
  },
  {
    name: 'days pass',
    weight: 1,
    may: () => true,
    after: (model) => timePasses(model),
    run: async (real) => {
      real.shift_ms += 4 * DAY_MS
      await takeDueSteps(real.alone)
    },
  },
]
