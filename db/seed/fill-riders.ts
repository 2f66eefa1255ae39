import { moveParcel, parcelOfOrder } from '../../src/domains/delivery/delivery.ts'
import type { Rider } from '../../src/domains/identity/identity.ts'
import { arriveAtDoor, nobodyHome, shipOrder, takeBack } from '../../src/domains/orders/orders.ts'
import { codesFor, openAtDoor, releaseAtDoor, sendBack } from '../../src/domains/trust/trust.ts'
import { HOUR_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import type { Tx } from '../../src/kit/sql/tx.ts'
import type { Happening } from './fill-clock.ts'
import { placedOf } from './fill-deals.ts'
import { handIn, refundGoes } from './fill-money.ts'
import { reasonOf, type Story, taking } from './fill-story.ts'

/** The way of a parcel in the bag of one of the market's own riders, as far as the plan takes it. */
export function goByRider(story: Story, rider: Rider): Happening[] {
  const { plan } = story.deal
  const { schedule } = story
  const shipping = taking(schedule.when('shipped'), (tx) => shipOrder(tx, rider, placedOf(story.deal)))
  if (plan.state === 'shipped') return [shipping, ...(schedule.number % 3 > 0 ? [goingOut(story, rider, 15)] : [])]
  const arriving = taking(schedule.when('at_door'), (tx) => arriveAtDoor(tx, rider, placedOf(story.deal)))
  const toDoor = [shipping, ...visitsBefore(story, rider), arriving]
  return plan.state === 'at_door' ? toDoor : [...toDoor, ...atDoor(story, rider)]
}

/** The rider sets out some minutes after taking the parcel: now the buyer gets the code that opens it. */
function goingOut({ deal, schedule }: Story, rider: Rider, minutes: number): Happening {
  return taking(later(schedule.when('shipped'), minutes * MINUTE_MS), async (tx) => {
    const { shop_id, order_id } = placedOf(deal)
    const parcel = await parcelOfOrder(tx, shop_id, order_id)
    if (parcel) await moveParcel(tx, rider, parcel, 'go_out')
  })
}

/** Now and then nobody is at home the first time. */
function visitsBefore(story: Story, rider: Rider): Happening[] {
  const { schedule, deal } = story
  const ridden_ms = schedule.when('at_door').getTime() - schedule.when('shipped').getTime()
  if (schedule.number % 5 !== 0 || ridden_ms < 3 * HOUR_MS) return [goingOut(story, rider, 30)]
  const at = () => placedOf(deal)
  const first = later(schedule.when('shipped'), ridden_ms / 2)
  return [
    goingOut(story, rider, 30),
    taking(first, (tx) => arriveAtDoor(tx, rider, at())),
    taking(later(first, 6 * MINUTE_MS), (tx) => nobodyHome(tx, rider, at())),
  ]
}

function atDoor(story: Story, rider: Rider): Happening[] {
  const { deal, schedule } = story
  const { plan, buyer, shop } = deal
  const at = () => placedOf(deal)
  const code = (tx: Tx, kind: 'inspect' | 'release') => codesFor(tx, at().order_id)[kind]
  const opening = taking(schedule.when('inspecting'), (tx) => openAtDoor(tx, rider, at(), code(tx, 'inspect')))
  if (plan.state === 'inspecting') return [opening]
  if (plan.state === 'completed') {
    const kept = schedule.when('completed')
    const keeping = taking(kept, (tx) => releaseAtDoor(tx, rider, at(), code(tx, 'release')))
    // The day's cash is counted out in the evening, or on the next morning.
    return [opening, keeping, ...(plan.payment === 'cod' ? [handIn(story, rider, later(kept, 14 * HOUR_MS))] : [])]
  }
  const words = plan.reason ?? ''
  const back = { reason: reasonOf(words), words, photo_names: [] }
  const refusing = taking(schedule.when('refused'), (tx) => sendBack(tx, buyer.person, at(), back))
  const undone = [opening, refusing, ...refundGoes(story, 'refused')]
  if (plan.state === 'refused') return undone
  return [...undone, taking(schedule.when('returned'), (tx) => takeBack(tx, shop.owner, at(), schedule.number % 4 > 0))]
}
