import { describe, expect, test } from 'vitest'
import { testDatabase } from '../../../tests/setup/database.ts'
import { done, never, type Outcome, retry } from '../../kit/errors/outcome.ts'
import { newId } from '../../kit/ids/ids.ts'
import { sql } from '../../kit/sql/sql.ts'
import { erasePerson, listAccess, type Person, SYSTEM, seedPerson, withdrawConsent } from '../identity/identity.ts'
import type { Channel } from './channel.ts'
import {
  countMessages,
  deliverWaiting,
  listMessagesOf,
  recordReceipt,
  sendCode,
  sendMessage,
  sendSecret,
} from './messaging.ts'

const { db, clock } = await testDatabase()
const origin = 'https://bharosa.example.pk'
const AYESHA_PHONE = '+923001234567'
let people = 0

async function joined(language: 'en' | 'ur' | 'roman-ur' = 'en', phone?: string): Promise<Person> {
  const number = phone ?? `+9230011${String(10_000 + people++)}`
  const person_id = await db.tx((tx) => seedPerson(tx, SYSTEM, { phone: number, name: 'Ayesha', language }))
  return { kind: 'person', person_id }
}

/** A way to reach people that keeps what it was given, and answers as it is told. */
function phones(answer: (id: string) => Outcome<{ provider_id: string }> = (id) => done({ provider_id: id })) {
  const sent: { to: string; text: string; id: string }[] = []
  const channel: Channel = {
    name: 'sms',
    send: async (message) => {
      sent.push(message)
      return answer(message.id)
    },
    readReceipt: () => ({ unreadable: 'not here' }),
  }
  return { sent, channel }
}

const deliver = (channel: Channel, limit = 50) => deliverWaiting(db, channel, { limit, origin })
const rowsOf = (personId: string) =>
  db.read((tx) =>
    tx.all<{ state: string; secret_sealed: Buffer | null; trouble: string; language: string; message_id: string }>(sql`
      select state, secret_sealed, trouble, language, message_id from messages where party_id = ${personId}`),
  )
const wait = (ms: number) => {
  clock.now = new Date(clock.now.getTime() + ms)
}
const MINUTE = 60_000

/** A shipped message to somebody, asked for and committed. */
async function shipped(person: Person, number = 'K7Q2M9', cause = newId()) {
  const message = { person_id: person.person_id, cause, facts: { number, shop: 'Bilal Shoes' } }
  await db.tx((tx) => sendMessage(tx, { ...message, template: 'order.shipped' }))
  return { ...message, template: 'order.shipped' as const }
}

