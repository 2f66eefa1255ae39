import type { Parcel } from '../../../domains/delivery/delivery.ts'
import type { OrderState } from '../../../domains/orders/orders.ts'

/** The one thing a rider does next with a parcel. 'over' when it is out of his hands for good. */
export type RiderAction =
  | 'take'
  | 'pick_up'
  | 'go_out'
  | 'arrive'
  | 'open'
  | 'release'
  | 'start_return'
  | 'give_back'
  | 'over'

/** What comes next: the parcel says where it is, and at the door the order says whether it is open. */
export function actionFor(parcel: Pick<Parcel, 'state' | 'rider_id'>, orderState: OrderState): RiderAction {
  switch (parcel.state) {
    case 'booked':
      return parcel.rider_id === null ? 'take' : 'pick_up'
    case 'picked_up':
      return 'go_out'
    case 'out':
      return 'arrive'
    case 'at_door':
      return orderState === 'inspecting' ? 'release' : 'open'
    case 'refused':
      return 'start_return'
    case 'returning':
      return 'give_back'
    default:
      return 'over'
  }
}

/** Which way a parcel goes with him: from a shop, to a buyer, or back. */
export function wayOf(action: RiderAction): 'fetch' | 'bring' | 'back' | 'none' {
  if (action === 'take' || action === 'pick_up') return 'fetch'
  if (action === 'start_return' || action === 'give_back') return 'back'
  return action === 'over' ? 'none' : 'bring'
}

/** While he carries it to the buyer he needs the address; before and after he does not. */
export function needsAddress(action: RiderAction): boolean {
  return wayOf(action) === 'bring'
}
