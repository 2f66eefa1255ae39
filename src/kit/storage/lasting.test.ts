import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { writeLasting } from './lasting.ts'

const folder = mkdtempSync(join(tmpdir(), 'bharosa-lasting-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a secret is written whole, for its owner only, and nothing is left beside it', () => {
  writeLasting(join(folder, 'key'), 'open sesame\n')
  expect(readFileSync(join(folder, 'key'), 'utf8')).toBe('open sesame\n')
  expect(statSync(join(folder, 'key')).mode & 0o077).toBe(0)
  expect(readdirSync(folder)).toEqual(['key'])
})

test('a secret that is there already stays as it is', () => {
  writeLasting(join(folder, 'key'), 'another\n')
  expect(readFileSync(join(folder, 'key'), 'utf8')).toBe('open sesame\n')
  expect(readdirSync(folder)).toEqual(['key'])
})

test('a folder that is not there is an error, and not a lost secret', () => {
  expect(() => writeLasting(join(folder, 'missing', 'key'), 'x')).toThrow('ENOENT')
})
