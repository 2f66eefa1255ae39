import { serve } from '@hono/node-server'
import type { Hono } from 'hono'

/** A server on loopback, on a port of its own: simulators listen here in tests, and in a demo that wants them apart. */
export interface Loopback {
  readonly base: string
  close(): Promise<void>
}

/** Lets an app listen on loopback; port 0 takes any free one. */
export function listenOnLoopback(app: Pick<Hono, 'fetch'>, port = 0): Promise<Loopback> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (address) => {
      resolve({
        base: `http://127.0.0.1:${address.port}`,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed())
            if ('closeAllConnections' in server) server.closeAllConnections()
          }),
      })
    })
    server.on('error', reject)
  })
}
