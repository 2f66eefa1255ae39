import { existsSync, readdirSync, readFileSync } from 'node:fs'
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
    const says = /(Not shown|In part|Cannot happen): .{20}/.test(shown)
    return [...gone, ...(tests.length === 0 && !says ? ['nothing is named'] : [])].map((what) => `${number}: ${what}`)
  })
  expect(wrong).toEqual([])
})

/** The words of a row that says `Cannot happen`: no table may have one of them in its name. */
const impossible = ({ shown }: { shown: string }) =>
  [...(/Cannot happen: (.+)$/.exec(shown)?.[1] ?? '').matchAll(/`([a-z_]+)`/g)].flatMap(([, word]) => word ?? [])

const tablesNamed = (word: string, sqlText: string) =>
  [...sqlText.matchAll(/create table (\w+)/gi)].flatMap(([, name = '']) => (name.includes(word) ? [name] : []))

test('what cannot happen has no table to happen in', () => {
  const folder = join(root, 'db/migrations')
  const text = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n')
  const without = rows.filter(({ shown }) => shown.includes('Cannot happen'))
  expect(without.length).toBeGreaterThan(0)
  for (const row of without) {
    expect(impossible(row).length, `fault ${row.number} names what it would need`).toBeGreaterThan(0)
    for (const word of impossible(row)) expect(tablesNamed(word, text), `fault ${row.number}`).toEqual([])
  }
  expect(tablesNamed('bargain', `${text}\ncreate table bargains (party_id uuid)`)).toEqual(['bargains'])
})

test('a test that is not there is found', () => {
  expect(stands('tests/faults/list.test.ts', 'every fault has its row')).toBe(true)
  expect(stands('tests/faults/list.test.ts', `no such ${'test'}`)).toBe(false)
  expect(stands('tests/faults/nowhere.test.ts', 'every')).toBe(false)
})
