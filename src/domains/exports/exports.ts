import type { Tx } from '../../kit/sql/tx.ts'
import type { OwnRow, OwnTable } from '../../kit/tables/own-table.ts'
import { assertTask, type ShopActor } from '../identity/identity.ts'

export type { OwnKind, OwnRow, OwnTable } from '../../kit/tables/own-table.ts'
export { FORMATS, type Format, type OwnFile, ownCsv, ownFile } from './files.ts'
export {
  type CallRow,
  endHook,
  HOOK_EVENTS,
  type HookRow,
  hookSecret,
  listHooks,
  makeHook,
  tellHooks,
  tidyHooks,
} from './hooks.ts'
export { OWN_TABLES, ownTable } from './own-tables.ts'
export { type Answer, askOwn, QUESTION_MOST } from './question.ts'
export { sendDue } from './sending-round.ts'
export {
  EVERY,
  type Every,
  endSending,
  listSendings,
  makeSending,
  proveSending,
  type RunRow,
  type Sending,
  type SendingDraft,
  tidySendings,
  WAYS,
} from './sendings.ts'

/** One page of a table: the rows of at most `limit` things after the place of the last one seen. */
export function readOwn(
  tx: Tx,
  by: ShopActor,
  table: OwnTable,
  { after, limit }: { after: string; limit: number },
): Promise<OwnRow[]> {
  // What a shop owns says all about its money.
  assertTask(by, 'money')
  return table.page(tx, by.shop_id, after, limit)
}
