import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { SoldReader } from '../market/sold-reader.ts'
import { type BuildOptions, buildRelease, type Release } from './release.ts'

/** A release in the making: rows of what the market sold go in, and then it is built. */
export interface ReleaseInMaking {
  /** Takes some rows of an order file. */
  push(rows: Uint8Array): void
  build(options: BuildOptions): Promise<Release>
  /** Nothing more is wanted of it. */
  stop(): Promise<void>
}

/** Makes a release in a thread of its own: reading and building take seconds of a core, and pages must not wait. */
export function makeAway(): ReleaseInMaking {
  const file = workerFile()
  return file ? inThread(new Worker(file, { execArgv: [] })) : here()
}

function inThread(worker: Worker): ReleaseInMaking {
  const failed = new Promise<never>((_, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => reject(new Error('the thread that builds a release ended early')))
  })
  // Who asks for the release is told; nobody else needs to be.
  failed.catch(() => undefined)
  return {
    push: (rows) => worker.postMessage(rows),
    build(options) {
      const made = new Promise<Release>((resolve) => worker.once('message', resolve))
      worker.postMessage(options)
      return Promise.race([made, failed])
    },
    async stop() {
      await worker.terminate()
    },
  }
}

function here(): ReleaseInMaking {
  const reader = new SoldReader()
  return {
    push: (rows) => reader.push(rows),
    build: async (options) => buildRelease(reader.finish(), options),
    stop: async () => undefined,
  }
}

/** The worker's program: beside the sources, or beside the built program. */
function workerFile(): URL | undefined {
  const name = import.meta.url.endsWith('.ts') ? './build-worker.ts' : './pulse-build.js'
  const url = new URL(name, import.meta.url)
  return existsSync(fileURLToPath(url)) ? url : undefined
}
