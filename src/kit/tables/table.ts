/** One row of a table. `number` is the row as a spreadsheet shows it: the first line of the file is 1. */
export type TableRow = { number: number; cells: string[]; problems?: TableProblem[] }

export type ProblemKind =
  | 'bad_bytes' // letters that no encoding explains, a NUL among them
  | 'broken_quote'
  | 'cell_too_long'
  | 'row_too_long'
  | 'too_many_columns'
  | 'extra_cells' // more cells than the table has columns: a comma inside a text that has no quotes
  | 'formula_without_value'
  | 'cell_error' // #REF! and its family

/** What is wrong with a row, and in which column (0 is the first) when only one cell is touched. */
export type TableProblem = { kind: ProblemKind; column?: number }

/** How much a stranger's file may cost us. Sizes in bytes of the file, and in UTF-16 units of the text. */
export type TableCaps = {
  file_bytes: number
  packed_bytes: number
  unpacked_bytes: number
  unpack_ratio: number
  rows: number
  columns: number
  cell_chars: number
  row_chars: number
}

export const TABLE_CAPS: TableCaps = {
  file_bytes: 256 * 1024 * 1024,
  packed_bytes: 32 * 1024 * 1024,
  unpacked_bytes: 200 * 1024 * 1024,
  unpack_ratio: 200,
  rows: 1_000_000,
  columns: 500,
  cell_chars: 64 * 1024,
  row_chars: 1024 * 1024,
}

/** A file's path, or its bytes as they come. */
export type TableInput = string | AsyncIterable<Uint8Array>
