import { setCookie } from 'hono/cookie'
import { listShopsOf, readPerson, setLanguage, setName } from '../../../domains/identity/identity.ts'
import { listMessagesOf } from '../../../domains/messaging/messaging.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { LOCALE_COOKIE, LOCALES, SCRIPTS } from '../../../kit/text/locale.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { EmptyState, ErrorSummary } from '../../ui/notice.tsx'
import { answerForm, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere, sessionHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { BackToMe, MePage, OwnPage } from './me-page.tsx'

const YEAR_S = 365 * 86_400

export async function showMe(c: PageContext): Promise<Response> {
  const session = sessionHere(c)
  const person = personHere(c)
  const { visit } = c.var
  const { own, shops } = await visit.market.db.read(async (tx) => {
    const [facts, mine] = await Promise.all([readPerson(tx, person, 'own', person.person_id), listShopsOf(tx, person)])
    return { own: facts, shops: mine }
  })
  const view = {
    name: own.name ?? undefined,
    phone: visit.t.phone(own.phone),
    hasShop: shops.length > 0,
    isRider: session.roles.includes('rider'),
    isOperator: session.roles.includes('operator'),
  }
  return page(c, { title: visit.t('buyer.me.title') }, <MePage t={visit.t} view={view} hidden={formFields(c)} />)
}

export async function askName(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const own = await c.var.visit.market.db.read((tx) => readPerson(tx, person, 'own', person.person_id))
  return namePage(c, own.name ?? '', undefined)
}

function namePage(c: PageContext, name: string, error: string | undefined): Response {
  const { t } = c.var.visit
  return page(
    c,
    { title: t('buyer.me.name'), status: error ? 422 : 200 },
    <>
      <ErrorSummary t={t} errors={error ? [{ field: 'name', message: error }] : []} />
      <OwnPage t={t} title={t('buyer.me.name.title')}>
        <Form action={routes.name.href()} hidden={formFields(c)}>
          <Field
            t={t}
            name="name"
            label={t('buyer.me.name')}
            value={name}
            maxLength={80}
            dir="auto"
            autoComplete="name"
            error={error}
          />
          <FormActions>
            <Button kind="act">{t('buyer.me.save')}</Button>
          </FormActions>
        </Form>
      </OwnPage>
    </>,
  )
}

export async function saveName(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, t } = c.var.visit
  const name = (await readForm(c)).text('name')
  return answerForm(
    async () => {
      await market.db.tx((tx) => setName(tx, person, name))
      return c.redirect(routes.me.href(), 303)
    },
    (refusal) => namePage(c, name, refusalWords(t, refusal)),
  )
}

export function askLanguage(c: PageContext): Response {
  personHere(c)
  const { t, locale } = c.var.visit
  return page(
    c,
    { title: t('buyer.me.language') },
    <OwnPage t={t} title={t('buyer.me.language')}>
      <Form action={routes.language.href()} hidden={formFields(c)}>
        <Radios
          t={t}
          name="language"
          legend={t('buyer.me.language.title')}
          hint={t('buyer.me.language.words')}
          options={LOCALES.map((other) => ({ value: other, label: SCRIPTS[other].name }))}
          value={locale}
        />
        <FormActions>
          <Button kind="act">{t('buyer.me.save')}</Button>
        </FormActions>
      </Form>
    </OwnPage>,
  )
}

/** The language of every page and message, on this device and on the others. */
export async function saveLanguage(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market } = c.var.visit
  const language = (await readForm(c)).text('language')
  await market.db.tx((tx) => setLanguage(tx, person, language))
  setCookie(c, LOCALE_COOKIE, language, { path: '/', maxAge: YEAR_S, sameSite: 'Lax', secure: market.isHttps })
  return c.redirect(routes.me.href(), 303)
}

export async function showMessages(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { market, t, locale, now } = c.var.visit
  const messages = await market.db.read((tx) => listMessagesOf(tx, person, { origin: market.origin, language: locale }))
  return page(
    c,
    { title: t('buyer.messages.title') },
    <>
      <h1>{t('buyer.messages.title')}</h1>
      {messages.length === 0 && <EmptyState icon="chat" title={t('buyer.messages.empty')} />}
      <ul class="bubbles narrow">
        {messages.map((message) => (
          <li key={message.message_id}>
            <p dir="auto">{message.text}</p>
            <small>{t.moment(message.asked_at, now)}</small>
          </li>
        ))}
      </ul>
      <BackToMe t={t} />
    </>,
  )
}
