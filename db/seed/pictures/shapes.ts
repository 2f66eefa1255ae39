import { INK, mixed, PAPER } from './paint.ts'

export interface Tones {
  readonly main: string
  readonly second: string
}

/** One shape ready to draw. */
interface Shape {
  readonly role: string
  readonly outlined: boolean
  readonly element: string
}

const STROKE = 13

/** `@x,y,r`, `#x,y,w,h,corner`, both with `~degrees`, or a path, as an SVG element without its end. */
function elementOf(shape: string): string {
  const [body = '', degrees] = shape.startsWith('@') || shape.startsWith('#') ? shape.split('~') : [shape]
  const numbers = body.slice(1).split(',').map(Number)
  const [x = 0, y = 0, w = 0, h = w, corner = 0] = numbers
  if (body.startsWith('@')) {
    const turn = degrees === undefined ? '' : ` transform="rotate(${degrees} ${x} ${y})"`
    return `<ellipse cx="${x}" cy="${y}" rx="${w}" ry="${h}"${turn}`
  }
  if (body.startsWith('#')) {
    const turn = degrees === undefined ? '' : ` transform="rotate(${degrees} ${x + w / 2} ${y + h / 2})"`
    return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="${corner}"${turn}`
  }
  return `<path d="${body}"`
}

function shapesOf(drawing: string): Shape[] {
  return drawing
    .trim()
    .replaceAll(/\n {6}/g, '')
    .split('\n')
    .map((line) => {
      const [head = '', ...rest] = line.trim().split(' ')
      return { role: head.charAt(0), outlined: !head.endsWith('-'), element: elementOf(rest.join(' ')) }
    })
}

function fillOf(role: string, tones: Tones): string {
  switch (role) {
    case 'm':
      return tones.main
    case 's':
      return tones.second
    case 'l':
      return mixed(tones.main, PAPER, 0.38)
    case 'd':
      return mixed(tones.main, INK, 0.4)
    case 'a':
      return '#f2a900'
    case 'g':
      return '#2f8a5a'
    case 'r':
      return '#b8261f'
    case 'p':
      return PAPER
    default:
      return INK
  }
}

const ROUND = 'stroke-linejoin="round" stroke-linecap="round"'

/** Goods drawn here, with a paper edge around them so that they stand off any ground. */
export function drawnGoods(drawing: string, tones: Tones): string {
  const shapes = shapesOf(drawing)
  const edge = shapes
    .filter((one) => one.outlined && one.role !== 'w')
    .map((one) => `${one.element}${one.role === 'i' ? ' fill="none"' : ''}/>`)
  const body = shapes.map(({ role, outlined, element }) => {
    if (role === 'i') return `${element} fill="none" stroke="${INK}" stroke-width="${STROKE - 3}"/>`
    if (role === 'w') return `${element} fill="none" stroke="${PAPER}" stroke-width="8"/>`
    const stroke = outlined ? ` stroke="${INK}" stroke-width="${STROKE}"` : ''
    return `${element} fill="${fillOf(role, tones)}"${stroke}/>`
  })
  const under = `<g fill="${PAPER}" stroke="${PAPER}" stroke-width="${STROKE + 22}">${edge.join('')}</g>`
  return `<g ${ROUND}>${under}${body.join('')}</g>`
}

/** An icon of two parts: what is light in it, and its lines. */
export interface Icon {
  readonly tone: readonly string[]
  readonly line: string
}

/** Goods from an icon, in the same manner. */
export function iconGoods(icon: Icon, swapped: boolean, tones: Tones): string {
  const outlines = icon.line.split(/(?=M)/).map((d) => `<path d="${d}"/>`)
  const [inner, light] = swapped ? [tones.main, tones.second] : [tones.second, tones.main]
  const tone = icon.tone.map((d) => `<path d="${d}" fill="${light}"/>`)
  return (
    `<g ${ROUND}><g fill="${inner}" stroke="${PAPER}" stroke-width="22" paint-order="stroke">${outlines.join('')}</g>` +
    `<g fill="${inner}">${outlines.join('')}</g>${tone.join('')}<path d="${icon.line}" fill="${INK}"/></g>`
  )
}
