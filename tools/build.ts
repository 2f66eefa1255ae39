// Turns src/main.ts, src/cli/bharosa.ts and the threads and programs beside them into build/, a file each, with their
// packages left outside. It takes a fifth of a second, so `npm start` and `npm run bharosa` simply do it each time:
// what runs is always what is written.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

const root = join(import.meta.dirname, '..')
const PROGRAMS = {
  main: 'src/main.ts',
  bharosa: 'src/cli/bharosa.ts',
  // Threads and programs of their own, which must be files.
  'own-duck': 'src/domains/exports/duck-program.ts',
  'search-merge': 'src/domains/search/index/merge-worker.ts',
  'pulse-build': 'src/domains/pulse/release/build-worker.ts',
}

/** Builds the programs into a folder. A file that is already right is left alone, and no file is ever half-written. */
export async function buildPrograms(folder: string): Promise<void> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(PROGRAMS).filter(([, file]) => existsSync(join(root, file)))),
    outdir: folder,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    sourcemap: true,
    write: false,
    logLevel: 'error',
  })
  for (const file of result.outputFiles) {
    if (existsSync(file.path) && Buffer.from(file.contents).equals(readFileSync(file.path))) continue
    mkdirSync(dirname(file.path), { recursive: true })
    const unfinished = `${file.path}.${process.pid}`
    writeFileSync(unfinished, file.contents)
    renameSync(unfinished, file.path)
  }
}

if (import.meta.main) await buildPrograms(join(root, 'build'))
