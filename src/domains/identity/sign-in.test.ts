import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { sql } from '../../kit/sql/sql.ts'
import { networkOf } from './codes.ts'
import {
  addTotp,
  askProofCode,
  askSignInCode,
  assertProved,
  CODE,
  confirmTotp,
  LIMITS,
  proveByCode,
  SYSTEM,
  seedPerson,
  sessionOf,
  signIn,
} from './identity.ts'
import { codeOfApp } from './test-devices.ts'

const { db, clock } = await testDatabase()
let numbers = 0
/** A number, and an address, that no other test uses. */
const newcomer = () => ({ phone: `+9230000${String(20_000 + numbers++)}`, ip: `10.${numbers}.2.3` })

const ask = (phone: string, ip: string) => db.tx((tx) => askSignInCode(tx, { phone, ip, language: 'ur' }))
const answer = (phone: string, code: string, ip: string) =>
  db.tx((tx) => signIn(tx, { phone, code, device: 'Nokia 8110', ip, kind: 'browser' }))
const wrong = (code: string) => String((Number(code) + 1) % 10 ** CODE.digits).padStart(CODE.digits, '0')

describe('a code', () => {
  test('signs Ayesha in and makes her a person the first time only', async () => {
    const { phone, ip } = newcomer()
    const first = await answer(phone, (await ask(phone, ip)).code, ip)
    const second = await answer(phone, (await ask(phone, ip)).code, ip)
    expect(first.is_new).toBe(true)
    expect(first.session.language).toBe('ur')
    expect(second).toMatchObject({ is_new: false, session: { person_id: first.session.person_id } })
    expect(second.token).not.toBe(first.token)
  })

  test('may be typed with spaces and in Urdu figures, like the number', async () => {
    const { phone, ip } = newcomer()
    const { code } = await ask(phone, ip)
    const urdu = (text: string) => text.replace(/\d/g, (figure) => String.fromCharCode(0x6f0 + Number(figure)))
    const { session } = await answer(urdu(phone.replace('+92', '0')), urdu(`${code.slice(0, 3)} ${code.slice(3)}`), ip)
    expect(session.kind).toBe('browser')
  })

  test('is good once, also when two phones answer in the same moment', async () => {
    const { phone, ip } = newcomer()
    const { code } = await ask(phone, ip)
    const both = await Promise.allSettled([answer(phone, code, ip), answer(phone, code, `${ip}4`)])
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
    expect(both.find((one) => one.status === 'rejected')).toMatchObject({
      reason: { code: 'invalid', reason: 'identity.code_expired' },
    })
  })

  test('counts down its five tries, and is then of no use even when it is right', async () => {
    const { phone, ip } = newcomer()
    const { code } = await ask(phone, ip)
    for (const left of [4, 3, 2, 1]) {
      await expect(answer(phone, wrong(code), ip)).rejects.toMatchObject({
        code: 'invalid',
        reason: 'identity.code_wrong',
        values: { left },
      })
    }
    await expect(answer(phone, wrong(code), ip)).rejects.toMatchObject({ reason: 'identity.code_used_up' })
    await expect(answer(phone, code, ip)).rejects.toMatchObject({ reason: 'identity.code_expired' })
  })

  test('gives no sixth try to guesses that come all at once', async () => {
    const { phone, ip } = newcomer()
    const { code } = await ask(phone, ip)
    const guesses = await Promise.allSettled(Array.from({ length: 12 }, () => answer(phone, wrong(code), ip)))
    const reasons = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.reason : 'in'))
    expect(reasons.filter((reason) => reason !== 'identity.code_expired')).toHaveLength(CODE.tries)
  })

  test('is dead the moment a newer one is sent', async () => {
    const { phone, ip } = newcomer()
    const old = (await ask(phone, ip)).code
    let fresh = (await ask(phone, ip)).code
    if (fresh === old) fresh = (await ask(phone, ip)).code
    await expect(answer(phone, old, ip)).rejects.toMatchObject({ reason: 'identity.code_wrong' })
    expect((await answer(phone, fresh, ip)).is_new).toBe(true)
  })

  test('lives ten minutes', async () => {
    const { phone, ip } = newcomer()
    const { code } = await ask(phone, ip)
    const start = clock.now
    clock.now = later(start, 10 * MINUTE_MS)
    await expect(answer(phone, code, ip)).rejects.toMatchObject({ reason: 'identity.code_expired' })
    clock.now = later(start, 10 * MINUTE_MS - 1)
    expect((await answer(phone, code, ip)).is_new).toBe(true)
    clock.now = start
  })

  test('answers nothing but what it was asked for', async () => {
    const { phone, ip } = newcomer()
    const { session } = await answer(phone, (await ask(phone, ip)).code, ip)
    const proof = await db.tx((tx) => askProofCode(tx, session, { ip }))
    await expect(answer(phone, proof.code, ip)).rejects.toMatchObject({ reason: 'identity.code_expired' })
  })

  test('is refused for what is no mobile number', async () => {
    for (const phone of ['', '12', 'hello', '042-35761999', '0300 123']) {
      await expect(ask(phone, '10.0.0.1')).rejects.toMatchObject({ reason: 'identity.phone_unreadable' })
      await expect(answer(phone, '000000', '10.0.0.1')).rejects.toMatchObject({ reason: 'identity.phone_unreadable' })
    }
  })

  test('leaves neither the number, the code nor the address in clear in any column of any table', async () => {
    const { phone, ip } = newcomer()
    const { code } = await ask(phone, ip)
    await answer(phone, code, ip)
    const national = phone.slice(3)
    expect(await placesOf(`${national}|${Buffer.from(national).toString('hex')}|^${code}$|${ip}`)).toEqual([])
    expect(await placesOf('Nokia 8110')).toEqual(['sessions.device'])
  })
})

