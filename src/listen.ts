import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import type { Hono } from 'hono'

/** A port that is ours. Until the market stands it says so, and asks to come back in a moment. */
export interface Door {
  readonly port: number
  serve(app: Pick<Hono, 'fetch'>): void
  /** Takes no new connection, lets answers under way finish, and lets go of those who only keep the line open. */
  close(): Promise<void>
}

/** A person on 2G reads for half a minute: a new handshake would cost them four seconds. */
const KEEP_ALIVE_MS = 120_000

/** Takes the port before anything else is opened, so that a second start says at once what is wrong. */
export function listen(host: string, port: number): Promise<Door> {
  let answer = getRequestListener(
    () =>
      new Response('Bharosa is just opening. Please try again in a moment.\n', {
        status: 503,
        headers: { 'retry-after': '3' },
      }),
  )
  const server = createServer((request, response) => void answer(request, response))
  server.keepAliveTimeout = KEEP_ALIVE_MS
  server.headersTimeout = KEEP_ALIVE_MS + 5_000
  server.requestTimeout = 120_000
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new Error(`port ${port} is taken; choose another with PORT=…`) : error)
    })
    server.listen(port, host, () => {
      const address = server.address()
      resolve({
        port: typeof address === 'object' && address ? address.port : port,
        serve(app) {
          answer = getRequestListener(app.fetch)
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            server.closeIdleConnections()
            setTimeout(() => server.closeAllConnections(), 5_000).unref()
          }),
      })
    })
  })
}
