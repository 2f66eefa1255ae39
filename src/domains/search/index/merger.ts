import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type MergePart, merge } from './merge.ts'

/** Merges segments off the main thread, one merge at a time. */
export class Merger {
  #worker: Worker | undefined
  #done: ((buffer: SharedArrayBuffer | undefined) => void) | undefined

  get isBusy(): boolean {
    return this.#done !== undefined
  }

  /** Calls `done` with the merged segment, or with nothing when the thread broke: then the parts stay as they are. */
  start(parts: readonly MergePart[], done: (buffer: SharedArrayBuffer | undefined) => void): void {
    const file = workerFile()
    if (!file) {
      done(merge(parts))
      return
    }
    this.#done = done
    this.#worker ??= this.#open(file)
    // What is taken out meanwhile must not change what the thread reads.
    this.#worker.postMessage({ parts: parts.map(({ buffer, gone }) => ({ buffer, gone: gone.slice() })) })
  }

  async close(): Promise<void> {
    this.#done = undefined
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  #open(file: URL): Worker {
    const worker = new Worker(file)
    worker.unref()
    worker.on('message', ({ buffer }: { buffer: SharedArrayBuffer }) => this.#end(buffer))
    worker.on('error', () => {
      this.#worker = undefined
      this.#end(undefined)
    })
    return worker
  }

  #end(buffer: SharedArrayBuffer | undefined): void {
    const done = this.#done
    this.#done = undefined
    done?.(buffer)
  }
}

/** The worker's program: beside the sources, or beside the built program. */
function workerFile(): URL | undefined {
  const names = import.meta.url.endsWith('.ts') ? ['./merge-worker.ts'] : ['./search-merge.js']
  return names.map((name) => new URL(name, import.meta.url)).find((url) => existsSync(fileURLToPath(url)))
}
