import { z } from 'zod'
import {
  addPasskey,
  beginPasskey,
  beginPasskeyProof,
  beginPasskeySignIn,
  listPasskeys,
  type Passkey,
  proveByPasskey,
  removePasskey,
  SESSION,
  type Site,
  signInByPasskey,
} from '../../../domains/identity/identity.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { passkeyScript } from '../../../kit/html/scripts.ts'
import { type Form as Answers, readForm } from '../../../kit/http/forms.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import type { Market } from '../../web/market.ts'
import { answerForm, ownPath, PAGE_STATUS, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, SESSION_COOKIE, sessionHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { deviceName } from './device-name.ts'
import { OwnPage } from './me-page.tsx'
import { withProof } from './proof.tsx'

/** A person's passkeys, and the way to add one. */
export async function showPasskeys(c: PageContext, refusal?: Refusal): Promise<Response> {
  const session = sessionHere(c)
  const { market, t } = c.var.visit
  const passkeys = await market.db.read((tx) => listPasskeys(tx, session))
  return page(
    c,
    { title: t('buyer.passkeys.title'), status: refusal ? PAGE_STATUS[refusal.code] : 200 },
    <>
      <ErrorSummary t={t} errors={refusal ? [{ field: 'passkeys', message: refusalWords(t, refusal) }] : []} />
      <OwnPage t={t} title={t('buyer.passkeys.title')}>
        <p>{t('buyer.passkeys.words')}</p>
        <div id="passkeys">
          {passkeys.map((passkey) => (
            <OnePasskey key={passkey.passkey_id} t={t} passkey={passkey} hidden={formFields(c)} now={c.var.visit.now} />
          ))}
        </div>
        <Form action={routes.passkeys.href()} hidden={{ ...formFields(c), do: 'begin' }}>
          <FormActions>
            <Button kind="act">{t('buyer.passkeys.add')}</Button>
          </FormActions>
        </Form>
      </OwnPage>
    </>,
  )
}

interface OnePasskeyProps {
  t: Say
  passkey: Passkey
  hidden: Readonly<Record<string, string>>
  now: Date
}

function OnePasskey({ t, passkey, hidden, now }: OnePasskeyProps) {
  return (
    <Panel>
      <p>
        <b>{passkey.name || t('buyer.devices.unknown')}</b>
        <br />
        {t('buyer.passkeys.since', { when: t.moment(passkey.added_at, now) })}
      </p>
      <Form action={routes.passkeys.href()} hidden={{ ...hidden, do: 'remove', passkey: passkey.passkey_id }}>
        <Button kind="quiet" icon="out">
          {t('buyer.passkeys.remove')}
        </Button>
      </Form>
    </Panel>
  )
}

/** Begins to add a passkey, takes what the device made, or forgets one. */
export async function changePasskeys(c: PageContext): Promise<Response> {
  const session = sessionHere(c)
  const { market } = c.var.visit
  const form = await readForm(c)
  const step = form.text('do')
  return withProof(c, routes.passkeys.href(), () =>
    answerForm(
      async () => {
        if (step === 'begin') {
          const options = await market.db.tx((tx) => beginPasskey(tx, session, siteOf(market)))
          return askDevice(c, { action: routes.passkeys.href(), step: 'add', options })
        }
        if (step === 'remove') await market.db.tx((tx) => removePasskey(tx, session, idIn(form)))
        else {
          const made = madeByDevice<Parameters<typeof addPasskey>[3]>(form)
          const name = deviceName(c.req.header('user-agent'))
          await market.db.tx((tx) => addPasskey(tx, session, siteOf(market), made, name))
        }
        return c.redirect(routes.passkeys.href(), 303)
      },
      (refusal) => {
        if (refusal.reason === 'identity.prove_first') throw refusal
        return showPasskeys(c, refusal)
      },
    ),
  )
}

/** The door for those who have a passkey: to come in, or to prove once more who is there. */
export function showPasskey(c: PageContext, refusal?: Refusal): Response {
  const { t } = c.var.visit
  const next = ownPath(c.req.query('next'), routes.me.href())
  return page(
    c,
    { title: t('buyer.passkey.title'), status: refusal ? PAGE_STATUS[refusal.code] : 200 },
    <>
      <ErrorSummary t={t} errors={refusal ? [{ field: 'passkey', message: refusalWords(t, refusal) }] : []} />
      <OwnPage t={t} title={t('buyer.passkey.title')}>
        <Form action={routes.passkey.href()} hidden={{ ...formFields(c), do: 'begin', next }} id="passkey">
          <FormActions>
            <Button kind="act">{t('buyer.passkey.begin')}</Button>
          </FormActions>
        </Form>
      </OwnPage>
    </>,
  )
}

/** Asks the device, then lets in or proves, and goes on to where the person was going. */
export async function usePasskey(c: PageContext): Promise<Response> {
  const { market, session, address } = c.var.visit
  const form = await readForm(c)
  const next = ownPath(form.text('next'), routes.me.href())
  const site = siteOf(market)
  return answerForm(
    async () => {
      if (form.text('do') === 'begin') {
        const options = await market.db.tx((tx) =>
          session ? beginPasskeyProof(tx, session, site) : beginPasskeySignIn(tx, site, { ip: address }),
        )
        return askDevice(c, { action: routes.passkey.href(), step: 'get', options, next })
      }
      const made = madeByDevice<Parameters<typeof proveByPasskey>[3]>(form)
      if (session) {
        await market.db.tx((tx) => proveByPasskey(tx, session, site, made))
      } else {
        const on = { device: deviceName(c.req.header('user-agent')), kind: 'browser' } as const
        const { token } = await market.db.tx((tx) => signInByPasskey(tx, site, made, on))
        market.cookies.write(c, SESSION_COOKIE, token, SESSION.life_ms / 1000)
      }
      return c.redirect(next, 303)
    },
    (refusal) => showPasskey(c, refusal),
  )
}

interface Asking {
  action: string
  step: 'add' | 'get'
  options: object
  next?: string
}

/** The one page with a script: the browser asks the device, and sends what it made. Without a script it says so. */
function askDevice(c: PageContext, { action, step, options, next }: Asking): Response {
  const { t } = c.var.visit
  const hidden = {
    ...formFields(c),
    do: step,
    next,
    passkey_options: JSON.stringify(options),
    passkey_answer: '',
  }
  return page(
    c,
    { title: t('buyer.passkey.title'), script: passkeyScript.href },
    <OwnPage t={t} title={t('buyer.passkey.title')}>
      <p>{t('buyer.passkey.words')}</p>
      <Form action={action} hidden={hidden}>
        <FormActions>
          <Button kind="act">{t('buyer.passkey.ask')}</Button>
        </FormActions>
      </Form>
    </OwnPage>,
  )
}

function siteOf(market: Market): Site {
  return { rp_id: new URL(market.origin).hostname, origin: market.origin, name: market.name }
}

/** What the device made; identity checks every part of it. Refuses: invalid when the browser sent nothing. */
function madeByDevice<Made>(form: Answers): Made {
  const read = answerSchema.safeParse(form.text('passkey_answer').slice(0, 20_000))
  if (!read.success) throw new Refusal('invalid', 'buyer.passkeys.none')
  return read.data as Made
}

const letters = z.base64url()

/** The shape of PublicKeyCredential.toJSON() (WebAuthn, level 3), as far as its absence would be a surprise. */
const answerSchema = z.preprocess(
  fromJson,
  z.looseObject({
    id: letters,
    rawId: letters,
    type: z.literal('public-key'),
    response: z.looseObject({
      clientDataJSON: letters,
      attestationObject: letters.optional(),
      authenticatorData: letters.optional(),
      signature: letters.optional(),
      userHandle: letters.nullish(),
    }),
    clientExtensionResults: z.looseObject({}),
  }),
)

function fromJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text))
  } catch {
    return undefined
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function idIn(form: Answers): string {
  const id = form.text('passkey')
  if (!UUID.test(id)) throw new Refusal('not_found', 'identity.passkey_unknown')
  return id
}
