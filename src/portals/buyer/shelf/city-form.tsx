import type { City } from '../../../domains/catalogue/catalogue.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow } from '../../ui/layout.tsx'
import { cityName, nameOf } from '../../web/names.ts'
import { routes } from '../routes.ts'

export interface CityFormView {
  t: Say
  /** The biggest first. */
  cities: readonly City[]
  /** The chosen city. */
  cityId: string | undefined
  /** The page to come back to. */
  next: string
  hidden: Readonly<Record<string, string>>
}

/** Half of all parcels go to these; a list of all cities would weigh more than the rest of a page. */
const FIRST_CITIES = 12

/** One small question that turns prices into prices to the door. */
function CityForm({ t, cities, cityId, next, hidden }: CityFormView) {
  return (
    <Form action={routes.city.href()} hidden={{ ...hidden, next }}>
      <label for="city">{t('buyer.city.ask')}</label>
      <div class="ask">
        <select id="city" name="city" required>
          <option value="">{t('ui.choose')}</option>
          {cities.map((city) => (
            <option key={city.city_id} value={city.city_id} selected={city.city_id === cityId}>
              {nameOf(t.locale, city)}
            </option>
          ))}
        </select>
        <Button kind="quiet">{t('buyer.city.show')}</Button>
      </div>
    </Form>
  )
}

/** The city when it is known, with the way to change it; the question when it is not. */
export function CityLine(view: CityFormView) {
  const { t, cities, cityId, next } = view
  const other = routes.city.href({ next })
  if (!cityId) {
    return (
      <>
        <CityForm {...view} cities={cities.slice(0, FIRST_CITIES)} />
        <p>
          <a href={other}>{t('buyer.city.another')}</a>
        </p>
      </>
    )
  }
  return (
    <p class="facts">
      {t('buyer.city.to', { city: cityName(t.locale, cities, cityId) })} <a href={other}>{t('ui.change')}</a>
    </p>
  )
}

/** All cities, on a page of their own. */
export function CityPage({ view }: { view: CityFormView }) {
  return (
    <Narrow>
      <h1>{view.t('buyer.city.title')}</h1>
      <CityForm {...view} />
    </Narrow>
  )
}
