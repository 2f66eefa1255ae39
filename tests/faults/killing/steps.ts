import type { Duplex } from 'node:stream'
import pg from 'pg'

/** Where a process dies: at which of its steps, and how far that step has come. */
export interface Kill {
  /** The step, from 1. A step is a statement, a COMMIT or a call to somebody outside. */
  readonly at: number
  /**
   * before: nothing of the step was said. sent: it was said, and nobody reads the answer. after: the answer is there,
   * and nobody hears of it.
   */
  readonly when: 'before' | 'sent' | 'after'
  /** It does not die but stands still there, until somebody wakes it: a long pause of a busy machine. */
  readonly isPause?: boolean
}

/** A process in which each step is counted, and which dies at one of them when it is told to. */
export interface Steps {
  /** Counts from one again. With a kill the process does not live to see the end. */
  begin(kill: Kill | undefined): void
  /** What was done since, in short words. */
  taken(): readonly string[]
}

/**
 * Puts itself between the program and its database and the outside world. Only the test's own process does this: the
 * program knows nothing of it.
 */
export function watchSteps(): Steps {
  let kill: Kill | undefined
  let taken: string[] = []
  const die = () => {
    // As the power switch would: nothing of ours runs any more, no handler, no finally.
    process.kill(process.pid, kill?.isPause ? 'SIGSTOP' : 'SIGKILL')
  }
  const isHere = (when: Kill['when'], step: number) => kill?.when === when && kill.at === step
  const take = (words: string): number => {
    const step = taken.push(words)
    if (isHere('before', step)) die()
    return step
  }

  const query = pg.Client.prototype.query
  Reflect.set(pg.Client.prototype, 'query', function (this: pg.Client, ...args: unknown[]) {
    const step = take(wordsOf(args[0]))
    const answer: unknown = Reflect.apply(query, this, args)
    if (isHere('sent', step)) whenSent(this, die)
    if (isHere('after', step) && answer instanceof Promise) answer.then(die, die)
    return answer
  })

  const call = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const step = take(`call ${new URL(input instanceof Request ? input.url : input).pathname}`)
    const answer = await call(input, init)
    // Once the head of the answer is here, the other side has done what it was asked to.
    if (isHere('sent', step) || isHere('after', step)) die()
    return answer
  }
  return {
    begin(next) {
      kill = next
      taken = []
    },
    taken: () => taken,
  }
}

function wordsOf(query: unknown): string {
  const text = typeof query === 'string' ? query : (query as { text?: string }).text
  return (text ?? '').replace(/\s+/g, ' ').trim().slice(0, 60)
}

/** Once everything said so far has left for the database. */
function whenSent(client: pg.Client, die: () => void): void {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  const look = () => (stream.writableLength === 0 ? die() : setImmediate(look))
  setImmediate(look)
}
