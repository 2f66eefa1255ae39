import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

/** What a program wrote until it ended. It is killed when it writes more than `most` bytes. */
export interface Written {
  readonly output: Buffer
  /** '0' when it ended well; else its exit code, the signal that killed it, or why it could not begin. */
  readonly ended: string
  readonly wasKilled: boolean
}

/** Waits until a program that was started has ended. `most`: bytes of what it may write. */
export async function outputOf(child: ChildProcess & { stdout: Readable }, most: number): Promise<Written> {
  const parts: Buffer[] = []
  let size = 0
  child.stdout.on('data', (part: Buffer) => {
    size += part.length
    if (size > most) child.kill('SIGKILL')
    else parts.push(part)
  })
  const { ended, wasKilled } = await new Promise<Omit<Written, 'output'>>((resolve) => {
    child.once('error', (error) => resolve({ ended: error.message, wasKilled: false }))
    child.once('close', (code, signal) => resolve({ ended: signal ?? String(code), wasKilled: signal !== null }))
  })
  return { output: Buffer.concat(parts), ended, wasKilled }
}
