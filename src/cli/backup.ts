import { join, resolve } from 'node:path'
import { diskStorage } from '../adapters/storage/disk/disk.ts'
import { readConfig } from '../config.ts'
import { writeBackup } from '../kit/backup/backup.ts'
import { readBackup } from '../kit/backup/restore.ts'
import { runningUrl } from '../kit/postgres/embedded.ts'
import type { Answer } from './bharosa.ts'
import { type Data, withData } from './with-data.ts'

/** Writes the whole market into a file, while it runs. */
export async function backup([file]: readonly string[]): Promise<Answer> {
  if (!file) throw new Error('say the file: backup market.tar.gz')
  return withData(async (data) => {
    const facts = await writeBackup(partsOf(data), resolve(file), say)
    const words =
      `${resolve(file)}: ${Math.ceil(facts.bytes / 1_000_000)} MB. The key is not in it: keep ${data.config.keyFile} ` +
      'in another place. Both together are the market; the file alone opens nobody’s name.'
    return { facts, words, ok: true }
  })
}

/** Fills an empty market from such a file. The market must not be open. */
export async function restore([file]: readonly string[]): Promise<Answer> {
  if (!file) throw new Error('say the file: restore market.tar.gz')
  const config = readConfig(process.env)
  if (!config.databaseUrl && (await runningUrl(config.dataFolder))) {
    throw new Error('this market is open: stop it first, or choose an empty folder with BHAROSA_DATA')
  }
  return withData(async (data) => {
    const facts = await readBackup(partsOf(data), resolve(file), say)
    const rows = Object.values(facts.tables).reduce((sum, count) => sum + count, 0)
    return { facts, words: `${rows} rows and ${facts.photos} files of photos are back.`, ok: true }
  })
}

function partsOf({ url, config, keys }: Data) {
  return { url, storage: diskStorage(join(config.dataFolder, 'photos')), keyId: keys.keyId }
}

function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`)
}
