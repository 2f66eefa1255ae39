import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { telephoneWav } from '../telephone.ts'
import { fromMuLaw, heard, scriptsInFolder, tone, toneWav } from '../testing.ts'
import { findEspeak } from './espeak.ts'

const SENTENCES = {
  en: ['Of every hundred orders, between 52 and 63 are paid in cash at the door.'],
  ur: ['ہر 100 آرڈر میں سے 52 تا 63 کی رقم دروازے پر نقد دی جاتی ہے۔'],
} as const

describe('sound for telephones', () => {
  test('keeps a tone that telephones carry, and its length', async () => {
    const { loudness, seconds } = heard(await telephoneWav(tone(1_000, 2), 22_050))
    expect(seconds).toBe(2)
    // A sine of 8,000 has that over the root of two.
    expect(loudness).toBeGreaterThan(5_500)
    expect(loudness).toBeLessThan(5_800)
  })

  test('leaves out what would be heard as another tone', async () => {
    expect(heard(await telephoneWav(tone(6_000, 1), 22_050)).loudness).toBeLessThan(60)
  })

  test('writes the bytes that G.711 prints for the ends and the middle', async () => {
    const steady = async (value: number) => (await telephoneWav(new Int16Array(8_000).fill(value), 8_000))[58 + 4_000]
    expect(await Promise.all([0, 32_767, -32_768].map(steady))).toEqual([0xff, 0x80, 0x00])
    for (const value of [100, -100, 1_000, -9_000]) {
      // A step of G.711 is at most a sixteenth of the value wide.
      expect(Math.abs(fromMuLaw((await steady(value)) ?? 0) - value)).toBeLessThan(Math.abs(value) / 16)
    }
  })
})

describe('espeak-ng', async () => {
  const programs = scriptsInFolder()
  afterAll(programs.remove)
  const espeak = await findEspeak()

  test('is not found where there is none, and not taken where it knows no Urdu', async () => {
    expect(await findEspeak({ program: '/nowhere/espeak-ng' })).toBeUndefined()
    expect(await findEspeak({ program: 'true' })).toBeUndefined()
  })

  test.skipIf(!espeak).each(['en', 'ur'] as const)('says a sentence aloud, in %s', async (language) => {
    const said = await espeak?.say(SENTENCES[language], language)
    expect(said?.outcome).toBe('done')
    const { loudness, seconds } = heard(said?.outcome === 'done' ? said.value : new Uint8Array(58))
    expect(seconds).toBeGreaterThan(3)
    expect(seconds).toBeLessThan(12)
    expect(loudness).toBeGreaterThan(300)
  })

  test('is given the text by stdin, whole and as it is', async () => {
    const program = programs.script('listens', 'cat > said.txt; echo "$@" > words.txt; exit 3')
    const voice = await findEspeak({ program })
    const sentence = '--version; $(touch gone) "x" ہے'
    expect(await voice?.say([sentence, 'Two.'], 'ur')).toMatchObject({ outcome: 'retry' })
    expect(readFileSync(`${programs.folder}/said.txt`, 'utf8')).toBe(`${sentence}\n\nTwo.`)
    expect(readFileSync(`${programs.folder}/words.txt`, 'utf8')).toBe('-v ur -s 145 -b 1 --stdin --stdout\n')
    expect(readdirSync(programs.folder)).not.toContain('gone')
  })

  test('is ended when it takes too long, and when it says too much', async () => {
    const slow = await findEspeak({ program: programs.script('slow', 'exec sleep 60'), longest_ms: 500 })
    expect(await slow?.say(['One.'], 'en')).toMatchObject({ outcome: 'retry' })
    const long = await findEspeak({ program: programs.script('long', 'exec cat /dev/zero') })
    expect(await long?.say(['One.'], 'en')).toMatchObject({ outcome: 'retry' })
  })

  test('is believed only when what comes is sound', async () => {
    const odd = await findEspeak({
      program: programs.script('odd', 'echo "no sound at all, but words that go on and on"'),
    })
    expect(await odd?.say(['One.'], 'en')).toMatchObject({ outcome: 'never' })
    expect(await odd?.say(['word '.repeat(5_000)], 'en')).toMatchObject({ outcome: 'never' })
  })

  test('says one thing after the other, whoever asks', async () => {
    writeFileSync(`${programs.folder}/tone.wav`, toneWav(440, 1))
    const words = 'echo begins >> runs.txt; cat > /dev/null; cat tone.wav; echo ends >> runs.txt'
    const voice = await findEspeak({ program: programs.script('tone', words) })
    const said = await Promise.all(['One.', 'Two.', 'Three.'].map((one) => voice?.say([one], 'en')))
    expect(said.map((one) => one?.outcome)).toEqual(['done', 'done', 'done'])
    expect(readFileSync(`${programs.folder}/runs.txt`, 'utf8')).toBe('begins\nends\n'.repeat(3))
  })
})
