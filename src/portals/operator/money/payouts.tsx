import { listBatches, makePayoutBatch, markBatchSent, payoutFile } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Badge, EmptyState, Notice } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { answerForm } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, readAsOperator, whenProved } from '../here.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

interface BatchLine {
  id: string
  made: string
  sent: string | undefined
  count: number
  amount_paisa: bigint
}

export function showPayouts(c: PageContext): Promise<Response> {
  return payoutsPage(c)
}

async function payoutsPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const rows = await readAsOperator(c, (tx, by) => listBatches(tx, by))
  const batches = rows.map((batch) => ({
    id: shown('bat', batch.batch_id),
    made: t.moment(batch.made_at, now),
    sent: batch.sent_at ? t.moment(batch.sent_at, now) : undefined,
    count: batch.payout_count,
    amount_paisa: batch.amount_paisa,
  }))
  return officePage(
    c,
    { title: t('operator.money.payouts'), at: 'money', refusal },
    <PayoutsPage t={t} batches={batches} hidden={formFields(c)} />,
  )
}

/** Puts all that shops have earned, and whose money is at hand, into a new file for the bank. */
export function makePayouts(c: PageContext): Promise<Response> {
  return act(c, () => changeAsOperator(c, (tx, by) => makePayoutBatch(tx, by)))
}

/** The bank has taken the file. */
export function notePayoutsSent(c: PageContext): Promise<Response> {
  return act(c, () => changeAsOperator(c, (tx, by) => markBatchSent(tx, by, batchIdOf(c))))
}

function act(c: PageContext, change: () => Promise<unknown>): Promise<Response> {
  return whenProved(c, routes.payouts.href(), () =>
    answerForm(
      async () => {
        await change()
        return c.redirect(routes.payouts.href(), 303)
      },
      (refusal) => payoutsPage(c, refusal),
    ),
  )
}

/** The file itself, with accounts in clear: a look at each of them, which is logged. */
export function downloadPayouts(c: PageContext): Promise<Response> {
  return whenProved(c, routes.payouts.href(), async () => {
    const batchId = batchIdOf(c)
    const csv = await lookAsOperator(c, (tx, by) => payoutFile(tx, by, batchId))
    return c.body(csv, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="payouts-${shown('bat', batchId)}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })
}

function batchIdOf(c: PageContext): string {
  const id = parseId('bat', c.req.param('batch'))
  if (!id) throw new Refusal('not_found', 'payments.no_batch')
  return id
}

interface PayoutsProps {
  t: Say
  batches: readonly BatchLine[]
  hidden: Readonly<Record<string, string>>
}

/** The files for the bank, newest first, each downloaded, sent by hand and then marked so. */
export function PayoutsPage({ t, batches, hidden }: PayoutsProps) {
  const isOpen = batches.some(({ sent }) => sent === undefined)
  return (
    <MoneyFrame t={t} part="payouts">
      <Notice tone="info">{t('operator.payouts.words')}</Notice>
      <Form action={routes.payouts.href()} hidden={hidden}>
        <Button kind={isOpen ? 'plain' : 'act'}>{t('operator.do.make_file')}</Button>
      </Form>
      {batches.length === 0 ? (
        <EmptyState icon="bank" title={t('operator.payouts.none')} />
      ) : (
        <Table
          caption={t('operator.money.payouts')}
          hideCaption
          columns={[
            { key: 'made', label: t('operator.payouts.made') },
            { key: 'count', label: t('operator.nav.shops'), number: true },
            { key: 'amount', label: t('operator.amount'), number: true },
            { key: 'file', label: t('operator.payouts.file') },
            { key: 'act', label: '' },
          ]}
          rows={batches.map((batch) => ({
            id: batch.id,
            cells: {
              made: batch.made,
              count: t.number(batch.count),
              amount: <Rupees t={t} paisa={batch.amount_paisa} />,
              file: (
                <ButtonLink kind="quiet" icon="download" href={routes.payoutFile.href({ batch: batch.id })}>
                  CSV
                </ButtonLink>
              ),
              act: batch.sent ? (
                <Badge tone="trust" icon="check">
                  {t('operator.payouts.sent', { when: batch.sent })}
                </Badge>
              ) : (
                <Form action={routes.payoutSent.href({ batch: batch.id })} hidden={hidden}>
                  <Button kind="quiet">{t('operator.do.mark_sent')}</Button>
                </Form>
              ),
            },
          }))}
        />
      )}
    </MoneyFrame>
  )
}
