import { json } from '../../kit/sql/json.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { ImportFormat } from './import/draft.ts'
import type { ColumnGuess, SaidMap } from './import/mapping.ts'

/** One reading of a shopkeeper's file. done_count is how far it came: the same file begun again goes on from there. */
export interface Import {
  party_id: string
  import_id: string
  file_name: string
  file_hash: string
  format: ImportFormat
  mapping: { said: SaidMap; columns: ColumnGuess[] }
  dry_run: boolean
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'undone'
  row_count: number
  done_count: number
  created_count: number
  updated_count: number
  skipped_count: number
  failed_count: number
  started_by: string
  started_at: Date
  ended_at: Date | null
}

export interface ImportError {
  row_number: number
  column_name: string
  /** 'import.price_missing' or a reason of the catalogue or of offers. */
  reason: string
  value: string
}

export interface ImportCounts {
  rows: number
  done: number
  created: number
  updated: number
  skipped: number
  failed: number
}

const IMPORT = sql`party_id, import_id, file_name, file_hash, format, mapping, dry_run, state, row_count, done_count,
  created_count, updated_count, skipped_count, failed_count, started_by, started_at, ended_at`

export function insertImport(
  tx: Tx,
  row: Pick<
    Import,
    'party_id' | 'import_id' | 'file_name' | 'file_hash' | 'format' | 'mapping' | 'dry_run' | 'started_by'
  >,
) {
  return tx.one<Import>(sql`
    insert into imports (party_id, import_id, file_name, file_hash, format, mapping, dry_run, state,
      started_by, started_at)
    values (${row.party_id}, ${row.import_id}, ${row.file_name}, ${row.file_hash}, ${row.format},
      ${json(row.mapping)}::jsonb, ${row.dry_run}, 'running', ${row.started_by}, ${tx.now})
    on conflict (party_id, file_hash, dry_run, (mapping -> 'said')) where state = 'running' do nothing
    returning ${IMPORT}`)
}

export function findImportRow(tx: Tx, shopId: string, importId: string) {
  return tx.one<Import>(sql`select ${IMPORT} from imports where party_id = ${shopId} and import_id = ${importId}`)
}

/** The same file with the same words about its columns, begun and not finished. */
export function findUnfinished(tx: Tx, shopId: string, file: { file_hash: string; said: SaidMap; dry_run: boolean }) {
  return tx.one<Import>(sql`
    select ${IMPORT} from imports
    where party_id = ${shopId} and state = 'running' and file_hash = ${file.file_hash} and dry_run = ${file.dry_run}
      and mapping -> 'said' = ${json(file.said)}::jsonb
    order by started_at desc
    limit 1`)
}

export function selectImports(tx: Tx, shopId: string, limit: number) {
  return tx.all<Import>(sql`
    select ${IMPORT} from imports where party_id = ${shopId} order by import_id desc limit ${limit}`)
}

/** How far the import is, locked: two processes at the same import go one after the other. */
export function lockImport(tx: Tx, at: Import) {
  return tx.one<{ done_count: number }>(sql`
    select done_count from imports
    where party_id = ${at.party_id} and import_id = ${at.import_id} and state = 'running'
    for update`)
}

/** Counts a batch. 0 when another process has counted meanwhile, or the import was ended. */
export function addProgress(tx: Tx, at: Import, counts: ImportCounts) {
  return tx.count(sql`
    update imports
    set row_count = row_count + ${counts.rows}::int, done_count = done_count + ${counts.done}::int,
        created_count = created_count + ${counts.created}::int, updated_count = updated_count + ${counts.updated}::int,
        skipped_count = skipped_count + ${counts.skipped}::int, failed_count = failed_count + ${counts.failed}::int
    where party_id = ${at.party_id} and import_id = ${at.import_id} and state = 'running'
      and done_count = ${at.done_count}`)
}

export function moveImport(tx: Tx, at: Pick<Import, 'party_id' | 'import_id'>, to: 'done' | 'stopped' | 'undone') {
  return tx.count(sql`
    update imports set state = ${to}, ended_at = ${tx.now}
    where party_id = ${at.party_id} and import_id = ${at.import_id}`)
}

export function insertErrors(tx: Tx, at: Import, errors: readonly (ImportError & { error_id: string })[]) {
  return tx.count(sql`
    insert into import_errors (party_id, import_id, error_id, row_number, column_name, reason, value)
    select ${at.party_id}, ${at.import_id}, r.error_id, r.row_number, r.column_name, r.reason, r.value
    from jsonb_to_recordset(${json(errors)}::jsonb)
      as r (error_id uuid, row_number int, column_name text, reason text, value text)`)
}

export function selectErrors(tx: Tx, shopId: string, importId: string, limit: number) {
  return tx.all<ImportError>(sql`
    select row_number, column_name, reason, value from import_errors
    where party_id = ${shopId} and import_id = ${importId}
    order by row_number, error_id
    limit ${limit}`)
}

/** What a listing was before an import changed it. Its figures of money are words, since JSON has no bigint. */
export interface Before {
  listing: {
    title: string
    description: string
    brand: string
    options: { name: string; values: string[] }[]
    condition: 'new' | 'used'
    state: string
    state_reason: string
  }
  variants: { variant_id: string; position: number; sku: string; option_values: string[]; removed_at: string | null }[]
  offers: {
    variant_id: string
    price_paisa: string
    compare_at_paisa: string | null
    /** How many the import put on the shelf; taken off again when it is undone. */
    added_count: number
  }[]
}

export interface ImportChange {
  listing_id: string
  row_number: number
  /** Null when the import made the listing. */
  before: Before | null
}

export function insertChanges(tx: Tx, at: Import, changes: readonly (ImportChange & { photo_urls: string[] })[]) {
  return tx.count(sql`
    insert into import_changes (party_id, import_id, listing_id, row_number, before, photo_urls, changed_at)
    select ${at.party_id}, ${at.import_id}, r.listing_id, r.row_number, nullif(r.before, 'null'::jsonb),
      array(select jsonb_array_elements_text(r.photo_urls)), ${tx.now}
    from jsonb_to_recordset(${json(changes)}::jsonb)
      as r (listing_id uuid, row_number int, before jsonb, photo_urls jsonb)
    on conflict (party_id, import_id, listing_id) do nothing`)
}

/** What is still to be undone. A listing that somebody changed after the import is kept: hand work goes before. */
export function listToUndo(tx: Tx, shopId: string, importId: string, limit: number) {
  return tx.all<ImportChange & { kept: boolean }>(sql`
    select c.listing_id, c.row_number, c.before, coalesce(l.changed_at > c.changed_at, true) as kept
    from import_changes c
    left join listings l on l.party_id = c.party_id and l.listing_id = c.listing_id
    where c.party_id = ${shopId} and c.import_id = ${importId} and c.undone_at is null
    order by c.listing_id
    limit ${limit}`)
}

export function markUndone(tx: Tx, shopId: string, importId: string, listingIds: readonly string[]) {
  return tx.count(sql`
    update import_changes set undone_at = ${tx.now}
    where party_id = ${shopId} and import_id = ${importId} and listing_id = any(${listingIds}::uuid[])
      and undone_at is null`)
}
