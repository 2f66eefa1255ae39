import { asOperator, assertProved, type Operator } from '../../domains/identity/identity.ts'
import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import { type PageContext, personHere, sessionHere } from '../web/visit.ts'

type Act<T> = (tx: Tx, by: Operator) => Promise<T>

/**
 * Reads for a page of the office. To whoever does not run the market, the office is not there.
 * Refuses: forbidden identity.sign_in_first; not_found identity.not_here.
 */
export function readAsOperator<T>(c: PageContext, read: Act<T>): Promise<T> {
  const person = personHere(c)
  return c.var.visit.market.db.read(async (tx) => read(tx, await asOperator(tx, person)))
}

/** The same for a page that shows somebody's name or phone: the look is written to that person's log. */
export function lookAsOperator<T>(c: PageContext, look: Act<T>): Promise<T> {
  return changeAsOperator(c, look)
}

/** Changes something as the operator, in one transaction. Refuses: as readAsOperator, and what the change refuses. */
export function changeAsOperator<T>(c: PageContext, change: Act<T>): Promise<T> {
  const person = personHere(c)
  return c.var.visit.market.db.tx(async (tx) => change(tx, await asOperator(tx, person)))
}

/**
 * For money, roles and other people's data: an operator who has not proved who is there within ten minutes does so
 * first, and comes back to the page. Refuses: as readAsOperator.
 */
export async function whenProved(c: PageContext, back: string, act: () => Promise<Response>): Promise<Response> {
  await readAsOperator(c, () => Promise.resolve())
  return isProved(c) ? act() : c.redirect(proofHref(back), 303)
}

/** Whether the operator here has proved lately who is there. */
export function isProved(c: PageContext): boolean {
  try {
    assertProved(sessionHere(c), c.var.visit.now)
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** Where one proves once more who is there, and then goes on. */
export function proofHref(back: string): string {
  return `/me/proof?${new URLSearchParams({ next: back })}`
}
