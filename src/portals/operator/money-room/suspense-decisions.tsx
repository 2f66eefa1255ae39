import { Button, FormActions } from '../../ui/button.tsx'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel } from '../../ui/layout.tsx'
import { lineHref } from './frame.tsx'
import type { LineProps } from './suspense-pages.tsx'

/** What can be done with a line that nobody explained. */
export function Decisions(props: LineProps & { isCredit: boolean }) {
  const { t, line, typed, error, hidden, isCredit, proposal } = props
  const errorOf = (field: string) => (error?.field === field ? error.message : undefined)
  const action = lineHref(line)
  const accounts = isCredit
    ? (['income:unclaimed', 'equity:own'] as const)
    : (['expense:bank_charges', 'expense:loss'] as const)
  return (
    <>
      <Panel>
        <Form action={action} hidden={hidden}>
          <TextArea
            t={t}
            name="note"
            label={t('books.found_out')}
            rows={2}
            maxLength={500}
            value={typed.note ?? line.note}
            error={errorOf('note')}
            optional
          />
          <FormActions>
            <Button kind="act" name="do" value="take">
              {t('books.do.take')}
            </Button>
            <Button name="do" value="note">
              {t('books.do.note')}
            </Button>
          </FormActions>
        </Form>
      </Panel>
      {isCredit && !proposal && (
        <Panel>
          <h2>{t('books.whose')}</h2>
          <p>{t('books.whose.two')}</p>
          <Form action={action} hidden={{ ...hidden, do: 'payment' }}>
            <Field
              t={t}
              name="reference"
              label={t('books.payment_reference')}
              value={typed.reference}
              error={errorOf('reference')}
              dir="ltr"
              autoComplete="off"
            />
            <Button>{t('books.do.pays')}</Button>
          </Form>
          <Form action={action} hidden={{ ...hidden, do: 'wallet' }}>
            <Field
              t={t}
              name="phone"
              type="tel"
              label={t('books.phone')}
              value={typed.phone}
              error={errorOf('phone')}
              dir="ltr"
              autoComplete="off"
            />
            <Button>{t('books.do.wallet')}</Button>
          </Form>
          <Form action={action} hidden={{ ...hidden, do: 'back' }}>
            <Button>{t('books.do.back')}</Button>
          </Form>
        </Panel>
      )}
      <Panel>
        <h2>{t(isCredit ? 'books.ours_now' : 'books.bank_took')}</h2>
        <p>{t('books.two_people')}</p>
        <Form action={action} hidden={{ ...hidden, do: 'income' }}>
          <Select
            t={t}
            name="account"
            label={t('books.entry.account')}
            value={accounts[0]}
            options={accounts.map((value) => ({ value, label: t(`books.account.${value}`) }))}
          />
          <TextArea
            t={t}
            name="reason"
            label={t('books.entry.reason')}
            rows={2}
            maxLength={1000}
            value={typed.reason}
            error={errorOf('reason')}
          />
          <Field t={t} name="attachments" label={t('books.entry.proof')} value={typed.attachments} optional />
          <Button>{t('books.do.propose')}</Button>
        </Form>
      </Panel>
    </>
  )
}
