import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../tests/setup/database.ts'
import { placed, type Trade, trade } from '../../../tests/setup/trade.ts'
import { s3Writer } from '../../adapters/bucket/s3.ts'
import { type S3Simulator, s3Simulator } from '../../adapters/bucket/simulator.ts'
import { type SmtpSimulator, smtpSimulator } from '../../adapters/mail/simulator.ts'
import { smtpMailer } from '../../adapters/mail/smtp.ts'
import { DAY_MS, HOUR_MS, later } from '../../kit/clock/clock.ts'
import { shown } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { actForShop, type Person, type ShopActor } from '../identity/identity.ts'
import {
  endSending,
  listSendings,
  makeSending,
  proveSending,
  type SendingDraft,
  sendDue,
  tidySendings,
} from './exports.ts'
import type { Senders } from './sender.ts'
import { periodsAt } from './sending-round.ts'

const keys = { key_id: 'BILALKEY', secret: 'nobody-is-shown-this' }
const what = { tables: ['orders', 'stock'], format: 'csv', every: 'day' }
const mailDraft = { way: 'email', ...what, email: 'bilal@shop.example' }
const market = { name: 'Bazaar', origin: 'https://bazaar.example' }

let at: TestDatabase
let cast: Trade
let bilal: ShopActor
let box: SmtpSimulator
let store: S3Simulator
let senders: Senders
let bucketDraft: SendingDraft

const actor = (who: Person, shopId: string) =>
  at.db.tx((tx) => actForShop(tx, { kind: 'person', person_id: who.person_id }, shopId, 'money'))

beforeAll(async () => {
  at = await testDatabase()
  cast = await at.db.tx((tx) => trade(tx, 50))
  await at.db.tx((tx) => placed(tx, cast))
  bilal = await actor({ ...cast.bilal, kind: 'person' }, cast.bilal.shop_id)
  box = await smtpSimulator({ username: 'market', password: 'word', now: () => at.clock.now })
  store = await s3Simulator(keys)
  senders = {
    mailer: smtpMailer({ url: box.url, from: 'data@bazaar.example', timeout_ms: 5_000 }),
    buckets: s3Writer({ loopback: true, timeout_ms: 5_000 }),
  }
  bucketDraft = { way: 's3', ...what, ...keys, endpoint: store.endpoint, bucket: 'bilal', prefix: '/bazaar/' }
})
afterAll(() => Promise.all([box.close(), store.close()]))
beforeEach(async () => {
  at.clock.now = later(at.clock.now, 40 * DAY_MS)
  for (const { sending_id, ended_at } of (await lists()).sendings) {
    if (!ended_at) await at.db.tx((tx) => endSending(tx, bilal, sending_id))
  }
  await sends()
  store.objects.clear()
  store.status = 0
})

const lists = (by = bilal) => at.db.read((tx) => listSendings(tx, by))
const makes = (draft: SendingDraft, by = bilal) => at.db.tx((tx) => makeSending(tx, by, senders, draft, 'en'))
const proves = (id: string, code: string, by = bilal) => at.db.tx((tx) => proveSending(tx, by, id, code))
const sends = () => sendDue(at.db, senders, market)
const passes = (ms: number) => {
  at.clock.now = later(at.clock.now, ms)
}
const lastRun = async () => (await lists()).runs[0]
const lastOf = async (id: string) => (await lists()).sendings.find(({ sending_id }) => sending_id === id)
const codeIn = (text = '') => /\d{8}/.exec(text)?.[0] ?? ''
const refused = (body: Promise<unknown>) =>
  body.then(
    () => 'done',
    (refusal) => refusal.reason,
  )

