import { countMessages, listTroubledMessages } from '../../../domains/messaging/messaging.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { listStuckEvents, tryStuckEventAgain } from '../../../kit/events/outbox.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { listTurns } from '../../../kit/jobs/turns.ts'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { JobsPage } from './jobs-page.tsx'

/** Whether the market's own work goes on: its rounds, what follows from events, and the messages. */
export async function showJobs(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await readAsOperator(c, async (tx) => {
    const [turns, events, counts, troubled] = await Promise.all([
      listTurns(tx),
      listStuckEvents(tx),
      countMessages(tx, later(now, -DAY_MS)),
      listTroubledMessages(tx, later(now, -7 * DAY_MS)),
    ])
    return { turns, events, counts, troubled }
  })
  return officePage(
    c,
    { title: t('operator.nav.jobs'), at: 'jobs' },
    <JobsPage view={{ t, now, ...view, hidden: formFields(c) }} />,
  )
}

/** Lets a stuck event be delivered once more. One that is not stuck any more is left alone. */
export async function tryAgain(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
  const event = { party_id: form.text('party'), event_id: form.text('event') }
  await changeAsOperator(c, async (tx) => {
    if (uuid.test(event.party_id) && uuid.test(event.event_id)) await tryStuckEventAgain(tx, event)
  })
  const { runner } = c.var.visit.market
  await runner.sweep({ atStart: true })
  await runner.settled(2_000)
  return c.redirect(routes.jobs.href(), 303)
}
