import type { ManualEntry } from '../../../domains/payments/payments.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Panel, TwoColumns } from '../../ui/layout.tsx'
import { Badge, EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { accountWords } from '../money-words.ts'
import { routes } from '../routes.ts'
import { RoomFrame } from './frame.tsx'

export type NamedEntry = ManualEntry & { author: string; judge: string; isOwn: boolean }
export type TypedEntry = Readonly<Record<'shop' | 'debit' | 'credit' | 'amount' | 'reason' | 'attachments', string>>

export interface EntriesProps {
  t: Say
  now: Date
  entries: readonly NamedEntry[]
  typed: TypedEntry
  error: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
}

/** What waits for a second person, what was decided by whom, and a new entry. */
export function EntriesPage({ t, now, entries, typed, error, hidden }: EntriesProps) {
  return (
    <RoomFrame t={t} part="entries">
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <TwoColumns
        narrow="end"
        main={
          entries.length === 0 ? (
            <EmptyState icon="done" title={t('books.entries.none')} />
          ) : (
            <Table
              caption={t('books.entries.list')}
              columns={[
                { key: 'reason', label: t('operator.what') },
                { key: 'amount', label: t('operator.amount'), number: true },
                { key: 'author', label: t('books.proposed') },
                { key: 'judge', label: t('books.decided') },
                { key: 'state', label: t('books.state') },
              ]}
              rows={entries.map((entry) => ({
                id: entry.entry_id,
                cells: {
                  reason: (
                    <a href={routes.entry.href({ entry: shown('ent', entry.entry_id) })} dir="auto">
                      {entry.reason.slice(0, 80)}
                    </a>
                  ),
                  amount: <Rupees t={t} paisa={entry.amount_paisa} />,
                  author: (
                    <>
                      <span dir="auto">{entry.author}</span> {t.relative(entry.proposed_at, now)}
                    </>
                  ),
                  judge: <span dir="auto">{entry.judge || '–'}</span>,
                  state: <EntryState t={t} entry={entry} />,
                },
              }))}
            />
          )
        }
        side={
          <Panel>
            <h2>{t('books.entry.new')}</h2>
            <p>{t('books.entry.new.words')}</p>
            <ProposeForm t={t} typed={typed} error={error} hidden={hidden} />
          </Panel>
        }
      />
    </RoomFrame>
  )
}

function ProposeForm({ t, typed, error, hidden }: Pick<EntriesProps, 't' | 'typed' | 'error' | 'hidden'>) {
  const errorOf = (field: string) => (error?.field === field ? error.message : undefined)
  const plain = { t, autoComplete: 'off', dir: 'ltr' as const }
  return (
    <Form action={routes.entries.href()} hidden={hidden}>
      <Field
        {...plain}
        name="shop"
        label={t('books.entry.shop')}
        hint={t('books.entry.shop.hint')}
        value={typed.shop}
        error={errorOf('shop')}
        optional
      />
      <Field
        {...plain}
        name="debit"
        label={t('books.entry.debit')}
        hint={t('books.entry.account.hint')}
        value={typed.debit}
        error={errorOf('debit')}
      />
      <Field {...plain} name="credit" label={t('books.entry.credit')} value={typed.credit} error={errorOf('credit')} />
      <Field
        {...plain}
        name="amount"
        label={t('operator.amount')}
        prefix="Rs"
        inputMode="decimal"
        letters={10}
        value={typed.amount}
        error={errorOf('amount')}
      />
      <TextArea
        t={t}
        name="reason"
        label={t('books.entry.reason')}
        rows={3}
        maxLength={1000}
        value={typed.reason}
        error={errorOf('reason')}
      />
      <Field
        t={t}
        name="attachments"
        label={t('books.entry.proof')}
        hint={t('books.entry.proof.hint')}
        value={typed.attachments}
        optional
      />
      <Button kind="act">{t('books.do.propose')}</Button>
    </Form>
  )
}

function EntryState({ t, entry }: { t: Say; entry: ManualEntry }) {
  const tone = { proposed: 'act', posted: 'trust', refused: 'quiet' } as const
  return <Badge tone={tone[entry.state]}>{t(`books.entry.${entry.state}`)}</Badge>
}

export interface EntryProps {
  t: Say
  now: Date
  entry: NamedEntry
  error: string | undefined
  hidden: Readonly<Record<string, string>>
}

/** One entry, in digits and in words, for the second person to decide. */
export function EntryPage({ t, now, entry, error, hidden }: EntryProps) {
  const isOpen = entry.state === 'proposed'
  return (
    <RoomFrame t={t} part="entries" title={t('books.entry')}>
      <Narrow>
        {error && <ErrorSummary t={t} errors={[{ field: 'note', message: error }]} />}
        <p class="much-cash">
          <Rupees t={t} paisa={entry.amount_paisa} />
        </p>
        <p>
          <AmountInWords t={t} paisa={entry.amount_paisa} />
        </p>
        <Facts
          rows={[
            { label: t('books.state'), value: <EntryState t={t} entry={entry} /> },
            { label: t('books.entry.debit'), value: <Account t={t} account={entry.debit_account} /> },
            { label: t('books.entry.credit'), value: <Account t={t} account={entry.credit_account} /> },
            { label: t('books.entry.reason'), value: <span dir="auto">{entry.reason}</span> },
            { label: t('books.entry.proof'), value: <span dir="auto">{entry.attachments || '–'}</span> },
            { label: t('books.proposed'), value: whoAndWhen(t, now, entry.author, entry.proposed_at) },
            ...(entry.decided_at
              ? [{ label: t('books.decided'), value: whoAndWhen(t, now, entry.judge, entry.decided_at) }]
              : []),
            ...(entry.decision_note
              ? [{ label: t('operator.note'), value: <span dir="auto">{entry.decision_note}</span> }]
              : []),
          ]}
        />
        {isOpen && entry.isOwn && <Notice tone="wait">{t('books.entry.own')}</Notice>}
        {isOpen && !entry.isOwn && (
          <Form action={routes.entry.href({ entry: shown('ent', entry.entry_id) })} hidden={hidden}>
            <TextArea t={t} name="note" label={t('operator.note')} rows={2} maxLength={500} error={error} optional />
            <FormActions>
              <Button kind="act" name="do" value="approve">
                {t('books.do.approve')}
              </Button>
              <Button kind="stop" name="do" value="refuse">
                {t('books.do.refuse')}
              </Button>
            </FormActions>
          </Form>
        )}
      </Narrow>
    </RoomFrame>
  )
}

function Account({ t, account }: { t: Say; account: string }) {
  return (
    <>
      <span>{accountWords(t, account)}</span> <Code>{account}</Code>
    </>
  )
}

function whoAndWhen(t: Say, now: Date, name: string, at: Date) {
  return (
    <>
      <span dir="auto">{name}</span> {t.moment(at, now)}
    </>
  )
}
