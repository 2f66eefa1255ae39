import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const rows = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, number, fault = '', outcome = '', shown = ''] = /^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$/.exec(line) ?? []
    return number ? [{ number: Number(number), fault, outcome, shown }] : []
  })

/** What a row names: the file, and how the name of a test or a group in it begins. */
const testsOf = (shown: string) =>
  [...shown.matchAll(/`([^`]+)` › ((?:(?!<br>).)+)/g)].map(([, file = '', name = '']) => ({ file, name }))

/** True when a quoted text of the file begins with the name; what a template puts before it does not count. */
function stands(file: string, name: string): boolean {
  const path = join(root, file)
  if (!existsSync(path)) return false
  const text = readFileSync(path, 'utf8')
  return [`'${name}`, `"${name}`, `\`${name}`, `} ${name}`].some((quoted) => text.includes(quoted))
}

test('every fault has its row, once, with what comes of it', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 160 }, (_, i) => i + 1))
})

test('every row names a test that is there, or says why there is none', () => {
  const wrong = rows.flatMap(({ number, shown }) => {
    const tests = testsOf(shown)
    const gone = tests.filter(({ file, name }) => !stands(file, name)).map(({ file, name }) => `${file} › ${name}`)
    const says = /(Not shown|In part): .{20}/.test(shown)
    return [...gone, ...(tests.length === 0 && !says ? ['nothing is named'] : [])].map((what) => `${number}: ${what}`)
  })
  expect(wrong).toEqual([])
})

test('a test that is not there is found', () => {
  expect(stands('tests/faults/list.test.ts', 'every fault has its row')).toBe(true)
  expect(stands('tests/faults/list.test.ts', `no such ${'test'}`)).toBe(false)
  expect(stands('tests/faults/nowhere.test.ts', 'every')).toBe(false)
})