describe('by e-mail', () => {
  test('an address gets a code, then nothing until it is given back, then one mail a day', async () => {
    const before = box.mails().length
    const { sending_id } = await makes(mailDraft)
    await sends()
    passes(DAY_MS)
    await sends()
    const [proof] = box.mails()
    expect([box.mails().length - before, proof?.to, proof?.files]).toEqual([1, 'bilal@shop.example', []])
    expect(proof?.text).toContain(`/data/sending?of=${shown('snd', sending_id)}&code=`)
    expect(await refused(proves(sending_id, '00000000'))).toBe('exports.proof_wrong')
    await proves(sending_id, codeIn(proof?.text))
    await sends()
    await sends()
    passes(DAY_MS)
    await sends()
    const [, first] = box.mails()
    expect(box.mails().length - before).toBe(3)
    const { day } = periodsAt(later(at.clock.now, -DAY_MS))
    expect(first?.files.map(({ name }) => name)).toEqual(
      ['orders', 'stock'].map((one) => `bilal-shoes-${day}-${one}.csv`),
    )
    expect(first?.files[0]?.bytes.toString()).toMatch(/^\uFEFForder_id,.+\r\n.+,placed,/)
    expect(await lastRun()).toMatchObject({ state: 'done', file_count: 2, tried_count: 1 })
  })

  test('files too big for a mail are not sent: it says where to take them', async () => {
    const { sending_id } = await makes({ ...mailDraft, tables: ['orders'] })
    await sends()
    await proves(sending_id, codeIn(box.mails()[0]?.text))
    const small = smtpMailer({ url: box.url, from: 'data@bazaar.example', timeout_ms: 5_000, most_bytes: 100 })
    await sendDue(at.db, { ...senders, mailer: small }, market)
    const [mail] = box.mails()
    expect([mail?.files, mail?.text]).toEqual([
      [],
      expect.stringContaining('https://bazaar.example/sell/bilal-shoes/data'),
    ])
    expect(await lastRun()).toMatchObject({ state: 'done', file_count: 0 })
  })

  test('an address that takes no mail ends it at once, and its owner is told', async () => {
    const { sending_id } = await makes({ ...mailDraft, email: 'gone@nobody.example' })
    await sends()
    expect(await lastRun()).toMatchObject({ period: 'proof', state: 'given_up', answer: '550' })
    expect(await lastOf(sending_id)).toMatchObject({ end_reason: 'failing' })
    expect(await wordsTo(sending_id)).toBe(1)
  })

  test('nobody proved it in three days: it ends', async () => {
    const { sending_id } = await makes(mailDraft)
    await at.db.tx(tidySendings)
    expect(await lastOf(sending_id)).toMatchObject({ ended_at: null })
    passes(3 * DAY_MS + HOUR_MS)
    await at.db.tx(tidySendings)
    expect(await lastOf(sending_id)).toMatchObject({ end_reason: 'unproved' })
  })

  test('without a mail server nobody is offered it', async () => {
    const none = { ...senders, mailer: undefined }
    expect(await refused(at.db.tx((tx) => makeSending(tx, bilal, none, mailDraft, 'en')))).toBe('exports.no_mail')
  })
})

const wordsTo = async (id: string) => {
  const row = await at.db.read((tx) =>
    tx.one<{ count: number }>(sql`select count(*)::int as count from messages where cause = ${`sending:${id}:ended`}`),
  )
  return row?.count
}

