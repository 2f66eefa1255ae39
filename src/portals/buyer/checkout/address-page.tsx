import type { City } from '../../../domains/catalogue/catalogue.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { type BigChoice, Radios } from '../../ui/choices.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { routes } from '../routes.ts'
import { AddressFields } from './address-form.tsx'

export interface AddressPageProps {
  t: Say
  /** Saved addresses to choose from; without any, or when another is wanted, the fields of a new one. */
  saved: readonly BigChoice[]
  isNew: boolean
  cities: readonly City[]
  values: Readonly<Record<string, string | undefined>>
  hidden: Readonly<Record<string, string>>
  error?: { field: string; message: string } | undefined
}

/** First screen of an order: where it shall come. */
export function AddressPage({ t, saved, isNew, cities, values, hidden, error }: AddressPageProps) {
  const choose = saved.length > 0 && !isNew
  return (
    <Narrow>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      {!choose && <h1>{t('buyer.address.title')}</h1>}
      <Form action={routes.checkoutAddress.href()} hidden={hidden}>
        {choose ? (
          <Radios
            t={t}
            name="address"
            legend={t('buyer.address.title')}
            asTitle
            options={saved}
            value={values.address ?? saved[0]?.value}
            error={error?.message}
          />
        ) : (
          <AddressFields t={t} cities={cities} values={values} error={error} />
        )}
        <FormActions>
          <Button kind="act">{t('buyer.address.go_on')}</Button>
        </FormActions>
      </Form>
      {choose && (
        <p>
          <a href={routes.checkout.href({ new: 'yes' })}>{t('buyer.address.another')}</a>
        </p>
      )}
    </Narrow>
  )
}
