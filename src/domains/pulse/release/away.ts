import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { type BuildOptions, buildRelease, type Release, type Source } from './release.ts'

/**
 * Builds a release in a thread of its own: it takes seconds of a core, and pages must not wait for it. The columns of
 * the source move there and are gone here.
 */
export async function buildAway(source: Source, options: BuildOptions): Promise<Release> {
  const file = workerFile()
  if (!file) return buildRelease(source, options)
  const worker = new Worker(file, { execArgv: [] })
  try {
    return await new Promise<Release>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the thread that builds a release ended early')))
      worker.postMessage({ source, options }, buffersOf(source))
    })
  } finally {
    await worker.terminate()
  }
}

function buffersOf({ lines }: Source): ArrayBuffer[] {
  const columns = Object.values(lines).filter((column) => ArrayBuffer.isView(column))
  return [...new Set(columns.map(({ buffer }) => buffer))].filter((buffer) => buffer instanceof ArrayBuffer)
}

/** The worker's program: beside the sources, or beside the built program. */
function workerFile(): URL | undefined {
  const name = import.meta.url.endsWith('.ts') ? './build-worker.ts' : './pulse-build.js'
  const url = new URL(name, import.meta.url)
  return existsSync(fileURLToPath(url)) ? url : undefined
}
