/**
 * Copies the icons that the demo's pictures use out of @phosphor-icons/core into db/seed/pictures/icons.json, so that
 * the package itself need not be installed:
 *
 *   npm install --prefix <folder> @phosphor-icons/core@2.1.1
 *   node tools/seed-icons.ts <folder>
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PICTURES } from '../db/seed/pictures/list.ts'

const [folder = '.'] = process.argv.slice(2)
const core = join(folder, 'node_modules/@phosphor-icons/core')
const { version, license } = JSON.parse(readFileSync(join(core, 'package.json'), 'utf8'))
const icons: Record<string, { tone: string[]; line: string }> = {}
const names = [...PICTURES.values()].map((entry) => entry.icon).filter((name) => name !== '')

/** Writes each outline's beginning absolutely, so that outlines can be taken apart at their M. */
function apart(path: string): string {
  const number = '-?(?:\\d+\\.?\\d*|\\.\\d+)'
  const begin = new RegExp(`^([Mm])(${number})[ ,]?(${number})`)
  let x = 0
  let y = 0
  return path
    .split(/(?<=[Zz])(?=[Mm])/)
    .map((outline) => {
      const [all = '', letter, dx, dy] = begin.exec(outline) ?? []
      x = Number(dx) + (letter === 'm' ? x : 0)
      y = Number(dy) + (letter === 'm' ? y : 0)
      const rest = outline.slice(all.length).replace(/^[ ,]/, '')
      const line = /^[-\d.]/.test(rest) ? (letter === 'm' ? 'l' : 'L') : ''
      return `M${Number(x.toFixed(2))},${Number(y.toFixed(2))}${line}${rest}`
    })
    .join('')
}

for (const name of [...new Set(names)].sort()) {
  const svg = readFileSync(join(core, `assets/duotone/${name}-duotone.svg`), 'utf8')
  const paths = [...svg.matchAll(/<path d="([^"]+)"( opacity="0.2")?/g)]
  icons[name] = {
    tone: paths.filter((path) => path[2] !== undefined).map((path) => path[1] ?? ''),
    line: paths
      .filter((path) => path[2] === undefined)
      .map((path) => apart(path[1] ?? ''))
      .join(''),
  }
}

const source = `@phosphor-icons/core ${version}, duotone, ${license} licence: see NOTICE`
writeFileSync(
  new URL('../db/seed/pictures/icons.json', import.meta.url),
  `${JSON.stringify({ source, icons }, null, 1)}\n`,
)
process.stderr.write(`${Object.keys(icons).length} icons\n`)
