import { findShops } from '../../../domains/identity/identity.ts'
import { checkBatch, listPayoutsOfBatch, proposeRuleChange } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { answerForm } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, readAsOperator, whenProved } from '../here.ts'
import { readChanges } from '../money/changes.tsx'
import { batchIdOf, payoutsPage } from '../money/payouts.tsx'
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { BatchPage } from './batch-page.tsx'

export function showBatch(c: PageContext): Promise<Response> {
  return batchPage(c)
}

/** The lines of one batch, each of which the bank may send back. */
async function batchPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t } = c.var.visit
  const batchId = batchIdOf(c)
  const lines = await readAsOperator(c, async (tx, by) => {
    const payouts = await listPayoutsOfBatch(tx, by, batchId)
    const shops = await findShops(
      tx,
      payouts.map(({ party_id }) => party_id),
    )
    return payouts.map((payout) => ({
      id: payout.payout_id,
      shop: shown('shp', payout.party_id),
      name: shops.get(payout.party_id)?.name ?? '',
      to: `${t(`payouts.kind.${payout.kind}`)} …${payout.shown_tail}`,
      holder: holderWords(t, payout.holder ?? 'market'),
      state: payout.state,
      reason: payout.return_reason,
      paisa: payout.amount_paisa,
    }))
  })
  if (lines.length === 0) throw new Refusal('not_found', 'payments.no_batch')
  const changes = await readChanges(
    c,
    (wanted) => wanted.kind === 'payout_returned' && lines.some(({ id }) => id === wanted.payout_id),
  )
  const body = <BatchPage t={t} batch={shown('bat', batchId)} lines={lines} changes={changes} hidden={formFields(c)} />
  return officePage(c, { title: t('payouts.batch.title'), at: 'money', refusal }, body)
}

/** The bank could not pay one line, and says why: another operator confirms it. */
export async function noteReturned(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const back = routes.payoutBatch.href({ batch: c.req.param('batch') ?? '' })
  return whenProved(c, back, () =>
    answerForm(
      async () => {
        const shop_id = parseId('shp', form.text('shop'))
        const payout_id = form.text('payout')
        if (!shop_id || !/^[0-9a-f-]{36}$/.test(payout_id)) throw new Refusal('not_found', 'payments.no_payout')
        const reason = form.text('reason')
        const returned = { kind: 'payout_returned', shop_id, payout_id, reason } as const
        await changeAsOperator(c, (tx, by) => proposeRuleChange(tx, by, returned))
        return c.redirect(back, 303)
      },
      (refusal) => batchPage(c, refusal),
    ),
  )
}

/** A second operator says that a large batch may go. */
export function checkPayouts(c: PageContext): Promise<Response> {
  return whenProved(c, routes.payouts.href(), () =>
    answerForm(
      async () => {
        await changeAsOperator(c, (tx, by) => checkBatch(tx, by, batchIdOf(c)))
        return c.redirect(routes.payouts.href(), 303)
      },
      (refusal) => payoutsPage(c, refusal),
    ),
  )
}
