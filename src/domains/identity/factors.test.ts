import { describe, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../../tests/setup/database.ts'
import { later, MINUTE_MS } from '../../kit/clock/clock.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import {
  addTotp,
  askSignInCode,
  confirmTotp,
  forgetFactors,
  hasTotp,
  LIMITS,
  type Operator,
  openSessionFor,
  proveByTotp,
  removeTotp,
  type Session,
  SYSTEM,
  seedPerson,
  signIn,
} from './identity.ts'
import { codeOfApp } from './test-devices.ts'

const PHONE = '+923000080001'
const farah = async (tx: Tx): Promise<Session> => {
  const personId = await seedPerson(tx, SYSTEM, { phone: PHONE, name: 'Farah', language: 'ur' })
  return (await openSessionFor(tx, SYSTEM, personId)).session
}
const STEP_MS = 30_000
const wrong = (digits: string) => String((Number(digits) + 1) % 1_000_000).padStart(6, '0')

async function paired() {
  const { db, clock } = await testDatabase()
  const session = await db.tx(farah)
  const { secret } = await db.tx((tx) => addTotp(tx, session, 'Bharosa'))
  await db.tx((tx) => confirmTotp(tx, session, codeOfApp(secret, clock.now)))
  return { db, clock, session, secret }
}

describe('an authenticator app', () => {
  test('counts only once its first digits were right', () =>
    rolledBack(async (tx) => {
      const session = await farah(tx)
      const { secret, uri } = await addTotp(tx, session, 'Bharosa')
      expect(uri).toContain('otpauth://totp/Bharosa')
      expect(uri).not.toContain('92300')
      await expect(proveByTotp(tx, session, codeOfApp(secret, tx.now))).rejects.toMatchObject({
        code: 'not_found',
        reason: 'identity.totp_missing',
      })
      await expect(confirmTotp(tx, session, wrong(codeOfApp(secret, tx.now)))).rejects.toMatchObject({
        code: 'invalid',
        reason: 'identity.totp_wrong',
      })
      expect(await hasTotp(tx, session)).toBe(false)
      await confirmTotp(tx, session, codeOfApp(secret, tx.now))
      expect(await hasTotp(tx, session)).toBe(true)
      await expect(addTotp(tx, session, 'Bharosa')).rejects.toMatchObject({ reason: 'identity.totp_exists' })
      await expect(confirmTotp(tx, session, '000000')).rejects.toMatchObject({ reason: 'identity.totp_exists' })
    }))

  test('proves with each digits once, and never with older ones', async () => {
    const { db, clock, session, secret } = await paired()
    const used = codeOfApp(secret, clock.now)
    const refused = { code: 'invalid', reason: 'identity.totp_wrong' }
    await expect(db.tx((tx) => proveByTotp(tx, session, used))).rejects.toMatchObject(refused)
    clock.now = later(clock.now, STEP_MS)
    const next = codeOfApp(secret, clock.now)
    expect((await db.tx((tx) => proveByTotp(tx, session, next))).proved_at).toEqual(clock.now)
    await expect(db.tx((tx) => proveByTotp(tx, session, next))).rejects.toMatchObject(refused)
    await expect(db.tx((tx) => proveByTotp(tx, session, used))).rejects.toMatchObject(refused)
    await expect(db.tx((tx) => proveByTotp(tx, session, 'abc'))).rejects.toMatchObject(refused)
  })

  test('lets one of two equal answers pass that come at the same moment', async () => {
    const { db, clock, session, secret } = await paired()
    clock.now = later(clock.now, STEP_MS)
    const digits = codeOfApp(secret, clock.now)
    const both = await Promise.allSettled([1, 2].map(() => db.tx((tx) => proveByTotp(tx, session, digits))))
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('is not guessed: ten tries an hour, and they stay counted', async () => {
    const { db, clock, session, secret } = await paired()
    clock.now = later(clock.now, STEP_MS)
    const digits = codeOfApp(secret, clock.now)
    for (let i = 1; i < LIMITS.proofs_per_person.most; i++) {
      await expect(db.tx((tx) => proveByTotp(tx, session, wrong(digits)))).rejects.toMatchObject({ code: 'invalid' })
    }
    await expect(db.tx((tx) => proveByTotp(tx, session, digits))).rejects.toMatchObject({ code: 'limit' })
  })

  test('is added and removed only soon after a proof', () =>
    rolledBack(async (tx) => {
      const session = await farah(tx)
      const stale = { ...session, proved_at: later(tx.now, -11 * MINUTE_MS) }
      const refused = { code: 'forbidden', reason: 'identity.prove_first' }
      await expect(addTotp(tx, stale, 'Bharosa')).rejects.toMatchObject(refused)
      await expect(confirmTotp(tx, { ...stale, proved_at: null }, '000000')).rejects.toMatchObject(refused)
      await expect(removeTotp(tx, stale)).rejects.toMatchObject(refused)
      await expect(removeTotp(tx, session)).rejects.toMatchObject({ reason: 'identity.totp_missing' })
      await addTotp(tx, session, 'Bharosa')
      await removeTotp(tx, session)
      expect(await hasTotp(tx, session)).toBe(false)
    }))

  test('that was lost is forgotten by an operator, who learns no secret, and not by oneself', async () => {
    const { db, session } = await paired()
    const dania: Operator = { kind: 'operator', person_id: '0199a000-0000-7000-8000-00000000000b' }
    const herself: Operator = { kind: 'operator', person_id: session.person_id }
    await expect(db.tx((tx) => forgetFactors(tx, herself, session.person_id))).rejects.toMatchObject({
      code: 'forbidden',
    })
    await db.tx((tx) => forgetFactors(tx, dania, session.person_id))
    const { code } = await db.tx((tx) => askSignInCode(tx, { phone: PHONE, ip: '::1', language: 'ur' }))
    const again = await db.tx((tx) => signIn(tx, { phone: PHONE, code, device: '', ip: '::1', kind: 'browser' }))
    expect(again.session.proved_at).not.toBeNull()
  })
})
