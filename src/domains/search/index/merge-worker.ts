// Runs in a thread of its own: merges segments that lie in shared memory, and hands the merged one back.
import { parentPort } from 'node:worker_threads'
import { type MergePart, merge } from './merge.ts'

parentPort?.on('message', ({ parts }: { parts: MergePart[] }) => {
  parentPort?.postMessage({ buffer: merge(parts) })
})
