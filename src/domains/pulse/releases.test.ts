import { beforeAll, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/setup/database.ts'
import { placed, trade } from '../../../tests/setup/trade.ts'
import { SYSTEM } from '../identity/identity.ts'
import {
  correctRelease,
  findRelease,
  listPrivacyBudgets,
  listReleases,
  makeRelease,
  PRIVACY,
  recount,
} from './pulse.ts'
import { nextReleaseAt, publicFrom, RELEASE_DAY } from './release/calendar.ts'

const here = (text: string) => new Date(`${text}+05:00`)
/** The day of the month on which releases become public, in a text. */
const day = String(RELEASE_DAY.day).padStart(2, '0')
const hour = String(RELEASE_DAY.hour).padStart(2, '0')

describe('the day of a release', () => {
  test('is the same day and hour of every month, on the clock of Pakistan', () => {
    expect(nextReleaseAt(here('2026-04-01T00:00:00'))).toEqual(here(`2026-04-${day}T${hour}:00:00`))
    expect(nextReleaseAt(here(`2026-04-${day}T${hour}:00:01`))).toEqual(here(`2026-05-${day}T${hour}:00:00`))
    // Midnight in Pakistan is still the month before in London.
    expect(nextReleaseAt(here('2026-12-31T23:59:00'))).toEqual(here(`2027-01-${day}T${hour}:00:00`))
  })

  test('is over when a release is made late, which is then public at once', () => {
    expect(publicFrom(here('2026-04-02T00:40:00'))).toEqual(here(`2026-04-${day}T${hour}:00:00`))
    const late = here('2026-04-28T00:40:00')
    expect(publicFrom(late)).toEqual(late)
  })
})

describe('releases of a market', () => {
  let market: TestDatabase
  const at = (text: string) => {
    market.clock.now = here(text)
  }
  const readable = (id: string) =>
    market.db
      .read((tx) => findRelease(tx, id))
      .then(
        () => true,
        () => false,
      )
  const make = () => makeRelease(market.db, SYSTEM, PRIVACY)
  const correct = (release_id: string, reason: string) =>
    correctRelease(market.db, SYSTEM, { release_id, reason }, PRIVACY)
  const budgets = () => market.db.read(listPrivacyBudgets)

  beforeAll(async () => {
    market = await testDatabase()
    at('2026-03-20T12:00:00')
    await market.db.tx(async (tx) => placed(tx, await trade(tx)))
    await market.db.tx((tx) => recount(tx, SYSTEM))
    at('2026-04-01T00:40:00')
    await make()
  }, 60_000)

  test('nobody reads one before its day, and everybody from then on', async () => {
    expect(await readable('2026-03')).toBe(false)
    expect(await market.db.read((tx) => listReleases(tx))).toEqual([])
    at(`2026-04-${day}T${hour}:00:00`)
    expect(await readable('2026-03')).toBe(true)
  })

  test('made again it is the same one, and costs nothing', async () => {
    at('2026-04-02T00:40:00')
    const before = await budgets()
    expect(await make()).toBeUndefined()
    expect(await budgets()).toEqual(before)
  })

  test('a mistake is put right at another address that says what it was; the wrong one stays as it is', async () => {
    at('2026-04-20T09:00:00')
    const wrong = await market.db.read((tx) => findRelease(tx, '2026-03'))
    expect(await correct('2026-03', ' A courier’s parcels were counted twice. ')).toBe('2026-03-v2')
    const right = await market.db.read((tx) => findRelease(tx, '2026-03-v2'))
    expect(right.facts.revision).toMatchObject({
      version: 2,
      changes: ['2026-04-20: A courier’s parcels were counted twice.'],
    })
    expect(await market.db.read((tx) => findRelease(tx, '2026-03'))).toEqual(wrong)
    const ids = (await market.db.read((tx) => listReleases(tx))).map(({ release_id }) => release_id)
    expect(ids).toEqual(['2026-03-v2', '2026-03'])
    const [budget] = await budgets()
    expect(budget?.spent_rho_millionths).toBe(2n * BigInt(PRIVACY.rho * 1e6))
  })

  test('a correction of a correction keeps the whole change log', async () => {
    at('2026-04-21T09:00:00')
    expect(await correct('2026-03-v2', 'One city had two names.')).toBe('2026-03-v3')
    const { facts } = await market.db.read((tx) => findRelease(tx, '2026-03-v3'))
    expect(facts.revision.changes.map((change) => change.slice(0, 10))).toEqual(['2026-04-20', '2026-04-21'])
  })

  test('an older month that is put right does not become the latest', async () => {
    at('2026-05-10T09:00:00')
    expect(await make()).toBe('2026-04')
    at('2026-05-11T09:00:00')
    await correct('2026-03', 'Once more.')
    const [latest] = await market.db.read((tx) => listReleases(tx, 1))
    expect(latest?.release_id).toBe('2026-04')
  })

  test('nothing is put right without a reason, and nothing that was never made', async () => {
    await expect(correct('2026-03', '  ')).rejects.toMatchObject({ code: 'invalid', reason: 'pulse.no_reason' })
    await expect(correct('2019-01', 'Too late.')).rejects.toMatchObject({
      code: 'not_found',
      reason: 'pulse.no_release',
    })
  })
})
