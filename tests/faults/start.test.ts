import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder, endProgram, type Program, startProgram } from '../setup/program.ts'

const data = dataFolder()
const start = (settings: Record<string, string> = {}) => startProgram(data, settings)

const isReady = async ({ origin }: Program) => (await fetch(`${origin}/readyz`)).status === 200
const serverOf = () => Number.parseInt(readFileSync(join(data, 'cluster/postmaster.pid'), 'utf8'), 10)

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

test('the market opens, stops cleanly with its database when asked to, and opens again', {
  timeout: 120_000,
}, async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const market = await start()
    expect(await isReady(market)).toBe(true)
    const server = serverOf()
    const { code, ms } = await endProgram(market.child, signal)
    expect(code).toBe(0)
    expect(ms).toBeLessThan(10_000)
    expect(isAlive(server)).toBe(false)
  }
})

test('the market opens again after it was killed', { timeout: 120_000 }, async () => {
  const first = await start()
  await endProgram(first.child, 'SIGKILL')
  const second = await start()
  expect(await isReady(second)).toBe(true)
  await endProgram(second.child, 'SIGTERM')
})

test('a second start says that the port is taken, and one on the same data says that it is in use', async () => {
  const first = await start()
  const port = new URL(first.origin).port
  await expect(start({ PORT: port, BHAROSA_DATA: `${data}-other` })).rejects.toThrow(
    `ended with 1: Bharosa could not open: port ${port} is taken`,
  )
  await expect(start()).rejects.toThrow(`ended with 1: Bharosa could not open: Bharosa is already running on ${data}`)
  expect(await isReady(first)).toBe(true)
  await endProgram(first.child, 'SIGTERM')
})

test('a port that another program has is said to be taken', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = String(typeof address === 'object' ? address?.port : 0)
  await expect(start({ PORT: port })).rejects.toThrow(`port ${port} is taken`)
  await new Promise((resolve) => other.close(resolve))
})
