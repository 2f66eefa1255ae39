import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Programs that stand where espeak-ng would: scripts in a folder of their own, each says first that it knows Urdu. */
export function scriptsInFolder(): { folder: string; script(name: string, words: string): string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'bharosa-voice-'))
  return {
    folder,
    script(name, words) {
      const file = join(folder, name)
      writeFileSync(file, `#!/bin/sh\ncd '${folder}'\n[ "$1" = --voices=ur ] && echo ' 5 ur' && exit 0\n${words}\n`)
      chmodSync(file, 0o700)
      return file
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A tone as espeak-ng would write it: 16 bits a sample, and lengths in the head that mean nothing. */
export function toneWav(hertz: number, seconds: number, rate = 22_050): Buffer {
  const head = Buffer.from('RIFF    WAVEfmt                     data    ', 'latin1')
  head.writeUInt32LE(0x7ffff024, 4)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(rate, 24)
  head.writeUInt32LE(2 * rate, 28)
  head.writeUInt16LE(2, 32)
  head.writeUInt16LE(16, 34)
  return Buffer.concat([head, Buffer.from(tone(hertz, seconds, rate).buffer)])
}

export function tone(hertz: number, seconds: number, rate = 22_050): Int16Array {
  return Int16Array.from({ length: seconds * rate }, (_, i) => 8_000 * Math.sin((2 * Math.PI * hertz * i) / rate))
}

/** How loud a µ-law WAV of ours is: the root of the mean square, of 32,768. And how long, in seconds. */
export function heard(wav: Uint8Array): { loudness: number; seconds: number } {
  const bytes = wav.subarray(58, 58 + new DataView(wav.buffer, wav.byteOffset).getUint32(54, true))
  const squares = bytes.reduce((sum, byte) => sum + fromMuLaw(byte) ** 2, 0)
  return { loudness: Math.sqrt(squares / bytes.length), seconds: bytes.length / 8_000 }
}

/** G.711 read backwards. */
export function fromMuLaw(byte: number): number {
  const code = 255 - byte
  const size = (((code & 15) << 3) + 132) << ((code >> 4) & 7)
  return code & 128 ? 132 - size : size - 132
}
