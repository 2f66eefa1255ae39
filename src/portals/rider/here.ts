import { asRider, type Person, type Rider } from '../../domains/identity/identity.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type PageContext, personHere } from '../web/visit.ts'

type Act<T> = (tx: Tx, rider: Rider) => Promise<T>

/**
 * Reads for a page of the rider. To whoever does not ride, these rooms are not there.
 * Refuses: forbidden identity.sign_in_first; not_found identity.not_here.
 */
export function readAsRider<T>(c: PageContext, read: Act<T>): Promise<T> {
  const person = personHere(c)
  return c.var.visit.market.db.read((tx) => enter(tx, person, read))
}

/** The same for a page that shows somebody's address or phone: the look is written to that person's log. */
export function lookAsRider<T>(c: PageContext, look: Act<T>): Promise<T> {
  return changeAsRider(c, look)
}

/** Changes something as the rider, in one transaction. Refuses: as readAsRider, and what the change refuses. */
export function changeAsRider<T>(c: PageContext, change: Act<T>): Promise<T> {
  const person = personHere(c)
  return c.var.visit.market.db.tx((tx) => enter(tx, person, change))
}

async function enter<T>(tx: Tx, person: Person, act: Act<T>): Promise<T> {
  return act(tx, await asRider(tx, person))
}
