import { cashOfRider, listDoneOfRider, listOpenOfRider, type Parcel } from '../../../domains/delivery/delivery.ts'
import type { PageContext } from '../../web/visit.ts'
import { ridePage } from '../frame.tsx'
import { readAsRider } from '../here.ts'
import { RoundsPage, WaitingPage } from './rounds-page.tsx'
import { readLines, readWaiting } from './rounds-view.ts'

/** Where the buyer waits comes before who must be visited later. */
const FIRST: Readonly<Partial<Record<Parcel['state'], number>>> = { at_door: 0, out: 1, picked_up: 2, booked: 3 }

export async function showRounds(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const view = await readAsRider(c, async (tx, rider) => {
    const [open, done, cash, waiting] = await Promise.all([
      listOpenOfRider(tx, rider),
      listDoneOfRider(tx, rider, startOfDay(visit.now)),
      cashOfRider(tx, rider.person_id),
      readWaiting(tx, rider, visit),
    ])
    const ordered = [...open].sort((a, b) => (FIRST[a.state] ?? 4) - (FIRST[b.state] ?? 4))
    const lines = await readLines(tx, visit, ordered)
    return { t: visit.t, lines, doneToday: done.length, cash_paisa: cash.total_paisa, waiting }
  })
  const unknown = c.req.query('unknown')?.slice(0, 20)
  return ridePage(
    c,
    { title: visit.t('rider.rounds.title'), at: 'rounds', ...(unknown === undefined ? {} : { status: 404 }) },
    <RoundsPage view={{ ...view, unknown }} />,
  )
}

export async function showWaiting(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const waiting = await readAsRider(c, (tx, rider) => readWaiting(tx, rider, visit, c.req.query('city')))
  return ridePage(
    c,
    { title: visit.t('rider.nav.waiting'), at: 'waiting' },
    <WaitingPage t={visit.t} waiting={waiting} />,
  )
}

/** Midnight in Karachi, five hours ahead of UTC all year. */
function startOfDay(now: Date): Date {
  const ahead_ms = 5 * 3_600_000
  const day_ms = 24 * 3_600_000
  return new Date(Math.floor((now.getTime() + ahead_ms) / day_ms) * day_ms - ahead_ms)
}
