import { takeBack, takeDueSteps } from '../../src/domains/orders/orders.ts'
import { keepIt, openDelivered, sendBack } from '../../src/domains/trust/trust.ts'
import { DAY_MS, later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import type { Happening } from './fill-clock.ts'
import { placedOf } from './fill-deals.ts'
import { reasonOf, type Story, taking } from './fill-story.ts'

/** How long a delivered parcel waits for a word of its buyer. */
const LOOK_MS = 3 * DAY_MS

/** The parcel was left at home: the buyer opens it, and perhaps keeps it, or time itself says so. */
export function keptAlone(story: Story): Happening[] {
  const { deal, schedule } = story
  const { person } = deal.buyer
  const { state } = deal.plan
  if (state === 'delivered') return []
  const silent = later(schedule.handed, LOOK_MS + MINUTE_MS / 3)
  if (state === 'completed' && schedule.number % 10 > 6 && silent < schedule.now) {
    return [
      {
        at: silent,
        act: async (replay, time) => {
          await takeDueSteps(replay.databaseAt(time))
        },
      },
    ]
  }
  const opening = taking(story, schedule.when('inspecting'), (tx) => openDelivered(tx, person, placedOf(deal)))
  if (state !== 'completed') return [opening]
  return [opening, taking(story, schedule.when('completed'), (tx) => keepIt(tx, person, placedOf(deal)))]
}

/** The buyer does not want it, and says why. */
export function sentBack(story: Story): Happening {
  const words = story.deal.plan.reason ?? ''
  const back = { reason: reasonOf(words), words, photo_names: [] }
  return taking(story, story.schedule.when('refused'), (tx) =>
    sendBack(tx, story.deal.buyer.person, placedOf(story.deal), back),
  )
}

/** The shop has its goods again, and three of four can be sold once more. */
export function takenBack(story: Story): Happening[] {
  const { deal, schedule } = story
  if (deal.plan.state !== 'returned') return []
  const resalable = schedule.number % 4 > 0
  return [taking(story, schedule.when('returned'), (tx) => takeBack(tx, deal.shop.owner, placedOf(deal), resalable))]
}
