/** A line of a chart: a number a label, with the interval it may lie in. */
export interface Line {
  readonly name: string
  readonly values: readonly (number | undefined)[]
  readonly lower?: readonly (number | undefined)[]
  readonly upper?: readonly (number | undefined)[]
}

export interface Chart {
  readonly kind: 'lines' | 'bars'
  readonly labels: readonly string[]
  readonly lines: readonly Line[]
  /** How a number is written at the axis. */
  readonly format: (value: number) => string
  readonly isRightToLeft: boolean
  /** Prices do not begin at nought. */
  readonly isLoose?: boolean
}

/**
 * A picture for each width of screen, in pixels, drawn with letters that can be read at that width: of a wide picture
 * that is made small nobody reads a word.
 */
export const SIZES = { wide: 640, narrow: 336, small: 216 } as const
export type Size = keyof typeof SIZES

/** The height of a name above a narrow chart, and of a bar with its name above it. */
export const KEY = 22
const BAR = { wide: 34, narrow: 52 } as const

export function heightOf({ kind, labels, lines }: Chart, size: Size): number {
  if (kind === 'bars') return size === 'wide' ? 60 + BAR.wide * labels.length : 8 + BAR.narrow * labels.length
  return size === 'wide' ? 320 : 240 + KEY * lines.length
}

export const INK = '#1d2420'
export const SOFT = '#4a544e'
export const GRID = '#d9d3c4'
export const PAPER = '#fffdf8'

// Without quotation marks: the drawing stands in attributes, and is strict XML when it is a file of its own.
const LATIN = 'system-ui, Segoe UI, Roboto, Noto Sans, sans-serif'
/** A flat hand for Urdu: a slanting one needs more height than a bar has. */
const URDU = 'Noto Naskh Arabic, Droid Arabic Naskh, Noto Sans Arabic, Tahoma, sans-serif'

/** Words as they are read from right to left: a drawing takes every text to begin at the left. */
export function turned({ isRightToLeft }: Chart, words: string): string {
  return isRightToLeft ? `\u2067${words}\u2069` : words
}

/** Letters by how wide they are, in parts of their size; a letter of Urdu is joined to the next and narrow. */
const WIDTHS: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[\p{Mn}\p{Cf}]/u, 0],
  [/[\p{Script=Arabic}]/u, 0.5],
  [/[\s.,:;·'’()|!il-]/u, 0.3],
  [/[\p{Lu}%&−+@]/u, 0.7],
]

/** How wide a text is drawn, as well as can be told without a screen. `font` is that of CSS: '15px Tahoma'. */
export function widthOf(text: string, font = ''): number {
  const size = Number(/([\d.]+)px/.exec(font)?.[1] ?? 14)
  const parts = [...text].map((letter) => WIDTHS.find(([letters]) => letters.test(letter))?.[1] ?? 0.53)
  return size * parts.reduce((sum, width) => sum + width, 0)
}

/** A name that has so much room: cut at its end where it has not. */
export function cut(name: string, room: number, font: string): string {
  if (widthOf(name, font) <= room) return name
  const letters = [...name]
  while (letters.length > 1 && widthOf(`${letters.join('')}…`, font) > room) letters.pop()
  return `${letters.join('').trim()}…`
}

export function textOf({ isRightToLeft }: Chart) {
  return { color: SOFT, fontSize: isRightToLeft ? 15 : 14, fontFamily: isRightToLeft ? URDU : LATIN }
}
