import { beforeAll, expect, test } from 'vitest'
import { type ApiClient, apiClient } from '../../../../tests/setup/api.ts'
import { opens, submits, wordsOf } from '../../../../tests/setup/buying.ts'
import { type TestMarket, testMarket, type Visitor } from '../../../../tests/setup/market.ts'
import { placed, type Trade, trade } from '../../../../tests/setup/trade.ts'
import { sendDue } from '../../../domains/exports/exports.ts'
import { addMember } from '../../../domains/identity/identity.ts'
import { sql } from '../../../kit/sql/sql.ts'

const SENDING = '/sell/bilal-shoes/data/sending'
const what = { tables: 'orders', format: 'xlsx', every: 'week' }
const byMail = { ...what, way: 'email', email: 'bilal@shop.example' }
const keys = { key_id: 'BILALKEY', secret: 'nobody-is-shown-this' }
const toBucket = {
  ...what,
  ...keys,
  way: 's3',
  endpoint: 'http://127.0.0.1:9',
  bucket: 'bilal',
  prefix: '',
  region: '',
}

let open: TestMarket
let cast: Trade
let bilal: Visitor
let program: ApiClient

beforeAll(async () => {
  open = await testMarket()
  cast = await open.market.db.tx((tx) => trade(tx, 50))
  await open.market.db.tx((tx) => placed(tx, cast))
  const person = { kind: 'person', person_id: cast.bilal.person_id } as const
  bilal = await open.visitor(person)
  program = await apiClient(open, person)
})

const sends = () => sendDue(open.market.db, open.market.senders, open.market)
const html = async (answer: Response) => [answer.status, await answer.text()] as const

test('Bilal makes one, reads the code in the demo’s mails, follows its link, and gets his file', async () => {
  expect(await opens(bilal, '/sell/bilal-shoes/data')).toContain(`href="${SENDING}"`)
  const made = await submits(bilal, await opens(bilal, SENDING), SENDING, byMail)
  expect([made.status, made.headers.get('location')]).toEqual([303, `${SENDING}?done=mailed`])
  await sends()
  expect(await opens(bilal, '/demo/phones')).toContain('href="/demo/mails"')
  const mail = await opens(bilal, '/demo/mails')
  const link = /href="(\/sell\/[^"]+code=\d{8})"/.exec(mail)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const page = await opens(bilal, link)
  expect(page).toMatch(/name="code"[^>]*value="\d{8}"|value="\d{8}"[^>]*name="code"/)
  const proof = /\/sell\/bilal-shoes\/data\/sending\/snd_\w+\/proof/.exec(page)?.[0] ?? ''
  const [status, wrong] = await html(await bilal.post(proof, { code: '1' }))
  expect([status, wrong.includes('id="code-error"')]).toEqual([422, true])
  const code = /code=(\d{8})/.exec(link)?.[1] ?? ''
  expect((await bilal.post(proof, { code })).headers.get('location')).toBe(`${SENDING}?done=proved`)
  await sends()
  expect(wordsOf(await opens(bilal, '/demo/mails'))).toMatch(/bilal-shoes-[\d-]+-orders\.xlsx \d+ kB/)
  expect(wordsOf(await opens(bilal, SENDING))).toMatch(/Files: 1, \d+ kB/)
})

test('he gives a bucket, sees no key again, and ends it', async () => {
  const made = await submits(bilal, await opens(bilal, `${SENDING}?way=s3`), SENDING, toBucket)
  expect(made.headers.get('location')).toBe(`${SENDING}?done=made`)
  await sends()
  const page = await opens(bilal, SENDING)
  expect(wordsOf(page)).toMatch(/http:\/\/127\.0\.0\.1:9\/bilal .*again later \(ECONNREFUSED\)/)
  for (const secret of Object.values(keys)) expect(page).not.toContain(secret)
  const [end = ''] = /\/sell\/bilal-shoes\/data\/sending\/snd_\w+\/end/.exec(page) ?? []
  expect([(await bilal.post(end)).status, (await bilal.post(end)).status]).toEqual([303, 404])
  expect(wordsOf(await opens(bilal, SENDING))).toContain('It is sent no more')
})

