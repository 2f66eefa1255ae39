import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const run = (...command: string[]) => {
  const [program = '', ...args] = command
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin', program), args, { cwd: root, encoding: 'utf8' })
  return `${stdout}${stderr}`
}

test('the compiler finds nothing wrong', { timeout: 120_000 }, () => {
  expect(run('tsc', '-p', '.')).toBe('')
})

test('the linter and the formatter find nothing to change', { timeout: 120_000 }, () => {
  expect(run('biome', 'check', '--colors=off', '--error-on-warnings', '--max-diagnostics=8')).toMatch(
    /^Checked \d+ files in \S+ No fixes applied\.\s*$/,
  )
})

test('the tests run on the Node that comes with the packages', () => {
  expect(process.version).toMatch(/^v24\./)
})

test('the lock file names no place that packages are fetched from, and every package that it needs', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const packages: Record<string, { resolved?: string; optionalDependencies?: Record<string, string> }> = lock.packages
  expect(Object.values(packages).filter((each) => each.resolved)).toEqual([])
  // npm leaves out the packages of other systems when it writes the file beside an installed tree, and then refuses it.
  const wanted = Object.values(packages).flatMap((each) => Object.keys(each.optionalDependencies ?? {}))
  const named = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
  expect(wanted.filter((name) => !named.has(name))).toEqual([])
})

test('no package needs a script to run while it is installed', () => {
  const { allowScripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(Object.values(allowScripts)).not.toContain(true)
})
