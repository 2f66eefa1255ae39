import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { buildPrograms } from '../../tools/build.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'bharosa start '))
const data = join(folder, 'data')
const started = new Set<ChildProcess>()

beforeAll(async () => {
  chmodSync(folder, 0o755)
  await buildPrograms(join(root, 'build'))
})
afterEach(() => Promise.all([...started].map((child) => ended(child, 'SIGKILL'))))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Market {
  child: ChildProcess
  origin: string
}

/** Starts the market as `npm start` does, and waits for the line that says where it is open. */
function start(settings: Record<string, string> = {}): Promise<Market> {
  const env = { ...process.env, BHAROSA_DATA: data, BHAROSA_DEMO: 'off', PORT: '0', BHAROSA_LOG: 'silent', ...settings }
  const child = spawn(process.execPath, ['--enable-source-maps', 'build/main.js'], { cwd: root, env, stdio: 'pipe' })
  started.add(child)
  let said = ''
  return new Promise((resolve, reject) => {
    const listen = (words: Buffer) => {
      said += words
      const origin = /Bharosa is open at (\S+)/.exec(said)?.[1]
      if (origin) resolve({ child, origin })
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said.trim()}`)))
  })
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
  const begun = performance.now()
  return new Promise((resolve) => {
    const done = () => {
      started.delete(child)
      resolve({ code: child.exitCode, ms: performance.now() - begun })
    }
    if (child.exitCode !== null || child.signalCode !== null) return done()
    child.once('exit', done)
    child.kill(signal)
  })
}

const isReady = async ({ origin }: Market) => (await fetch(`${origin}/readyz`)).status === 200
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
    const { code, ms } = await ended(market.child, signal)
    expect(code).toBe(0)
    expect(ms).toBeLessThan(10_000)
    expect(isAlive(server)).toBe(false)
  }
})

test('the market opens again after it was killed', { timeout: 120_000 }, async () => {
  const first = await start()
  await ended(first.child, 'SIGKILL')
  expect(await isReady(await start())).toBe(true)
})

test('a second start says that the port is taken, and one on the same data says that it is in use', async () => {
  const first = await start()
  const port = new URL(first.origin).port
  await expect(start({ PORT: port, BHAROSA_DATA: join(folder, 'other') })).rejects.toThrow(
    `ended with 1: Bharosa could not open: port ${port} is taken`,
  )
  await expect(start()).rejects.toThrow(`ended with 1: Bharosa could not open: Bharosa is already running on ${data}`)
  expect(await isReady(first)).toBe(true)
})

test('a port that another program has is said to be taken', async () => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const address = other.address()
  const port = String(typeof address === 'object' ? address?.port : 0)
  await expect(start({ PORT: port })).rejects.toThrow(`port ${port} is taken`)
  await new Promise((resolve) => other.close(resolve))
})
