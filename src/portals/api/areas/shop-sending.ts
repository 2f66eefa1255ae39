import { z } from 'zod'
import {
  EVERY,
  endHook,
  endSending,
  FORMATS,
  HOOK_EVENTS,
  type HookRow,
  hookSecret,
  listHooks,
  listSendings,
  makeHook,
  makeSending,
  proveSending,
  type RunRow,
  type Sending,
} from '../../../domains/exports/exports.ts'
import { assertProved, type ShopActor } from '../../../domains/identity/identity.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Keys } from '../../../kit/keys/keys.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { PersonAsk } from '../ask.ts'
import { type Operation, personal } from '../operation.ts'
import { id, idIn, time, timeOrNull, timeSchema } from '../shapes/basics.ts'
import { changeForShop, forShop, shopParams } from '../shop.ts'

const hookSchema = z
  .object({
    id: id('hok'),
    url: z.string(),
    events: z.array(z.string()),
    secret: z.string().nullable().describe('Standard Webhooks: whsec_… Only the owner sees it'),
    made_at: timeSchema,
    failing_since: timeSchema.nullable(),
    ended_at: timeSchema.nullable(),
  })
  .meta({ id: 'Hook', description: 'A program of the shop that is told what happens' })

function hookOf(keys: Keys, by: ShopActor, hook: HookRow): z.input<typeof hookSchema> {
  const isOwn = by.role === 'owner' && hook.ended_at === null
  return {
    ...{ id: shown('hok', hook.hook_id), url: hook.url, events: hook.events },
    secret: isOwn ? hookSecret(keys, by, hook.hook_id) : null,
    made_at: time(hook.made_at),
    failing_since: timeOrNull(hook.failing_since),
    ended_at: timeOrNull(hook.ended_at),
  }
}

const sendingSchema = z
  .object({
    id: id('snd'),
    way: z.enum(['email', 's3']),
    to: z.string().nullable().describe('The address or the bucket. Only who made it sees it; keys are never shown'),
    tables: z.array(z.string()),
    format: z.enum(FORMATS),
    every: z.enum(EVERY),
    made_at: timeSchema,
    proved_at: timeSchema.nullable().describe('Null while the code that went to an e-mail address is not given back'),
    ended_at: timeSchema.nullable(),
    end_reason: z.string().describe('owner, failing, unproved or owner_gone; empty while it goes on'),
  })
  .meta({ id: 'Sending', description: 'Tables that go to a place once each day, week or month' })

function sendingOf(sending: Sending): z.input<typeof sendingSchema> {
  const { way, to, tables, format, every, end_reason } = sending
  return {
    ...{ id: shown('snd', sending.sending_id), way, to: to ?? null, tables, format, every, end_reason },
    made_at: time(sending.made_at),
    proved_at: timeOrNull(sending.proved_at),
    ended_at: timeOrNull(sending.ended_at),
  }
}

const runSchema = z
  .object({
    sending: id('snd'),
    period: z.string().describe('proof, or the first day of the day, week or month'),
    state: z.enum(['waiting', 'done', 'given_up']),
    tries: z.int(),
    answer: z.string().describe('Why the last try failed'),
    files: z.int(),
    bytes: z.int(),
    made_at: timeSchema,
  })
  .meta({ id: 'SendingRun' })

function runOf(run: RunRow): z.input<typeof runSchema> {
  const { period, state, tried_count: tries, answer, file_count: files, made_at } = run
  const sending = shown('snd', run.sending_id)
  return { sending, period, state, tries, answer, files, bytes: Number(run.byte_count), made_at: time(made_at) }
}

/** Data leaves by this for a long time, so whoever does it has signed in or proved themselves within minutes. */
function changeForOwner(tx: Tx, ask: PersonAsk, handle: string): Promise<ShopActor> {
  assertProved(ask.caller.session, tx.now)
  return changeForShop(tx, ask, handle, 'money')
}

const word = z.string().max(300)
const sendingParams = shopParams.extend({ sending: idIn('snd') })

