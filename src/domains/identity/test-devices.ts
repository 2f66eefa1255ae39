import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import { generateSync } from 'otplib'
import type { Site } from './identity.ts'

// What people hold in their hands, for tests: nothing here is part of the market.

/** What an authenticator app shows at a moment. */
export function codeOfApp(secret: string, at: Date): string {
  return generateSync({ secret, epoch: Math.floor(at.getTime() / 1000) })
}

/** A phone with a fingerprint reader that keeps one passkey (ES256, no attestation), as WebAuthn level 2 says. */
export class Device {
  readonly #key: KeyObject
  readonly #cose: Uint8Array
  readonly #id = randomBytes(16)
  #userHandle = ''
  #uses = 0

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = publicKey.export({ format: 'jwk' })
    this.#key = privateKey
    const coordinate = (text = '') => Uint8Array.from(Buffer.from(text, 'base64url'))
    const cose: [number, number | Uint8Array][] = [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinate(jwk.x)],
      [-3, coordinate(jwk.y)],
    ]
    this.#cose = isoCBOR.encode(new Map(cose))
  }

  /** Makes the passkey, and answers what navigator.credentials.create() would. */
  create(challenge: string, userId: string, site: Site): RegistrationResponseJSON {
    this.#userHandle = userId
    const length = Buffer.alloc(2)
    length.writeUInt16BE(this.#id.length)
    const credential = Buffer.concat([Buffer.alloc(16), length, this.#id, this.#cose])
    const authData = Buffer.concat([this.#head(site, 0x45), credential])
    const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(authData)],
    ])
    return {
      ...this.#frame(),
      response: {
        clientDataJSON: clientData('webauthn.create', challenge, site),
        attestationObject: Buffer.from(isoCBOR.encode(attestation)).toString('base64url'),
        transports: ['internal'],
      },
    }
  }

  /** Uses the passkey, and answers what navigator.credentials.get() would. */
  get(challenge: string, site: Site): AuthenticationResponseJSON {
    this.#uses++
    const authData = this.#head(site, 0x05)
    const data = clientData('webauthn.get', challenge, site)
    const hash = createHash('sha256').update(Buffer.from(data, 'base64url')).digest()
    return {
      ...this.#frame(),
      response: {
        clientDataJSON: data,
        authenticatorData: authData.toString('base64url'),
        signature: sign('sha256', Buffer.concat([authData, hash]), this.#key).toString('base64url'),
        userHandle: this.#userHandle,
      },
    }
  }

  /** A copy of a phone's secrets counts from where it was made. */
  forgetUses(): void {
    this.#uses = 0
  }

  #head(site: Site, flags: number): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(this.#uses)
    return Buffer.concat([createHash('sha256').update(site.rp_id).digest(), Buffer.of(flags), count])
  }

  #frame() {
    const id = this.#id.toString('base64url')
    return { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} }
  }
}

function clientData(type: string, challenge: string, site: Site): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin: site.origin })).toString('base64url')
}
