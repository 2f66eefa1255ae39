import { readFileSync, writeFileSync } from 'node:fs'
import { SaxesParser } from 'saxes'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { orderRows } from '../../../bench/pulse-rows.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../tests/setup/market.ts'
import { findEspeak } from '../../adapters/voice/espeak/espeak.ts'
import { heard, scriptsInFolder, toneWav } from '../../adapters/voice/testing.ts'
import { type Figure, findRelease } from '../../domains/pulse/pulse.ts'
import { readText, releaseOf } from '../../domains/pulse/testing.ts'
import { done } from '../../kit/errors/outcome.ts'
import { sql } from '../../kit/sql/sql.ts'
import { LOCALES, type Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import type { Voice } from '../../kit/voice/voice.ts'
import { openWeb } from '../web/web.ts'
import { pulsePortal } from './pulse.tsx'
import { spokenMinute } from './spoken.ts'
import { soundOf } from './spoken-sound.ts'
import { voiceDocument } from './spoken-voice.ts'

/** What a telephone service understands of a document: each sentence with its language, and where it pauses. */
function readOut(xml: string): { said: string[]; languages: Set<string>; tags: string[] } {
  const [said, languages, tags]: [string[], Set<string>, string[]] = [[], new Set(), []]
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    tags.push(name)
    if (name !== 'Say') return
    languages.add(attributes.language ?? '')
    said.push('')
  })
  parser.on('text', (text) => {
    if (said.length > 0) said[said.length - 1] += text
  })
  parser.write(xml).close()
  return { said: said.map((one) => one.trim()), languages, tags }
}

/** A published row whose interval is as narrow as can be. */
const row = (figure: string, place: Partial<Figure>, value: number): Figure => ({
  ...{ figure, period: 'all', area: '', category: '', payment_method: '', outcome: '', group: '' },
  ...{ value, lower: value, upper: value, orders: 100, status: 'published', ...place },
})

const FIXED = '/pulse/2025-12/spoken'

