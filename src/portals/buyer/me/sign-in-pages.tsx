import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { routes } from '../routes.ts'

type Hidden = Readonly<Record<string, string>>

export interface PhonePageProps {
  t: Say
  hidden: Hidden
  next: string
  /** On the way to an order the question is the rider's; otherwise it is the door of the house. */
  isOrdering: boolean
  phone: string
  error?: string | undefined
}

/** One question: the number. Known or new, everybody gets the same answer. */
export function PhonePage({ t, hidden, next, isOrdering, phone, error }: PhonePageProps) {
  const title = t(isOrdering ? 'buyer.sign_in.order' : 'buyer.sign_in.title')
  return (
    <Narrow>
      <ErrorSummary t={t} errors={error ? [{ field: 'phone', message: error }] : []} />
      <h1>{title}</h1>
      <Form action={routes.signIn.href()} hidden={{ ...hidden, next }}>
        <Field
          t={t}
          name="phone"
          type="tel"
          inputMode="tel"
          label={t('buyer.sign_in.phone')}
          hint={t('buyer.sign_in.phone.hint')}
          dir="ltr"
          letters={20}
          maxLength={30}
          autoComplete="tel"
          value={phone}
          error={error}
        />
        <FormActions>
          <Button kind="act">{t('buyer.sign_in.send')}</Button>
        </FormActions>
      </Form>
      <p>
        <a href={routes.passkey.href({ next })}>{t('buyer.sign_in.passkey')}</a>
      </p>
    </Narrow>
  )
}

export interface CodePageProps {
  t: Say
  hidden: Hidden
  next: string
  /** Where the code went, as the person may read it on a shared screen. */
  phone: string
  /** Where the form goes: signing in, or proving once more. */
  action: string
  againAction: string
  /** The digits come from the person's app and not by message. */
  hasApp?: boolean | undefined
  /** The way back to the number, when it may be another one. */
  otherNumber?: string | undefined
  error?: string | undefined
}

/** The second question: the code. It may be pasted or read from another phone, and lives ten minutes. */
export function CodePage(props: CodePageProps) {
  const { t, hidden, next, phone, action, againAction, hasApp, otherNumber, error } = props
  return (
    <Narrow>
      <ErrorSummary t={t} errors={error ? [{ field: 'code', message: error }] : []} />
      <h1>{t(hasApp ? 'buyer.code.app_title' : 'buyer.code.title')}</h1>
      {!hasApp && (
        <p>
          {t('buyer.code.sent')} <Code>{phone}</Code>
        </p>
      )}
      <Form action={action} hidden={{ ...hidden, next }}>
        <Field
          t={t}
          name="code"
          inputMode="numeric"
          label={t('buyer.code.digits')}
          hint={hasApp ? undefined : t('buyer.code.digits.hint')}
          dir="ltr"
          letters={10}
          maxLength={12}
          autoComplete="one-time-code"
          error={error}
        />
        <FormActions>
          <Button kind="act">{t('buyer.code.go_on')}</Button>
        </FormActions>
      </Form>
      {!hasApp && (
        <Form action={againAction} hidden={{ ...hidden, next, again: 'yes' }}>
          <Button kind="quiet" icon="again">
            {t('buyer.code.again')}
          </Button>
        </Form>
      )}
      {otherNumber && (
        <p>
          <a href={otherNumber}>{t('buyer.code.other_number')}</a>
        </p>
      )}
    </Narrow>
  )
}
