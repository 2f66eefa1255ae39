// Builds the shipped lexicon from its sources, the lists of words in db/lexicon, which are written for this market.
// Run: node tools/lexicon.ts
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** One thing: its name, its words in three scripts, the name of the wider thing, and the files it is in. */
export type LexiconLine = readonly [
  name: string,
  english: string,
  roman: string,
  urdu: string,
  wider: string,
  fields: string,
]

const root = join(import.meta.dirname, '..')
const TARGET = join(root, 'src/domains/search/language/lexicon.json')
const SCRIPTS = [/^[a-z0-9 .&'-]+\??$/, /^[a-z0-9 .'-]+\??$/, /^[\p{Script=Arabic}\p{M}0-9 ]+\??$/u] as const
const COLUMNS = ['English', 'Roman Urdu', 'Urdu'] as const

/** The lines of all sources together. Throws with the place of the first mistake. */
export function readLexicon(folder: string): LexiconLine[] {
  const things = new Map<string, { words: Set<string>[]; fields: Set<string>; wider: string; place: string }>()
  const files = readdirSync(folder).filter((file) => file.endsWith('.txt'))
  for (const file of files.sort()) {
    const lines = readFileSync(join(folder, file), 'utf8').split('\n')
    lines.forEach((line, i) => {
      const place = `${file}:${i + 1}`
      if (line.trim() === '' || line.startsWith('#')) return
      const { name, words, wider } = readLine(line, place)
      const field = file.replace('.txt', '')
      const known = things.get(name)
      if (!known) {
        things.set(name, { words: words.map((some) => new Set(some)), fields: new Set([field]), wider, place })
      } else {
        known.fields.add(field)
        words.forEach((some, column) => {
          for (const word of some) known.words[column]?.add(word)
        })
        known.wider ||= wider
      }
    })
  }
  for (const { wider, place } of things.values()) {
    if (wider !== '' && !things.has(wider)) throw new Error(`${place}: nothing is called ${wider}`)
  }
  return [...things].map(([name, { words, wider, fields }]) => {
    const [english = '', roman = '', urdu = ''] = words.map((some) => [...some].join(','))
    return [name, english, roman, urdu, wider, [...fields].join(',')]
  })
}

function readLine(line: string, place: string): { name: string; words: string[][]; wider: string } {
  const parts = line.split('|').map((part) => part.trim())
  const words = COLUMNS.map((column, i) =>
    (parts[i] ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '')
      .map((word) => {
        if (!SCRIPTS[i]?.test(word)) throw new Error(`${place}: ${word} is not ${column}`)
        return word
      }),
  )
  const name = words[0]?.[0]
  if (name === undefined) throw new Error(`${place}: the first word is English`)
  const wider = parts[3]?.startsWith('> ') ? parts[3].slice(2) : ''
  if (parts[3] && wider === '') throw new Error(`${place}: after the Urdu comes > and the wider thing`)
  return { name, words, wider }
}

/** The lexicon as it is shipped: a line a thing, so that a change can be read. */
export function writtenLexicon(lines: readonly LexiconLine[]): string {
  return `[\n${lines.map((line) => `  ${JSON.stringify(line)}`).join(',\n')}\n]\n`
}

if (import.meta.main) {
  const lines = readLexicon(join(root, 'db/lexicon'))
  writeFileSync(TARGET, writtenLexicon(lines))
  process.stdout.write(`${lines.length} things\n`)
}
