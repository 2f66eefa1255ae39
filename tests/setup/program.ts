import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPrograms } from '../../tools/build.ts'
import { closeAfterFile } from './closing.ts'

const root = join(import.meta.dirname, '../..')
const started = new Set<ChildProcess>()

/** The whole market as a program of its own. */
export interface Program {
  child: ChildProcess
  origin: string
}

/** A folder for its data, which goes away with the test file. There is a space in its path. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa program '))
  chmodSync(folder, 0o755)
  closeAfterFile(async () => {
    await Promise.all([...started].map((child) => endProgram(child, 'SIGKILL')))
    rmSync(folder, { recursive: true, force: true })
  })
  return join(folder, 'data')
}

/** Starts the market as `npm start` does, and waits for the line that says where it is open. */
export async function startProgram(data: string, settings: Record<string, string> = {}): Promise<Program> {
  await buildPrograms(join(root, 'build'))
  const env = { ...process.env, BHAROSA_DATA: data, BHAROSA_DEMO: 'off', PORT: '0', BHAROSA_LOG: 'silent', ...settings }
  const child = spawn(process.execPath, ['--enable-source-maps', 'build/main.js'], { cwd: root, env, stdio: 'pipe' })
  started.add(child)
  let said = ''
  return new Promise((resolve, reject) => {
    const hear = (words: Buffer) => {
      said += words
      const origin = /Bharosa is open at (\S+)/.exec(said)?.[1]
      if (origin) resolve({ child, origin })
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`ended with ${code}: ${said.trim()}`)))
  })
}

/** Sends a signal, and says how the program ended and how long it took. */
export function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<{ code: number | null; ms: number }> {
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
