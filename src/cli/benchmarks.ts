import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Answer } from './bharosa.ts'

const NAMES = ['checkout', 'ledger', 'page', 'import', 'search', 'pulse']

/** Runs one of the measurements of bench/ in a process of its own; it prints one line of JSON. */
export async function benchmarks(words: readonly string[]): Promise<Answer> {
  const [name = ''] = words
  if (!NAMES.includes(name)) throw new Error(`there are the benchmarks ${NAMES.join(', ')}`)
  const root = rootFolder()
  const program = join(root, 'build', `bench-${name}.js`)
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/${name}.ts`],
    outfile: program,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'error',
  })
  const ran = spawnSync(process.execPath, [program, ...words.slice(1)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const line = ran.stdout.trim().split('\n').at(-1) ?? ''
  if (ran.status !== 0) throw new Error(`bench ${name} broke`)
  return { facts: JSON.parse(line), words: JSON.stringify(JSON.parse(line), null, 2), ok: true }
}

/** Where the sources lie: a bench is built from them each time. */
function rootFolder(): string {
  let here = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(here, 'bench'))) {
    const above = dirname(here)
    if (above === here) throw new Error('benchmarks need the sources: run them in a clone')
    here = above
  }
  return here
}
