import type { HookSender } from '../../domains/exports/sender.ts'
import { publicDoor } from '../public-address.ts'

export interface HookSenderOptions {
  /** In a demo and in tests: programs of this same computer, by http. */
  readonly loopback: boolean
  readonly timeout_ms?: number
}

/** Tells programs of shops, each with one POST. */
export function hookSender({ loopback, timeout_ms = 10_000 }: HookSenderOptions): HookSender {
  const door = publicDoor({ loopback })
  return {
    fault: door.fault,
    now: () => new Date(),
    async post(url, headers, body) {
      const length = { 'content-length': String(Buffer.byteLength(body)) }
      const answer = await door.call(url, { method: 'POST', headers: { ...headers, ...length }, body, timeout_ms })
      if ('error' in answer) return { ok: false, words: answer.error }
      return { ok: answer.status >= 200 && answer.status < 300, words: String(answer.status) }
    },
  }
}