describe('a message', () => {
  test('goes out in the language of its person, and the person sees why the number was read', async () => {
    const ayesha = await joined('roman-ur', AYESHA_PHONE)
    await shipped(ayesha)
    const { sent, channel } = phones()
    expect(await deliver(channel)).toEqual({ sent: 1, later: 0, failed: 0 })
    const text = `Bilal Shoes ka order K7Q2M9 rawana ho gaya. Dekhein: ${origin}/o/K7Q2M9`
    expect(sent).toMatchObject([{ to: AYESHA_PHONE, text }])
    expect(await rowsOf(ayesha.person_id)).toMatchObject([{ state: 'sent', language: 'roman-ur' }])
    const looks = await db.read((tx) => listAccess(tx, ayesha))
    expect(looks).toContainEqual(expect.objectContaining({ purpose: 'message', about: 'order.shipped' }))
  })

  test('is one for each cause, however often it is told', async () => {
    const ayesha = await joined()
    const message = await shipped(ayesha)
    await db.tx((tx) => sendMessage(tx, message))
    const { sent, channel } = phones()
    await deliver(channel)
    await db.tx((tx) => sendMessage(tx, message))
    await deliver(channel)
    expect(sent).toHaveLength(1)
  })

  test('is one though two runners send at the same moment', async () => {
    const ayesha = await joined()
    await Promise.all(Array.from({ length: 12 }, (_, i) => shipped(ayesha, `ORDER${i}`)))
    const { sent, channel } = phones()
    const counts = await Promise.all([deliver(channel), deliver(channel), deliver(channel)])
    expect(counts.reduce((sum, count) => sum + count.sent, 0)).toBe(12)
    expect(new Set(sent.map((message) => message.id)).size).toBe(12)
    expect(sent).toHaveLength(12)
  })

  test('is held back from who does not want it, unless it is about a code, money or safety', async () => {
    const ayesha = await joined()
    await db.tx((tx) => withdrawConsent(tx, ayesha, 'order_messages'))
    await shipped(ayesha)
    const { person_id } = ayesha
    const facts = { number: 'K7Q2M9', amount_paisa: 245_000n }
    await db.tx((tx) => sendMessage(tx, { person_id, cause: 'refund', template: 'order.refund_sent', facts }))
    const { sent, channel } = phones()
    await deliver(channel)
    expect(sent).toHaveLength(1)
    expect(sent[0]?.text).toContain('Rs 2,450')
    const states = (await rowsOf(person_id)).map((row) => row.state)
    expect(states.sort()).toEqual(['sent', 'withheld'])
  })

  test('lacking a fact is a bug, found where it was forgotten', async () => {
    const ayesha = await joined()
    const { person_id } = ayesha
    const bare = { person_id, cause: 'x', template: 'order.shipped' as const, facts: { number: 'K7Q2M9' } }
    await expect(db.tx((tx) => sendMessage(tx, bare))).rejects.toThrow('shop')
  })

  test('to somebody who was erased goes nowhere', async () => {
    const ayesha = await joined()
    await shipped(ayesha)
    await db.tx((tx) => erasePerson(tx, ayesha))
    const { sent, channel } = phones()
    expect(await deliver(channel)).toEqual({ sent: 0, later: 0, failed: 1 })
    expect(sent).toEqual([])
  })
})

describe('a channel in trouble', () => {
  test('is asked again, later each time, and six times at most', async () => {
    const ayesha = await joined()
    await shipped(ayesha)
    const { sent, channel } = phones(() => retry('the gateway sleeps'))
    expect(await deliver(channel)).toEqual({ sent: 0, later: 1, failed: 0 })
    expect(await deliver(channel)).toEqual({ sent: 0, later: 0, failed: 0 })
    for (let tries = 2; tries <= 8; tries++) {
      wait(130 * MINUTE)
      await deliver(channel)
    }
    expect(sent).toHaveLength(6)
    expect(await rowsOf(ayesha.person_id)).toMatchObject([{ state: 'failed', trouble: 'the gateway sleeps' }])
  })

  test('is not asked again when it says never', async () => {
    const ayesha = await joined()
    await shipped(ayesha)
    const { sent, channel } = phones(() => never('no such number'))
    expect(await deliver(channel)).toEqual({ sent: 0, later: 0, failed: 1 })
    wait(10 * MINUTE)
    await deliver(channel)
    expect(sent).toHaveLength(1)
    expect(await rowsOf(ayesha.person_id)).toMatchObject([{ state: 'failed', trouble: 'no such number' }])
  })

  test('that breaks in the middle is asked again with the same id once the claim has run out', async () => {
    const ayesha = await joined()
    await shipped(ayesha)
    const broken: Channel = { ...phones().channel, send: () => Promise.reject(new Error('power cut')) }
    await expect(deliver(broken)).rejects.toThrow('power cut')
    const { sent, channel } = phones()
    await deliver(channel)
    expect(sent).toEqual([])
    wait(4 * MINUTE)
    await deliver(channel)
    const [row] = await rowsOf(ayesha.person_id)
    expect(sent.map((message) => message.id)).toEqual([row?.message_id])
  })
})

