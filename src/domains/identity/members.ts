import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type Person, SHOP_TASKS, type ShopActor, type ShopTask } from './actors.ts'
import { tell } from './events.ts'
import { findPersonByPhone } from './people.ts'
import { LIMITS } from './rules.ts'
import { type Member, putMember, selectMember, selectMembers, stopMember } from './shop-store.ts'
import { findKey } from './store.ts'

/** Whom an owner adds: by number, or by id when it is known. Without expires_at it holds until it is taken back. */
export type NewMember = ({ readonly phone: string } | { readonly person_id: string }) & {
  readonly role: 'staff' | 'helper'
  readonly tasks: readonly ShopTask[]
  readonly expires_at: Date | null
}

/**
 * Lets a person act for a shop, for one task, as of now. Made anew in each transaction that acts, so that a delegation
 * that was taken back or has expired ends at once.
 * Refuses: not_found when the person is no member (or no longer); forbidden when the task was not given.
 */
export async function actForShop(tx: Tx, person: Person, shopId: string, task: ShopTask): Promise<ShopActor> {
  const member = await selectMember(tx, shopId, person.person_id)
  if (!member) throw new Refusal('not_found', 'identity.shop_unknown')
  const actor: ShopActor = {
    kind: 'shop',
    person_id: person.person_id,
    shop_id: shopId,
    role: member.role,
    tasks: tasksOf(member),
  }
  assertTask(actor, task)
  return actor
}

/**
 * Notes that somebody is about to change something for a shop. When it is a helper, its owner hears of it, once a day,
 * and can end the help. Events: shop.helper_acted.
 */
export async function noteHelper(tx: Tx, by: ShopActor): Promise<void> {
  if (by.role === 'helper') {
    await tell(tx, by.shop_id, 'shop.helper_acted', { shop_id: by.shop_id, person_id: by.person_id })
  }
}

/** Stops a member who was not given the task. Refuses: forbidden. */
export function assertTask(by: ShopActor, task: ShopTask): void {
  if (!by.tasks.includes(task)) throw new Refusal('forbidden', 'identity.task_not_given')
}

/**
 * Lets a person act for the owner's shop: staff, or a helper with named tasks and an end. A helper never handles money
 * and never adds others. Adding a member again replaces what they were given.
 * Refuses: forbidden when not by an owner; not_found when nobody has that number yet; invalid when no task is given, a
 * helper would get 'money', or the end is past; conflict when the person is an owner or the shop has twenty members;
 * limit.
 * Events: shop.member_added.
 */
export async function addMember(tx: Tx, by: ShopActor, member: NewMember): Promise<Member> {
  assertOwner(by)
  const tasks = SHOP_TASKS.filter((task) => member.tasks.includes(task))
  if (tasks.length === 0) throw new Refusal('invalid', 'identity.tasks_missing')
  if (member.role === 'helper' && tasks.includes('money')) throw new Refusal('invalid', 'identity.helper_no_money')
  if (member.expires_at && member.expires_at <= tx.now) throw new Refusal('invalid', 'identity.end_is_past')
  const known = await selectMembers(tx, by.shop_id)
  if (known.length >= LIMITS.members) throw new Refusal('conflict', 'identity.members_full', { most: LIMITS.members })
  const personId = 'phone' in member ? await findPersonByPhone(tx, by, member.phone) : member.person_id
  // The look-up that found nobody stays counted: else an owner could find out who is a member of the market.
  if (!personId || !(await findKey(tx, personId))) {
    throw new Refusal('not_found', 'identity.member_signs_in_first', {}, true)
  }
  const row = { person_id: personId, role: member.role, tasks, given_by: by.person_id, expires_at: member.expires_at }
  if (!(await putMember(tx, by.shop_id, row))) throw new Refusal('conflict', 'identity.is_owner')
  await tell(tx, by.shop_id, 'shop.member_added', {
    shop_id: by.shop_id,
    person_id: personId,
    role: member.role,
    given_by: by.person_id,
  })
  return { ...row, given_at: tx.now }
}

/**
 * Takes a delegation back, at once. Members may also leave by themselves.
 * Refuses: forbidden when it is neither by an owner nor by the member; not_found when there is no such member, or when
 * it is an owner. Events: shop.member_ended.
 */
export async function endMember(tx: Tx, by: ShopActor, personId: string): Promise<void> {
  if (by.person_id !== personId) assertOwner(by)
  if ((await stopMember(tx, by.shop_id, personId)) === 0) throw new Refusal('not_found', 'identity.member_unknown')
  await tell(tx, by.shop_id, 'shop.member_ended', { shop_id: by.shop_id, person_id: personId, ended_by: by.person_id })
}

/** Who acts for the shop today, oldest first. Refuses: forbidden without the task 'shop'. */
export async function listMembers(tx: Tx, by: ShopActor): Promise<Member[]> {
  assertTask(by, 'shop')
  return selectMembers(tx, by.shop_id)
}

function assertOwner(by: ShopActor): void {
  if (by.role !== 'owner') throw new Refusal('forbidden', 'identity.owner_only')
}

/** What is in the row is bounded by the role, whatever the row says. */
function tasksOf(member: Member): readonly ShopTask[] {
  if (member.role === 'owner') return SHOP_TASKS
  return member.role === 'helper' ? member.tasks.filter((task) => task !== 'money') : member.tasks
}
