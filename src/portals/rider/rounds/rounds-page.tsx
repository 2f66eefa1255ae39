import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { EmptyState } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { routes } from '../routes.ts'
import { ParcelList } from './parcel-list.tsx'
import type { ParcelLine, WaitingView } from './rounds-view.ts'

export interface RoundsView {
  t: Say
  lines: readonly ParcelLine[]
  doneToday: number
  cash_paisa: bigint
  waiting: WaitingView
  /** What was typed as a label and is nobody's here. */
  unknown: string | undefined
}

const FEW = 5

/** His round: what is under way first, then what to fetch and what to bring back; below, what he may take. */
export function RoundsPage({ view }: { view: RoundsView }) {
  const { t, lines, waiting } = view
  const ways = ['bring', 'fetch', 'back'] as const
  return (
    <>
      <h1>{t('rider.rounds.title')}</h1>
      <LabelForm t={t} unknown={view.unknown} />
      <p>
        {t('rider.figure.with_you', { count: lines.length })}
        {' · '}
        {t('rider.figure.done', { count: view.doneToday })}
        {' · '}
        <a href={routes.cash.href()}>
          {t.parts('rider.figure.cash', { amount: <Rupees key="amount" t={t} paisa={view.cash_paisa} /> })}
        </a>
      </p>
      {lines.length === 0 && (
        <EmptyState icon="bike" title={t('rider.rounds.empty')}>
          <p>{t('rider.rounds.empty.words')}</p>
        </EmptyState>
      )}
      {ways.map((way) => {
        const some = lines.filter((line) => line.way === way)
        return (
          some.length > 0 && (
            <Section key={way} title={t(`rider.rounds.${way}`)}>
              <ParcelList t={t} lines={some} />
            </Section>
          )
        )
      })}
      {waiting.city && waiting.lines.length > 0 && (
        <Section
          title={t('rider.waiting.in', { city: waiting.city.name })}
          more={{
            href: routes.waiting.href({ city: waiting.city.id }),
            label: t('rider.waiting.all', { count: waiting.lines.length }),
          }}
        >
          <ParcelList t={t} lines={waiting.lines.slice(0, FEW)} />
        </Section>
      )}
    </>
  )
}

function LabelForm({ t, unknown }: { t: Say; unknown: string | undefined }) {
  return (
    <Form action={routes.labels.href()} method="get">
      <div class="beside">
        <Field
          t={t}
          name="code"
          label={t('rider.label')}
          value={unknown}
          error={unknown === undefined ? undefined : t('rider.label.unknown')}
          autoComplete="off"
          maxLength={120}
          letters={10}
          dir="ltr"
        />
        <Button icon="search">{t('rider.label.find')}</Button>
      </div>
    </Form>
  )
}

/** All parcels that wait in a city, and the other cities where some do. */
export function WaitingPage({ t, waiting }: { t: Say; waiting: WaitingView }) {
  const { city, cities, lines } = waiting
  return (
    <>
      <h1>{city ? t('rider.waiting.in', { city: city.name }) : t('rider.nav.waiting')}</h1>
      {cities.length > 1 && (
        <p class="facet-bar">
          {cities
            .filter(({ id }) => id !== city?.id)
            .map(({ id, name, count }) => (
              <a class="chip" key={id} href={routes.waiting.href({ city: id })}>
                {name} · {t.number(count)}
              </a>
            ))}
        </p>
      )}
      {lines.length === 0 ? (
        <EmptyState icon="parcel" title={t('rider.waiting.empty')}>
          <p>{t('rider.waiting.empty.words')}</p>
        </EmptyState>
      ) : (
        <ParcelList t={t} lines={lines} />
      )}
    </>
  )
}
