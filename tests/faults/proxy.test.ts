import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { afterAll, afterEach, expect, test } from 'vitest'
import { type FaultProxy, openProxy, type Toxic } from './proxy.ts'

/** Somebody who says everything back, and whose last word is "bye" when the other ends. */
const echo = createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('error', () => undefined)
  socket.on('data', (piece) => socket.write(piece))
  socket.on('end', () => socket.end('bye'))
})
echo.listen(0, '127.0.0.1')
await once(echo, 'listening')
const target = { host: '127.0.0.1', port: (echo.address() as AddressInfo).port }

const proxies: FaultProxy[] = []
afterEach(async () => {
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()))
})
afterAll(() => echo.close())

async function between(toxics: { up?: Toxic[]; down?: Toxic[] }, seed = 1): Promise<FaultProxy> {
  const proxy = await openProxy(target, seed)
  proxies.push(proxy)
  proxy.set(toxics)
  return proxy
}

interface Heard {
  words: string
  pieces: number[]
  ms: number
  error: string
}

/** Says something, ends, and tells what came back until the line was closed. */
async function talk(proxy: FaultProxy, words: string, patience_ms = 5_000): Promise<Heard> {
  const socket: Socket = connect(proxy.port, '127.0.0.1')
  const begun = performance.now()
  const heard: Heard = { words: '', pieces: [], ms: 0, error: '' }
  const timer = setTimeout(() => socket.destroy(new Error('patience')), patience_ms)
  socket.on('data', (piece) => {
    heard.words += piece
    heard.pieces.push(piece.length)
  })
  socket.on('error', (error) => {
    heard.error = 'code' in error ? String(error.code) : error.message
  })
  socket.end(words)
  await new Promise((closed) => socket.once('close', closed))
  clearTimeout(timer)
  heard.ms = performance.now() - begun
  return heard
}

test('a line without toxics carries every word both ways', async () => {
  const words = 'x'.repeat(1_000_000)
  const heard = await talk(await between({}), words)
  expect(heard.words.length).toBe(1_000_003)
  expect(heard).toMatchObject({ words: `${words}bye`, error: '' })
})

test('latency makes each piece late, and bandwidth makes many bytes late', async () => {
  const late = await talk(await between({ up: [{ kind: 'latency', ms: 120, jitter_ms: 20 }] }), 'salaam')
  expect(late.words).toBe('salaambye')
  expect(late.ms).toBeGreaterThanOrEqual(95)
  const thin = await talk(await between({ down: [{ kind: 'bandwidth', bytes_per_s: 20_000 }] }), 'x'.repeat(4_000))
  expect(thin.words.length).toBe(4_003)
  expect(thin.ms).toBeGreaterThanOrEqual(195)
})

test('a slow close comes late, though the words came at once', async () => {
  const heard = await talk(await between({ up: [{ kind: 'slow_close', ms: 150 }] }), 'salaam')
  expect(heard.words).toBe('salaambye')
  expect(heard.ms).toBeGreaterThanOrEqual(145)
})

test('a line that times out says nothing, and is closed in the end or never', async () => {
  const closed = await talk(await between({ up: [{ kind: 'timeout', ms: 100 }] }), 'salaam')
  expect(closed.words).toBe('')
  const silent = await talk(await between({ up: [{ kind: 'timeout', ms: 0 }] }), 'salaam', 200)
  expect(silent).toMatchObject({ words: '', error: 'patience' })
})

test('a reset is an error for the caller', async () => {
  const heard = await talk(await between({ down: [{ kind: 'reset_peer', ms: 10 }] }), 'salaam')
  expect(heard).toMatchObject({ words: '', error: 'ECONNRESET' })
})

test('a slicer cuts words into pieces, and the same seed cuts alike', async () => {
  const sliced = async (seed: number) =>
    (await talk(await between({ down: [{ kind: 'slicer', bytes: 10, gap_ms: 2 }] }, seed), 'x'.repeat(100))).pieces
  const [first, again, other] = [await sliced(7), await sliced(7), await sliced(8)]
  expect(first.length).toBeGreaterThan(5)
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
})

test('only so many bytes pass, and what passed arrives', async () => {
  const heard = await talk(await between({ down: [{ kind: 'limit_data', bytes: 4 }] }), 'salaam')
  expect(heard.words).toBe('sala')
})

test('who is down refuses, and is there again when it is up', async () => {
  const proxy = await between({})
  proxy.down()
  expect((await talk(proxy, 'salaam')).error).toBe('ECONNREFUSED')
  await proxy.up()
  expect((await talk(proxy, 'salaam')).words).toBe('salaambye')
  expect(proxy.lines).toBe(1)
})
