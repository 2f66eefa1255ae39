// Runs in a thread of its own: builds one release, while the market answers its pages.
import { parentPort } from 'node:worker_threads'
import { type BuildOptions, buildRelease, type Source } from './release.ts'

parentPort?.once('message', ({ source, options }: { source: Source; options: BuildOptions }) => {
  parentPort?.postMessage(buildRelease(source, options))
})
