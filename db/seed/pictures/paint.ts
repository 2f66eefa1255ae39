/** The names that sellers give colours, as the demo's brush mixes them. */
export const PAINTS: Readonly<Record<string, string>> = {
  Black: '#2f3733',
  White: '#fffdf8',
  Brown: '#7a4a22',
  Tan: '#b9793a',
  Red: '#b8261f',
  Maroon: '#7d2130',
  Pink: '#d0598a',
  Orange: '#e07a2a',
  Mustard: '#d99a1a',
  Yellow: '#f2c230',
  Green: '#1f7a52',
  'Bottle green': '#0b4a3a',
  Blue: '#2b5d9a',
  Navy: '#24365a',
  'Sky blue': '#7cb3d0',
  Purple: '#6a4a8a',
  Grey: '#868f8a',
  Beige: '#dcc59a',
  Cream: '#f2e6c8',
  Silver: '#b8c0ba',
  Golden: '#d0a032',
  Multi: '#b8261f',
}

export const INK = '#1d2420'
export const PAPER = '#fffdf8'

/** A ground and the pattern on it, two tones of one colour. */
export interface Ground {
  readonly base: string
  readonly deep: string
}

export const GROUNDS: readonly Ground[] = [
  { base: '#f6e2b0', deep: '#edcf85' },
  { base: '#f3cdb4', deep: '#e8b292' },
  { base: '#cfe3d3', deep: '#add0b8' },
  { base: '#cbdfe8', deep: '#a8c9d8' },
  { base: '#f2cfd2', deep: '#e4aeb5' },
  { base: '#ddd0e6', deep: '#c4b0d4' },
  { base: '#eee3cd', deep: '#dccbaa' },
  { base: '#17624f', deep: '#0f4f40' },
  { base: '#8f2430', deep: '#761a26' },
]

function channels(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]
}

/** Mixes `part` (0 to 1) of the other colour into the first. */
export function mixed(hex: string, other: string, part: number): string {
  const to = channels(other)
  const parts = channels(hex).map((value, at) => Math.round(value + ((to[at] ?? 0) - value) * part))
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}

/** How far apart two colours look, roughly: green counts most, blue least. */
export function distance(a: string, b: string): number {
  const [r1, g1, b1] = channels(a)
  const [r2, g2, b2] = channels(b)
  return Math.hypot((r1 - r2) * 1.4, (g1 - g2) * 1.7, b1 - b2)
}
