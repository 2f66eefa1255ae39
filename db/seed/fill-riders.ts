import { moveParcel, parcelOfOrder } from '../../src/domains/delivery/delivery.ts'
import type { Rider } from '../../src/domains/identity/identity.ts'
import { arriveAtDoor, deliverOrder, nobodyHome, shipOrder } from '../../src/domains/orders/orders.ts'
import { codesFor, openAtDoor, releaseAtDoor } from '../../src/domains/trust/trust.ts'
import { HOUR_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Happening } from './fill-clock.ts'
import { placedOf } from './fill-deals.ts'
import { keptAlone, sentBack, takenBack } from './fill-homes.ts'
import { handIn } from './fill-money.ts'
import { type Story, taking } from './fill-story.ts'

/** The way of a parcel in the bag of one of the market's own riders, as far as the plan takes it. */
export function goByRider(story: Story, rider: Rider): Happening[] {
  const { deal, schedule } = story
  const at = () => placedOf(deal)
  const { state } = deal.plan
  const shipping = taking(story, schedule.when('shipped'), (tx) => shipOrder(tx, rider, at()))
  if (state === 'shipped') return [shipping, ...(schedule.number % 3 > 0 ? [goingOut(story, rider, 15)] : [])]
  const arriving = taking(story, schedule.when('at_door'), (tx) => arriveAtDoor(tx, rider, at()))
  const toDoor = [shipping, ...visitsBefore(story, rider), arriving]
  if (state === 'at_door') return toDoor
  if (!schedule.has('delivered')) return [...toDoor, ...atDoor(story, rider)]
  // It was paid before, so it may be left with a neighbour.
  const leaving = taking(story, schedule.when('delivered'), (tx) =>
    deliverOrder(tx, rider, at(), `rider:${rider.person_id}`),
  )
  return [...toDoor, leaving, ...keptAlone(story)]
}

/** The rider sets out some minutes after taking the parcel: now the buyer gets the code that opens it. */
function goingOut(story: Story, rider: Rider, minutes: number): Happening {
  return taking(story, later(story.schedule.when('shipped'), minutes * MINUTE_MS), async (tx) => {
    const { shop_id, order_id } = placedOf(story.deal)
    const parcel = await parcelOfOrder(tx, shop_id, order_id)
    if (parcel) await moveParcel(tx, rider, parcel, 'go_out')
  })
}

/** Now and then nobody is at home the first time. */
function visitsBefore(story: Story, rider: Rider): Happening[] {
  const { schedule, deal } = story
  const ridden_ms = schedule.when('at_door').getTime() - schedule.when('shipped').getTime()
  const out = goingOut(story, rider, 30)
  if (schedule.number % 5 !== 0 || ridden_ms < 3 * HOUR_MS) return [out]
  const first = later(schedule.when('shipped'), ridden_ms / 2)
  return [
    out,
    taking(story, first, (tx) => arriveAtDoor(tx, rider, placedOf(deal))),
    taking(story, later(first, 6 * MINUTE_MS), (tx) => nobodyHome(tx, rider, placedOf(deal))),
  ]
}

/** The parcel is opened in the rider's presence, and kept or taken along again. */
function atDoor(story: Story, rider: Rider): Happening[] {
  const { deal, schedule } = story
  const { state, payment } = deal.plan
  const code = (tx: Tx, kind: 'inspect' | 'release') => codesFor(tx, placedOf(deal).order_id)[kind]
  const opening = taking(story, schedule.when('inspecting'), (tx) =>
    openAtDoor(tx, rider, placedOf(deal), code(tx, 'inspect')),
  )
  if (state === 'inspecting') return [opening]
  if (state !== 'completed') return [opening, sentBack(story), ...takenBack(story)]
  const kept = schedule.when('completed')
  const keeping = taking(story, kept, (tx) => releaseAtDoor(tx, rider, placedOf(deal), code(tx, 'release')))
  // The day's cash is counted out in the evening, or on the next morning.
  return [opening, keeping, ...(payment === 'cod' ? [handIn(story, rider, later(kept, 14 * HOUR_MS))] : [])]
}
