import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** What a simulator remembered; an empty object when there is no file or it cannot be read: it holds only play data. */
export function readJsonFile(file: string): Readonly<Record<string, never>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Writes what a simulator has to remember, whole or not at all. */
export function writeJsonFile(file: string, value: object) {
  writeFileSync(`${file}.tmp`, JSON.stringify(value), { mode: 0o600 })
  renameSync(`${file}.tmp`, file)
}