/** The columns of the whole database in which some text matches. */
async function placesOf(pattern: string): Promise<string[]> {
  const queries = await db.read((tx) =>
    tx.all<{ text: string }>(sql`
      select format('select %L as place from %I where %I::text ~ %L limit 1', table_name || '.' || column_name,
        table_name, column_name, ${pattern}::text) as text
      from information_schema.columns where table_schema = 'public'`),
  )
  expect(queries.length).toBeGreaterThan(50)
  const found: string[] = []
  for (const { text } of queries) {
    const place = await db.read((tx) => tx.one<{ place: string }>({ text, values: [], isSql: true }))
    if (place) found.push(place.place)
  }
  return found
}

describe('nobody learns who is a member', () => {
  test('since known and unknown numbers get the same answers and leave the same rows', async () => {
    const known = newcomer()
    await db.tx((tx) => seedPerson(tx, SYSTEM, { phone: known.phone, name: 'Ayesha', language: 'ur' }))
    const unknown = newcomer()
    const seen = []
    for (const { phone, ip } of [known, unknown]) {
      const early = await answer(phone, '123456', ip).catch((error) => error.message)
      const asked = await ask(phone, ip)
      const late = await answer(phone, wrong(asked.code), ip).catch((error) => error.message)
      seen.push({ early, late, keys: Object.keys(asked) })
    }
    expect(seen[0]).toEqual(seen[1])
    const claims = await db.read((tx) =>
      tx.all(sql`select 1 from sign_in_codes c join phone_claims p on p.phone_index = c.phone_index`),
    )
    expect(claims).toEqual([])
  })
})

