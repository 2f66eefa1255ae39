import type { City } from '../../../domains/catalogue/catalogue.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Field, Select } from '../../ui/field.tsx'
import { nameOf } from '../../web/names.ts'

/** A refusal of an address by the field that it is about. */
const FIELD_OF: Readonly<Record<string, string>> = {
  'identity.name_missing': 'name',
  'identity.street_missing': 'street',
  'identity.city_missing': 'city',
  'identity.phone_unreadable': 'phone',
  'identity.address_long': 'street',
}

export function addressField(reason: string): string {
  return FIELD_OF[reason] ?? 'street'
}

export interface AddressFieldsProps {
  t: Say
  cities: readonly City[]
  values: Readonly<Record<string, string | undefined>>
  error?: { field: string; message: string } | undefined
}

/** Where a parcel goes, as people tell it to a rider. */
export function AddressFields({ t, cities, values, error }: AddressFieldsProps) {
  const wrong = (field: string) => (error?.field === field ? error.message : undefined)
  return (
    <>
      <Field
        t={t}
        name="name"
        label={t('buyer.address.name')}
        autoComplete="name"
        maxLength={80}
        value={values.name}
        error={wrong('name')}
      />
      <Select
        t={t}
        name="city"
        label={t('buyer.address.city')}
        options={[
          { value: '', label: t('ui.choose') },
          ...cities.map((city) => ({ value: city.city_id, label: nameOf(t.locale, city) })),
        ]}
        value={values.city}
        error={wrong('city')}
      />
      <Field
        t={t}
        name="area"
        label={t('buyer.address.area')}
        hint={t('buyer.address.area.hint')}
        autoComplete="address-level3"
        maxLength={200}
        optional
        value={values.area}
      />
      <Field
        t={t}
        name="street"
        label={t('buyer.address.street')}
        autoComplete="street-address"
        maxLength={200}
        value={values.street}
        error={wrong('street')}
      />
      <Field
        t={t}
        name="landmark"
        label={t('buyer.address.landmark')}
        hint={t('buyer.address.landmark.hint')}
        autoComplete="off"
        maxLength={200}
        optional
        value={values.landmark}
      />
      <Field
        t={t}
        name="phone"
        type="tel"
        inputMode="tel"
        label={t('buyer.address.phone')}
        hint={t('buyer.address.phone.hint')}
        dir="ltr"
        letters={20}
        autoComplete="off"
        maxLength={30}
        optional
        value={values.phone}
        error={wrong('phone')}
      />
    </>
  )
}
