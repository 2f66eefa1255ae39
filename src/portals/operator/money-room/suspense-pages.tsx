import type { BankLine } from '../../../domains/payments/payments.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field, Select, TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section, TwoColumns } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { routes } from '../routes.ts'
import { dayWords, holderName, RoomFrame } from './frame.tsx'
import { meaningWords } from './statements-pages.tsx'

const LATE_MS = 3 * 86_400_000

export interface SuspenseProps {
  t: Say
  now: Date
  lines: readonly (BankLine & { owner: string })[]
}

export function SuspensePage({ t, now, lines }: SuspenseProps) {
  return (
    <RoomFrame t={t} part="suspense">
      {lines.length === 0 ? (
        <EmptyState icon="done" title={t('books.suspense.none')}>
          <p>{t('books.suspense.none.words')}</p>
        </EmptyState>
      ) : (
        <Table
          caption={t('books.suspense.oldest')}
          columns={[
            { key: 'words', label: t('books.words') },
            { key: 'holder', label: t('operator.money.holder') },
            { key: 'since', label: t('operator.since') },
            { key: 'owner', label: t('books.owner') },
            { key: 'amount', label: t('operator.amount'), number: true },
          ]}
          rows={lines.map((line) => ({
            id: line.line_id,
            tone: now.getTime() - line.seen_at.getTime() > LATE_MS ? ('stop' as const) : undefined,
            cells: {
              words: (
                <a href={hrefOf(line)} dir="auto">
                  {line.words || line.bank_reference || t('books.no_words')}
                </a>
              ),
              holder: holderName(t, line.holder),
              since: t.relative(line.seen_at, now),
              owner: <span dir="auto">{line.owner || t('books.nobody')}</span>,
              amount: <Rupees t={t} paisa={line.paisa} />,
            },
          }))}
        />
      )}
    </RoomFrame>
  )
}

const hrefOf = ({ line_id }: BankLine) => routes.suspenseLine.href({ line: shown('lin', line_id) })

export interface LineProps {
  t: Say
  now: Date
  line: BankLine
  owner: string
  payments: readonly { reference: string; amount_paisa: bigint; begun_at: Date; rail: string }[]
  items: readonly { party_id: string; cause: string; paisa: bigint; event_at: Date }[]
  typed: Readonly<Record<string, string>>
  error: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
}

/** One line: what the bank says, what it could be, and what can be done with it. */
export function LinePage(props: LineProps) {
  const { t, now, line, owner, error } = props
  const isOpen = line.state === 'suspense'
  const isCredit = line.paisa > 0n
  return (
    <RoomFrame t={t} part="suspense" title={t('books.suspense.line')}>
      <ErrorSummary t={t} errors={error ? [error] : []} />
      {!isOpen && (
        <Notice tone="good" title={meaningWords(t, line)}>
          {line.kind === 'returned' && (
            <p>
              {t('books.write_reference')} <Code>{line.subject}</Code>
            </p>
          )}
        </Notice>
      )}
      <TwoColumns
        narrow="end"
        main={
          <>
            <p class="much-cash">
              <Rupees t={t} paisa={line.paisa} />
            </p>
            <p>
              <AmountInWords t={t} paisa={line.paisa} />
            </p>
            <Facts
              rows={[
                { label: t('books.words'), value: <span dir="auto">{line.words || '–'}</span> },
                { label: t('books.other_side'), value: <span dir="auto">{line.other_side || '–'}</span> },
                {
                  label: t('operator.reference'),
                  value: <code dir="ltr">{line.our_reference || line.bank_reference || '–'}</code>,
                },
                { label: t('books.day'), value: dayWords(t, line.day) },
                { label: t('operator.money.holder'), value: holderName(t, line.holder) },
                { label: t('operator.since'), value: t.relative(line.seen_at, now) },
                { label: t('books.owner'), value: <span dir="auto">{owner || t('books.nobody')}</span> },
              ]}
            />
            {isOpen && <Proposals {...props} />}
          </>
        }
        side={isOpen && <Decisions {...props} isCredit={isCredit} />}
      />
    </RoomFrame>
  )
}