describe('codes are limited', () => {
  test('to five an hour for a number', async () => {
    const { phone, ip } = newcomer()
    for (let i = 0; i < LIMITS.codes_per_number.most; i++) await ask(phone, ip)
    await expect(ask(phone, ip)).rejects.toMatchObject({ code: 'limit', values: { minutes: 60 } })
    const start = clock.now
    clock.now = later(start, 61 * MINUTE_MS)
    expect((await ask(phone, ip)).phone).toBe(phone)
    clock.now = start
  })

  test('for an address, and for a network whose addresses take turns', async () => {
    const fill = (key: string, most: number) =>
      db.tx((tx) =>
        tx.count(sql`update rate_limits set used_count = ${most} where limit_key like ${`identity.code.${key}:%`}`),
      )
    await ask(newcomer().phone, '172.16.9.1')
    await fill('address', LIMITS.codes_per_address.most)
    await expect(ask(newcomer().phone, '172.16.9.1')).rejects.toMatchObject({ code: 'limit' })
    expect((await ask(newcomer().phone, '172.16.9.2')).code).toMatch(/^\d{6}$/)
    await fill('network', LIMITS.codes_per_network.most)
    await expect(ask(newcomer().phone, '172.16.9.3')).rejects.toMatchObject({ code: 'limit' })
    expect((await ask(newcomer().phone, '172.16.10.3')).code).toMatch(/^\d{6}$/)
  })

  test('for numbers abroad, country by country', async () => {
    await ask('+14155552671', '10.250.0.1')
    await db.tx((tx) =>
      tx.count(sql`update rate_limits set used_count = ${LIMITS.codes_per_country.most}
        where limit_key = 'identity.code.country:1'`),
    )
    await expect(ask('+14155552672', '10.250.0.2')).rejects.toMatchObject({ code: 'limit' })
    expect((await ask('+447911123456', '10.250.0.3')).phone).toBe('+447911123456')
  })

  test('and so are the tries of one address over many numbers', async () => {
    const ip = '10.251.0.1'
    await expect(answer(newcomer().phone, '000000', ip)).rejects.toMatchObject({ reason: 'identity.code_expired' })
    await db.tx((tx) =>
      tx.count(sql`update rate_limits set used_count = ${LIMITS.tries_per_address.most}
        where limit_key like 'identity.try.address:%'`),
    )
    await expect(answer(newcomer().phone, '000000', ip)).rejects.toMatchObject({ code: 'limit' })
  })

  test.each([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:7:1::5', '2001:db8:7::/48'],
    ['2001:0db8:0007:ffff:1:2:3:4', '2001:db8:7::/48'],
    ['::1', '0:0:0::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['no address', 'unknown'],
  ])('the network of %s is %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })
})

describe('a proof', () => {
  test('is fresh for ten minutes after sign-in, and then needs another code', async () => {
    const { phone, ip } = newcomer()
    const { session, token } = await answer(phone, (await ask(phone, ip)).code, ip)
    expect(() => assertProved(session, later(clock.now, 10 * MINUTE_MS))).not.toThrow()
    const start = clock.now
    clock.now = later(start, 11 * MINUTE_MS)
    expect(() => assertProved(session, clock.now)).toThrow('identity.prove_first')
    const { code } = await db.tx((tx) => askProofCode(tx, session, { ip }))
    await expect(db.tx((tx) => proveByCode(tx, session, wrong(code)))).rejects.toMatchObject({
      reason: 'identity.code_wrong',
      values: { left: 4 },
    })
    const proved = await db.tx((tx) => proveByCode(tx, session, code))
    expect(() => assertProved(proved, clock.now)).not.toThrow()
    expect(await db.tx((tx) => sessionOf(tx, token))).toMatchObject(proved)
    clock.now = start
  })

  test('by text message is not taken from somebody who has set a stronger one', async () => {
    const { phone, ip } = newcomer()
    const { session } = await answer(phone, (await ask(phone, ip)).code, ip)
    const { secret } = await db.tx((tx) => addTotp(tx, session, 'Bharosa'))
    await db.tx((tx) => confirmTotp(tx, session, codeOfApp(secret, clock.now)))
    const again = await answer(phone, (await ask(phone, ip)).code, ip)
    expect(again.session.proved_at).toBeNull()
    const refused = { code: 'forbidden', reason: 'identity.stronger_factor' }
    await expect(db.tx((tx) => askProofCode(tx, again.session, { ip }))).rejects.toMatchObject(refused)
    await expect(db.tx((tx) => proveByCode(tx, again.session, '123456'))).rejects.toMatchObject(refused)
  })
})