describe('the spoken minute', async () => {
  let market: TestMarket
  let kamal: Visitor
  const espeak = await findEspeak()
  const programs = scriptsInFolder()
  afterAll(programs.remove)

  beforeAll(async () => {
    market = await testMarket()
    kamal = await market.visitor()
    const { facts, files } = releaseOf(await readText(Buffer.concat([...orderRows(20_000, 3)])), { seed: '3' })
    const row = (id: string, public_at: Date) =>
      sql`(${id}, ${market.market.now()}, ${public_at}, ${facts}::jsonb, ${files['figures.csv']})`
    const now = market.market.now()
    await market.market.db.tx((tx) =>
      tx.count(sql`
        insert into pulse_releases (release_id, made_at, published_at, facts, figures_csv)
        values ${row('2025-12', now)}, ${row('2025-11', now)}, ${row('2025-10', now)},
          ${row('2099-12', new Date('2099-12-31'))}`),
    )
  })

  /** The same market on a machine that reads aloud with another program, or with none. */
  function withVoice(voice: Voice | undefined) {
    const changed = { ...market.market, voice }
    const web = openWeb(changed, () => undefined)
    web.route('/', pulsePortal(changed))
    return (path: string, headers: Record<string, string> = {}) => web.request(`${market.base}${path}`, { headers })
  }

  const lines = async (path: string) => (await (await kamal.get(path)).text()).trim().split('\n')

  test.each(LOCALES)('is a minute long at most, and holds nothing that a voice spells out, in %s', async (locale) => {
    const text = (await lines(`${FIXED}.${locale}.txt`)).join('\n')
    // 140 to 160 words are read in a minute.
    expect(text.split(/\s+/).length).toBeLessThanOrEqual(150)
    expect(text).not.toMatch(/\p{Lu}{2}|\bRs\b|[\p{S}%&_/\\()[\]{}<>\d]/u)
    if (locale === 'ur') expect(text).not.toMatch(/\p{Script=Latin}/u)
  })

  test.each(LOCALES)('is a document for telephones that says the sentences of the text, in %s', async (locale) => {
    const answer = await kamal.get(`${FIXED}.${locale}.xml`)
    expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8')
    const text = await kamal.get(`${FIXED}.${locale}.txt`)
    expect(answer.headers.get('cache-control')).toBe(text.headers.get('cache-control'))
    const { said, languages, tags } = readOut(await answer.text())
    // Roman Urdu cannot be said: who reads it hears Urdu.
    expect(said).toEqual(await lines(`${FIXED}.${locale === 'en' ? 'en' : 'ur'}.txt`))
    expect([...languages]).toEqual([locale === 'en' ? 'en-GB' : 'ur-IN'])
    expect(tags).toEqual(['Response', ...said.flatMap((_, i) => (i === 0 ? ['Say'] : ['Pause', 'Say']))])
    expect(await (await kamal.get(`/pulse/spoken.xml?lang=${locale}`)).text()).toContain(said[0])
  })

  test('holds no sign of a name that a voice would spell out, and reads large numbers as one', () => {
    const area = 'outside Mirpur_Khas & "Co/2"'
    const share = (period: string) => row('payment_share_orders', { period, area, payment_method: 'M&P_pay' }, 0.5)
    const price = (period: string, value: number) => row('price_index', { period }, value)
    const figures = [...['all', '2024', '2025'].map(share), price('2024-01', 100), price('2025-12', 1_350)]
    const { sentences, withDigits } = spokenMinute(figures, '2025-12', { t: speak('en'), nameOf: () => undefined })
    expect(sentences.join('\n')).toContain('Outside Mirpur Khas Co two, of every hundred')
    expect(sentences.join('\n')).toContain('paid like this: M P pay.')
    expect(sentences.join('\n')).toContain('about one thousand two hundred fifty percent')
    expect(withDigits.join('\n')).toContain('about 1250 percent')
  })

  test('is markup for no name, whatever stands in it', () => {
    const odd = 'Prices of "A & B" <Hangup/> fell; then ]]> ended'
    expect(readOut(voiceDocument([odd, 'Two.'], 'en')).said).toEqual([odd, 'Two.'])
  })

  test('is read to telephone services that ask by POST, and nothing else is', async () => {
    const call = (path: string) => fetch(`${market.base}${path}`, { method: 'POST', body: 'CallSid=CA1&From=%2B92300' })
    for (const path of ['/pulse/spoken.xml?lang=ur', `${FIXED}.ur.xml`]) {
      const told = await call(path)
      expect([path, told.status]).toEqual([path, 200])
      expect(readOut(await told.text()).said).toEqual(await lines(`${FIXED}.ur.txt`))
    }
    for (const path of ['/pulse/spoken.wav', `${FIXED}.ur.txt`, '/pulse/2025-12/figures.csv', '/pulse', '/cart/x.xml'])
      expect([path, (await call(path)).status]).toEqual([path, 403])
  })

  test.each(['txt', 'xml', 'wav'])('is refused of a release or a language that is not there, as %s', async (kind) => {
    for (const path of [
      '/pulse/2001-01/spoken.ur',
      '/pulse/2099-12/spoken.ur',
      `${FIXED}.fr`,
      `${FIXED}.`,
      `${FIXED}.UR`,
    ])
      expect([path, (await kamal.get(`${path}.${kind}`)).status]).toEqual([path, 404])
  })

  test.skipIf(!espeak).each(['en', 'ur'] as const)('is heard for about a minute, in %s', async (locale) => {
    const page = await (await kamal.get(`/pulse/spoken?lang=${locale}`)).text()
    const [, told] = new RegExp(`href="${FIXED}\\.${locale}\\.wav"[^§]*?\\D(\\d+) (?:kB|کلو)`).exec(page) ?? []
    const answer = await kamal.get(`${FIXED}.${locale}.wav`)
    expect(answer.headers.get('content-type')).toBe('audio/wav')
    const wav = new Uint8Array(await answer.arrayBuffer())
    expect(Number(told)).toBe(Math.ceil(wav.length / 1_000))
    const { loudness, seconds } = heard(wav)
    expect(seconds).toBeGreaterThan(20)
    expect(seconds).toBeLessThan(90)
    expect(loudness).toBeGreaterThan(300)
    const latest = await (await kamal.get(`/pulse/spoken.wav?lang=${locale}`)).arrayBuffer()
    expect(Buffer.compare(Buffer.from(latest), wav)).toBe(0)
  })

  test('is made once for all who listen, and sent in parts to players that ask for parts', async () => {
    writeFileSync(`${programs.folder}/tone.wav`, toneWav(440, 1))
    const program = programs.script('counts', 'echo run >> runs.txt; cat > said.txt; cat tone.wav')
    const ask = withVoice(await findEspeak({ program }))
    const path = '/pulse/2025-11/spoken'
    const all = await Promise.all(['.ur.wav', '.roman-ur.wav', '.ur.wav'].map((end) => ask(`${path}${end}`)))
    expect(all.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(readFileSync(`${programs.folder}/runs.txt`, 'utf8')).toBe('run\n')
    // A voice that spells by rules is given digits: 72 is written in Urdu as "better" is.
    const said = readFileSync(`${programs.folder}/said.txt`, 'utf8')
    expect(said.match(/\d+/g)?.length).toBeGreaterThan(5)
    const whole = Buffer.from(new Uint8Array((await all[0]?.arrayBuffer()) ?? []))
    const part = async (range: string) => {
      const answer = await ask(`${path}.ur.wav`, { range })
      const bytes = Buffer.from(await answer.arrayBuffer())
      return [answer.status, answer.headers.get('content-range'), bytes.toString('hex')]
    }
    const size = whole.length
    const hex = (from: number, to?: number) => whole.subarray(from, to).toString('hex')
    expect(await part('bytes=0-57')).toEqual([206, `bytes 0-57/${size}`, hex(0, 58)])
    expect(await part(`bytes=${size - 4}-`)).toEqual([206, `bytes ${size - 4}-${size - 1}/${size}`, hex(size - 4)])
    expect(await part('bytes=-4')).toEqual([206, `bytes ${size - 4}-${size - 1}/${size}`, hex(size - 4)])
    expect(await part(`bytes=${size}-`)).toEqual([416, `bytes */${size}`, ''])
    expect(await part('bytes=-')).toEqual([200, null, hex(0)])
  })

  test.each(LOCALES)('is no sound where nothing reads aloud: no link, and a clear no, in %s', async (locale) => {
    await saysNo(withVoice(undefined), '2025-12', { locale, status: 404, why: 'pulse.spoken.no_voice' })
  })

  test.each(LOCALES)('is text alone while the program that reads aloud is broken, in %s', async (locale) => {
    const voice = await findEspeak({ program: programs.script('broken', 'exit 1') })
    await saysNo(withVoice(voice), '2025-10', { locale, status: 503, why: 'pulse.spoken.no_sound' })
  })

  test('is made again a minute after it failed, however it failed', async () => {
    const voice: Voice = { say: () => Promise.reject(new Error('too many open files')) }
    const row = await market.market.db.read((tx) => findRelease(tx, '2025-10'))
    let now = new Date('2026-01-01T10:00:00Z')
    const broken = { ...market.market, voice, now: () => now }
    await expect(soundOf(broken, row, 'en')).rejects.toThrow('open files')
    const said = new Uint8Array([1, 2, 3])
    const mended: Voice = { say: () => Promise.resolve(done(said)) }
    now = new Date('2026-01-01T10:02:00Z')
    expect(await soundOf({ ...broken, voice: mended }, row, 'en')).toBe(said)
  })

  async function saysNo(
    ask: ReturnType<typeof withVoice>,
    release: string,
    { locale, status, why }: { locale: Locale; status: number; why: 'pulse.spoken.no_voice' | 'pulse.spoken.no_sound' },
  ): Promise<void> {
    const no = await ask(`/pulse/${release}/spoken.ur.wav?lang=${locale}`)
    expect(no.status).toBe(status)
    expect(await no.text()).toContain(speak(locale)(why))
    const page = await (await ask(`/pulse/spoken?lang=${locale}`)).text()
    if (status === 404) expect(page).not.toContain('.wav')
    expect(page).toContain(`spoken.${locale}.txt`)
  }
})
