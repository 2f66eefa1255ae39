import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Refusal } from '../../../kit/errors/refusal.ts'
import type { Storage } from '../../../kit/storage/storage.ts'

/** Files of goods lie beside the photos under the hash of their content, which nobody else can guess. */
const ENDING = 'table'

/** Keeps what a shopkeeper sent. Gives the hash of its content. */
export async function keepFile(storage: Storage, file: File): Promise<string> {
  const name = await storage.put(new Uint8Array(await file.arrayBuffer()), ENDING)
  return name.slice(0, -ENDING.length - 1)
}

/**
 * Lays a kept file where the readers of tables can open it, for as long as the work on it takes.
 * Refuses: not_found seller.import.gone.
 */
export async function withFile<T>(storage: Storage, hash: string, work: (path: string) => Promise<T>): Promise<T> {
  const bytes = await storage.read(`${hash}.${ENDING}`)
  if (!bytes) throw new Refusal('not_found', 'seller.import.gone')
  const folder = await mkdtemp(join(tmpdir(), 'bharosa-import-'))
  try {
    const path = join(folder, randomBytes(8).toString('hex'))
    await writeFile(path, bytes, { mode: 0o600 })
    return await work(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
