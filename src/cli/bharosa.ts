import { readConfig, SETTINGS, type SettingName } from '../config.ts'
import { backup, restore } from './backup.ts'
import { benchmarks } from './benchmarks.ts'
import { doctor } from './doctor.ts'
import { fillDemo } from './fill-demo.ts'
import { importFile } from './import-file.ts'
import { operator } from './operator.ts'
import { pulseBuild } from './pulse-build.ts'
import { pulseCorrect } from './pulse-correct.ts'
import { pulseDays } from './pulse-days.ts'
import { searchAblate } from './search-ablate.ts'
import { searchEval } from './search-eval.ts'
import { searchScripts } from './search-scripts.ts'
import { searchWeigh } from './search-weigh.ts'
import { verifyLedger } from './verify-ledger.ts'

/** What a verb of the command line answers: facts for --json, a sentence for people, and whether it went well. */
export interface Answer {
  readonly facts: object
  readonly words: string
  readonly ok: boolean
}

export type Verb = (words: readonly string[], options: ReadonlyMap<string, string>) => Promise<Answer>

const VERBS: Readonly<Record<string, { readonly verb: Verb; readonly use: string }>> = {
  config: { verb: showConfig, use: 'config                      every setting, its meaning and its value' },
  import: {
    verb: importFile,
    use: 'import <file> --shop <handle> [--dry-run] [--map title=…,price=…] [--undo <id>]   goods from CSV or XLSX',
  },
  'ledger verify': { verb: verifyLedger, use: 'ledger verify               checks every invariant of the books' },
  operator: { verb: operator, use: 'operator <phone>            makes the first operator of a new market' },
  'search eval': {
    verb: searchEval,
    use: 'search eval --products <csv> --judgments <csv> [--k 10] [--relevant 1]   how well judged goods are found',
  },
  'search scripts': {
    verb: searchScripts,
    use: 'search scripts --products <csv> --queries <tsv>   the same across scripts',
  },
  'search ablate': {
    verb: searchAblate,
    use: 'search ablate --products <csv> --judgments <csv> | --queries <tsv>   what each part of search brings',
  },
  'search weigh': {
    verb: searchWeigh,
    use: 'search weigh --products <csv> --judgments <csv> [--by recall]   weights chosen on random halves of queries',
  },
  backup: { verb: backup, use: 'backup <file>               the whole market in one file, while it runs' },
  restore: { verb: restore, use: 'restore <file>              fills an empty market from it' },
  'pulse build': {
    verb: pulseBuild,
    use: 'pulse build --orders <csv> --out <dir> [--exact] [--seed n] [--lang ur]   a release of the Index from a file',
  },
  'pulse correct': {
    verb: pulseCorrect,
    use: 'pulse correct --release <id> --why <words>   another release of a month, which says what was wrong',
  },
  'pulse days': {
    verb: pulseDays,
    use: 'pulse days [--from 2026-11-01] [--to 2026-11-30] [--recount]   exact numbers of the market’s own days',
  },
  bench: {
    verb: benchmarks,
    use: 'bench <name> [part]         checkout, ledger, page, import, search or pulse, on a scratch database',
  },
  'demo fill': {
    verb: fillDemo,
    use: 'demo fill                   fills an empty demo market; the first start does it by itself',
  },
  doctor: { verb: doctor, use: 'doctor                      what is wrong here, and how to mend it' },
}

async function main(args: readonly string[]): Promise<number> {
  const { words, options } = readArguments(args)
  const two = words.slice(0, 2).join(' ')
  const name = two in VERBS ? two : (words[0] ?? '')
  const found = VERBS[name]
  if (!found) {
    process.stderr.write(
      `bharosa <verb> [--json]\n\n${Object.values(VERBS)
        .map(({ use }) => `  ${use}\n`)
        .join('')}`,
    )
    return 2
  }
  const answer = await found.verb(words.slice(name.split(' ').length), options)
  process.stdout.write(options.has('json') ? `${JSON.stringify(answer.facts, plain)}\n` : `${answer.words}\n`)
  return answer.ok ? 0 : 1
}

/** Splits words from options: '--shop bilal', '--shop=bilal', '--dry-run'. */
function readArguments(args: readonly string[]): { words: string[]; options: Map<string, string> } {
  const flags = new Set(['json', 'dry-run', 'help', 'exact', 'recount'])
  const words: string[] = []
  const options = new Map<string, string>()
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? ''
    const [, name, value] = /^--([a-z-]+)(?:=(.*))?$/.exec(arg) ?? []
    if (name === undefined) words.push(arg)
    else if (value !== undefined || flags.has(name)) options.set(name, value ?? '')
    else options.set(name, args[++i] ?? '')
  }
  return { words, options }
}

async function showConfig(): Promise<Answer> {
  const config = readConfig(process.env)
  const names = Object.keys(SETTINGS) as SettingName[]
  const facts = Object.fromEntries(
    names.map((name) => {
      const secret = /PASSWORD|SALT|MPIN|TOKEN|_KEY$|DATABASE_URL/.test(name) && config.setting(name) !== ''
      return [name, { value: secret ? '(set)' : config.setting(name), meaning: SETTINGS[name].meaning }]
    }),
  )
  const lines = Object.entries(facts).map(([name, { value, meaning }]) => `${name}=${value}\n    ${meaning}`)
  return { facts, words: lines.join('\n'), ok: true }
}

/** Money leaves the program as a whole number of paisa. */
function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? Number(value) : value
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code
  },
  (error: unknown) => {
    process.stderr.write(`bharosa: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  },
)