const HOOKS: readonly Operation[] = [
  personal({
    name: 'listHooks',
    method: 'GET',
    path: '/shops/{shop}/hooks',
    area: 'Shop data',
    summary: 'The programs that are told what happens in the shop',
    more: 'Those that ended in the last month are among them.',
    params: shopParams,
    status: 200,
    answer: z.object({ items: z.array(hookSchema) }),
    run: (ask, { params }) =>
      ask.read(async (tx) => {
        const by = await forShop(tx, ask, params.shop, 'money')
        const { hooks } = await listHooks(tx, by)
        return { items: hooks.map((hook) => hookOf(ask.market.keys, by, hook)) }
      }),
  }),
  personal({
    name: 'makeHook',
    method: 'POST',
    path: '/shops/{shop}/hooks',
    area: 'Shop data',
    summary: 'Tell a program what happens from now on',
    more: 'Only the owner, within ten minutes of a proof. Each call is signed as Standard Webhooks says.',
    params: shopParams,
    body: z.strictObject({ url: z.string().max(500), events: z.array(z.enum(HOOK_EVENTS)).max(HOOK_EVENTS.length) }),
    status: 201,
    answer: hookSchema,
    run: (ask, { params, body }) =>
      ask.write(async (tx) => {
        const by = await changeForOwner(tx, ask, params.shop)
        return hookOf(ask.market.keys, by, await makeHook(tx, by, ask.market.hooks, body))
      }),
  }),
  personal({
    name: 'endHook',
    method: 'DELETE',
    path: '/shops/{shop}/hooks/{hook}',
    area: 'Shop data',
    summary: 'Tell a program no more',
    params: shopParams.extend({ hook: idIn('hok') }),
    status: 204,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        await endHook(tx, await changeForShop(tx, ask, params.shop, 'money'), params.hook)
        return null
      }),
  }),
]

const SENDINGS: readonly Operation[] = [
  personal({
    name: 'listSendings',
    method: 'GET',
    path: '/shops/{shop}/sendings',
    area: 'Shop data',
    summary: 'What is sent to the shop by itself, and how it went lately',
    params: shopParams,
    status: 200,
    answer: z.object({ items: z.array(sendingSchema), runs: z.array(runSchema) }),
    run: (ask, { params }) =>
      ask.read(async (tx) => {
        const { sendings, runs } = await listSendings(tx, await forShop(tx, ask, params.shop, 'money'))
        return { items: sendings.map(sendingOf), runs: runs.map(runOf) }
      }),
  }),
  personal({
    name: 'makeSending',
    method: 'POST',
    path: '/shops/{shop}/sendings',
    area: 'Shop data',
    summary: 'Send tables each day, week or month to an e-mail address or an S3 bucket',
    more:
      'Only the owner, within ten minutes of a proof. An address gets a code first, to be given back with ' +
      '`proveSending`. A bucket gets `<prefix>/<first day>/<table>.<format>`.',
    params: shopParams,
    body: z.strictObject({
      way: z.enum(['email', 's3']),
      tables: z.array(z.string().max(40)).max(40),
      format: z.enum(FORMATS),
      every: z.enum(EVERY),
      email: word.optional(),
      endpoint: word.optional().describe('https://s3.eu-west-1.amazonaws.com'),
      bucket: word.optional(),
      prefix: word.optional(),
      region: word.optional().describe('Only where the endpoint does not say it'),
      key_id: word.optional(),
      secret: word.optional().describe('Kept sealed, and never given back'),
    }),
    status: 201,
    answer: sendingSchema,
    run: (ask, { params, body }) =>
      ask.write(async (tx) => {
        const by = await changeForOwner(tx, ask, params.shop)
        return sendingOf(await makeSending(tx, by, ask.market.senders, body, ask.locale))
      }),
  }),
  personal({
    name: 'proveSending',
    method: 'PUT',
    path: '/shops/{shop}/sendings/{sending}/proof',
    area: 'Shop data',
    summary: 'Give back the code that went to an e-mail address',
    params: sendingParams,
    body: z.strictObject({ code: z.string().max(40) }),
    status: 204,
    run: (ask, { params, body }) =>
      ask.write(async (tx) => {
        await proveSending(tx, await changeForShop(tx, ask, params.shop, 'money'), params.sending, body.code)
        return null
      }),
  }),
  personal({
    name: 'endSending',
    method: 'DELETE',
    path: '/shops/{shop}/sendings/{sending}',
    area: 'Shop data',
    summary: 'Send it no more',
    params: sendingParams,
    status: 204,
    run: (ask, { params }) =>
      ask.write(async (tx) => {
        await endSending(tx, await changeForShop(tx, ask, params.shop, 'money'), params.sending)
        return null
      }),
  }),
]

/** How data leaves by itself: told to programs, and sent as files. */
export const SHOP_SENDING: readonly Operation[] = [...HOOKS, ...SENDINGS]
