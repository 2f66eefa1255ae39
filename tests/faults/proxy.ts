import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { between, randomFrom } from '../../db/seed/random.ts'

/** What can be wrong with a line between two machines. */
export type Toxic =
  /** Every piece comes so much later, give or take the jitter. */
  | { readonly kind: 'latency'; readonly ms: number; readonly jitter_ms?: number }
  | { readonly kind: 'bandwidth'; readonly bytes_per_s: number }
  /** The end of the conversation is told late. */
  | { readonly kind: 'slow_close'; readonly ms: number }
  /** Nothing passes; after a while the line is closed, or never when `ms` is 0. */
  | { readonly kind: 'timeout'; readonly ms: number }
  /** After a while the line breaks with a reset. */
  | { readonly kind: 'reset_peer'; readonly ms: number }
  /** Each piece is cut into small ones of about so many bytes. */
  | { readonly kind: 'slicer'; readonly bytes: number; readonly gap_ms: number }
  /** So many bytes pass, and then the line is closed. */
  | { readonly kind: 'limit_data'; readonly bytes: number }

/** `up` is from who calls to who is called, `down` is the way of the answer. */
export type Way = 'up' | 'down'

export interface FaultProxy {
  readonly port: number
  /** What is wrong from now on, also with lines that are open already. */
  set(toxics: Partial<Record<Way, readonly Toxic[]>>): void
  /** The machine behind is gone: open lines break, new ones are refused. */
  down(): void
  up(): Promise<void>
  /** Breaks what is open now, and takes new lines. */
  cut(): void
  /** How many lines were ever opened. */
  readonly lines: number
  close(): Promise<void>
}

/** Stands between a caller and a server of this machine and spoils the line. The same seed slices and jitters alike. */
export async function openProxy(target: NetConnectOpts, seed = 1): Promise<FaultProxy> {
  const random = randomFrom(seed)
  const open = new Set<Socket>()
  let toxics: Partial<Record<Way, readonly Toxic[]>> = {}
  let lines = 0
  const server = createServer({ allowHalfOpen: true }, (caller) => {
    lines++
    const called = connect({ ...target, allowHalfOpen: true })
    const line = new Line(caller, called, random)
    for (const socket of [caller, called]) {
      open.add(socket)
      socket.on('error', () => line.destroy())
      socket.once('close', () => open.delete(socket))
    }
    void line.pass('up', () => toxics.up ?? [])
    void line.pass('down', () => toxics.down ?? [])
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  const port = await listen(0)
  return {
    port,
    get lines() {
      return lines
    },
    set(next) {
      toxics = next
    },
    cut,
    down() {
      server.close()
      cut()
    },
    async up() {
      await listen(port)
    },
    async close() {
      cut()
      if (server.listening) await new Promise((closed) => server.close(closed))
    },
  }
}

type Find = <Kind extends Toxic['kind']>(kind: Kind) => Extract<Toxic, { kind: Kind }> | undefined

/** One conversation, both ways. */
class Line {
  readonly #sockets: Record<Way, readonly [from: Socket, to: Socket]>
  readonly #random: () => number
  readonly #over = new AbortController()

  constructor(caller: Socket, called: Socket, random: () => number) {
    this.#sockets = { up: [caller, called], down: [called, caller] }
    this.#random = random
  }

  destroy(): void {
    this.#over.abort()
    for (const socket of this.#sockets.up) socket.destroy()
  }

  /** Carries what one side says to the other, until either has enough. */
  async pass(way: Way, toxics: () => readonly Toxic[]): Promise<void> {
    const [from, to] = this.#sockets[way]
    const find = ((kind) => toxics().find((toxic) => toxic.kind === kind)) as Find
    let passed = 0
    try {
      for await (const piece of from as AsyncIterable<Buffer>) {
        if (await this.#isStopped(find, to)) continue
        const room = (find('limit_data')?.bytes ?? Number.POSITIVE_INFINITY) - passed
        for (const part of slices(piece.subarray(0, Math.max(0, room)), find('slicer'), this.#random)) {
          await this.#delay(find, part.byteLength)
          if (!to.write(part)) await once(to, 'drain', { signal: this.#over.signal })
        }
        passed += piece.byteLength
        if (room <= piece.byteLength) return this.#end()
      }
      await this.#pause(find('slow_close')?.ms ?? 0)
      if (!find('timeout')) to.end()
    } catch {
      this.destroy()
    }
  }

  /** True when nothing of this piece may pass. */
  async #isStopped(find: Find, to: Socket): Promise<boolean> {
    const reset = find('reset_peer')
    if (reset) {
      await this.#pause(reset.ms)
      to.resetAndDestroy()
      this.destroy()
      return true
    }
    const timeout = find('timeout')
    if (!timeout) return false
    if (timeout.ms > 0) await this.#pause(timeout.ms).then(() => this.destroy())
    return true
  }

  async #delay(find: Find, bytes: number): Promise<void> {
    const latency = find('latency')
    const jitter_ms = latency?.jitter_ms ?? 0
    if (latency) await this.#pause(Math.max(0, latency.ms + between(this.#random, -jitter_ms, jitter_ms)))
    const bandwidth = find('bandwidth')
    if (bandwidth) await this.#pause((bytes / bandwidth.bytes_per_s) * 1000)
    const slicer = find('slicer')
    if (slicer) await this.#pause(slicer.gap_ms)
  }

  #pause(ms: number): Promise<void> {
    return ms > 0 ? wait(ms, undefined, { signal: this.#over.signal }) : Promise.resolve()
  }

  /** What was said so far still arrives, then both are gone. */
  #end(): void {
    const [caller, called] = this.#sockets.up
    for (const socket of [caller, called]) socket.end(() => socket.destroySoon())
  }
}

function slices(piece: Buffer, slicer: { readonly bytes: number } | undefined, random: () => number): Buffer[] {
  if (!slicer || piece.byteLength === 0) return piece.byteLength === 0 ? [] : [piece]
  const parts: Buffer[] = []
  for (let at = 0; at < piece.byteLength; ) {
    const size = between(random, Math.max(1, Math.floor(slicer.bytes / 2)), Math.ceil(slicer.bytes * 1.5))
    parts.push(piece.subarray(at, at + size))
    at += size
  }
  return parts
}