test.each([
  [{ ...toBucket, endpoint: 'https://169.254.169.254' }, 'endpoint'],
  [{ ...toBucket, bucket: 'A' }, 'bucket'],
  [{ ...toBucket, secret: '' }, 'key_id'],
  [{ ...byMail, email: 'nobody' }, 'email'],
  [{ ...byMail, tables: 'people' }, 'tables'],
])('a slip stands beside its field, with what was typed but the secret: %j', async (fields, field) => {
  const [status, page] = await html(await bilal.post(SENDING, fields))
  expect([status, page.includes(`id="${field}-error"`)]).toEqual([422, true])
  expect(page).not.toContain(keys.secret)
  expect(page).toContain(fields.way === 's3' ? `value="${keys.key_id}"` : 'name="email"')
})

test('to Eve it is not there; a colleague with the task money sees that it is, and not where to', async () => {
  const eve = await open.visitor({ kind: 'person', person_id: cast.eve.person_id })
  expect([(await eve.get(SENDING)).status, (await eve.post(SENDING, toBucket)).status]).toEqual([404, 404])
  const member = { kind: 'person', person_id: cast.ghazi.person_id } as const
  const staff = { ...member, role: 'staff', tasks: ['money'], expires_at: null } as const
  await open.market.db.tx((tx) => addMember(tx, { ...cast.bilal, role: 'owner' }, staff))
  const ghazi = await open.visitor(member)
  const page = await opens(ghazi, SENDING)
  expect(page).not.toContain('bilal@shop.example')
  expect(page).not.toContain('<select')
  expect((await ghazi.post(SENDING, toBucket)).status).toBe(403)
})

test('a program makes, lists and ends a hook and a sending', async () => {
  const shop = '/shops/bilal-shoes'
  const hook = await program.post(`${shop}/hooks`, { url: 'http://127.0.0.1:9/', events: ['order.placed'] })
  expect([hook.status, hook.text('secret')]).toEqual([201, expect.stringMatching(/^whsec_/)])
  expect((await program.get(`${shop}/hooks`)).part('items.0.id')).toBe(hook.text('id'))
  expect((await program.delete(`${shop}/hooks/${hook.text('id')}`)).status).toBe(204)
  const draft = { ...toBucket, tables: ['orders'], every: 'month' }
  const sending = await program.post(`${shop}/sendings`, draft)
  expect([sending.status, sending.part('to')]).toEqual([201, 'http://127.0.0.1:9/bilal'])
  const mail = await program.post(`${shop}/sendings`, { ...byMail, tables: ['orders'] })
  const proof = `${shop}/sendings/${mail.text('id')}/proof`
  expect((await program.put(proof, { code: '1' })).text('reason')).toBe('exports.proof_wrong')
  const list = await program.get(`${shop}/sendings`)
  expect(list.part('items.1.id')).toBe(sending.text('id'))
  expect(JSON.stringify(list.body)).not.toContain(keys.secret)
  for (const one of [mail, sending]) {
    expect((await program.delete(`${shop}/sendings/${one.text('id')}`)).status).toBe(204)
  }
  expect((await program.post(`${shop}/sendings`, { ...draft, endpoint: 'https://10.0.0.1' })).text('reason')).toBe(
    'exports.endpoint.not_public',
  )
})

test('a stolen token alone, or another shop’s, sets up nothing', async () => {
  const eve = await apiClient(open, { kind: 'person', person_id: cast.eve.person_id })
  const draft = { ...toBucket, tables: ['orders'] }
  for (const path of ['hooks', 'sendings']) {
    expect((await eve.get(`/shops/bilal-shoes/${path}`)).status).toBe(404)
  }
  expect((await eve.post('/shops/bilal-shoes/sendings', draft)).status).toBe(404)
  await open.market.db.tx((tx) =>
    tx.count(sql`update sessions set proved_at = null where person_id = ${cast.bilal.person_id} and kind = 'api'`),
  )
  const hook = { url: 'http://127.0.0.1:9/', events: ['order.placed'] }
  for (const [path, body] of [['sendings', draft] as const, ['hooks', hook] as const]) {
    expect((await program.post(`/shops/bilal-shoes/${path}`, body)).text('reason')).toBe('identity.prove_first')
  }
})