describe('into a bucket', () => {
  test('each table is a file of its day, however many rounds there are at once', async () => {
    await makes({ ...bucketDraft, tables: ['orders', 'order_lines'], format: 'parquet' })
    expect((await Promise.all([sends(), sends(), sends()])).reduce((sum, count) => sum + count)).toBe(1)
    expect(await sends()).toBe(0)
    const { day } = periodsAt(at.clock.now)
    expect([...store.objects.keys()].sort()).toEqual(
      ['order_lines', 'orders'].map((name) => `/bilal/bazaar/${day}/${name}.parquet`),
    )
    for (const bytes of store.objects.values()) expect(bytes.subarray(0, 4).toString()).toBe('PAR1')
  })

  test('a failure is tried again later, and then it is well', async () => {
    await makes(bucketDraft)
    store.status = 503
    await sends()
    expect(await sends()).toBe(0)
    expect(await lastRun()).toMatchObject({ state: 'waiting', answer: '503', tried_count: 1 })
    store.status = 0
    passes(6 * 60_000)
    expect(await sends()).toBe(1)
    expect(await lastRun()).toMatchObject({ state: 'done', tried_count: 2, file_count: 2 })
  })

  test('three days refused: it ends, and its owner is told once', async () => {
    const { sending_id } = await makes({ ...bucketDraft, secret: 'wrong' })
    for (let i = 0; i < 5; i++) {
      await sends()
      passes(DAY_MS)
    }
    expect(store.objects.size).toBe(0)
    expect(await lastOf(sending_id)).toMatchObject({ end_reason: 'failing', failed_count: 3 })
    expect(await wordsTo(sending_id)).toBe(1)
  })

  test('a store that is always busy is given up within its day', async () => {
    await makes(bucketDraft)
    store.status = 500
    for (let i = 0; i < 22; i++) {
      await sends()
      passes(HOUR_MS)
    }
    expect((await lists()).runs.find(({ state }) => state === 'given_up')).toMatchObject({ tried_count: 6 })
  })

  test('who is no owner any more sends nothing', async () => {
    const { sending_id } = await makes(bucketDraft)
    const staffed = (role: string) =>
      at.db.tx((tx) =>
        tx.count(
          sql`
            update shop_members set role = ${role}
            where party_id = ${bilal.shop_id} and person_id = ${bilal.person_id}`,
        ),
      )
    await staffed('staff')
    await sends()
    await staffed('owner')
    expect(await lastOf(sending_id)).toMatchObject({ end_reason: 'owner_gone' })
    expect(store.objects.size).toBe(0)
  })

  test('a sending that was ended while its run waited sends nothing', async () => {
    const { sending_id } = await makes(bucketDraft)
    store.status = 503
    await sends()
    await at.db.tx((tx) => endSending(tx, bilal, sending_id))
    store.status = 0
    passes(DAY_MS)
    await sends()
    expect([store.objects.size, (await lastRun())?.answer]).toEqual([0, 'ended'])
  })
})

