import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes a file that only its owner may read, and returns once it survives a power cut. One that is there already is
 * left alone: a secret that somebody uses is never replaced.
 */
export function writeLasting(path: string, text: string): void {
  const draft = `${path}.${randomBytes(6).toString('hex')}.part`
  const file = openSync(draft, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  try {
    linkSync(draft, path)
  } catch {
    // Another program was first, or this disk knows no links.
    if (!existsSync(path)) renameSync(draft, path)
  } finally {
    rmSync(draft, { force: true })
  }
  syncFolder(dirname(path))
}

/** Makes a folder's own list of names safe. Systems that cannot open a folder (Windows) keep it safe themselves. */
export function syncFolder(folder: string): void {
  let handle: number
  try {
    handle = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(handle)
  } catch {
    // Some disks have nothing to sync in a folder.
  } finally {
    closeSync(handle)
  }
}
