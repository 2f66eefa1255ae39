import { distance, GROUNDS, type Ground, PAPER } from './paint.ts'

/** A small number from a text, the same on every machine. */
function numberFrom(text: string): number {
  let hash = 2166136261
  for (const letter of text) hash = Math.imul(hash ^ letter.charCodeAt(0), 16777619) >>> 0
  return hash
}

/** A ground that the goods stand out from; dark ones only behind light goods. */
export function groundFor(key: string, main: string): Ground {
  const fit = GROUNDS.filter((ground) => distance(ground.base, main) > 150)
  const light = fit.filter((ground) => distance(ground.base, PAPER) < 260)
  const pale = distance(main, PAPER) < 120
  const from = pale || light.length === 0 ? fit : light
  return from[numberFrom(key) % from.length] ?? { base: '#eee3cd', deep: '#dccbaa' }
}

function around(count: number, draw: (degrees: number) => string): string {
  return Array.from({ length: count }, (_, at) => draw((360 / count) * at)).join('')
}

function bead(degrees: number): string {
  return `<circle cx="400" cy="62" r="17" transform="rotate(${degrees} 400 390)"/>`
}

// Truck painters' motifs, flat: a rosette, a sun disc, an arch, a diamond and a garland.
const PATTERNS: readonly (() => string)[] = [
  () => around(12, (at) => `<ellipse cx="400" cy="150" rx="72" ry="176" transform="rotate(${at} 400 390)"/>`),
  () => `<circle cx="400" cy="390" r="300"/>${around(24, bead)}`,
  () => '<path d="M110 730V380C110 230 260 190 400 60C540 190 690 230 690 380V730Z"/>',
  () => '<path d="M400 30L760 390L400 750L40 390Z"/>',
  () => around(8, (at) => `<path d="M400 390L330 60Q400 -10 470 60Z" transform="rotate(${at} 400 390)"/>`),
]

const BORDERS: readonly (readonly [string, string])[] = [
  ['#9f1d20', '#f2a900'],
  ['#0b5d4a', '#f2a900'],
  ['#24506e', '#f3cdb4'],
]

function border([cloth, dot]: readonly [string, string]): string {
  const places = Array.from({ length: 11 }, (_, at) => at * 80)
  const cups = places.map((x) => `<circle cx="${x}" cy="800" r="47"/>`).join('')
  const dots = places.map((x) => `<circle cx="${x}" cy="800" r="24"/>`).join('')
  const beads = places.map((x) => `<circle cx="${x + 40}" cy="768" r="9"/>`).join('')
  return `<g fill="${cloth}">${cups}</g><g fill="${dot}">${dots}${beads}</g>`
}

/** The flat ground with one motif in a deeper tone and a scalloped border at its foot. */
export function groundSvg(key: string, ground: Ground): string {
  const hash = numberFrom(`${key} ground`)
  const pattern = PATTERNS[hash % PATTERNS.length]
  const edge = BORDERS.filter(([cloth]) => distance(cloth, ground.base) > 150)
  const pair = edge[(hash >>> 8) % edge.length] ?? ['#9f1d20', '#f2a900']
  return (
    `<rect width="800" height="800" fill="${ground.base}"/>` +
    `<g fill="${ground.deep}">${pattern === undefined ? '' : pattern()}</g>${border(pair)}`
  )
}
