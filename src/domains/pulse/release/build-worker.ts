// Runs in a thread of its own: reads what was sold and builds one release, while the market answers its pages.
import { parentPort } from 'node:worker_threads'
import { SoldReader } from '../market/sold-reader.ts'
import { type BuildOptions, buildRelease } from './release.ts'

const reader = new SoldReader()

parentPort?.on('message', (message: Uint8Array | BuildOptions) => {
  if (message instanceof Uint8Array) reader.push(message)
  else parentPort?.postMessage(buildRelease(reader.finish(), message))
})
