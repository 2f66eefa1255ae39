// Words that may not stand in any file, and how wide a line may be.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder, type Problem } from '../source.ts'

interface Rule {
  pattern: RegExp
  words: string
  /** Which files it is about. Default: all. */
  where?: RegExp
}

// Each pattern is written so that it does not match its own text.
const RULES: Rule[] = [
  { pattern: /\b(FIX[M]E|TO[D]O|XX[X]|HA[C]K)\b/, words: 'finish it, or write it down as an issue' },
  { pattern: /@ts-(ignor[e]|nochec[k]|expect-erro[r])/, words: 'the compiler may not be silenced', where: /\.tsx?$/ },
  { pattern: /biome-ignor[e]/, words: 'the linter may not be silenced' },
  { pattern: /\/(wor[k]|far[m])\/(main|shared|\.)/, words: 'the path of one machine does not belong here' },
  {
    pattern: /\b(sub-?agent[s]?|Claud[e]|Copilo[t]|ChatGP[T]|language mode[l])\b/i,
    words: 'the project speaks of itself only',
  },
  {
    pattern: /\b(margin|padding|border)-(left|right)\b/,
    words: 'use the logical property (…-inline-start)',
    where: /\.css$/,
  },
  { pattern: /\b(text-align|float|clear)\s*:\s*(left|right)/, words: 'use start or end', where: /\.css$/ },
  { pattern: /(^|[;{\s])(left|right)\s*:/, words: 'use inset-inline-start or -end', where: /\.css$/ },
  {
    pattern: /border-(top|bottom)-(left|right)-radius/,
    words: 'use border-start-start-radius and the like',
    where: /\.css$/,
  },
]

const LINE_WIDTH = 120
const WIDE = /\.(ts|tsx|sql)$/
const FOLDERS = ['src', 'db', 'tools', 'bench', 'tests', 'docs', 'decisions', 'locales', 'public', '.ci']
const TOP = [
  'README.md',
  'ARCHITECTURE.md',
  'STYLE.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'package.json',
]
const ENDINGS = ['.ts', '.tsx', '.sql', '.css', '.md', '.json', '.js', '.sh', 'run']

export function checkWords(root: string): Problem[] {
  const files = [...FOLDERS, ...TOP].flatMap((place) => filesUnder(root, place, ENDINGS))
  return files.flatMap((file) => {
    const rules = RULES.filter((rule) => !rule.where || rule.where.test(file))
    return readFileSync(join(root, file), 'utf8')
      .split('\n')
      .flatMap((text, i) => [
        ...rules.filter((rule) => rule.pattern.test(text)).map(({ words }) => ({ file, line: i + 1, words })),
        ...(WIDE.test(file) && [...text].length > LINE_WIDTH
          ? [{ file, line: i + 1, words: `${[...text].length} letters in a line, ${LINE_WIDTH} at most` }]
          : []),
      ])
  })
}
