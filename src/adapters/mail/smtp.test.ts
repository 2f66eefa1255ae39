import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FileToSend, Mailer } from '../../domains/exports/sender.ts'
import { type SmtpSimulator, smtpSimulator } from './simulator.ts'
import { smtpMailer } from './smtp.ts'

const folder = mkdtempSync(join(tmpdir(), 'bharosa-mail-'))
const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7) % 256))
const settings = { from: 'Bazaar <data@bazaar.example>', timeout_ms: 5_000 }
let box: SmtpSimulator
let mailer: Mailer

beforeAll(async () => {
  writeFileSync(join(folder, 'orders.parquet'), bytes)
  box = await smtpSimulator({ username: 'market', password: 'word', now: () => new Date() })
  mailer = smtpMailer({ ...settings, url: box.url })
})
afterAll(async () => {
  await box.close()
  rmSync(folder, { recursive: true })
})

const mail = (to: string, files: readonly FileToSend[] = []) => {
  return { id: 'one', to, subject: 'Bilal: آپ کا ریکارڈ', text: 'سلام\n.\nhttps://bazaar.example/sell', files }
}

test('words in Urdu, a dot alone on its line and a file of any bytes arrive as they were', async () => {
  const path = join(folder, 'orders.parquet')
  const file = { name: 'bilal-orders.parquet', type: 'application/vnd.apache.parquet', path, bytes: bytes.length }
  expect(await mailer.send(mail('bilal@shop.example', [file]))).toEqual({ outcome: 'done', value: null })
  const [{ from, to, subject, text, files, headers }] = box.mails() as [ReturnType<typeof box.mails>[number]]
  expect({ from, to, subject, text }).toEqual({
    from: 'data@bazaar.example',
    to: 'bilal@shop.example',
    subject: 'Bilal: آپ کا ریکارڈ',
    text: 'سلام\n.\nhttps://bazaar.example/sell',
  })
  expect(files.map(({ name, bytes: got }) => [name, got.equals(bytes)])).toEqual([['bilal-orders.parquet', true]])
  expect(headers.get('message-id')).toBe('<one@bazaar.example>')
})

test('a mail without files is one text', async () => {
  await mailer.send(mail('bilal@shop.example'))
  expect(box.mails()[0]).toMatchObject({ text: 'سلام\n.\nhttps://bazaar.example/sell', files: [] })
})

test.each([
  ['gone@nobody.example', { outcome: 'never', detail: '550' }],
  ['late@busy.example', { outcome: 'retry', detail: '451' }],
])('%s: %j', async (to, outcome) => {
  expect(await mailer.send(mail(to))).toEqual(outcome)
})

test('a wrong password and a server that is away are for now, and say nothing of the address', async () => {
  const { port } = new URL(box.url)
  const wrong = smtpMailer({ ...settings, url: `smtp://market:wrong@127.0.0.1:${port}` })
  const away = smtpMailer({ ...settings, url: 'smtp://127.0.0.1:9' })
  expect(await wrong.send(mail('bilal@shop.example'))).toEqual({ outcome: 'retry', detail: 'EAUTH' })
  expect(await away.send(mail('bilal@shop.example'))).toEqual({ outcome: 'retry', detail: 'ESOCKET' })
})
