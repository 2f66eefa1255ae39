import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { DAY_MS, later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { sql } from '../../kit/sql/sql.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  asOperator,
  asRider,
  endOtherSessions,
  endRole,
  endSession,
  endSessionsOf,
  forgetStaleSessions,
  giveRole,
  isDueToBeSeen,
  listPeopleWithRole,
  listSessions,
  noteSeen,
  type Operator,
  openSessionFor,
  type Person,
  personOf,
  SYSTEM,
  seedPerson,
  sessionOf,
  setLanguage,
} from './identity.ts'

const { db, clock } = await testDatabase()
const start = clock.now
const at = <T>(ms: number, body: (tx: Tx) => Promise<T>): Promise<T> => {
  clock.now = later(start, ms)
  return db.tx(body)
}
let numbers = 0
const person = async (tx: Tx): Promise<Person> => ({
  kind: 'person',
  person_id: await seedPerson(tx, SYSTEM, { phone: `+9230000${40_000 + numbers++}`, language: 'en' }),
})
/** What a portal does with each request. */
const visit = (ms: number, token: string) =>
  at(ms, async (tx) => {
    const session = await sessionOf(tx, token)
    if (session && isDueToBeSeen(session, tx.now)) await noteSeen(tx, token)
    return session
  })
const signedIn = (kind: 'browser' | 'api' = 'browser') =>
  at(0, async (tx) => openSessionFor(tx, SYSTEM, (await person(tx)).person_id, kind))

