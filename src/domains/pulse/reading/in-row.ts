import { isBlank, numberIn } from './cells.ts'
import type { Names } from './names.ts'
import type { Row } from './scanner.ts'

/** Whether a cell says nothing, or is not there. */
export function isBlankAt({ bytes, starts, ends }: Row, cell: number): boolean {
  return cell < 0 || isBlank(bytes, starts[cell] ?? 0, ends[cell] ?? 0)
}

/** The number of the name in a cell; −1 when there is none. */
export function nameIn({ bytes, starts, ends }: Row, cell: number, names: Names): number {
  if (cell < 0) return -1
  const start = starts[cell] ?? 0
  const end = ends[cell] ?? 0
  return isBlank(bytes, start, end) ? -1 : names.numberOf(bytes, start, end)
}

/** The number in a cell; NaN when it is none, undefined when nothing stands there. */
export function amountIn({ bytes, starts, ends }: Row, cell: number): number | undefined {
  if (cell < 0) return undefined
  const start = starts[cell] ?? 0
  const end = ends[cell] ?? 0
  return isBlank(bytes, start, end) ? undefined : numberIn(bytes, start, end)
}
