import type { TroubledMessage } from '../../../domains/messaging/messaging.ts'
import type { StuckEvent } from '../../../kit/events/outbox.ts'
import type { Turn } from '../../../kit/jobs/turns.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { Badge } from '../../ui/notice.tsx'
import { Code } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'

export interface JobsView {
  t: Say
  now: Date
  turns: readonly Turn[]
  events: readonly StuckEvent[]
  counts: readonly { channel: string; state: string; messages: number }[]
  troubled: readonly TroubledMessage[]
  hidden: Readonly<Record<string, string>>
}

/** The longest a round may be silent before its row is marked. */
const SILENT_MS = 5 * 60_000

export function JobsPage({ view }: { view: JobsView }) {
  const { t, now, turns, events } = view
  return (
    <>
      <h1>{t('operator.nav.jobs')}</h1>
      <Section title={t('operator.jobs.events')}>
        {events.length === 0 ? (
          <p>{t('operator.jobs.events.none')}</p>
        ) : (
          <Table
            caption={t('operator.jobs.events')}
            hideCaption
            columns={[
              { key: 'name', label: t('operator.jobs.event') },
              { key: 'trouble', label: t('operator.jobs.trouble') },
              { key: 'tries', label: t('operator.jobs.tries'), number: true },
              { key: 'since', label: t('operator.since') },
              { key: 'act', label: '' },
            ]}
            rows={events.map((event) => ({
              id: event.event_id,
              tone: 'stop' as const,
              cells: {
                name: <Code>{event.name}</Code>,
                trouble: <span dir="ltr">{event.trouble}</span>,
                tries: t.number(event.tried_count),
                since: t.relative(event.recorded_at, now),
                act: (
                  <Form
                    action={routes.event.href()}
                    hidden={{ ...view.hidden, party: event.party_id, event: event.event_id }}
                  >
                    <Button kind="quiet">{t('operator.do.again')}</Button>
                  </Form>
                ),
              },
            }))}
          />
        )}
      </Section>
      <Messages view={view} />
      <Section title={t('operator.jobs.rounds')}>
        {turns.length === 0 ? (
          <p>{t('operator.jobs.rounds.none')}</p>
        ) : (
          <Table
            caption={t('operator.jobs.rounds')}
            hideCaption
            columns={[
              { key: 'name', label: t('operator.jobs.round') },
              { key: 'last', label: t('operator.jobs.last') },
            ]}
            rows={turns.map(({ name, taken_at }) => ({
              id: name,
              tone: now.getTime() - taken_at.getTime() > SILENT_MS ? ('stop' as const) : undefined,
              cells: { name: t.maybe(`operator.round.${name}`) ?? name, last: t.relative(taken_at, now) },
            }))}
          />
        )}
      </Section>
    </>
  )
}

function Messages({ view }: { view: JobsView }) {
  const { t, now, counts, troubled } = view
  return (
    <Section title={t('operator.jobs.messages')}>
      {counts.length === 0 ? (
        <p>{t('operator.jobs.messages.none')}</p>
      ) : (
        <Table
          caption={t('operator.jobs.messages.day')}
          columns={[
            { key: 'state', label: t('operator.orders.state') },
            { key: 'channel', label: t('operator.jobs.channel') },
            { key: 'count', label: t('operator.home.count'), number: true },
          ]}
          rows={counts.map(({ channel, state, messages }) => ({
            id: `${channel}-${state}`,
            tone: state === 'failed' ? ('stop' as const) : undefined,
            cells: {
              state: t.maybe(`operator.message.${state}`) ?? state,
              channel: channel.toUpperCase(),
              count: t.number(messages),
            },
          }))}
        />
      )}
      {troubled.length > 0 && (
        <Table
          caption={t('operator.jobs.messages.trouble')}
          columns={[
            { key: 'template', label: t('operator.jobs.message') },
            { key: 'state', label: t('operator.orders.state') },
            { key: 'trouble', label: t('operator.jobs.trouble') },
            { key: 'tries', label: t('operator.jobs.tries'), number: true },
            { key: 'since', label: t('operator.since') },
          ]}
          rows={troubled.map((message) => ({
            id: message.message_id,
            cells: {
              template: <Code>{message.template}</Code>,
              state: (
                <Badge tone={message.state === 'failed' ? 'stop' : 'quiet'}>
                  {t.maybe(`operator.message.${message.state}`) ?? message.state}
                </Badge>
              ),
              trouble: <span dir="ltr">{message.trouble}</span>,
              tries: t.number(message.tried_count),
              since: t.relative(message.asked_at, now),
            },
          }))}
        />
      )}
    </Section>
  )
}
