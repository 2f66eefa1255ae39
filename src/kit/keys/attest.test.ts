import { createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { attest, isAttested } from './attest.ts'
import { keysFrom } from './keys.ts'

const keys = keysFrom(Buffer.alloc(32, 7))

test('a signed text is known as ours, and another text, key or signature is not', () => {
  const signed = attest(keys, 'coverage', 'all is there')
  expect(isAttested(signed, 'all is there')).toBe(true)
  expect(isAttested(signed, 'all is there.')).toBe(false)
  const eve = attest(keysFrom(Buffer.alloc(32, 8)), 'coverage', 'all is there')
  expect(isAttested({ ...signed, public_key: eve.public_key }, 'all is there')).toBe(false)
  expect(isAttested({ ...signed, signature: eve.signature }, 'all is there')).toBe(false)
  expect(isAttested({ ...signed, signature: Buffer.alloc(3) }, 'all is there')).toBe(false)
  expect(attest(keys, 'another use', 'all is there').public_key).not.toEqual(signed.public_key)
})

test('anybody can check it with the public key and any library', () => {
  const { signature, public_key } = attest(keys, 'coverage', 'all is there')
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: public_key.toString('base64url') },
    format: 'jwk',
  })
  expect(verify(null, Buffer.from('all is there'), key, signature)).toBe(true)
})
