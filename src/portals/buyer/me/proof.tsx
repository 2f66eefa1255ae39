import {
  askProofCode,
  hasTotp,
  listPasskeys,
  proveByCode,
  proveByTotp,
  readPerson,
} from '../../../domains/identity/identity.ts'
import { sendCode } from '../../../domains/messaging/messaging.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { newId } from '../../../kit/ids/ids.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { answerForm, ownPath, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere, sessionHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { OwnPage } from './me-page.tsx'
import { CodePage } from './sign-in-pages.tsx'

/** Asks once more who is there, by the app when there is one and else by a message. */
export async function showProof(c: PageContext): Promise<Response> {
  const session = sessionHere(c)
  const { market, t } = c.var.visit
  const next = ownPath(c.req.query('next'), routes.me.href())
  const [hasApp, passkeys] = await market.db.read((tx) =>
    Promise.all([hasTotp(tx, session), listPasskeys(tx, session)]),
  )
  if (hasApp) return digitsPage(c, next, true, undefined)
  const hasPasskey = passkeys.length > 0
  return page(
    c,
    { title: t('buyer.proof.title') },
    <OwnPage t={t} title={t('buyer.proof.title')}>
      <p>{t('buyer.proof.words')}</p>
      <Form action={routes.proof.href()} hidden={{ ...formFields(c), next, again: 'yes' }}>
        <FormActions>
          <Button kind="act">{t('buyer.proof.send')}</Button>
        </FormActions>
      </Form>
      {hasPasskey && (
        <p>
          <a href={routes.passkey.href({ next })}>{t('buyer.proof.passkey')}</a>
        </p>
      )}
    </OwnPage>,
  )
}

async function digitsPage(c: PageContext, next: string, hasApp: boolean, error: string | undefined): Promise<Response> {
  const person = personHere(c)
  const { market, t } = c.var.visit
  const own = await market.db.read((tx) => readPerson(tx, person, 'own', person.person_id))
  return page(
    c,
    { title: t('buyer.proof.title'), status: error ? 422 : 200 },
    <CodePage
      t={t}
      hidden={formFields(c)}
      next={next}
      phone={t.maskedPhone(own.phone)}
      action={routes.proof.href()}
      againAction={routes.proof.href()}
      hasApp={hasApp}
      error={error}
    />,
  )
}

/** Sends the code, or takes the digits and goes on to where the proof was asked for. */
export async function prove(c: PageContext): Promise<Response> {
  const session = sessionHere(c)
  const { visit } = c.var
  const { market, t } = visit
  const form = await readForm(c)
  const next = ownPath(form.text('next'), routes.me.href())
  const hasApp = await market.db.read((tx) => hasTotp(tx, session))
  return answerForm(
    async () => {
      if (form.text('again') !== '') {
        await market.db.tx(async (tx) => {
          const code = await askProofCode(tx, session, { ip: visit.address })
          await sendCode(tx, { ...code, language: visit.locale, cause: `prove:${newId()}`, template: 'code.prove' })
        })
        return digitsPage(c, next, false, undefined)
      }
      const digits = form.text('code')
      await market.db.tx((tx) => (hasApp ? proveByTotp(tx, session, digits) : proveByCode(tx, session, digits)))
      return c.redirect(next, 303)
    },
    (refusal) => digitsPage(c, next, hasApp, refusalWords(t, refusal)),
  )
}

/** Runs what needs a fresh proof; without one the person proves themselves first and comes back to `next`. */
export async function withProof(c: PageContext, next: string, act: () => Promise<Response>): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'identity.prove_first') throw error
    return c.redirect(routes.proof.href({ next }), 303)
  }
}