describe('a session', () => {
  test('is found by its token only, and only the hash of the token is kept', async () => {
    const { token, session } = await signedIn()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(await at(0, (tx) => sessionOf(tx, token))).toEqual({ ...session, seen_at: start })
    for (const other of ['', 'x', session.session_id, `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`]) {
      expect(await at(0, (tx) => sessionOf(tx, other))).toBeUndefined()
    }
    const rows = await db.read((tx) => tx.all<{ row: string }>(sql`select s::text as row from sessions s`))
    const clear = [token, Buffer.from(token).toString('hex'), Buffer.from(token, 'base64url').toString('hex')]
    expect(rows.filter(({ row }) => clear.some((text) => row.includes(text)))).toEqual([])
  })

  test('of a browser ends after thirty idle days, and each visit begins them anew', async () => {
    const { token } = await signedIn()
    expect(await visit(29 * DAY_MS, token)).toBeDefined()
    expect(await visit(58 * DAY_MS, token)).toBeDefined()
    expect(await visit(88 * DAY_MS, token)).toBeUndefined()
    await at(88 * DAY_MS, (tx) => noteSeen(tx, token))
    expect(await visit(88 * DAY_MS, token)).toBeUndefined()
  })

  test('ends after ninety days, however often it is used', async () => {
    const browser = await signedIn()
    const program = await signedIn('api')
    for (const day of [20, 40, 60, 80]) await visit(day * DAY_MS, browser.token)
    for (const { token } of [browser, program]) {
      expect(await at(90 * DAY_MS - 1, (tx) => sessionOf(tx, token))).toBeDefined()
      expect(await at(90 * DAY_MS, (tx) => sessionOf(tx, token))).toBeUndefined()
    }
  })

  test('is written at most every five minutes', async () => {
    const { token, session } = await signedIn()
    const seenAt = () =>
      db.read((tx) =>
        tx.one<{ seen_at: Date }>(sql`select seen_at from sessions where session_id = ${session.session_id}`),
      )
    await visit(4 * MINUTE_MS, token)
    expect(await seenAt()).toEqual({ seen_at: start })
    await visit(6 * MINUTE_MS, token)
    expect(await seenAt()).toEqual({ seen_at: later(start, 6 * MINUTE_MS) })
  })

  test('is ended on the server by its owner, and by nobody else', async () => {
    const [mine, eves] = [await signedIn(), await signedIn()]
    const me = personOf(mine.session)
    await expect(at(0, (tx) => endSession(tx, personOf(eves.session), mine.session.session_id))).rejects.toMatchObject({
      code: 'not_found',
      reason: 'identity.session_unknown',
    })
    await at(0, (tx) => endSession(tx, me, mine.session.session_id))
    expect(await at(0, (tx) => sessionOf(tx, mine.token))).toBeUndefined()
    await expect(at(0, (tx) => endSession(tx, me, mine.session.session_id))).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  test('may be one of several, which are listed and ended together but for this one', async () => {
    const first = await signedIn()
    const me = personOf(first.session)
    const second = await at(0, (tx) => openSessionFor(tx, SYSTEM, me.person_id))
    expect(await at(0, (tx) => listSessions(tx, me))).toHaveLength(2)
    expect(await at(0, (tx) => endOtherSessions(tx, second.session))).toBe(1)
    expect((await at(0, (tx) => listSessions(tx, me))).map((one) => one.session_id)).toEqual([
      second.session.session_id,
    ])
    const dania: Operator = { kind: 'operator', person_id: me.person_id }
    expect(await at(0, (tx) => endSessionsOf(tx, dania, me.person_id))).toBe(1)
    expect(await at(0, (tx) => sessionOf(tx, second.token))).toBeUndefined()
  })

  test('speaks the language its person chose on another device', async () => {
    const { token, session } = await signedIn()
    await at(0, (tx) => setLanguage(tx, personOf(session), 'ur'))
    expect(await at(0, (tx) => sessionOf(tx, token))).toMatchObject({ language: 'ur' })
    await expect(at(0, (tx) => setLanguage(tx, personOf(session), 'klingon'))).rejects.toMatchObject({
      reason: 'identity.language_unknown',
    })
  })

  test('is forgotten a month after its end', async () => {
    const { session } = await signedIn()
    await at(0, (tx) => endSession(tx, personOf(session), session.session_id))
    await at(29 * DAY_MS, (tx) => forgetStaleSessions(tx, SYSTEM))
    const left = () =>
      db.read((tx) => tx.all(sql`select 1 as one from sessions where session_id = ${session.session_id}`))
    expect(await left()).toHaveLength(1)
    await at(31 * DAY_MS, (tx) => forgetStaleSessions(tx, SYSTEM))
    expect(await left()).toHaveLength(0)
  })
})

describe('a role of the market', () => {
  test('is given and taken back at once, in sessions that are open already', async () => {
    const { token, session } = await signedIn()
    const ghazi = personOf(session)
    await expect(at(0, (tx) => asRider(tx, ghazi))).rejects.toMatchObject({
      code: 'not_found',
      reason: 'identity.not_here',
    })
    await at(0, (tx) => giveRole(tx, SYSTEM, ghazi.person_id, 'rider'))
    await at(0, (tx) => giveRole(tx, SYSTEM, ghazi.person_id, 'rider'))
    expect(await at(0, (tx) => asRider(tx, ghazi))).toEqual({ kind: 'rider', person_id: ghazi.person_id })
    expect(await at(0, (tx) => sessionOf(tx, token))).toMatchObject({ roles: ['rider'] })
    await expect(at(0, (tx) => asOperator(tx, ghazi))).rejects.toMatchObject({ code: 'not_found' })
    await at(0, (tx) => endRole(tx, SYSTEM, ghazi.person_id, 'rider'))
    await expect(at(0, (tx) => asRider(tx, ghazi))).rejects.toMatchObject({ code: 'not_found' })
    expect(await at(0, (tx) => sessionOf(tx, token))).toMatchObject({ roles: [] })
    await expect(at(0, (tx) => endRole(tx, SYSTEM, ghazi.person_id, 'rider'))).rejects.toMatchObject({
      reason: 'identity.role_unknown',
    })
  })

  test('cannot be taken from oneself, so that a market always has an operator', () =>
    rolledBack(async (tx) => {
      const { person_id } = await person(tx)
      await giveRole(tx, SYSTEM, person_id, 'operator')
      const dania = await asOperator(tx, { kind: 'person', person_id })
      expect(await listPeopleWithRole(tx, dania, 'operator')).toMatchObject([{ person_id }])
      await expect(endRole(tx, dania, person_id, 'operator')).rejects.toMatchObject({
        code: 'forbidden',
        reason: 'identity.own_role',
      })
      const nobody = '0199a000-0000-7000-8000-0000000000ff'
      await expect(giveRole(tx, dania, nobody, 'rider')).rejects.toMatchObject({ reason: 'identity.person_unknown' })
    }))
})
