import type { BankLine } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, Section, TwoColumns } from '../../ui/layout.tsx'
import { Badge, EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { AmountInWords, Code, Rupees } from '../../ui/price.tsx'
import { Facts, Table } from '../../ui/table.tsx'
import { SecondHand } from '../second-hand.tsx'
import { dayWords, holderName, lineHref, RoomFrame } from './frame.tsx'
import { meaningWords } from './statement-page.tsx'
import { Decisions } from './suspense-decisions.tsx'

const LATE_MS = 3 * 86_400_000

export interface SuspenseProps {
  t: Say
  now: Date
  lines: readonly (BankLine & { owner: string; isSaid: boolean })[]
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
                <>
                  <a href={lineHref(line)} dir="auto">
                    {line.words || line.bank_reference || t('books.no_words')}
                  </a>{' '}
                  {line.isSaid && <Badge tone="act">{t('books.proposal.short')}</Badge>}
                </>
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

export interface LineProps {
  t: Say
  now: Date
  line: BankLine
  owner: string
  payments: readonly { reference: string; amount_paisa: bigint; begun_at: Date; rail: string }[]
  items: readonly { party_id: string; cause: string; paisa: bigint; event_at: Date }[]
  /** What one operator said of it, until another confirms it. */
  proposal: { isOwn: boolean; name: string; reference: string | undefined; person: string } | undefined
  typed: Readonly<Record<string, string>>
  error: { field: string; message: string } | undefined
  hidden: Readonly<Record<string, string>>
}

/** One line: what the bank says, what it could be, and what can be done with it. */
export function LinePage(props: LineProps) {
  const { t, now, line, owner, error, proposal } = props
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
            {isOpen && !proposal && <Proposals {...props} />}
          </>
        }
        side={
          isOpen && (
            <>
              {proposal && <Said {...props} proposal={proposal} />}
              <Decisions {...props} isCredit={isCredit} />
            </>
          )
        }
      />
    </RoomFrame>
  )
}

/** What one operator said, for another to confirm. */
function Said({ t, line, proposal, hidden }: LineProps & { proposal: NonNullable<LineProps['proposal']> }) {
  const { isOwn, name, reference, person } = proposal
  return (
    <Panel>
      <h2>{t('books.proposal')}</h2>
      <p dir="auto">
        {reference ? t('books.proposal.payment', { name, reference }) : t('books.proposal.wallet', { name, person })}
      </p>
      <SecondHand t={t} action={lineHref(line)} isOwn={isOwn} hidden={hidden} />
    </Panel>
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
                <Form action={lineHref(line)} hidden={{ ...hidden, do: 'payment', reference }}>
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
                <Form action={lineHref(line)} hidden={{ ...hidden, do: 'posting', party: party_id, cause }}>
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
