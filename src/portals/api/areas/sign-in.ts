import { z } from 'zod'
import {
  askSignInCode,
  CODE,
  endSession,
  listShopsOf,
  readPerson,
  SESSION,
  setLanguage,
  setName,
  signIn,
} from '../../../domains/identity/identity.ts'
import { sendCode } from '../../../domains/messaging/messaging.ts'
import { later } from '../../../kit/clock/clock.ts'
import { newId, shown } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { LOCALES } from '../../../kit/text/locale.ts'
import type { PersonAsk } from '../ask.ts'
import { type Operation, open, personal } from '../operation.ts'
import { id, time, timeSchema, words } from '../shapes/basics.ts'

const phone = words(40).meta({ description: 'A mobile number as people write it', examples: ['0300 1234567'] })

const meSchema = z
  .object({
    id: id('per'),
    name: z.string().nullable(),
    phone: z.string().describe('E.164'),
    language: z.enum(LOCALES),
    roles: z.array(z.enum(['operator', 'rider'])),
    shops: z.array(
      z.object({
        id: id('shp'),
        handle: z.string(),
        name: z.string(),
        state: z.enum(['waiting', 'open', 'resting', 'stopped']),
        role: z.enum(['owner', 'staff', 'helper']),
        tasks: z.array(z.enum(['listings', 'orders', 'money', 'shop'])),
      }),
    ),
  })
  .meta({ id: 'Me' })

async function me(tx: Tx, { person, caller }: PersonAsk): Promise<z.input<typeof meSchema>> {
  const [facts, shops] = await Promise.all([readPerson(tx, person, 'own', person.person_id), listShopsOf(tx, person)])
  return {
    id: shown('per', person.person_id),
    name: facts.name,
    phone: facts.phone,
    language: facts.language,
    roles: [...caller.session.roles],
    shops: shops.map(({ party_id, handle, name, state, role, tasks }) => ({
      ...{ id: shown('shp', party_id), handle, name, state, role },
      tasks: [...tasks],
    })),
  }
}

export const SIGN_IN: readonly Operation[] = [
  open({
    name: 'askSignInCode',
    method: 'POST',
    path: '/sign-in-codes',
    area: 'Sign-in',
    summary: 'Send a sign-in code to a phone',
    more: 'The answer is the same for every number. In a demo the message can be read at /demo/phones.',
    body: z.strictObject({ phone }),
    status: 202,
    answer: z.object({ expires_at: timeSchema }).meta({ id: 'SignInCode' }),
    run: (ask, { body }) =>
      ask.write(async (tx) => {
        const language = ask.locale
        const code = await askSignInCode(tx, { phone: body.phone, ip: ask.address, language })
        await sendCode(tx, { ...code, language, cause: `api:code:${newId()}` })
        return { expires_at: time(later(tx.now, CODE.life_ms)) }
      }),
  }),
  open({
    name: 'signIn',
    method: 'POST',
    path: '/sessions',
    area: 'Sign-in',
    summary: 'Sign in with the code, and get a token',
    more: 'The first time makes the person. Send the token as "Authorization: Bearer …" with every other request.',
    body: z.strictObject({
      phone,
      code: words(40).meta({ examples: ['123456'] }),
      device: words(120).optional().describe('What the person sees in the list of signed-in devices'),
    }),
    status: 201,
    answer: z
      .object({
        token: z.string(),
        token_type: z.literal('Bearer'),
        expires_at: timeSchema,
        person: id('per'),
        is_new: z.boolean().describe('True when this is the first time'),
      })
      .meta({ id: 'Session' }),
    run: (ask, { body }) =>
      ask.write(async (tx) => {
        const device = body.device ?? ask.agent
        const signedIn = await signIn(tx, { ...body, device, ip: ask.address, kind: 'api' })
        return {
          token: signedIn.token,
          token_type: 'Bearer' as const,
          expires_at: time(later(tx.now, SESSION.life_ms)),
          person: shown('per', signedIn.session.person_id),
          is_new: signedIn.is_new,
        }
      }),
  }),
  personal({
    name: 'signOut',
    method: 'DELETE',
    path: '/sessions/current',
    area: 'Sign-in',
    summary: 'Sign out: the token is no longer good',
    status: 204,
    run: (ask) =>
      ask.write(async (tx) => {
        await endSession(tx, ask.person, ask.caller.session.session_id)
        return null
      }),
  }),
  personal({
    name: 'readMe',
    method: 'GET',
    path: '/me',
    area: 'Sign-in',
    summary: 'Who is signed in, and for which shops they may act',
    status: 200,
    answer: meSchema,
    run: (ask) => ask.read((tx) => me(tx, ask)),
  }),
  personal({
    name: 'changeMe',
    method: 'PATCH',
    path: '/me',
    area: 'Sign-in',
    summary: 'Change the name or the language',
    body: z.strictObject({ name: words(400).optional(), language: z.enum(LOCALES).optional() }),
    status: 200,
    answer: meSchema,
    run: (ask, { body }) =>
      ask.write(async (tx) => {
        if (body.name !== undefined) await setName(tx, ask.person, body.name)
        if (body.language !== undefined) await setLanguage(tx, ask.person, body.language)
        return me(tx, ask)
      }),
  }),
]
