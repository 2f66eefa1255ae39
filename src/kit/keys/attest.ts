import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto'
import type { Keys } from './keys.ts'

/** What stands before the 32 bytes of a private Ed25519 key (RFC 8410) and of a public one. */
const PRIVATE_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_HEAD = Buffer.from('302a300506032b6570032100', 'hex')

/** A text signed so that everybody can check it with the public key, and nobody without our keys can make another. */
export interface Attested {
  readonly signature: Buffer
  /** 32 bytes. */
  readonly public_key: Buffer
}

/** Signs a text with the market's Ed25519 key for one use (RFC 8032). The same text gives the same signature. */
export function attest(keys: Keys, use: string, text: string | Buffer): Attested {
  const key = keyFor(keys, use)
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' })
  return { signature: sign(null, bytesOf(text), key), public_key: spki.subarray(PUBLIC_HEAD.length) }
}

/** True when the text was signed by whoever has the private half of this key. */
export function isAttested({ signature, public_key }: Attested, text: string | Buffer): boolean {
  if (public_key.length !== 32 || signature.length !== 64) return false
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_HEAD, public_key]), type: 'spki', format: 'der' })
  return verify(null, bytesOf(text), key, signature)
}

function keyFor(keys: Keys, use: string): KeyObject {
  const seed = Buffer.from(hkdfSync('sha256', keys.sign, 'bharosa ed25519', use, 32))
  return createPrivateKey({ key: Buffer.concat([PRIVATE_HEAD, seed]), type: 'pkcs8', format: 'der' })
}

const bytesOf = (text: string | Buffer) => (typeof text === 'string' ? Buffer.from(text) : text)
