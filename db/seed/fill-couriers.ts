import type { CourierStatus } from '../../src/domains/delivery/courier.ts'
import { parcelOfOrder } from '../../src/domains/delivery/delivery.ts'
import { followCourier, takeBack, takeDueSteps } from '../../src/domains/orders/orders.ts'
import { keepIt, openDelivered, sendBack } from '../../src/domains/trust/trust.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import type { Happening } from './fill-clock.ts'
import { courierOf, placedOf } from './fill-deals.ts'
import { refundGoes, remit, settleByHand } from './fill-money.ts'
import { reasonOf, type Story, taking } from './fill-story.ts'

const SAID: Partial<Record<CourierStatus, string>> = {
  picked: 'Shipment picked',
  in_transit: 'Arrived at Station',
  out_for_delivery: 'Assign to Courier',
  delivered: 'Delivered',
  returning: 'Being Return',
  returned: 'Returned to shipper',
}

/** A scan, as the courier would have told it. */
function scanned(story: Story, status: CourierStatus, at: Date): Happening {
  return taking(at, async (tx) => {
    const { shop_id, order_id } = placedOf(story.deal)
    const parcel = await parcelOfOrder(tx, shop_id, order_id)
    if (!parcel) throw new Error(`broken promise: ${story.deal.plan.key} has a parcel`)
    const told = { status, said: SAID[status] ?? status, reason: '', received_by: '', happened: at.toISOString() }
    await followCourier(tx, courierOf(story.bazaar), parcel, { ...told, tracking_number: parcel.tracking })
  })
}

/** The way of a parcel that a courier carries: scans, and a buyer who opens it alone. */
export function goByCourier(story: Story): Happening[] {
  const { deal, schedule } = story
  const { plan } = deal
  const picked = schedule.when('shipped')
  const shipping = [scanned(story, 'picked', picked), scanned(story, 'in_transit', later(picked, 5 * HOUR_MS))]
  if (plan.state === 'shipped') return shipping
  const handed = schedule.when('at_door')
  const toDoor = [...shipping, scanned(story, 'out_for_delivery', later(handed, -45 * MINUTE_MS))]
  if (plan.state === 'at_door') return toDoor
  // Cash that nobody has taken yet goes home with the parcel; what is paid is left, opened, and sent back.
  const isTurnedAway = plan.payment === 'cod' && schedule.number % 4 > 0
  if ((plan.state === 'refused' || plan.state === 'returned') && isTurnedAway) return [...toDoor, ...turnedAway(story)]
  return [...toDoor, scanned(story, 'delivered', handed), ...afterDelivery(story)]
}

function afterDelivery(story: Story): Happening[] {
  const { deal, schedule } = story
  const { plan, buyer } = deal
  const at = () => placedOf(deal)
  if (plan.state === 'delivered') return []
  const opening = taking(schedule.when('inspecting'), (tx) => openDelivered(tx, buyer.person, at()))
  if (plan.state === 'inspecting') return [opening]
  if (plan.state !== 'completed') return [opening, ...sentBack(story)]
  const handed = schedule.when('at_door')
  const remitting = plan.payment === 'cod' ? [remit(story, later(handed, 7 * DAY_MS))] : []
  if (schedule.number % 10 < 7) {
    return [opening, taking(schedule.when('completed'), (tx) => keepIt(tx, buyer.person, at())), ...remitting]
  }
  // The buyer says nothing: after three days time itself releases the money.
  const releasing: Happening = {
    at: later(handed, 3 * DAY_MS + MINUTE_MS / 3),
    act: async (replay, time) => {
      await takeDueSteps(replay.databaseAt(time))
    },
  }
  return [releasing, ...remitting]
}

function sentBack(story: Story): Happening[] {
  const { deal, schedule } = story
  const words = deal.plan.reason ?? ''
  const back = { reason: reasonOf(words), words, photo_names: [] }
  const refused = schedule.when('refused')
  return [
    taking(refused, (tx) => sendBack(tx, deal.buyer.person, placedOf(deal), back)),
    ...refundGoes(story, 'refused'),
    ...(deal.plan.payment === 'cod' ? [settleByHand(story, later(refused, 2 * DAY_MS))] : []),
    ...takenBack(story),
  ]
}

function turnedAway(story: Story): Happening[] {
  const returning = scanned(story, 'returning', story.schedule.when('refused'))
  if (story.deal.plan.state === 'refused') return [returning]
  const back = later(story.schedule.when('returned'), -2 * HOUR_MS)
  return [returning, scanned(story, 'returned', back), ...takenBack(story)]
}

function takenBack({ deal, schedule }: Story): Happening[] {
  if (deal.plan.state !== 'returned') return []
  return [
    taking(schedule.when('returned'), (tx) => takeBack(tx, deal.shop.owner, placedOf(deal), schedule.number % 4 > 0)),
  ]
}
