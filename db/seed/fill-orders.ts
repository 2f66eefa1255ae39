import { assignRider, parcelOfOrder, recordTracking } from '../../src/domains/delivery/delivery.ts'
import type { ShopActor } from '../../src/domains/identity/identity.ts'
import { cancelOrder, takeDueSteps } from '../../src/domains/orders/orders.ts'
import { packWithProof } from '../../src/domains/trust/trust.ts'
import { later, MINUTE_MS } from '../../src/kit/clock/clock.ts'
import type { Happening } from './fill-clock.ts'
import { goByCourier } from './fill-couriers.ts'
import { askInVain, type Bazaar, beginToPay, courierOf, dealOf, pay, place, placedOf } from './fill-deals.ts'
import { refundGoes } from './fill-money.ts'
import { lookUp } from './fill-people.ts'
import { goByRider } from './fill-riders.ts'
import { affairOf, type Story, taking } from './fill-story.ts'
import { scheduleOf } from './fill-times.ts'
import type { SeedOrder, SeedOrderState } from './shapes.ts'

/** How long an order waits for its money before time itself calls it off. */
const UNPAID_MS = 35 * MINUTE_MS

const BEFORE_LEAVING: readonly SeedOrderState[] = ['awaiting_payment', 'placed', 'packed', 'cancelled', 'expired']

/** Everything that happens to one planned order, each thing at its time. */
export function happeningsOf(bazaar: Bazaar, plan: SeedOrder, now: Date): Happening[] {
  const deal = dealOf(bazaar, plan)
  const riders = [...bazaar.crowd.riders.keys()].map((key) => lookUp(bazaar.crowd.people, key).seed)
  const story: Story = { bazaar, deal, schedule: scheduleOf(plan, riders, deal.buyer.seed, now) }
  const isPacked = plan.steps.some(({ to }) => to === 'packed')
  const { rider } = story.schedule
  return [
    { at: story.schedule.placed, of: affairOf(deal), act: (replay, at) => place(bazaar, deal, replay, at) },
    ...(plan.payment === 'prepaid' ? paying(story) : []),
    ...(plan.state === 'expired' ? [expiring(story)] : []),
    ...(isPacked ? packing(story, now) : []),
    ...(plan.state === 'cancelled' ? [cancelling(story)] : []),
    ...refundGoes(story),
    ...(BEFORE_LEAVING.includes(plan.state)
      ? []
      : rider === null
        ? goByCourier(story)
        : goByRider(story, lookUp(bazaar.crowd.riders, rider))),
  ]
}

/** To the rail's page and back; one in three of those who never pay does not even go there. */
function paying({ bazaar, deal, schedule }: Story): Happening[] {
  const isPaid = deal.plan.steps.some(({ to }) => to === 'placed')
  if (!isPaid && schedule.number % 3 === 0) return []
  const begun = later(schedule.placed, MINUTE_MS / 2)
  const after = isPaid ? schedule.when('placed') : later(schedule.placed, 32 * MINUTE_MS)
  const end = isPaid ? pay : askInVain
  return [
    { at: begun, of: affairOf(deal), act: (replay, at) => beginToPay(bazaar, deal, replay, at) },
    { at: after, of: affairOf(deal), act: (replay, at) => end(bazaar, deal, replay, at) },
  ]
}

function expiring({ schedule }: Story): Happening {
  return {
    at: later(schedule.placed, UNPAID_MS + MINUTE_MS / 3),
    act: async (replay, at) => {
      await takeDueSteps(replay.databaseAt(at))
    },
  }
}

function cancelling(story: Story): Happening {
  const { plan, buyer } = story.deal
  const by = plan.steps.at(-1)?.by
  const actor = by === plan.buyer ? buyer.person : handOf(story, by)
  return taking(story, story.schedule.when('cancelled'), (tx) =>
    cancelOrder(tx, actor, placedOf(story.deal), plan.reason ?? ''),
  )
}

/** Who of the shop does it; its owner when the plan does not say. */
function handOf({ deal: { shop } }: Story, key: string | null | undefined): ShopActor {
  return shop.hands.get(key ?? '') ?? shop.owner
}

/** The shop packs with a photo, and what goes by courier is announced; the freshest parcels still wait for that. */
function packing(story: Story, now: Date): Happening[] {
  const { deal, schedule, bazaar } = story
  const packed = schedule.when('packed')
  const by = handOf(story, deal.plan.steps.find(({ to }) => to === 'packed')?.by)
  const [line] = deal.plan.lines
  if (!line) return []
  const { name, colour } = lookUp(bazaar.shelves.listings, line.listing).picture
  const carrier = schedule.rider === null ? courierOf(bazaar).name : 'riders'
  const packing = taking(story, packed, (tx) =>
    packWithProof(tx, by, placedOf(deal), { photos: [{ name, colour }], carrier }),
  )
  const isFresh = now.getTime() - packed.getTime() < 600 * MINUTE_MS && deal.plan.state === 'packed'
  if (schedule.rider !== null) return [packing, ...givenTo(story, schedule.rider, later(packed, 9 * MINUTE_MS))]
  if (isFresh) return [packing]
  const announcing = taking(story, later(packed, 12 * MINUTE_MS), async (tx) => {
    const { shop_id, order_id } = placedOf(deal)
    const parcel = await parcelOfOrder(tx, shop_id, order_id)
    if (parcel?.state === 'booked') await recordTracking(tx, parcel, `LE${parcel.label_code}`)
  })
  return [packing, announcing]
}

/** Every second parcel that still waits was given to its rider by Dania; whoever comes first takes the others. */
function givenTo(story: Story, rider: string, at: Date): Happening[] {
  const { deal, schedule, bazaar } = story
  if (deal.plan.state !== 'packed' || schedule.number % 2 > 0) return []
  const { person_id } = lookUp(bazaar.crowd.riders, rider)
  return [
    taking(story, at, async (tx) => {
      const { shop_id, order_id } = placedOf(deal)
      const parcel = await parcelOfOrder(tx, shop_id, order_id)
      if (parcel) await assignRider(tx, bazaar.crowd.dania, parcel, person_id)
    }),
  ]
}
