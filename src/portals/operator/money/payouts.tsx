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
import { holderWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

interface BatchLine {
  id: string
  made: string
  sent: string | undefined
  count: number
  amount_paisa: bigint
  files: readonly { href: string; words: string }[]
  needsCheck: boolean
  /** Who looks has checked it, and somebody else lets it go. */
  isChecker: boolean
  value: string | undefined
  taken: number
}

export function showPayouts(c: PageContext): Promise<Response> {
  return payoutsPage(c)
}

export async function payoutsPage(c: PageContext, refusal?: Refusal): Promise<Response> {
  const { t, now } = c.var.visit
  const { rows, me } = await readAsOperator(c, async (tx, by) => ({
    rows: await listBatches(tx, by),
    me: by.person_id,
  }))
  const batches = rows.map((batch) => ({
    id: shown('bat', batch.batch_id),
    made: t.moment(batch.made_at, now),
    sent: batch.sent_at ? t.moment(batch.sent_at, now) : undefined,
    count: batch.payout_count,
    amount_paisa: batch.amount_paisa,
    files: filesOf(t, batch),
    needsCheck: batch.needs_check && batch.checked_by === null,
    isChecker: batch.needs_check && batch.checked_by === me,
    value: batch.value_date
      ? t('payouts.batch.value', { day: t.dayMonth(new Date(`${batch.value_date}T07:00:00Z`)) })
      : undefined,
    taken: batch.taken_count,
  }))
  return officePage(
    c,
    { title: t('operator.money.payouts'), at: 'money', refusal },
    <PayoutsPage t={t} batches={batches} hidden={formFields(c)} />,
  )
}

/** One file for each kind of account and each holder; a batch of one file needs no more words. */
function filesOf(t: Say, { batch_id, files }: Awaited<ReturnType<typeof listBatches>>[number]) {
  const at = { batch: shown('bat', batch_id) }
  if (files.length === 1) return [{ href: routes.payoutFile.href(at), words: 'CSV' }]
  return files.map(({ kind, holder }) => ({
    href: routes.payoutFile.href(at, { kind, holder }),
    words: t('payouts.batch.file', { kind: t(`payouts.kind.${kind}`), holder: holderWords(t, holder) }),
  }))
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
    const kind = c.req.query('kind')
    const which =
      kind === 'bank' || kind === 'wallet' ? ({ kind, holder: c.req.query('holder') ?? '' } as const) : undefined
    const csv = await lookAsOperator(c, (tx, by) => payoutFile(tx, by, batchId, which))
    const name = ['payouts', shown('bat', batchId), ...Object.values(which ?? {})].join('-').replace(/[^\w-]/g, '-')
    return c.body(csv, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  })
}

export function batchIdOf(c: PageContext): string {
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
              made: <a href={routes.payoutBatch.href({ batch: batch.id })}>{batch.made}</a>,
              count: t.number(batch.count),
              amount: <Rupees t={t} paisa={batch.amount_paisa} />,
              file: <Files t={t} batch={batch} />,
              act: batch.sent ? (
                <Badge tone="trust" icon="check">
                  {t('operator.payouts.sent', { when: batch.sent })}
                </Badge>
              ) : batch.needsCheck ? (
                <Form action={routes.payoutCheck.href({ batch: batch.id })} hidden={hidden}>
                  <p>{t('payouts.batch.check.words')}</p>
                  <Button kind="quiet">{t('payouts.batch.check')}</Button>
                </Form>
              ) : batch.isChecker ? (
                <p>{t('payouts.batch.checker')}</p>
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

function Files({ t, batch }: { t: Say; batch: BatchLine }) {
  return (
    <>
      {!batch.needsCheck &&
        (!batch.isChecker || batch.sent) &&
        batch.files.map(({ href, words }) => (
          <ButtonLink key={href} kind="quiet" icon="download" href={href}>
            {words}
          </ButtonLink>
        ))}
      {batch.value && <small class="facts">{batch.value}</small>}
      {batch.taken > 0 && <small class="facts">{t('payouts.batch.taken', { count: batch.taken })}</small>}
    </>
  )
}
