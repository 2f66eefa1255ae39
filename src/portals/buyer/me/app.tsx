import { addTotp, confirmTotp, hasTotp, removeTotp } from '../../../domains/identity/identity.ts'
import { readForm } from '../../../kit/http/forms.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { QrCode } from '../../ui/qr-code.tsx'
import { answerForm, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, sessionHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { OwnPage } from './me-page.tsx'
import { withProof } from './proof.tsx'

type Hidden = Readonly<Record<string, string>>

/** The app that shows six digits: set or not, and the way to change that. */
export async function showApp(c: PageContext): Promise<Response> {
  const session = sessionHere(c)
  const { market, t } = c.var.visit
  const isSet = await market.db.read((tx) => hasTotp(tx, session))
  const hidden = formFields(c)
  return page(
    c,
    { title: t('buyer.app.title') },
    <OwnPage t={t} title={t('buyer.app.title')}>
      {isSet ? (
        <Notice tone="good">
          <p>{t('buyer.app.is_set')}</p>
        </Notice>
      ) : (
        <p>{t('buyer.app.words')}</p>
      )}
      <Form action={routes.app.href()} hidden={{ ...hidden, do: isSet ? 'remove' : 'begin' }}>
        <FormActions>
          <Button kind={isSet ? 'stop' : 'act'}>{t(isSet ? 'buyer.app.remove' : 'buyer.app.begin')}</Button>
        </FormActions>
      </Form>
    </OwnPage>,
  )
}

export async function changeApp(c: PageContext): Promise<Response> {
  const session = sessionHere(c)
  const { market, t } = c.var.visit
  const form = await readForm(c)
  const step = form.text('do')
  return withProof(c, routes.app.href(), async () => {
    if (step === 'begin') {
      const pairing = await market.db.tx((tx) => addTotp(tx, session, market.name))
      return pairingPage(c, pairing, undefined)
    }
    if (step === 'remove') {
      await market.db.tx((tx) => removeTotp(tx, session))
      return c.redirect(routes.app.href(), 303)
    }
    return answerForm(
      async () => {
        await market.db.tx((tx) => confirmTotp(tx, session, form.text('digits')))
        return c.redirect(routes.app.href(), 303)
      },
      (refusal) => {
        if (refusal.reason === 'identity.prove_first') throw refusal
        return pairingPage(c, undefined, refusalWords(t, refusal))
      },
    )
  })
}

function pairingPage(
  c: PageContext,
  pairing: { uri: string; secret: string } | undefined,
  error: string | undefined,
): Response {
  const { t } = c.var.visit
  return page(
    c,
    { title: t('buyer.app.title'), status: error ? 422 : 200 },
    <>
      <ErrorSummary t={t} errors={error ? [{ field: 'digits', message: error }] : []} />
      <OwnPage t={t} title={t('buyer.app.title')}>
        {pairing && <Pairing t={t} {...pairing} />}
        <Digits t={t} hidden={formFields(c)} error={error} />
      </OwnPage>
    </>,
  )
}

function Pairing({ t, uri, secret }: { t: Say; uri: string; secret: string }) {
  return (
    <>
      <p>{t('buyer.app.scan')}</p>
      <p>
        <QrCode text={uri} label={t('buyer.app.scan')} size={200} />
      </p>
      <p>
        {t('buyer.app.secret')} <Code>{secret.match(/.{1,4}/g)?.join(' ') ?? secret}</Code>
      </p>
      <p>{t('buyer.app.once')}</p>
    </>
  )
}

function Digits({ t, hidden, error }: { t: Say; hidden: Hidden; error: string | undefined }) {
  return (
    <Form action={routes.app.href()} hidden={{ ...hidden, do: 'confirm' }}>
      <Field
        t={t}
        name="digits"
        label={t('buyer.app.digits')}
        inputMode="numeric"
        dir="ltr"
        letters={10}
        maxLength={8}
        autoComplete="one-time-code"
        error={error}
      />
      <FormActions>
        <Button kind="act">{t('buyer.app.confirm')}</Button>
      </FormActions>
    </Form>
  )
}
