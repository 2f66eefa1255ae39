import { DAY_MS } from '../../../kit/clock/clock.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator } from '../../identity/identity.ts'
import { type ReadFile, readRemittance } from './read.ts'
import { deleteDraft, findDraft, insertDraft } from './remittances-store.ts'
import type { RemittanceShape } from './shape.ts'

const DAYS_KEPT = 3

/** How a courier writes its files, by its name. */
export type ShapeOf = (courier: string) => RemittanceShape

/**
 * Keeps a courier's file for a few days, to be looked at before it is booked. Returns the draft's id.
 * Refuses: what readRemittance refuses. Parties: the market's.
 */
export async function draftRemittance(
  tx: Tx,
  by: Operator,
  shape: RemittanceShape,
  file: { name: string; bytes: Uint8Array },
): Promise<string> {
  const { file_name } = await readRemittance(shape, file.name, file.bytes)
  const draft_id = newId()
  const draft = { draft_id, courier: shape.courier, file_name, bytes: Buffer.from(file.bytes) }
  await insertDraft(tx, draft, by.person_id, new Date(tx.now.getTime() - DAYS_KEPT * DAY_MS))
  return draft_id
}

/** A draft as it is read now. Refuses: not_found cash.no_file when it was booked, thrown away or forgotten. */
export async function readDraft(
  tx: Tx,
  _by: Operator,
  draftId: string,
  shapeOf: ShapeOf,
): Promise<{ courier: string; file: ReadFile }> {
  const draft = await findDraft(tx, draftId)
  if (!draft) throw new Refusal('not_found', 'cash.no_file')
  const { courier, file_name, bytes } = draft
  return { courier, file: await readRemittance(shapeOf(courier), file_name, bytes) }
}

/** Throws a draft away. */
export async function dropDraft(tx: Tx, _by: Operator, draftId: string): Promise<void> {
  await deleteDraft(tx, draftId)
}
