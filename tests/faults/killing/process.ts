import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { build } from 'esbuild'
import type { Order } from './child.ts'

/** What the database calls the process that dies. */
export const DEAD = 'killed'

const root = join(import.meta.dirname, '../../..')
const program = join(root, 'build', 'killed-command.js')
// Reading the program anew each time would take longer than what it does.
const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'bharosa-compiled') }
const built = build({
  entryPoints: [join(import.meta.dirname, 'child.ts')],
  outfile: program,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node24',
})

/** A process that has read its program and waits to be told. The next one reads while this one works. */
interface Waiting {
  readonly child: ChildProcess
  readonly ready: Promise<unknown>
  readonly said: string[]
}

let next: Waiting | undefined

function prepare(): Waiting {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'], env })
  const said: string[] = []
  child.stdout.on('data', (words: Buffer) => said.push(words.toString()))
  return { child, said, ready: once(child.stdout, 'data') }
}

/** Runs a command in a process of its own. The steps that it took, or undefined when it was killed. */
export async function inOtherProcess(order: Order): Promise<string[] | undefined> {
  await built
  const { child, ready, said } = next ?? prepare()
  next = prepare()
  await ready
  child.stdin?.write(`${JSON.stringify(order, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}\n`)
  const [code, signal] = await once(child, 'close')
  if (signal === 'SIGKILL') return undefined
  if (code !== 0) throw new Error(`the command ended with ${code}`)
  return JSON.parse(said.slice(1).join('')) as string[]
}

/** A command that stands still in the middle. */
export interface Paused {
  /** It goes on. Says how it ended: its words, or that it was refused. */
  resume(): Promise<'done' | 'refused'>
}

/** Runs a command in a process of its own until it stands still where the order says. */
export async function pausedInOtherProcess(order: Order): Promise<Paused> {
  await built
  const { child, ready } = next ?? prepare()
  next = prepare()
  await ready
  const ended = once(child, 'close')
  child.stdin?.write(`${JSON.stringify(order, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}\n`)
  while (stateOf(child.pid ?? 0) !== 'T') {
    if (child.exitCode !== null) throw new Error('it went on to its end')
    await wait(5)
  }
  return {
    async resume() {
      child.kill('SIGCONT')
      const [code] = await ended
      return code === 0 ? 'done' : 'refused'
    },
  }
}

/** The letter by which Linux says what a process does: T for one that stands still. */
function stateOf(pid: number): string {
  return readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .charAt(0)
}

/** Nobody waits any more. */
export function dismiss(): void {
  next?.child.kill('SIGKILL')
  next = undefined
}
