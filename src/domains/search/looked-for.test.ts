import { beforeEach, describe, expect, test } from 'vitest'
import { bazaar } from '../../../tests/setup/bazaar.ts'
import { testDatabase, testKeys } from '../../../tests/setup/database.ts'
import { DAY_MS } from '../../kit/clock/clock.ts'
import { openLog } from '../../kit/log/log.ts'
import { sql } from '../../kit/sql/sql.ts'
import {
  forgetLooks,
  hiddenWords,
  hideWord,
  type Look,
  Lookers,
  lookedForInVain,
  PEOPLE_LEAST,
  peopleLookedFor,
  showWord,
  wantedTerms,
} from './looked-for.ts'

const { db, clock } = await testDatabase()
const { dania } = await db.tx(bazaar)
const MONDAY = new Date('2026-03-02T08:00:00Z')
let lookers: Lookers

beforeEach(async () => {
  clock.now = MONDAY
  lookers = new Lookers(db, testKeys, () => clock.now, openLog('silent'))
  await db.tx(async (tx) => {
    tx.send(sql`delete from search_lookers`)
    tx.send(sql`delete from search_terms`)
  })
})

const look = (text: string, who: Partial<Look>): Look => ({
  ...{ text, is_found: true, person_id: undefined, visit_id: '', address: '203.0.113.1' },
  ...who,
})
/** So many people who are signed in, each with a number. */
function people(text: string, from: number, to: number, more: Partial<Look> = {}): void {
  for (let i = from; i < to; i++) lookers.note(look(text, { person_id: `person ${i}`, ...more }))
}
const stranger = (i: number): Partial<Look> => ({
  visit_id: `visit ${i}`,
  address: `10.${i % 200}.${Math.trunc(i / 200)}.7`,
})
const shown = () => db.read((tx) => peopleLookedFor(tx, 10))
async function tomorrow(): Promise<string[]> {
  await lookers.flush()
  clock.now = new Date(clock.now.getTime() + DAY_MS)
  return shown()
}

describe('what people looked for', () => {
  test('is not shown for nineteen people, and is for twenty', async () => {
    people('lawn suit', 0, PEOPLE_LEAST - 1)
    expect(await tomorrow()).toEqual([])
    expect(await db.read((tx) => tx.all(sql`select words from search_terms`))).toEqual([])
    clock.now = MONDAY
    people('Lawn  SUIT!', PEOPLE_LEAST - 1, PEOPLE_LEAST)
    expect(await tomorrow()).toEqual(['lawn suit'])
  })

  test('is not shown because Eve looks a hundred times', async () => {
    for (let i = 0; i < 100; i++) {
      lookers.note(look('eve wants this', { person_id: 'eve' }))
      if (i % 10 === 0) await lookers.flush()
    }
    expect(await tomorrow()).toEqual([])
  })

  test('is not shown because Eve clears her browser, or carries it from network to network', async () => {
    for (let i = 0; i < 100; i++) lookers.note(look('cleared', { visit_id: `visit ${i}` }))
    for (let i = 0; i < 100; i++) lookers.note(look('carried', { ...stranger(i), visit_id: 'one' }))
    for (let i = 0; i < 100; i++) lookers.note(look('one house', { visit_id: `visit ${i}`, address: `203.0.113.${i}` }))
    for (let i = 0; i < 100; i++) lookers.note(look('no browser', { address: `10.0.${i}.1` }))
    expect(await tomorrow()).toEqual([])
    for (let i = 0; i < PEOPLE_LEAST; i++) lookers.note(look('strangers', stranger(i)))
    expect(await tomorrow()).toEqual(['strangers'])
  })

  test('does not count somebody twice, once signed in and once as a stranger', async () => {
    for (let i = 0; i < PEOPLE_LEAST - 1; i++) {
      lookers.note(look('khussa', { person_id: `person ${i}` }))
      lookers.note(look('khussa', stranger(i)))
    }
    expect(await tomorrow()).toEqual([])
  })

  test('does not add people of one week to those of another', async () => {
    people('khussa', 0, 15)
    await lookers.flush()
    clock.now = new Date(MONDAY.getTime() + 7 * DAY_MS)
    people('khussa', 15, 30)
    expect(await tomorrow()).toEqual([])
  })

  test('is told a day later at the earliest, so that nobody sees who was the twentieth', async () => {
    people('khussa', 0, PEOPLE_LEAST)
    await lookers.flush()
    expect(await shown()).toEqual([])
    clock.now = new Date(MONDAY.getTime() + DAY_MS)
    expect(await shown()).toEqual(['khussa'])
  })

  test.each([
    ['a telephone number', '0300 1234567'],
    ['a number in Urdu digits', '۰۳۰۰۱۲۳۴۵۶۷'],
    ['a CNIC', '35202-1234567-1'],
    ['an e-mail address', 'ayesha@example.pk'],
    ['half an e-mail address', 'ayesha gmail com'],
    ['a page', 'www.example.com'],
    ['a blocked word', 'desi Sharab'],
    ['a blocked word in Urdu', 'دیسی شراب'],
    ['a whole sentence', 'who lives in the house beside the mosque'],
    ['one letter', 'k'],
  ])('is never %s, however many type it', async (_, text) => {
    people(text, 0, 40)
    await lookers.flush()
    expect(await db.read((tx) => tx.all(sql`select 1 from search_lookers`))).toEqual([])
  })

  test('is an honest search with numbers all the same', async () => {
    people('iphone 13 pro 256', 0, 20)
    expect(await tomorrow()).toEqual(['iphone 13 pro 256'])
  })

  test('an operator takes a word off, and puts it back', async () => {
    people('rude word', 0, 20)
    people('fine', 0, 20)
    expect(await tomorrow()).toEqual(['fine', 'rude word'])
    await db.tx(async (tx) => hideWord(tx, dania, 'RUDE'))
    expect(await shown()).toEqual(['fine'])
    expect(await db.read((tx) => hiddenWords(tx, dania))).toEqual(['rude'])
    await db.tx(async (tx) => showWord(tx, dania, 'rude'))
    expect(await shown()).toEqual(['fine', 'rude word'])
    for (const text of ['', ' … ', 'x'.repeat(41)]) {
      await expect(db.tx(async (tx) => hideWord(tx, dania, text))).rejects.toMatchObject({
        reason: 'search.hidden_word',
      })
    }
  })
})

