import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Storage } from '../../../kit/storage/storage.ts'
import { diskStorage } from './disk.ts'

let outer: string
let storage: Storage
const photo = new TextEncoder().encode('a red khussa')

beforeEach(() => {
  outer = mkdtempSync(join(tmpdir(), 'files '))
  mkdirSync(join(outer, 'photos'))
  storage = diskStorage(join(outer, 'photos'))
})
afterEach(() => rmSync(outer, { recursive: true }))

async function names() {
  const all: string[] = []
  for await (const name of storage.names()) all.push(name)
  return all.sort()
}

test('a photo is read back by its name, byte for byte, also by the next process', async () => {
  const name = await storage.put(photo, 'avif')
  expect(name).toMatch(/^[0-9a-f]{64}\.avif$/)
  expect(Buffer.from((await storage.read(name)) ?? [])).toEqual(Buffer.from(photo))
  expect(await diskStorage(join(outer, 'photos')).read(name)).toBeDefined()
})

test('the same photo twice is kept once, also when two put it at once', async () => {
  const [first, second] = await Promise.all([storage.put(photo, 'webp'), storage.put(photo, 'webp')])
  expect(second).toBe(first)
  expect(await storage.put(photo, 'webp')).toBe(first)
  expect(await names()).toEqual([first])
  expect(readdirSync(join(outer, 'photos', first.slice(0, 2)))).toEqual([first])
})

test('the sizes of a photo lie beside it under its own name', async () => {
  const name = await storage.put(photo, 'jpg')
  const small = name.replace('.jpg', '-480.webp')
  await storage.keep(small, new Uint8Array([1]))
  await storage.keep(small, new Uint8Array([2]))
  expect(await storage.read(small)).toEqual(Buffer.from([1]))
  expect(await names()).toEqual([name, small].sort())
})

test('a photo that is removed is gone, and removing it again is no error', async () => {
  const name = await storage.put(photo, 'webp')
  await storage.remove(name)
  await storage.remove(name)
  expect(await storage.read(name)).toBeUndefined()
  expect(await names()).toEqual([])
})

test.each([
  '../secret.txt',
  'photos/../../secret.txt',
  '/etc/passwd',
  '',
  '.',
  `${'a'.repeat(64)}.avif\u0000`,
  `${'a'.repeat(64)}/../../secret.txt`,
  `${'A'.repeat(64)}.avif`,
])('Eve asks for %j and gets nothing', async (name) => {
  writeFileSync(join(outer, 'secret.txt'), 'secret')
  expect(await storage.read(name)).toBeUndefined()
  await storage.remove(name)
  expect(readFileSync(join(outer, 'secret.txt'), 'utf8')).toBe('secret')
  await expect(storage.keep(name, photo)).rejects.toThrow('broken promise')
})

test('an ending that could climb is a bug', async () => {
  await expect(storage.put(photo, '../x')).rejects.toThrow('broken promise')
})

test('half-written files and foreign files are not listed, and an empty storage lists nothing', async () => {
  const name = await storage.put(photo, 'webp')
  writeFileSync(join(outer, 'photos', name.slice(0, 2), 'abc.part'), 'half')
  writeFileSync(join(outer, 'photos', 'README'), 'hello')
  expect(await names()).toEqual([name])
  storage = diskStorage(join(outer, 'not there yet'))
  expect(await names()).toEqual([])
  expect(await storage.put(photo, 'webp')).toBe(name)
})
