import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Badge, ErrorSummary } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { MoneyFrame } from '../money/frame.tsx'
import { routes } from '../routes.ts'

export interface CourierRow {
  courier: string
  name: string
  ages: readonly { name: string; amount_paisa: bigint }[]
  amount_paisa: bigint
  cap_paisa: bigint | null
  isStopped: boolean
}

export interface OpenRow {
  id: string
  kind: string
  courier: string
  tracking: string
  days: number
  owner: string
  amount_paisa: bigint
}

export interface CashView {
  t: Say
  couriers: readonly CourierRow[]
  breaks: readonly OpenRow[]
  claims: readonly {
    id: string
    courier: string
    number: string
    days: number
    isSent: boolean
    amount_paisa: bigint
  }[]
  advances: readonly { tracking: string; courier: string; days: number; amount_paisa: bigint }[]
  files: readonly {
    id: string
    courier: string
    name: string
    when: string
    lines: number
    bad: number
    amount_paisa: bigint
  }[]
  mismatches: readonly { id: string; number: string; by: string; when: string; amount_paisa: bigint }[]
  form: { courier: string; error: string | undefined; hidden: Readonly<Record<string, string>> }
}

/** Cash that couriers have: how old it is, what they paid, and what does not add up. */
export function CashPage({ view }: { view: CashView }) {
  const { t, form } = view
  return (
    <MoneyFrame t={t} part="cash">
      {form.error && <ErrorSummary t={t} errors={[{ field: 'file', message: form.error }]} />}
      <Ages t={t} rows={view.couriers} />
      <Section title={t('cash.import')}>
        <Narrow>
          <Form action={routes.cashFiles.href()} hidden={form.hidden} files>
            <Select
              t={t}
              name="courier"
              label={t('cash.courier')}
              options={view.couriers.map(({ courier, name }) => ({ value: courier, label: name }))}
              value={form.courier || undefined}
            />
            <Field
              t={t}
              name="file"
              type="file"
              label={t('cash.file')}
              hint={t('cash.file.hint')}
              accept=".csv,.xlsx"
              error={form.error}
            />
            <Button kind="act">{t('cash.do.look')}</Button>
          </Form>
        </Narrow>
      </Section>
      <Breaks t={t} rows={view.breaks} />
      {view.mismatches.length > 0 && <Mismatches t={t} rows={view.mismatches} />}
      {view.claims.length > 0 && <Claims t={t} rows={view.claims} />}
      {view.advances.length > 0 && <Advances t={t} rows={view.advances} />}
      {view.files.length > 0 && <Files t={t} rows={view.files} />}
    </MoneyFrame>
  )
}

function Ages({ t, rows }: { t: Say; rows: CashView['couriers'] }) {
  const [first] = rows
  const names = first?.ages.map(({ name }) => name) ?? []
  return (
    <Section title={t('cash.ages')}>
      <p>{t('cash.ages.words')}</p>
      <Table
        caption={t('cash.ages')}
        hideCaption
        columns={[
          { key: 'courier', label: t('cash.courier') },
          ...names.map((name) => ({ key: name, label: t('cash.days_old', { days: name }), number: true })),
          { key: 'all', label: t('cash.all'), number: true },
          { key: 'cap', label: t('cash.cap'), number: true },
        ]}
        rows={rows.map((row) => ({
          id: row.courier,
          tone: row.isStopped ? ('stop' as const) : undefined,
          cells: {
            courier: (
              <>
                <a href={routes.courierTerms.href({ courier: row.courier })}>{row.name}</a>{' '}
                {row.isStopped && <Badge tone="stop">{t('cash.stopped')}</Badge>}
              </>
            ),
            ...Object.fromEntries(
              row.ages.map(({ name, amount_paisa }) => [
                name,
                amount_paisa === 0n ? '–' : <Rupees t={t} paisa={amount_paisa} />,
              ]),
            ),
            all: <Rupees t={t} paisa={row.amount_paisa} />,
            cap: row.cap_paisa === null ? t('cash.no_cap') : <Rupees t={t} paisa={row.cap_paisa} />,
          },
        }))}
      />
    </Section>
  )
}

