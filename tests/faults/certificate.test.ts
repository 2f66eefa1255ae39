import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import { callOutside } from '../../src/adapters/outside.ts'

/** A machine that answers in the name of the provider and cannot show who it is. */
const imposter = createServer({}, (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\npaid'))
imposter.on('tlsClientError', () => undefined)
imposter.listen(0, '127.0.0.1')
await once(imposter, 'listening')
afterAll(() => imposter.close())

const call = (url: string) => callOutside({ url, method: 'POST', body: 'amount=1', timeout_ms: 3_000 })

describe('a provider that cannot be trusted', () => {
  test('because it cannot prove who it is: nothing is believed, and nobody knows what came of it', async () => {
    const { port } = imposter.address() as AddressInfo
    expect(await call(`https://127.0.0.1:${port}/refund`)).toMatchObject({ outcome: 'retry' })
  })

  test('because its name leads nowhere: asked again later', async () => {
    expect(await call('https://provider.invalid/refund')).toMatchObject({ outcome: 'retry' })
  })

  test('because somebody answers without any lock at all', async () => {
    const { port } = imposter.address() as AddressInfo
    expect(await call(`http://127.0.0.1:${port}/refund`)).toMatchObject({ outcome: 'retry' })
  })

  test('is never trusted by a switch in the environment', () => {
    expect(process.env.NODE_TLS_REJECT_UNAUTHORIZED).toBeUndefined()
  })
})
