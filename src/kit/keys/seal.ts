import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * AES-256-GCM with a fresh random nonce. Layout: version (1 byte), nonce (12), tag (16), ciphertext.
 * The version names this very recipe, so that a later one can live beside it.
 */
const VERSION = 1
const NONCE_BYTES = 12
const TAG_BYTES = 16
const HEAD_BYTES = 1 + NONCE_BYTES + TAG_BYTES

/** Seals bytes so that they open only with the same key and in the same place. `place` is bound, not hidden. */
export function seal(key: Buffer, place: string, clear: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(bound(place))
  const hidden = Buffer.concat([cipher.update(clear), cipher.final()])
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.getAuthTag(), hidden])
}

/** Opens what seal() made. Throws when a bit was changed, when it was moved elsewhere, or when the key is another. */
export function unseal(key: Buffer, place: string, sealed: Buffer): Buffer {
  if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) throw new Error('this is not a sealed value of version 1')
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(bound(place))
  decipher.setAuthTag(sealed.subarray(1 + NONCE_BYTES, HEAD_BYTES))
  return Buffer.concat([decipher.update(sealed.subarray(HEAD_BYTES)), decipher.final()])
}

/** A new random key of 256 bits. */
export function newKey(): Buffer {
  return randomBytes(32)
}

/** The version is bound too, so that nobody can make us read a value by another recipe. */
function bound(place: string): Buffer {
  return Buffer.from(`bharosa:${VERSION}:${place}`)
}