function Breaks({ t, rows }: { t: Say; rows: CashView['breaks'] }) {
  return (
    <Section title={t('cash.breaks')}>
      {rows.length === 0 ? (
        <p>{t('cash.breaks.none')}</p>
      ) : (
        <Table
          caption={t('cash.breaks')}
          hideCaption
          columns={[
            { key: 'what', label: t('operator.what') },
            { key: 'courier', label: t('cash.courier') },
            { key: 'tracking', label: t('cash.tracking') },
            { key: 'days', label: t('cash.age'), number: true },
            { key: 'owner', label: t('cash.owner') },
            { key: 'amount', label: t('operator.amount'), number: true },
          ]}
          rows={rows.map((row) => ({
            id: row.id,
            tone: row.owner === '' ? ('act' as const) : undefined,
            cells: {
              what: <a href={routes.cashBreak.href({ break: row.id })}>{row.kind}</a>,
              courier: row.courier,
              tracking: <Code>{row.tracking}</Code>,
              days: t('cash.days', { count: row.days }),
              owner: row.owner === '' ? t('cash.nobody') : <span dir="auto">{row.owner}</span>,
              amount: <Rupees t={t} paisa={row.amount_paisa} />,
            },
          }))}
        />
      )}
    </Section>
  )
}

function Mismatches({ t, rows }: { t: Say; rows: CashView['mismatches'] }) {
  return (
    <Section title={t('cash.mismatches')}>
      <p>{t('cash.mismatches.words')}</p>
      <Table
        caption={t('cash.mismatches')}
        hideCaption
        columns={[
          { key: 'order', label: t('operator.order') },
          { key: 'by', label: t('cash.delivered_by') },
          { key: 'when', label: t('operator.when') },
          { key: 'amount', label: t('operator.amount'), number: true },
        ]}
        rows={rows.map((row) => ({
          id: row.id,
          tone: 'stop' as const,
          cells: {
            order: (
              <a href={routes.order.href({ order: row.id })}>
                <Code>{row.number}</Code>
              </a>
            ),
            by: <span dir="auto">{row.by}</span>,
            when: row.when,
            amount: <Rupees t={t} paisa={row.amount_paisa} />,
          },
        }))}
      />
    </Section>
  )
}

function Claims({ t, rows }: { t: Say; rows: CashView['claims'] }) {
  return (
    <Section title={t('cash.claims')}>
      <Table
        caption={t('cash.claims')}
        hideCaption
        columns={[
          { key: 'order', label: t('operator.order') },
          { key: 'courier', label: t('cash.courier') },
          { key: 'days', label: t('cash.age'), number: true },
          { key: 'state', label: t('cash.claim.state') },
          { key: 'amount', label: t('operator.amount'), number: true },
        ]}
        rows={rows.map((row) => ({
          id: row.id,
          tone: row.isSent ? undefined : ('act' as const),
          cells: {
            order: (
              <a href={routes.cashClaim.href({ claim: row.id })}>
                <Code>{row.number}</Code>
              </a>
            ),
            courier: row.courier,
            days: t('cash.days', { count: row.days }),
            state: row.isSent ? t('cash.claim.sent') : t('cash.claim.open'),
            amount: <Rupees t={t} paisa={row.amount_paisa} />,
          },
        }))}
      />
    </Section>
  )
}

function Advances({ t, rows }: { t: Say; rows: CashView['advances'] }) {
  return (
    <Section title={t('cash.advances')}>
      <p>{t('cash.advances.words')}</p>
      <Table
        caption={t('cash.advances')}
        hideCaption
        columns={[
          { key: 'tracking', label: t('cash.tracking') },
          { key: 'courier', label: t('cash.courier') },
          { key: 'days', label: t('cash.age'), number: true },
          { key: 'amount', label: t('operator.amount'), number: true },
        ]}
        rows={rows.map((row) => ({
          id: row.tracking,
          cells: {
            tracking: <Code>{row.tracking}</Code>,
            courier: row.courier,
            days: t('cash.days', { count: row.days }),
            amount: <Rupees t={t} paisa={row.amount_paisa} />,
          },
        }))}
      />
    </Section>
  )
}

function Files({ t, rows }: { t: Say; rows: CashView['files'] }) {
  return (
    <Section title={t('cash.files')}>
      <Table
        caption={t('cash.files')}
        hideCaption
        columns={[
          { key: 'name', label: t('cash.file') },
          { key: 'courier', label: t('cash.courier') },
          { key: 'when', label: t('operator.when') },
          { key: 'lines', label: t('cash.lines'), number: true },
          { key: 'bad', label: t('cash.bad'), number: true },
          { key: 'amount', label: t('cash.booked'), number: true },
        ]}
        rows={rows.map((row) => ({
          id: row.id,
          tone: row.bad > 0 ? ('stop' as const) : undefined,
          cells: {
            name: (
              <a href={routes.cashFile.href({ file: row.id })}>
                <span dir="auto">{row.name}</span>
              </a>
            ),
            courier: row.courier,
            when: row.when,
            lines: t.number(row.lines),
            bad: t.number(row.bad),
            amount: <Rupees t={t} paisa={row.amount_paisa} />,
          },
        }))}
      />
    </Section>
  )
}
