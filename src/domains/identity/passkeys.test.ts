import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { later, MINUTE_MS } from '../../kit/clock/clock.ts'
import { sql } from '../../kit/sql/sql.ts'
import {
  addPasskey,
  askProofCode,
  beginPasskey,
  beginPasskeyProof,
  beginPasskeySignIn,
  LIMITS,
  listPasskeys,
  openSessionFor,
  proveByPasskey,
  removePasskey,
  type Session,
  type Site,
  SYSTEM,
  seedPerson,
  sessionOf,
  signInByPasskey,
} from './identity.ts'
import { Device } from './test-devices.ts'

const { db, clock } = await testDatabase()
const site: Site = { rp_id: 'market.example', origin: 'https://market.example', name: 'Bharosa' }
const elsewhere: Site = { ...site, origin: 'https://market.example.evil.example' }
const wrong = { code: 'invalid', reason: 'identity.passkey_wrong' }
const ip = '203.0.113.9'

let numbers = 0
const signedIn = () =>
  db.tx(async (tx) => {
    const personId = await seedPerson(tx, SYSTEM, { phone: `+9230000${90_000 + numbers++}`, language: 'en' })
    return (await openSessionFor(tx, SYSTEM, personId)).session
  })
const begin = (session: Session) => db.tx((tx) => beginPasskey(tx, session, site))
async function farahWithPasskey() {
  const [session, device] = [await signedIn(), new Device()]
  const options = await begin(session)
  const made = device.create(options.challenge, options.user.id, site)
  const passkeyId = await db.tx((tx) => addPasskey(tx, session, site, made, " Farah's phone "))
  return { session, device, passkeyId, made }
}
const beginSignIn = () => db.tx((tx) => beginPasskeySignIn(tx, site, { ip }))
const answer = (response: Parameters<typeof signInByPasskey>[2]) =>
  db.tx((tx) => signInByPasskey(tx, site, response, { device: 'Android', kind: 'browser' }))

