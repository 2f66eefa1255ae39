import { setImmediate as nextTurn } from 'node:timers/promises'

/** Samples a second on a telephone line, a byte each. */
const RATE = 8_000
/** What lies above would be heard as another tone: half of the rate, and room for the filter. */
const HIGHEST_HZ = 3_600
/** Samples of the source on each side of one that the filter looks at. */
const REACH = 24

/**
 * Sound as telephones have it, in a WAV file that browsers and telephone services play: one channel, 8,000 samples a
 * second, µ-law (ITU-T G.711). `samples` are 16 bits each, `rate` of them a second. A second of sound is worked on at a
 * time, so that nobody waits for a minute of it.
 */
export async function telephoneWav(samples: Int16Array, rate: number): Promise<Uint8Array<ArrayBuffer>> {
  const common = commonOf(rate, RATE)
  const [phases, step] = [RATE / common, rate / common]
  const filter = lowPass(rate, phases)
  // Silence on both sides, so that the filter may look beyond the ends.
  const padded = new Float32Array(samples.length + 2 * REACH)
  padded.set(samples, REACH)
  const sound = new Uint8Array(Math.floor((samples.length * RATE) / rate))
  for (let i = 0; i < sound.length; i++) {
    if (i % RATE === 0) await nextTurn()
    const at = Math.floor((i * step) / phases)
    const row = ((i * step) % phases) * 2 * REACH
    let sum = 0
    for (let k = 0; k < 2 * REACH; k++) sum += (filter[row + k] ?? 0) * (padded[at + k + 1] ?? 0)
    sound[i] = muLaw(sum)
  }
  return wavOf(sound)
}

/** A windowed sinc for each place of a new sample between two old ones; each row leaves a steady tone as it is. */
function lowPass(rate: number, phases: number): Float32Array {
  const filter = new Float32Array(phases * 2 * REACH)
  for (let phase = 0; phase < phases; phase++) {
    const row = filter.subarray(phase * 2 * REACH, (phase + 1) * 2 * REACH)
    for (let k = 0; k < row.length; k++) {
      const away = k + 1 - REACH - phase / phases
      const turn = (2 * Math.PI * HIGHEST_HZ * away) / rate
      row[k] = (away === 0 ? 1 : Math.sin(turn) / turn) * (0.5 + 0.5 * Math.cos((Math.PI * away) / REACH))
    }
    const whole = row.reduce((sum, one) => sum + one, 0)
    for (let k = 0; k < row.length; k++) row[k] = (row[k] ?? 0) / whole
  }
  return filter
}

const commonOf = (a: number, b: number): number => (b === 0 ? a : commonOf(b, a % b))

/** One sample as its byte in ITU-T G.711: a sign, eight segments, each twice as wide as the last, of sixteen steps. */
function muLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const size = Math.min(Math.round(Math.abs(sample)), 32_635) + 132
  const segment = 24 - Math.clz32(size)
  return 255 - (sign | (segment << 4) | ((size >> (segment + 3)) & 15))
}

/** RIFF with the parts that a sound other than plain numbers must have: fmt of 18 bytes, fact, data. */
function wavOf(sound: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = Buffer.alloc(58 + sound.length + (sound.length % 2))
  file.write('RIFF', 0)
  file.writeUInt32LE(file.length - 8, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(18, 16)
  file.writeUInt16LE(7, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE, 28)
  file.writeUInt16LE(1, 32)
  file.writeUInt16LE(8, 34)
  file.write('fact', 38)
  file.writeUInt32LE(4, 42)
  file.writeUInt32LE(sound.length, 46)
  file.write('data', 50)
  file.writeUInt32LE(sound.length, 54)
  file.set(sound, 58)
  return new Uint8Array(file)
}
