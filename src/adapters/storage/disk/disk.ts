import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, opendir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { assert } from '../../../kit/errors/refusal.ts'
import type { Storage } from '../../../kit/storage/storage.ts'

// 64 hex digits of SHA-256, perhaps what it is of that ('-480'), and an ending: nothing that climbs out of the folder.
const NAME = /^[0-9a-f]{64}(-[0-9a-z]{1,16})?\.[0-9a-z]{1,8}$/

/** Files in one folder, spread over 256 drawers. A file that put() or keep() returned from survives a power cut. */
export function diskStorage(folder: string): Storage {
  const drawerOf = (name: string) => join(folder, name.slice(0, 2))
  const pathOf = (name: string) => join(drawerOf(name), name)

  async function keep(name: string, bytes: Uint8Array): Promise<void> {
    assert(NAME.test(name), 'a file is named by its content')
    if (await isFile(pathOf(name))) return
    await mkdir(drawerOf(name), { recursive: true, mode: 0o700 })
    await writeWhole(drawerOf(name), pathOf(name), bytes)
    await syncFolder(folder)
  }

  return {
    async put(bytes, ext) {
      const name = `${createHash('sha256').update(bytes).digest('hex')}.${ext}`
      await keep(name, bytes)
      return name
    },
    keep,
    async read(name) {
      if (!NAME.test(name)) return undefined
      return orMissing(readFile(pathOf(name)))
    },
    async remove(name) {
      if (NAME.test(name)) await rm(pathOf(name), { force: true })
    },
    async *names() {
      const drawers = await orMissing(opendir(folder))
      if (!drawers) return
      for await (const drawer of drawers) {
        if (!drawer.isDirectory()) continue
        for await (const file of await opendir(join(folder, drawer.name))) {
          if (file.isFile() && NAME.test(file.name)) yield file.name
        }
      }
    },
  }
}

/** Writes beside, syncs, renames, syncs the folder: whoever looks sees the whole file or none. */
async function writeWhole(drawer: string, path: string, bytes: Uint8Array) {
  const draft = join(drawer, `${randomBytes(8).toString('hex')}.part`)
  try {
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  await syncFolder(drawer)
}

/** Makes the folder's own list of names safe. Systems that cannot open a folder (Windows) keep it safe themselves. */
async function syncFolder(folder: string) {
  const handle = await open(folder, 'r').catch(() => undefined)
  if (!handle) return
  try {
    await handle.sync().catch(() => undefined)
  } finally {
    await handle.close()
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await orMissing(stat(path)))?.isFile() ?? false
}

async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
