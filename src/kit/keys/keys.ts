import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { writeLasting } from '../storage/lasting.ts'

/** The market's secrets, all derived from one 32-byte master key that lives in a file outside the database. */
export interface Keys {
  /** Names the master key, so that a sealed value says which key opens it. */
  readonly keyId: string
  /** Wraps the key of each person (AES-256-GCM). */
  readonly wrap: Buffer
  /** Makes blind indexes: the same phone number always gives the same 32 bytes, and nobody can go back. */
  readonly index: Buffer
  /** Makes short codes and form tokens. */
  readonly sign: Buffer
}

/** Derives the keys from a master key of 32 bytes (HKDF-SHA256, RFC 5869). */
export function keysFrom(master: Buffer): Keys {
  if (master.length !== 32) throw new Error('the master key must be 32 bytes')
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', master, 'bharosa', use, 32))
  return {
    keyId: derive('id').toString('hex').slice(0, 12),
    wrap: derive('wrap'),
    index: derive('index'),
    sign: derive('sign'),
  }
}

/**
 * Reads the master key file, or makes one that only its owner may read, and that survives a power cut from the first
 * moment: whatever is sealed with it could never be opened again.
 */
export function keysFromFile(path: string): Keys {
  if (!existsSync(path)) writeLasting(path, `${randomBytes(32).toString('base64')}\n`)
  return keysFrom(Buffer.from(readFileSync(path, 'utf8').trim(), 'base64'))
}

/** Node wraps a key anew for each digest unless it gets a wrapped one, and that takes longer than the digest. */
const wrapped = new WeakMap<Buffer, KeyObject>()

function keyObject(key: Buffer): KeyObject {
  const known = wrapped.get(key)
  if (known) return known
  const made = createSecretKey(key)
  wrapped.set(key, made)
  return made
}

/**
 * A keyed digest of parts, for blind indexes, codes and tokens. The parts are separated, so that they cannot run
 * together.
 */
export function digest(key: Buffer, ...parts: string[]): Buffer {
  return createHmac('sha256', keyObject(key)).update(parts.join('\u0000')).digest()
}
