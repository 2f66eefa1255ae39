import type { Tx } from '../../kit/sql/tx.ts'
import { assertTask, type ShopActor } from '../identity/identity.ts'
import { isEveningStopped, resumeEvening, stopEvening } from './reading-store.ts'

/** Whether the shop's owner gets its numbers by SMS in the evening. */
export async function isEveningOn(tx: Tx, by: ShopActor): Promise<boolean> {
  return !(await isEveningStopped(tx, by.shop_id))
}

/**
 * The shop's numbers are sent in the evening, or no more. Done again it changes nothing.
 * Refuses: forbidden identity.task_not_given without the task 'shop'. Parties: the shop's only.
 */
export async function setEvening(tx: Tx, by: ShopActor, isOn: boolean): Promise<void> {
  assertTask(by, 'shop')
  if (isOn) await resumeEvening(tx, by.shop_id)
  else await stopEvening(tx, by.shop_id, by.person_id)
}