/** What it could be. The amount alone decides nothing: a person presses the button. */
function Proposals({ t, now, line, payments, items, hidden }: LineProps) {
  return (
    <Section title={t('books.could_be')}>
      {payments.length + items.length === 0 && <p>{t('books.could_be.nothing')}</p>}
      {payments.length > 0 && (
        <Table
          caption={t('books.could_be.payments')}
          columns={[
            { key: 'reference', label: t('operator.reference') },
            { key: 'since', label: t('operator.since') },
            { key: 'act', label: '' },
          ]}
          rows={payments.map(({ reference, begun_at }) => ({
            id: reference,
            cells: {
              reference: <Code>{reference}</Code>,
              since: t.relative(begun_at, now),
              act: (
                <Form action={hrefOf(line)} hidden={{ ...hidden, do: 'payment', reference }}>
                  <Button kind="quiet">{t('books.do.is_this')}</Button>
                </Form>
              ),
            },
          }))}
        />
      )}
      {items.length > 0 && (
        <Table
          caption={t('books.could_be.postings')}
          columns={[
            { key: 'cause', label: t('operator.what') },
            { key: 'since', label: t('operator.since') },
            { key: 'act', label: '' },
          ]}
          rows={items.map(({ party_id, cause, event_at }) => ({
            id: `${party_id} ${cause}`,
            cells: {
              cause: <code dir="ltr">{cause}</code>,
              since: t.relative(event_at, now),
              act: (
                <Form action={hrefOf(line)} hidden={{ ...hidden, do: 'posting', party: party_id, cause }}>
                  <Button kind="quiet">{t('books.do.is_this')}</Button>
                </Form>
              ),
            },
          }))}
        />
      )}
    </Section>
  )
}

function Decisions(props: LineProps & { isCredit: boolean }) {
  const { t, line, typed, error, hidden, isCredit } = props
  const errorOf = (field: string) => (error?.field === field ? error.message : undefined)
  const action = hrefOf(line)
  const accounts = isCredit
    ? (['income:unclaimed', 'equity:own'] as const)
    : (['expense:bank_charges', 'expense:loss'] as const)
  return (
    <>
      <Panel>
        <Form action={action} hidden={hidden}>
          <TextArea
            t={t}
            name="note"
            label={t('books.found_out')}
            rows={2}
            maxLength={500}
            value={typed.note ?? line.note}
            error={errorOf('note')}
            optional
          />
          <FormActions>
            <Button kind="act" name="do" value="take">
              {t('books.do.take')}
            </Button>
            <Button name="do" value="note">
              {t('books.do.note')}
            </Button>
          </FormActions>
        </Form>
      </Panel>
      {isCredit && (
        <Panel>
          <h2>{t('books.whose')}</h2>
          <Form action={action} hidden={{ ...hidden, do: 'payment' }}>
            <Field
              t={t}
              name="reference"
              label={t('books.payment_reference')}
              value={typed.reference}
              error={errorOf('reference')}
              dir="ltr"
              autoComplete="off"
            />
            <Button>{t('books.do.pays')}</Button>
          </Form>
          <Form action={action} hidden={{ ...hidden, do: 'wallet' }}>
            <Field
              t={t}
              name="phone"
              type="tel"
              label={t('books.phone')}
              value={typed.phone}
              error={errorOf('phone')}
              dir="ltr"
              autoComplete="off"
            />
            <Button>{t('books.do.wallet')}</Button>
          </Form>
          <Form action={action} hidden={{ ...hidden, do: 'back' }}>
            <Button>{t('books.do.back')}</Button>
          </Form>
        </Panel>
      )}
      <Panel>
        <h2>{t(isCredit ? 'books.ours_now' : 'books.bank_took')}</h2>
        <p>{t('books.two_people')}</p>
        <Form action={action} hidden={{ ...hidden, do: 'income' }}>
          <Select
            t={t}
            name="account"
            label={t('books.entry.account')}
            value={accounts[0]}
            options={accounts.map((value) => ({ value, label: t(`books.account.${value}`) }))}
          />
          <TextArea
            t={t}
            name="reason"
            label={t('books.entry.reason')}
            rows={2}
            maxLength={1000}
            value={typed.reason}
            error={errorOf('reason')}
          />
          <Field t={t} name="attachments" label={t('books.entry.proof')} value={typed.attachments} optional />
          <Button>{t('books.do.propose')}</Button>
        </Form>
      </Panel>
    </>
  )
}
