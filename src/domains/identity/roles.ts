import { Refusal } from '../../kit/errors/refusal.ts'
import { MARKET_PARTY } from '../../kit/ids/ids.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { MarketRole, Operator, Person, Rider, System } from './actors.ts'
import { tell } from './events.ts'
import { deletePasskeys, deleteTotp, stopSessionsBut } from './sign-in-store.ts'
import { copyRolesToSessions, findKey, findPeopleWithRole, findRoles, putRole, roleInForce, stopRole } from './store.ts'

/** Lets a person act as operator, as of now. Refuses: not_found, so that nobody learns that there is such a page. */
export async function asOperator(tx: Tx, person: Person): Promise<Operator> {
  if (!(await roleInForce(tx, person.person_id, 'operator'))) throw new Refusal('not_found', 'identity.not_here')
  return { kind: 'operator', person_id: person.person_id }
}

/** Lets a person act as rider, as of now. Refuses: not_found. */
export async function asRider(tx: Tx, person: Person): Promise<Rider> {
  if (!(await roleInForce(tx, person.person_id, 'rider'))) throw new Refusal('not_found', 'identity.not_here')
  return { kind: 'rider', person_id: person.person_id }
}

/** Gives a role of the market, at once on every device. Refuses: not_found. Events: person.role_given, if it is new. */
export async function giveRole(tx: Tx, by: Operator | System, personId: string, role: MarketRole): Promise<void> {
  if (!(await findKey(tx, personId))) throw new Refusal('not_found', 'identity.person_unknown')
  if (!(await putRole(tx, personId, role, by.kind === 'system' ? MARKET_PARTY : by.person_id))) return
  await copyRoles(tx, personId)
  await tell(tx, personId, 'person.role_given', { person_id: personId, role })
}

/**
 * Takes a role of the market back, at once on every device.
 * Refuses: forbidden when operators would end their own role, so that one always remains; not_found when the person
 * does not have it. Events: person.role_ended.
 */
export async function endRole(tx: Tx, by: Operator | System, personId: string, role: MarketRole): Promise<void> {
  if (by.kind === 'operator' && by.person_id === personId && role === 'operator') {
    throw new Refusal('forbidden', 'identity.own_role')
  }
  if ((await stopRole(tx, personId, role)) === 0) throw new Refusal('not_found', 'identity.role_unknown')
  await copyRoles(tx, personId)
  await tell(tx, personId, 'person.role_ended', { person_id: personId, role })
}

/** The roles that a person has today. */
export async function rolesOf(tx: Tx, _by: Operator | System, personId: string): Promise<MarketRole[]> {
  return (await findRoles(tx, personId)).map(({ role }) => role)
}

/** Who has a role, at most 100 at a time. `after` is the last person of the page before. */
export function listPeopleWithRole(
  tx: Tx,
  _by: Operator | System,
  role: MarketRole,
  after?: string,
): Promise<{ person_id: string; given_at: Date }[]> {
  return findPeopleWithRole(tx, role, after, 100)
}

/**
 * Forgets the passkeys and the app of a person who lost them, and signs them out everywhere. The operator never sees or
 * sets a secret: the person signs in by phone and adds new ones.
 * Refuses: forbidden when operators would do it for themselves. Events: person.factor_changed.
 */
export async function forgetFactors(tx: Tx, by: Operator, personId: string): Promise<void> {
  if (by.person_id === personId) throw new Refusal('forbidden', 'identity.own_role')
  await Promise.all([deletePasskeys(tx, personId, null), deleteTotp(tx, personId), stopSessionsBut(tx, personId, null)])
  await tell(tx, personId, 'person.factor_changed', { person_id: personId, factor: 'all', change: 'removed' })
}

async function copyRoles(tx: Tx, personId: string): Promise<void> {
  const roles = await findRoles(tx, personId)
  await copyRolesToSessions(
    tx,
    personId,
    roles.map((row) => row.role),
  )
}
