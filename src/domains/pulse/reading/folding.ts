import type { Words } from './lines.ts'
import type { Names } from './names.ts'

export interface Folded extends Words {
  /** The number of the label for each number of the file; both begin with 0 for unknown. */
  readonly to: Uint16Array
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
const western = new TextDecoder('windows-1252')

/** Text from bytes of whatever encoding: UTF-8, or what old Windows programs write. */
export function textOf(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return western.decode(bytes)
  }
}

/**
 * Words that differ only in case, spaces or the way their letters are put together become one, as it is written
 * first.
 */
export function foldWords(names: Names): Folded {
  const labels = ['unknown']
  const to = new Uint16Array(names.count + 1)
  const known = new Map<string, number>()
  for (const [number, bytes] of names.all().entries()) {
    const label = textOf(bytes).normalize('NFC').replace(/\s+/g, ' ').trim()
    const key = label.toLowerCase()
    const isNothing = !/[\p{L}\p{N}]/u.test(key) || key === 'unknown'
    let at = isNothing ? 0 : known.get(key)
    if (at === undefined) {
      at = labels.push(label) - 1
      known.set(key, at)
    }
    to[number + 1] = at
  }
  return { labels, to }
}

export function wordOf({ labels, to }: Folded, number: number): string {
  const at = to[number] ?? 0
  return at === 0 ? '' : (labels[at] ?? '')
}

/** Rewrites a column with the numbers of its labels. */
export function mapped(column: Uint16Array, to: Uint16Array): Uint16Array {
  for (let i = 0; i < column.length; i++) column[i] = to[column[i] ?? 0] ?? 0
  return column
}
