import { cashOfRider } from '../../../domains/delivery/delivery.ts'
import { findShops } from '../../../domains/identity/identity.ts'
import type { PageContext } from '../../web/visit.ts'
import { ridePage } from '../frame.tsx'
import { readAsRider } from '../here.ts'
import { CashPage } from './cash-page.tsx'

export async function showCash(c: PageContext): Promise<Response> {
  const { t, now } = c.var.visit
  const view = await readAsRider(c, async (tx, rider) => {
    const { rows, total_paisa } = await cashOfRider(tx, rider.person_id)
    const shops = await findShops(
      tx,
      rows.map(({ party_id }) => party_id),
    )
    return {
      t,
      total_paisa,
      rows: rows.map(({ order_id, party_id, amount_paisa, taken_at }) => ({
        id: order_id,
        shop: shops.get(party_id)?.name ?? '',
        at: t.moment(taken_at, now),
        amount_paisa,
      })),
    }
  })
  return ridePage(c, { title: t('rider.cash.title'), at: 'cash' }, <CashPage view={view} />)
}