describe('thieves', () => {
  test('the secret lies nowhere in clear and is shown to nobody; a colleague does not see where it goes', async () => {
    const { sending_id } = await makes(bucketDraft)
    const own = await lastOf(sending_id)
    expect(own?.to).toBe(`${store.endpoint}/bilal/bazaar`)
    const colleague: ShopActor = { ...bilal, person_id: cast.ghazi.person_id, role: 'staff', tasks: ['money'] }
    const theirs = (await lists(colleague)).sendings.find((one) => one.sending_id === sending_id)
    expect(theirs?.to).toBeUndefined()
    const rows = await at.db.read((tx) =>
      tx.all<Record<string, unknown>>(sql`select * from sendings where party_id = ${bilal.shop_id}`),
    )
    const text = JSON.stringify([own, theirs, rows, rows.map((row) => String(Object.values(row)))])
    for (const secret of [keys.secret, keys.key_id, 'bilal@shop.example']) expect(text).not.toContain(secret)
  })

  test('what is sealed for one sending does not open in another', async () => {
    const [one, other] = [await makes(bucketDraft), await makes({ ...bucketDraft, bucket: 'other' })]
    await at.db.tx((tx) =>
      tx.count(sql`
        update sendings s set place_sealed = o.place_sealed from sendings o
        where s.party_id = ${bilal.shop_id} and s.sending_id = ${one.sending_id} and o.party_id = s.party_id
          and o.sending_id = ${other.sending_id}`),
    )
    await expect(lists()).rejects.toThrow()
    await at.db.tx((tx) =>
      tx.count(sql`delete from sendings where party_id = ${bilal.shop_id} and sending_id = ${one.sending_id}`),
    )
  })

  test('staff, helpers and another shop’s owner make, prove, see and end nothing', async () => {
    const { sending_id } = await makes(bucketDraft)
    const staff: ShopActor = { ...bilal, role: 'staff', tasks: ['money'] }
    const helper: ShopActor = { ...bilal, role: 'helper', tasks: ['orders'] }
    const farah = await actor({ ...cast.farah, kind: 'person' }, cast.farah.shop_id)
    const ends = (by: ShopActor) => refused(at.db.tx((tx) => endSending(tx, by, sending_id)))
    expect(await refused(makes(bucketDraft, staff))).toBe('exports.owner_only')
    expect(await refused(proves(sending_id, '1', staff))).toBe('exports.owner_only')
    expect([await ends(staff), await ends(farah)]).toEqual(['exports.owner_only', 'exports.sending_unknown'])
    expect(await refused(proves(sending_id, '1', farah))).toBe('exports.sending_unknown')
    expect(await refused(lists(helper))).toBe('identity.task_not_given')
    expect((await lists(farah)).sendings).toEqual([])
  })

  test('codes cannot be tried out', async () => {
    const { sending_id } = await makes(mailDraft)
    const answers = new Set<string>()
    for (let i = 0; i < 11; i++) answers.add(await refused(proves(sending_id, `1234567${i % 10}`)))
    expect(answers).toEqual(new Set(['exports.proof_wrong', 'limits.too_often']))
  })

  test.each([
    [{ ...mailDraft, tables: ['people'] }, 'exports.sending_tables'],
    [{ ...mailDraft, format: 'pdf' }, 'exports.sending_format'],
    [{ ...mailDraft, every: 'hour' }, 'exports.sending_every'],
    [{ ...mailDraft, way: 'ftp' }, 'exports.sending_way'],
    [{ ...mailDraft, email: 'a@b.example\r\nBcc: all@b.example' }, 'exports.email_wrong'],
    [{ ...mailDraft, email: 'a@b.example, c@d.example' }, 'exports.email_wrong'],
    [{ ...mailDraft, email: 'Bilal <a@b.example>' }, 'exports.email_wrong'],
    [{ ...mailDraft, email: 'a@localhost' }, 'exports.email_wrong'],
    [{ endpoint: 'https://169.254.169.254/' }, 'exports.endpoint.not_public'],
    [{ endpoint: 'http://10.0.0.1' }, 'exports.endpoint.not_https'],
    [{ endpoint: 'https://s3.example.com/a' }, 'exports.endpoint.not_an_address'],
    [{ bucket: '../other' }, 'exports.bucket_wrong'],
    [{ prefix: 'a/../../other' }, 'exports.prefix_wrong'],
    [{ region: 'eu west' }, 'exports.region_wrong'],
    [{ secret: '' }, 'exports.keys_wrong'],
    [{ key_id: 'two words' }, 'exports.keys_wrong'],
  ])('%j is refused: %s', async (draft, reason) => {
    expect(await refused(makes({ ...bucketDraft, ...draft }))).toBe(reason)
  })

  test('five at most', async () => {
    for (let i = 0; i < 5; i++) await makes(bucketDraft)
    expect(await refused(makes(bucketDraft))).toBe('exports.sendings_many')
  })
})

test('days, weeks and months are those of Pakistan', () => {
  expect(periodsAt(new Date('2026-11-30T18:59:59Z'))).toEqual({
    day: '2026-11-30',
    week: '2026-11-30',
    month: '2026-11-01',
  })
  expect(periodsAt(new Date('2026-11-30T19:00:00Z'))).toEqual({
    day: '2026-12-01',
    week: '2026-11-30',
    month: '2026-12-01',
  })
  expect(periodsAt(new Date('2026-12-06T12:00:00Z')).week).toBe('2026-11-30')
})
