import type { CourierStatus } from '../../src/domains/delivery/courier.ts'
import { parcelOfOrder } from '../../src/domains/delivery/delivery.ts'
import { followCourier } from '../../src/domains/orders/orders.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import type { Happening } from './fill-clock.ts'
import { courierOf, placedOf } from './fill-deals.ts'
import { keptAlone, sentBack, takenBack } from './fill-homes.ts'
import { remit, settleByHand } from './fill-money.ts'
import { type Story, taking } from './fill-story.ts'

const SAID: Partial<Record<CourierStatus, string>> = {
  picked: 'Shipment picked',
  in_transit: 'Arrived at Station',
  out_for_delivery: 'Assign to Courier',
  delivered: 'Delivered',
  returning: 'Being Return',
  returned: 'Returned to shipper',
}

/** The way of a parcel that a courier carries: scans, and a buyer who opens it alone. */
export function goByCourier(story: Story): Happening[] {
  const { deal, schedule } = story
  const { state, payment } = deal.plan
  const picked = schedule.when('shipped')
  const shipping = [scanned(story, 'picked', picked), scanned(story, 'in_transit', later(picked, 5 * HOUR_MS))]
  if (state === 'shipped') return shipping
  const handed = schedule.handed
  const toDoor = [...shipping, scanned(story, 'out_for_delivery', later(handed, -45 * MINUTE_MS))]
  if (state === 'at_door') return toDoor
  const goesHome = state === 'refused' || state === 'returned'
  // What is not paid yet mostly goes home with the courier; what is paid is left, opened, and sent back.
  if (goesHome && payment === 'cod' && schedule.number % 4 > 0) return [...toDoor, ...turnedAway(story)]
  const delivered = [...toDoor, scanned(story, 'delivered', handed), ...keptAlone(story)]
  if (!goesHome) return [...delivered, ...(payment === 'cod' ? [remit(story, later(handed, 7 * DAY_MS))] : [])]
  const settling = payment === 'cod' ? [settleByHand(story, later(schedule.when('refused'), 2 * DAY_MS))] : []
  return [...delivered, sentBack(story), ...settling, ...takenBack(story)]
}

/** A scan, as the courier would have told it. */
function scanned(story: Story, status: CourierStatus, at: Date): Happening {
  return taking(story, at, async (tx) => {
    const { shop_id, order_id } = placedOf(story.deal)
    const parcel = await parcelOfOrder(tx, shop_id, order_id)
    if (!parcel) throw new Error(`broken promise: ${story.deal.plan.key} has a parcel`)
    const told = { status, said: SAID[status] ?? status, reason: '', received_by: '', happened: at.toISOString() }
    await followCourier(tx, courierOf(story.bazaar), parcel, { ...told, tracking_number: parcel.tracking })
  })
}

function turnedAway(story: Story): Happening[] {
  const returning = scanned(story, 'returning', story.schedule.when('refused'))
  if (story.deal.plan.state === 'refused') return [returning]
  return [returning, scanned(story, 'returned', later(story.schedule.when('returned'), -HOUR_MS)), ...takenBack(story)]
}
