import { type Cipheriv, createCipheriv, createHash, randomBytes } from 'node:crypto'

const BLOCK = Buffer.alloc(4096)
/** Numbers up to this have room in 53 bits, with the byte that is drawn beside them. */
const PLAIN = 2n ** 48n

/**
 * Chance that nobody can foretell: the key stream of AES-256 in counter mode. The key is 32 bytes of the computer's own
 * source, or the digest of a seed, so that a release can be made again byte for byte by who knows the seed. Whoever
 * knows the seed can take the noise away again: a seed is kept as secret as the orders themselves.
 */
export class Chance {
  readonly #key: Buffer
  readonly #stream: Cipheriv
  #block: Buffer = Buffer.alloc(0)
  #at = 0

  private constructor(key: Buffer) {
    this.#key = key
    this.#stream = createCipheriv('aes-256-ctr', key, Buffer.alloc(16))
  }

  static fromSeed(seed: string): Chance {
    return new Chance(createHash('sha256').update(`bharosa pulse\0${seed}`).digest())
  }

  static fresh(): Chance {
    return new Chance(randomBytes(32))
  }

  /** Another stream of the same key: what is drawn from one changes nothing in the other. */
  named(name: string): Chance {
    return new Chance(createHash('sha256').update(this.#key).update(`\0${name}`).digest())
  }

  byte(): number {
    if (this.#at === this.#block.length) {
      this.#block = this.#stream.update(BLOCK)
      this.#at = 0
    }
    return this.#block[this.#at++] ?? 0
  }

  /** A whole number from 0 to below `limit`, each with exactly the same chance. */
  below(limit: bigint): bigint {
    if (limit <= 1n) return 0n
    if (limit <= PLAIN) return BigInt(this.#plainBelow(Number(limit)))
    const bits = (limit - 1n).toString(2).length
    const bytes = Math.ceil(bits / 8)
    const mask = (1 << (bits - (bytes - 1) * 8)) - 1
    for (;;) {
      let value = BigInt(this.byte() & mask)
      for (let i = 1; i < bytes; i++) value = (value << 8n) | BigInt(this.byte())
      if (value < limit) return value
    }
  }

  /** The same bytes make the same number: big numbers are only taken where plain ones are too short. */
  #plainBelow(limit: number): number {
    const high = Math.floor((limit - 1) / 0x1_0000_0000)
    const bits = high > 0 ? 64 - Math.clz32(high) : 32 - Math.clz32(limit - 1)
    const bytes = Math.ceil(bits / 8)
    const mask = (1 << (bits - (bytes - 1) * 8)) - 1
    for (;;) {
      let value = this.byte() & mask
      for (let i = 1; i < bytes; i++) value = value * 256 + this.byte()
      if (value < limit) return value
    }
  }

  /** The same for small limits, another way. */
  smallBelow(limit: number): number {
    const span = Math.floor(0x1_0000_0000 / limit) * limit
    for (;;) {
      const value = this.byte() * 0x1000000 + ((this.byte() << 16) | (this.byte() << 8) | this.byte())
      if (value < span) return value % limit
    }
  }
}
