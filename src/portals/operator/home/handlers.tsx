import { listHeld, payoutsStopped } from '../../../domains/payments/payments.ts'
import type { PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { readAsOperator } from '../here.ts'
import { HomePage } from './home-page.tsx'
import { readQueues } from './queues.ts'

export async function showHome(c: PageContext): Promise<Response> {
  const { t, now, market } = c.var.visit
  const view = await readAsOperator(c, async (tx, by) => {
    const reads = [readQueues(tx, by, market), listHeld(tx, by), payoutsStopped(tx)] as const
    const [queues, held, stopped] = await Promise.all(reads)
    return {
      t,
      now,
      queues,
      stopped,
      held_paisa: held.reduce((sum, { amount_paisa }) => sum + amount_paisa, 0n),
      heldCount: held.reduce((sum, { hold_count }) => sum + hold_count, 0),
    }
  })
  return officePage(c, { title: t('operator.home.title'), at: 'home' }, <HomePage view={view} />)
}