describe('a secret', () => {
  const out = (person: Person) =>
    db.tx((tx) =>
      sendSecret(tx, {
        person_id: person.person_id,
        cause: newId(),
        template: 'order.out',
        facts: { number: 'K7Q2M9' },
        code: '482913',
      }),
    )

  test('is sealed while it waits and gone once it is sent', async () => {
    const ayesha = await joined()
    await out(ayesha)
    const [waiting] = await rowsOf(ayesha.person_id)
    expect(waiting?.secret_sealed).toBeInstanceOf(Buffer)
    const table = await db.read((tx) => tx.all(sql`select * from messages where party_id = ${ayesha.person_id}`))
    expect(JSON.stringify(table)).not.toContain('482913')
    const { sent, channel } = phones()
    await deliver(channel)
    expect(sent[0]?.text).toContain('482913')
    expect(await rowsOf(ayesha.person_id)).toMatchObject([{ state: 'sent', secret_sealed: null }])
  })

  test('is not shown again where a person reads what they were told', async () => {
    const ayesha = await joined()
    await out(ayesha)
    await shipped(ayesha)
    const { channel } = phones()
    await deliver(channel)
    const [newest, older] = await db.read((tx) => listMessagesOf(tx, ayesha, { origin, language: 'en' }))
    expect(newest?.text).toContain('Order K7Q2M9 from Bilal Shoes is on its way')
    expect(older?.text).toContain('give the rider (code) to open')
  })

  test('for a number that belongs to nobody yet is sent, and number and code are kept nowhere in clear', async () => {
    const phone = '+923219876543'
    await db.tx((tx) => sendCode(tx, { phone, code: '730114', language: 'ur', cause: newId() }))
    const table = JSON.stringify(await db.read((tx) => tx.all(sql`select * from messages`)))
    expect(table).not.toMatch(/730114|3219876543/)
    const { sent, channel } = phones()
    await deliver(channel)
    expect(sent).toMatchObject([{ to: phone }])
    expect(sent[0]?.text).toContain('730114 آپ کا')
  })

  test('that is older than its life is not sent any more', async () => {
    await db.tx((tx) => sendCode(tx, { phone: '+923219876543', code: '111222', language: 'en', cause: newId() }))
    wait(11 * MINUTE)
    const { sent, channel } = phones()
    expect(await deliver(channel)).toEqual({ sent: 0, later: 0, failed: 1 })
    expect(sent).toEqual([])
  })
})

describe('a receipt', () => {
  test('says what became of a message, in any order and more than once', async () => {
    const ayesha = await joined()
    await shipped(ayesha)
    const { sent, channel } = phones()
    await deliver(channel)
    const id = sent[0]?.id ?? ''
    const receipt = (state: 'sent' | 'delivered' | 'failed') => db.tx((tx) => recordReceipt(tx, 'sms', id, state))
    expect(await receipt('delivered')).toBe(true)
    expect(await receipt('sent')).toBe(false)
    expect(await receipt('failed')).toBe(false)
    expect(await rowsOf(ayesha.person_id)).toMatchObject([{ state: 'delivered' }])
  })

  test('may come before the answer of the channel, and the message is not sent again', async () => {
    const ayesha = await joined()
    await shipped(ayesha)
    const { channel } = phones()
    const quick: Channel = {
      ...channel,
      send: async (message) => {
        await db.tx((tx) => recordReceipt(tx, 'sms', message.id, 'delivered'))
        return done({ provider_id: message.id })
      },
    }
    await deliver(quick)
    expect(await rowsOf(ayesha.person_id)).toMatchObject([{ state: 'delivered' }])
  })

  test("of nobody's message is nothing", async () => {
    expect(await db.tx((tx) => recordReceipt(tx, 'sms', newId(), 'delivered'))).toBe(false)
  })
})

test('the operator sees how many messages are in which state', async () => {
  const counts = await db.read((tx) => countMessages(tx, new Date('2026-01-01T00:00:00Z')))
  expect(counts.find((count) => count.state === 'sent')?.messages).toBeGreaterThan(0)
})
