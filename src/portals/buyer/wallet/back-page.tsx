import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { routes } from '../routes.ts'

export interface BackView {
  t: Say
  holder: string
  holderWords: string
  moneyPaisa: bigint
  values: Readonly<Record<string, string>>
  error: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
}

/** Where the money goes. Asked after a fresh proof, because a thief would begin here. */
export function BackPage({ t, holder, holderWords, moneyPaisa, values, error, hidden }: BackView) {
  const errorAt = (field: string) => (error?.field === field ? error.message : undefined)
  return (
    <Narrow>
      <h1>{t('wallet.back.title')}</h1>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <p>{t('wallet.back.words', { holder: holderWords, amount: t.rupees(moneyPaisa) })}</p>
      <Form action={routes.walletBack.href()} hidden={{ ...hidden, holder }}>
        <Field
          t={t}
          name="amount"
          label={t('wallet.back.amount')}
          prefix="Rs"
          inputMode="decimal"
          letters={10}
          value={values.amount}
          error={errorAt('amount')}
        />
        <Radios
          t={t}
          name="kind"
          legend={t('wallet.back.kind')}
          value={values.kind ?? 'wallet'}
          options={[
            { value: 'wallet', label: t('wallet.back.wallet'), icon: 'wallet' },
            { value: 'bank', label: t('wallet.back.bank'), icon: 'bank' },
          ]}
        />
        <Field
          t={t}
          name="account"
          label={t('wallet.back.account')}
          hint={t('wallet.back.account.hint')}
          value={values.account}
          error={errorAt('account')}
          dir="ltr"
          maxLength={40}
          autoComplete="off"
        />
        <Field
          t={t}
          name="title"
          label={t('wallet.back.name')}
          value={values.title}
          error={errorAt('title')}
          maxLength={60}
          dir="auto"
        />
        <FormActions>
          <Button kind="act">{t('wallet.back.send')}</Button>
          <ButtonLink href={routes.wallet.href()}>{t('wallet.back.to_wallet')}</ButtonLink>
        </FormActions>
      </Form>
    </Narrow>
  )
}
