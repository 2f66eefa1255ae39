import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startScratch } from './scratch.ts'

/** The folders of our own scratch databases. */
function own(): string[] {
  const places = ['/dev/shm', tmpdir()].filter((place) => existsSync(place))
  return places.flatMap((place) =>
    readdirSync(place)
      .filter((name) => name.startsWith(`bharosa-scratch-${process.pid}-`))
      .map((name) => join(place, name)),
  )
}

test('a scratch database goes with its program, and takes with it what killed programs left', async () => {
  const dead = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => dead.once('exit', resolve))
  const first = await startScratch({ durable: false })
  const [folder = ''] = own()
  const left = join(folder, '..', `bharosa-scratch-${dead.pid}-left`)
  mkdirSync(left)
  const second = await startScratch({ durable: false })
  expect(existsSync(left)).toBe(false)
  expect(own()).toHaveLength(2)
  await second.stop()
  await first.stop()
  expect(own()).toEqual([])
})
