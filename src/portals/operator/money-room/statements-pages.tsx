import { type BankAccount, type BankFile, STATEMENT_FIELDS } from '../../../domains/payments/payments.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Field, Select } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { Badge, EmptyState, ErrorSummary } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import { dayWords, holderName, RoomFrame } from './frame.tsx'

export interface StatementsProps {
  t: Say
  now: Date
  accounts: readonly BankAccount[]
  files: readonly BankFile[]
  holders: readonly { value: string; label: string }[]
  typed: Readonly<Record<string, string>>
  error: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
}

/** The accounts as their banks last told, the files so far, and a new one. */
export function StatementsPage(props: StatementsProps) {
  const { t, now, accounts, files, error } = props
  return (
    <RoomFrame t={t} part="statements">
      <ErrorSummary t={t} errors={error ? [error] : []} />
      <TwoColumns
        narrow="end"
        main={
          <>
            {accounts.length > 0 && <Accounts t={t} accounts={accounts} />}
            {files.length === 0 ? (
              <EmptyState icon="bank" title={t('books.statements.none')}>
                <p>{t('books.statements.none.words')}</p>
              </EmptyState>
            ) : (
              <Files t={t} now={now} files={files} />
            )}
          </>
        }
        side={
          <Panel>
            <h2>{t('books.upload')}</h2>
            <p>{t('books.upload.words')}</p>
            <UploadForm {...props} />
          </Panel>
        }
      />
    </RoomFrame>
  )
}

function Accounts({ t, accounts }: { t: Say; accounts: readonly BankAccount[] }) {
  return (
    <Table
      caption={t('books.accounts')}
      columns={[
        { key: 'holder', label: t('operator.money.holder') },
        { key: 'account', label: t('books.account') },
        { key: 'day', label: t('books.told_to') },
        { key: 'balance', label: t('books.balance'), number: true },
      ]}
      rows={accounts.map((one) => ({
        id: one.holder,
        cells: {
          holder: holderName(t, one.holder),
          account: one.account ? <Code>{`…${one.account.slice(-6)}`}</Code> : '–',
          day: dayWords(t, one.closed_on),
          balance: <Rupees t={t} paisa={one.closing_paisa} />,
        },
      }))}
    />
  )
}

function Files({ t, now, files }: { t: Say; now: Date; files: readonly BankFile[] }) {
  return (
    <Table
      caption={t('books.files')}
      columns={[
        { key: 'name', label: t('books.file') },
        { key: 'holder', label: t('operator.money.holder') },
        { key: 'when', label: t('books.came') },
        { key: 'lines', label: t('books.lines'), number: true },
        { key: 'state', label: t('books.state') },
      ]}
      rows={files.map((file) => ({
        id: file.file_id,
        tone: file.state === 'refused' ? ('stop' as const) : undefined,
        cells: {
          name: (
            <a href={hrefOf(file)} dir="auto">
              {file.name}
            </a>
          ),
          holder: holderName(t, file.holder),
          when: t.moment(file.kept_at, now),
          lines: t.number(file.line_count),
          state: <FileState t={t} file={file} />,
        },
      }))}
    />
  )
}

export const hrefOf = ({ file_id }: BankFile) => routes.statement.href({ file: shown('fil', file_id) })

function FileState({ t, file }: { t: Say; file: BankFile }) {
  const tone = { kept: 'act', taken: 'trust', refused: 'stop' } as const
  return <Badge tone={tone[file.state]}>{t(`books.file.${file.state}`)}</Badge>
}

function UploadForm({ t, holders, typed, error, hidden }: StatementsProps) {
  const errorOf = (field: string) => (error?.field === field ? error.message : undefined)
  const plain = { t, autoComplete: 'off', dir: 'ltr' as const, optional: true as const }
  return (
    <Form action={routes.statements.href()} hidden={hidden} files>
      <Radios
        t={t}
        name="kind"
        legend={t('books.upload.kind')}
        value={typed.kind ?? 'statement'}
        options={[
          { value: 'statement', label: t('books.upload.statement') },
          { value: 'report', label: t('books.upload.report') },
        ]}
      />
      <Select
        t={t}
        name="holder"
        label={t('books.upload.holder')}
        value={typed.holder}
        options={holders}
        error={errorOf('holder')}
      />
      <Field
        t={t}
        name="file"
        type="file"
        label={t('books.file')}
        hint={t('books.upload.hint')}
        error={errorOf('file')}
        accept=".csv,.xlsx,.sta,.mt940,.940,.txt,.xml"
      />
      <details>
        <summary>{t('books.upload.more')}</summary>
        <p>{t('books.upload.more.words')}</p>
        <Field {...plain} name="opening" label={t('books.upload.opening')} prefix="Rs" value={typed.opening} />
        <Field {...plain} name="closing" label={t('books.upload.closing')} prefix="Rs" value={typed.closing} />
        {STATEMENT_FIELDS.map((field) => (
          <Field
            {...plain}
            key={field}
            name={`column.${field}`}
            dir="auto"
            label={t(`books.column.${field}`)}
            value={typed[`column.${field}`]}
          />
        ))}
      </details>
      <Button kind="act">{t('books.do.look')}</Button>
    </Form>
  )
}