describe('what is kept of who looked', () => {
  test('names nobody, holds no words, and cannot be put together for one person', async () => {
    people('khussa', 0, 1)
    people('lawn suit', 0, 1)
    for (const text of ['khussa', 'lawn suit']) lookers.note(look(text, stranger(1)))
    await lookers.flush()
    const rows = await db.read((tx) =>
      tx.all<{ row: string; who_key: Buffer }>(sql`
      select l::text as row, who_key from search_lookers l`),
    )
    expect(rows).toHaveLength(6)
    expect(new Set(rows.map(({ who_key }) => who_key.toString('hex'))).size).toBe(6)
    for (const { row } of rows) expect(row).not.toMatch(/khussa|lawn|person 0|10\.1/)
  })

  test('counts are rounded down, and found and not found are told apart', async () => {
    people('teepoy', 0, 37, { is_found: false })
    await lookers.flush()
    clock.now = new Date(MONDAY.getTime() + DAY_MS)
    expect(await shown()).toEqual([])
    expect(await db.read((tx) => lookedForInVain(tx, dania))).toEqual([
      { words: 'teepoy', people_count: 30, week: '2026-03-02' },
    ])
  })

  test('of a province is told once twenty people of it typed it, and then not beside the whole market', async () => {
    const inVain = { is_found: false }
    people('charkha', 0, 20, { ...inVain, area: 'punjab' })
    people('charkha', 20, 39, { ...inVain, area: 'sindh' })
    people('takhti', 0, 25, inVain)
    for (let i = 0; i < 40; i++) lookers.note(look('charkha', { ...inVain, person_id: 'eve', area: 'sindh' }))
    await lookers.flush()
    clock.now = new Date(MONDAY.getTime() + DAY_MS)
    const told = async (area?: string) =>
      (await db.read((tx) => wantedTerms(tx, false, 8, area))).map((one) => [one.words, one.area, one.now_count])
    const of = { charkha: ['charkha', '', 40], takhti: ['takhti', '', 20] }
    expect(await told('punjab')).toEqual([['charkha', 'punjab', 20], of.takhti])
    expect(await told('sindh')).toEqual([['charkha', 'sindh', 20], of.takhti])
    expect(await told('kp')).toEqual([of.charkha, of.takhti])
    expect(await told()).toEqual([of.charkha, of.takhti])
    expect(await db.read((tx) => lookedForInVain(tx, dania))).toHaveLength(2)
  })

  test('is gone when its week is over, and the words after eight weeks', async () => {
    people('khussa', 0, 20)
    await lookers.flush()
    const counts = () =>
      db.read((tx) =>
        tx.one(sql`
          select (select count(*)::int from search_lookers) as lookers,
            (select count(*)::int from search_terms) as terms`),
      )
    const forgetAfter = async (days: number) => {
      clock.now = new Date(MONDAY.getTime() + days * DAY_MS)
      await db.tx(forgetLooks)
      return counts()
    }
    expect(await forgetAfter(6)).toEqual({ lookers: 20, terms: 1 })
    expect(await forgetAfter(7)).toEqual({ lookers: 0, terms: 1 })
    expect(await forgetAfter(8 * 7)).toEqual({ lookers: 0, terms: 1 })
    expect(await forgetAfter(9 * 7)).toEqual({ lookers: 0, terms: 0 })
  })

  test('a flood is held to some thousand, and costs nobody a page', async () => {
    for (let i = 0; i < 20_000; i++) lookers.note(look(`word ${i % 3_000}`, { person_id: `person ${i}` }))
    await lookers.flush()
    const row = await db.read((tx) => tx.one<{ count: number }>(sql`select count(*)::int as count from search_lookers`))
    expect(row?.count).toBeLessThanOrEqual(5_000)
  })
})
