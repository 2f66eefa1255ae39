import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { FORMAT } from './index/layout.ts'
import type { LiveIndex } from './index/live-index.ts'
import { Segment } from './index/segment.ts'
import { fillNames, type IndexNames, type KeptNames, keptNames } from './names.ts'

const MANIFEST = 'index.json'
const PIECE = 8 * 1024 * 1024

interface KeptFile {
  readonly file: string
  readonly bytes: number
  readonly crc: number
}

interface Manifest {
  readonly format: number
  /** Of the language and the tree of shelves: other ones make other terms of the same text. */
  readonly version: string
  readonly newest: number
  readonly terms: KeptFile
  readonly segments: readonly { readonly content: KeptFile; readonly gone: KeptFile }[]
  readonly names: KeptNames
}

/** What is kept besides segments. */
export interface Keepable {
  readonly index: LiveIndex
  readonly names: IndexNames
  readonly version: string
  newest: number
}

// Segments never change, so one that lies in a folder is not written there again, unless another process that keeps its
// index in the same folder took it away.
const written = new WeakMap<Segment, { folder: string; content: KeptFile }>()

/**
 * Keeps the index in a folder, beside what was kept before: the list of files comes last and by renaming, so that at
 * any moment there is a whole snapshot, the old or the new. While it is written the index may go on changing.
 */
export async function saveSnapshot(folder: string, { index, names, version, newest }: Keepable): Promise<void> {
  index.settle()
  await mkdir(folder, { recursive: true })
  const stamp = `${process.pid}-${Math.round(performance.now() * 1000).toString(36)}`
  // All of one moment: what changes while files are written belongs to the next snapshot.
  const parts = index.segments.map((segment) => ({ segment, gone: Buffer.from(segment.gone.slice().buffer) }))
  const letters = Buffer.from(index.terms.letters)
  const kept = keptNames(names)
  const terms = await writeChecked(folder, `terms-${stamp}.bin`, letters)
  const segments: { content: KeptFile; gone: KeptFile }[] = []
  for (const [i, { segment, gone }] of parts.entries()) {
    const known = written.get(segment)
    const content =
      known?.folder === folder && existsSync(join(folder, known.content.file))
        ? known.content
        : await writeChecked(folder, `segment-${stamp}-${i}.bin`, Buffer.from(segment.buffer))
    written.set(segment, { folder, content })
    segments.push({ content, gone: await writeChecked(folder, `gone-${stamp}-${i}.bin`, gone) })
  }
  const manifest: Manifest = { format: FORMAT, version, newest, terms, segments, names: kept }
  const text = JSON.stringify(manifest)
  await writeChecked(folder, `${MANIFEST}.${stamp}`, Buffer.from(`${crc32(text)}\n${text}`))
  await rename(join(folder, `${MANIFEST}.${stamp}`), join(folder, MANIFEST))
  const used = new Set([MANIFEST, terms.file, ...segments.flatMap(({ content, gone }) => [content.file, gone.file])])
  for (const file of await readdir(folder)) if (!used.has(file)) await rm(join(folder, file), { force: true })
}

async function writeChecked(folder: string, file: string, bytes: Buffer): Promise<KeptFile> {
  const handle = await open(join(folder, file), 'w')
  try {
    let crc = 0
    for (let at = 0; at < bytes.length; at += PIECE) {
      const piece = bytes.subarray(at, at + PIECE)
      crc = crc32(piece, crc)
      await handle.write(piece, 0, piece.length)
    }
    await handle.sync()
    return { file, bytes: bytes.length, crc }
  } finally {
    await handle.close()
  }
}

/**
 * Fills an empty index from a folder. False, and the index is as empty as before, when there is no snapshot, when one
 * byte of it is wrong, or when it was made by another version.
 */
export async function loadSnapshot(folder: string, into: Keepable): Promise<boolean> {
  try {
    const manifest = await readManifest(folder)
    if (manifest.format !== FORMAT || manifest.version !== into.version) return false
    const letters = await readChecked(folder, manifest.terms)
    const segments: Segment[] = []
    for (const { content, gone } of manifest.segments) {
      const [bytes, bits] = [await readChecked(folder, content), await readChecked(folder, gone)]
      const segment = new Segment(bytes.buffer, new Uint32Array(bits.buffer))
      written.set(segment, { folder, content })
      segments.push(segment)
    }
    into.index.terms.fill(letters)
    for (const segment of segments) into.index.add(segment)
    fillNames(into.names, manifest.names)
    into.newest = manifest.newest
    return true
  } catch {
    return false
  }
}

async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8')
  const end = text.indexOf('\n')
  const body = text.slice(end + 1)
  if (crc32(body) !== Number(text.slice(0, end))) throw new Error('the list of a snapshot is damaged')
  return JSON.parse(body) as Manifest
}

/** A file in shared memory, when its sum is right. */
async function readChecked(folder: string, { file, bytes, crc }: KeptFile): Promise<Uint8Array<SharedArrayBuffer>> {
  const whole = new Uint8Array(new SharedArrayBuffer(bytes))
  const handle = await open(join(folder, file), 'r')
  try {
    let sum = 0
    for (let at = 0; at < bytes; ) {
      const { bytesRead } = await handle.read(whole, at, Math.min(PIECE, bytes - at), at)
      if (bytesRead === 0) throw new Error('a file of a snapshot is too short')
      sum = crc32(whole.subarray(at, at + bytesRead), sum)
      at += bytesRead
    }
    if (sum !== crc) throw new Error('a file of a snapshot is damaged')
    return whole
  } finally {
    await handle.close()
  }
}
