import { findViolations, LEDGER_INVARIANTS, type Violation } from '../../../domains/ledger/ledger.ts'
import { ORDER_INVARIANTS } from '../../../domains/orders/orders.ts'
import { BOOK_INVARIANTS, MONEY_INVARIANTS } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Badge, Notice } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import type { PageContext } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { readAsOperator } from '../here.ts'
import { routes } from '../routes.ts'
import { MoneyFrame } from './frame.tsx'

const INVARIANTS = [...LEDGER_INVARIANTS, ...MONEY_INVARIANTS, ...BOOK_INVARIANTS, ...ORDER_INVARIANTS]

/** Checks the whole books when asked to: it reads every posting, so it does not run with each look at the page. */
export async function showBooks(c: PageContext): Promise<Response> {
  const { t } = c.var.visit
  const isAsked = c.req.query('verify') === 'yes'
  const start = performance.now()
  const violations = await readAsOperator(c, (tx) =>
    isAsked ? findViolations(tx, INVARIANTS) : Promise.resolve(undefined),
  )
  const ms = Math.round(performance.now() - start)
  return officePage(
    c,
    { title: t('operator.money.books'), at: 'money' },
    <BooksPage t={t} violations={violations} ms={ms} />,
  )
}

export interface BooksProps {
  t: Say
  /** Undefined before the check was asked for. */
  violations: readonly Violation[] | undefined
  ms: number
}

/** What must be true of the money at any moment, and whether it is. */
export function BooksPage({ t, violations, ms }: BooksProps) {
  const broken = new Map<string, number>()
  for (const { invariant } of violations ?? []) broken.set(invariant, (broken.get(invariant) ?? 0) + 1)
  return (
    <MoneyFrame t={t} part="books">
      {violations && violations.length === 0 && (
        <Notice tone="good" title={t('operator.books.good')}>
          <p>{t('operator.books.checked', { number: INVARIANTS.length, ms })}</p>
        </Notice>
      )}
      {violations && violations.length > 0 && (
        <Notice tone="stop" title={t('operator.books.bad', { count: violations.length })}>
          <p>{t('operator.books.bad.words')}</p>
        </Notice>
      )}
      <Form action={routes.books.href()} method="get" hidden={{ verify: 'yes' }}>
        <Button kind="act" icon="shield">
          {t('operator.do.verify')}
        </Button>
      </Form>
      {violations && violations.length > 0 && (
        <Table
          caption={t('operator.books.found')}
          columns={[
            { key: 'invariant', label: t('operator.books.rule') },
            { key: 'detail', label: t('operator.note') },
          ]}
          rows={violations.map(({ invariant, detail }, at) => ({
            id: `${invariant}-${at}`,
            tone: 'stop' as const,
            cells: { invariant, detail: <span dir="ltr">{detail}</span> },
          }))}
        />
      )}
      <Table
        caption={t('operator.books.rules')}
        columns={[
          { key: 'name', label: t('operator.books.rule') },
          { key: 'promise', label: t('operator.books.promise') },
          { key: 'state', label: '' },
        ]}
        rows={INVARIANTS.map(({ name, promise }, at) => ({
          id: `${name}-${at}`,
          cells: {
            name,
            promise: (
              <span lang="en" dir="ltr">
                {promise}
              </span>
            ),
            state: violations ? <Verdict t={t} isBroken={broken.has(name)} /> : '',
          },
        }))}
      />
    </MoneyFrame>
  )
}

function Verdict({ t, isBroken }: { t: Say; isBroken: boolean }) {
  return isBroken ? (
    <Badge tone="stop" icon="alert">
      {t('operator.books.broken')}
    </Badge>
  ) : (
    <Badge tone="trust" icon="check">
      {t('operator.books.holds')}
    </Badge>
  )
}
