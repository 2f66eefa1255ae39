/** Bytes that grow. Whole numbers take as few as they need: seven bits a byte, the low ones first. */
export class Bytes {
  at = 0
  #bytes: Buffer<ArrayBuffer> = Buffer.alloc(1024)

  /** What has been written. A view: copy it before writing on. */
  get written(): Uint8Array {
    return this.#bytes.subarray(0, this.at)
  }

  /** The same with room behind it, to be read often: valid until something is written. */
  get raw(): Buffer {
    return this.#bytes
  }

  clear(): void {
    this.at = 0
  }

  byte(value: number): void {
    if (this.at === this.#bytes.length) this.#grow(1)
    this.#bytes[this.at++] = value
  }

  varint(value: number): void {
    if (this.at + 5 > this.#bytes.length) this.#grow(5)
    const bytes = this.#bytes
    let rest = value
    while (rest > 127) {
      bytes[this.at++] = (rest & 127) | 128
      rest >>>= 7
    }
    bytes[this.at++] = rest
  }

  /** A whole number and a byte behind it: there are more postings than anything else. */
  posting(gap: number, impact: number): void {
    if (this.at + 6 > this.#bytes.length) this.#grow(6)
    const bytes = this.#bytes
    let at = this.at
    let rest = gap
    while (rest > 127) {
      bytes[at++] = (rest & 127) | 128
      rest >>>= 7
    }
    bytes[at] = rest
    bytes[at + 1] = impact
    this.at = at + 2
  }

  /** A text with its length before it, as UTF-8. */
  text(value: string): void {
    const most = value.length * 3 + 5
    if (this.at + most > this.#bytes.length) this.#grow(most)
    if (this.#plainText(value)) return
    const length = Buffer.byteLength(value)
    this.varint(length)
    this.#bytes.write(value, this.at, 'utf8')
    this.at += length
  }

  /** Plain letters are bytes already: a call out of the engine would cost more than a title. False for others. */
  #plainText(value: string): boolean {
    const begun = this.at
    this.varint(value.length)
    const bytes = this.#bytes
    let at = this.at
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i)
      if (code > 127) {
        this.at = begun
        return false
      }
      bytes[at++] = code
    }
    this.at = at
    return true
  }

  all(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from
    if (this.at + length > this.#bytes.length) this.#grow(length)
    this.#bytes.set(bytes.subarray(from, to), this.at)
    this.at += length
  }

  #grow(by: number): void {
    const more = Buffer.alloc(Math.max(this.#bytes.length * 2, this.at + by))
    more.set(this.#bytes)
    this.#bytes = more
  }
}

/** Reads what Bytes wrote. */
export class ByteReader {
  at: number
  readonly #bytes: Buffer

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes
    this.at = at
  }

  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.at++] ?? 0
      value |= (byte & 127) << shift
      if (byte < 128) return value >>> 0
    }
  }

  hex(length: number): string {
    this.at += length
    return this.#bytes.toString('hex', this.at - length, this.at)
  }

  text(): string {
    const length = this.varint()
    this.at += length
    return this.#bytes.toString('utf8', this.at - length, this.at)
  }
}

/** A list of whole numbers that grows, without boxing them. */
export class Numbers {
  length = 0
  #values = new Uint32Array(256)

  get values(): Uint32Array {
    return this.#values.subarray(0, this.length)
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow(1)
    this.#values[this.length++] = value
  }

  /** Makes the list longer by so many, and gives the whole of it, for the new ones to be written. */
  extend(by: number): Uint32Array {
    if (this.length + by > this.#values.length) this.#grow(by)
    this.length += by
    return this.#values
  }

  #grow(by: number): void {
    const more = new Uint32Array(Math.max(this.#values.length * 2, this.length + by))
    more.set(this.#values)
    this.#values = more
  }

  at(i: number): number {
    return this.#values[i] ?? 0
  }

  set(i: number, value: number): void {
    this.#values[i] = value
  }
}
