/**
 * Rows as CSV (RFC 4180) that a spreadsheet opens as it is: a mark of UTF-8 before Urdu letters, and no cell that it
 * would run as a formula.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return `\uFEFF${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`
}

/** Quotes a cell, and keeps a spreadsheet from running what stands in it. A plain number may be below zero. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
