import type { StopCause } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Badge, EmptyState } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { Changes, type ChangeView } from '../money/changes.tsx'
import { MoneyFrame } from '../money/frame.tsx'
import { routes } from '../routes.ts'

type Hidden = Readonly<Record<string, string>>

export interface StopsView {
  changes: readonly ChangeView[]
  stops: readonly { id: string; party: string; name: string; cause: StopCause; note: string; since: string }[]
  runs: readonly { id: string; when: string; count: number; first: string }[]
  debts: readonly { id: string; name: string; since: string; paisa: bigint }[]
}

/** Everything that holds money back, and how it is let go. */
export function StopsPage({ t, view, hidden }: { t: Say; view: StopsView; hidden: Hidden }) {
  return (
    <MoneyFrame t={t} part="stops" title={t('payouts.stops')}>
      <p>
        <a href={routes.names.href()}>{t('payouts.names')}</a> ·{' '}
        <a href={routes.askedBack.href()}>{t('payouts.asked')}</a>
      </p>
      <Changes t={t} changes={view.changes} hidden={hidden} />
      <Stops t={t} stops={view.stops} hidden={hidden} />
      <Section title={t('payouts.debts')}>
        {view.debts.length === 0 ? (
          <p>{t('payouts.debts.none')}</p>
        ) : (
          <Table
            caption={t('payouts.debts')}
            hideCaption
            columns={[
              { key: 'shop', label: t('payouts.who') },
              { key: 'since', label: t('payouts.since') },
              { key: 'paisa', label: t('payouts.debts.owed'), number: true },
            ]}
            rows={view.debts.map(({ id, name, since, paisa }) => ({
              id,
              cells: {
                shop: (
                  <a href={routes.shop.href({ shop: id })} dir="auto">
                    {name}
                  </a>
                ),
                since,
                paisa: <Rupees t={t} paisa={paisa} />,
              },
            }))}
          />
        )}
      </Section>
      <Runs t={t} runs={view.runs} />
      <HoldShop t={t} hidden={hidden} />
    </MoneyFrame>
  )
}

function Stops({ t, stops, hidden }: { t: Say; stops: StopsView['stops']; hidden: Hidden }) {
  if (stops.length === 0) return <EmptyState icon="done" title={t('payouts.stops.none')} />
  return (
    <Table
      caption={t('payouts.stops')}
      hideCaption
      columns={[
        { key: 'who', label: t('payouts.who') },
        { key: 'cause', label: t('payouts.cause') },
        { key: 'since', label: t('payouts.since') },
        { key: 'lift', label: '' },
      ]}
      rows={stops.map(({ id, party, name, cause, note, since }) => ({
        id,
        tone: 'stop',
        cells: {
          who: <span dir="auto">{name}</span>,
          cause: (
            <span>
              {t(`payouts.cause.${cause}`)} <small dir="auto">{note}</small>
            </span>
          ),
          since,
          lift: (
            <Form action={routes.stops.href()} hidden={{ ...hidden, shop: party, cause }}>
              <Field t={t} name="note" label={t('payouts.lift.why')} maxLength={200} dir="auto" />
              <Button kind="plain">{t('payouts.lift')}</Button>
            </Form>
          ),
        },
      }))}
    />
  )
}

function Runs({ t, runs }: { t: Say; runs: StopsView['runs'] }) {
  if (runs.length === 0) return null
  return (
    <Section title={t('payouts.runs')}>
      <Table
        caption={t('payouts.runs')}
        hideCaption
        columns={[
          { key: 'when', label: t('payouts.since') },
          { key: 'found', label: t('payouts.cause') },
        ]}
        rows={runs.map(({ id, when, count, first }) => ({
          id,
          cells: {
            when,
            found:
              count === 0 ? (
                <Badge tone="trust">{t('payouts.runs.good')}</Badge>
              ) : (
                <span>
                  <Badge tone="stop">{t('payouts.runs.found', { count })}</Badge> <small dir="ltr">{first}</small>
                </span>
              ),
          },
        }))}
      />
    </Section>
  )
}

function HoldShop({ t, hidden }: { t: Say; hidden: Hidden }) {
  return (
    <Section title={t('payouts.hold.title')}>
      <Narrow>
        <Form action={routes.holdShop.href()} hidden={hidden}>
          <Field t={t} name="handle" label={t('payouts.hold.handle')} maxLength={40} dir="ltr" />
          <Field t={t} name="note" label={t('payouts.hold.why')} maxLength={200} dir="auto" />
          <FormActions>
            <Button kind="stop">{t('payouts.hold.act')}</Button>
          </FormActions>
        </Form>
      </Narrow>
    </Section>
  )
}