describe('a passkey', () => {
  test('is added once, listed, and signs its owner in without a number or a code', async () => {
    const { session, device, passkeyId } = await farahWithPasskey()
    const { challenge } = await beginSignIn()
    const opened = await answer(device.get(challenge, site))
    expect(opened.session).toMatchObject({ person_id: session.person_id, proved_at: clock.now })
    expect(await db.tx((tx) => sessionOf(tx, opened.token))).toMatchObject({ session_id: opened.session.session_id })
    expect(await db.tx((tx) => listPasskeys(tx, session))).toEqual([
      { passkey_id: passkeyId, name: "Farah's phone", added_at: clock.now, used_at: clock.now },
    ])
  })

  test('cannot be added twice, nor with an answer that was given before', async () => {
    const { session, device, made } = await farahWithPasskey()
    await expect(db.tx((tx) => addPasskey(tx, session, site, made, ''))).rejects.toMatchObject(wrong)
    const options = await begin(session)
    expect(options.excludeCredentials).toHaveLength(1)
    const again = device.create(options.challenge, options.user.id, site)
    await expect(db.tx((tx) => addPasskey(tx, session, site, again, ''))).rejects.toMatchObject({
      code: 'conflict',
      reason: 'identity.passkey_exists',
    })
  })

  test('answers a challenge once, also when the answer is sent twice at the same moment', async () => {
    const { device } = await farahWithPasskey()
    const { challenge } = await beginSignIn()
    const response = device.get(challenge, site)
    const both = await Promise.allSettled([answer(response), answer(response)])
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(answer(response)).rejects.toMatchObject(wrong)
  })

  test('is refused for a challenge that is not ours, is too old, or was made for something else', async () => {
    const { session, device } = await farahWithPasskey()
    await expect(answer(device.get(Buffer.alloc(32).toString('base64url'), site))).rejects.toMatchObject(wrong)
    const late = await beginSignIn()
    const start = clock.now
    clock.now = later(start, 5 * MINUTE_MS)
    await expect(answer(device.get(late.challenge, site))).rejects.toMatchObject(wrong)
    clock.now = start
    const proof = await db.tx((tx) => beginPasskeyProof(tx, session, site))
    await expect(answer(device.get(proof.challenge, site))).rejects.toMatchObject(wrong)
  })

  test('is refused for another site, another device, another person and a broken answer', async () => {
    const { device } = await farahWithPasskey()
    const fresh = async () => (await beginSignIn()).challenge
    await expect(answer(device.get(await fresh(), elsewhere))).rejects.toMatchObject(wrong)
    await expect(answer(new Device().get(await fresh(), site))).rejects.toMatchObject(wrong)
    const good = device.get(await fresh(), site)
    const nobody = Buffer.from('0199a000-0000-7000-8000-0000000000ff').toString('base64url')
    await expect(answer({ ...good, response: { ...good.response, userHandle: nobody } })).rejects.toMatchObject(wrong)
    const other = device.get(await fresh(), site)
    const bent = { ...other, response: { ...other.response, signature: good.response.signature } }
    await expect(answer(bent)).rejects.toMatchObject(wrong)
    const empty = { ...good, response: { ...good.response, clientDataJSON: 'e30' } }
    await expect(answer(empty)).rejects.toMatchObject(wrong)
  })

  test('that counts backwards is taken for a copy and refused', async () => {
    const { device } = await farahWithPasskey()
    for (let i = 0; i < 2; i++) await answer(device.get((await beginSignIn()).challenge, site))
    device.forgetUses()
    await expect(answer(device.get((await beginSignIn()).challenge, site))).rejects.toMatchObject(wrong)
  })

  test('proves its owner before money moves, and nobody else', async () => {
    const { session, device } = await farahWithPasskey()
    const stale = { ...session, proved_at: null }
    const { challenge, allowCredentials } = await db.tx((tx) => beginPasskeyProof(tx, stale, site))
    expect(allowCredentials).toHaveLength(1)
    const response = device.get(challenge, site)
    const eve = await signedIn()
    await expect(db.tx((tx) => proveByPasskey(tx, eve, site, response))).rejects.toMatchObject(wrong)
    expect((await db.tx((tx) => proveByPasskey(tx, stale, site, response))).proved_at).toEqual(clock.now)
    await expect(db.tx((tx) => beginPasskeyProof(tx, eve, site))).rejects.toMatchObject({
      code: 'not_found',
      reason: 'identity.passkey_unknown',
    })
    await expect(db.tx((tx) => askProofCode(tx, session, { ip }))).rejects.toMatchObject({
      reason: 'identity.stronger_factor',
    })
  })

  test('is added and removed only soon after a proof, and by its owner', async () => {
    const { session, passkeyId, made } = await farahWithPasskey()
    const stale = { ...session, proved_at: null }
    const refused = { code: 'forbidden', reason: 'identity.prove_first' }
    await expect(begin(stale)).rejects.toMatchObject(refused)
    await expect(db.tx((tx) => addPasskey(tx, stale, site, made, ''))).rejects.toMatchObject(refused)
    await expect(db.tx((tx) => removePasskey(tx, stale, passkeyId))).rejects.toMatchObject(refused)
    const eve = await signedIn()
    await expect(db.tx((tx) => removePasskey(tx, eve, passkeyId))).rejects.toMatchObject({
      reason: 'identity.passkey_unknown',
    })
    await db.tx((tx) => removePasskey(tx, session, passkeyId))
    expect(await db.tx((tx) => listPasskeys(tx, session))).toEqual([])
  })

  test('is one of at most ten', async () => {
    const { session } = await farahWithPasskey()
    await db.tx((tx) =>
      tx.count(sql`
        insert into passkeys (party_id, passkey_id, credential_id, public_key, sign_count, added_at)
        select party_id, gen_random_uuid(), credential_id || n, public_key, 0, added_at
        from passkeys, generate_series(2, ${LIMITS.passkeys}::int) n where party_id = ${session.person_id}`),
    )
    await expect(begin(session)).rejects.toMatchObject({ code: 'conflict', reason: 'identity.passkeys_full' })
  })

  test('ceremonies of one address are limited', async () => {
    await beginSignIn()
    await db.tx((tx) =>
      tx.count(sql`update rate_limits set used_count = ${LIMITS.tries_per_address.most}
        where limit_key like 'identity.passkey.address:%'`),
    )
    await expect(beginSignIn()).rejects.toMatchObject({ code: 'limit' })
  })
})
