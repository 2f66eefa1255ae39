import { Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import {
  allProposals,
  insertProposal,
  type LineProposal,
  lockProposal,
  openProposal,
  setProposal,
} from './proposals-store.ts'
import { creditToGive, giveToPayment, giveToWallet, payableBy } from './suspense.ts'

/** Whose a credit is that nobody could explain: it pays a payment, or goes into somebody's wallet. */
export type LineIs = { kind: 'payment'; reference: string } | { kind: 'wallet'; person_id: string }

/**
 * An operator says whose a credit is. Nothing moves until another operator confirms it: one person alone could give
 * away what belongs to somebody else.
 * Refuses: not_found books.no_line, books.no_payment; conflict books.line_settled, books.line_proposed,
 * payments.already_paid; invalid books.only_credits, books.other_amount. Parties: the market's only.
 */
export async function proposeForCredit(tx: Tx, by: Operator, lineId: string, is: LineIs): Promise<void> {
  const line = await creditToGive(tx, lineId)
  const subject = is.kind === 'payment' ? (await payableBy(tx, line, is.reference)).reference : is.person_id
  const proposal = { proposal_id: newId(), line_id: lineId, kind: is.kind, subject, proposed_by: by.person_id }
  if ((await insertProposal(tx, proposal)) === 0) throw new Refusal('conflict', 'books.line_proposed')
}

/**
 * Another operator confirms what was said about a credit, and it is booked; or anybody takes it back. Of a payment,
 * call settlePaying after the commit.
 * Refuses: not_found books.no_line; conflict books.line_settled, books.no_proposal; forbidden books.second_person for
 * whoever said so; what giveToPayment and giveToWallet refuse. Parties: the market's, and the person's.
 */
export async function decideForCredit(tx: Tx, by: Operator, lineId: string, is_confirmed: boolean): Promise<void> {
  await creditToGive(tx, lineId)
  const proposal = await lockProposal(tx, lineId)
  if (!proposal) throw new Refusal('conflict', 'books.no_proposal')
  const { kind, subject, proposed_by, proposal_id } = proposal
  if (is_confirmed && proposed_by === by.person_id) throw new Refusal('forbidden', 'books.second_person')
  await setProposal(tx, proposal_id, is_confirmed ? 'booked' : 'refused', by.person_id)
  if (!is_confirmed) return
  if (kind === 'payment') await giveToPayment(tx, by, lineId, subject)
  else await giveToWallet(tx, by, lineId, subject)
}

/** What is said about a line and waits for a second person. */
export function findProposal(tx: Tx, _by: Operator, lineId: string): Promise<LineProposal | undefined> {
  return openProposal(tx, lineId)
}

/** What is said about lines that are still open. */
export function listProposals(tx: Tx, _by: Operator): Promise<LineProposal[]> {
  return allProposals(tx)
}
