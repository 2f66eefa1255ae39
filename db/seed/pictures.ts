import { DRAWN_FOOD } from './pictures/drawn-food.ts'
import { DRAWN_HOME } from './pictures/drawn-home.ts'
import { DRAWN_SMALL } from './pictures/drawn-small.ts'
import { DRAWN_WEAR } from './pictures/drawn-wear.ts'
import { DRAWN_WORK } from './pictures/drawn-work.ts'
import { groundFor, groundSvg } from './pictures/grounds.ts'
import icons from './pictures/icons.json' with { type: 'json' }
import { PICTURES } from './pictures/list.ts'
import { distance, mixed, PAINTS, PAPER } from './pictures/paint.ts'
import { drawnGoods, type Icon, iconGoods } from './pictures/shapes.ts'

const DRAWN = { ...DRAWN_WEAR, ...DRAWN_SMALL, ...DRAWN_FOOD, ...DRAWN_HOME, ...DRAWN_WORK }
const ICONS: Readonly<Record<string, Icon>> = icons.icons

/** The keys that listings may name. */
export const PICTURE_KEYS: readonly string[] = [...PICTURES.keys()]

/** The goods of that key in that colour (a colour's English name, or 'Natural'), 800 by 800, as SVG. */
export function pictureSvg(key: string, colour: string): string {
  const entry = PICTURES.get(key)
  if (entry === undefined) throw new Error(`no picture is called ${key}`)
  const main = PAINTS[colour] ?? entry.main
  // A second colour that cannot be told from the first is no second colour.
  const second = distance(main, entry.second) < 60 ? mixed(main, PAPER, 0.55) : entry.second
  const icon = ICONS[entry.icon]
  const drawing = DRAWN[key]
  const goods =
    icon !== undefined ? iconGoods(icon, entry.swapped, { main, second }) : drawnGoods(drawing ?? '', { main, second })
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="800" viewBox="0 0 800 800">' +
    `${groundSvg(key, groundFor(key, main))}<g transform="translate(84 66) scale(2.45)">${goods}</g></svg>`
  )
}
