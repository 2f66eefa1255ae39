import type { BankFile, BankLine, ReportLine } from '../../../domains/payments/payments.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { dayWords, holderName, lineHref, RoomFrame } from './frame.tsx'
import { hrefOf } from './statements-pages.tsx'

export interface StatementProps {
  t: Say
  now: Date
  file: BankFile
  /** Who handed it in, and whether that is who looks. */
  from: string
  isOwn: boolean
  lines: readonly BankLine[]
  report: readonly ReportLine[]
  wrong: string | undefined
  hidden: Readonly<Record<string, string>>
}

/** One file: what would come of it, in sums and line by line, for a second person to confirm; or what came of it. */
export function StatementPage(props: StatementProps) {
  const { t, now, file, from, lines, report, wrong } = props
  const isTaken = file.state === 'taken'
  const sums = report.length > 0 ? sumsOfReport(t, report) : sumsOfLines(t, lines)
  return (
    <RoomFrame t={t} part="statements" title={file.name}>
      {wrong && (
        <Notice tone="stop" title={t('books.file.refused')}>
          <p>{wrong}</p>
        </Notice>
      )}
      {!wrong && !isTaken && <Notice tone="info">{t('books.tried.words')}</Notice>}
      <p>{t('books.file.by', { name: from || '–', when: t.moment(file.kept_at, now) })}</p>
      {sums.length > 0 && (
        <Table
          caption={`${t(isTaken ? 'books.file.was' : 'books.file.would')} – ${holderName(t, file.holder)}`}
          columns={[
            { key: 'is', label: t(isTaken ? 'books.is' : 'books.would_be') },
            { key: 'count', label: t('books.lines'), number: true },
            { key: 'in', label: t('books.sum_in'), number: true },
            { key: 'out', label: t('books.sum_out'), number: true },
          ]}
          rows={sums.map(({ words, count, in_paisa, out_paisa }) => ({
            id: words,
            cells: {
              is: words,
              count: t.number(count),
              in: in_paisa > 0n ? <Rupees t={t} paisa={in_paisa} /> : '–',
              out: out_paisa > 0n ? <Rupees t={t} paisa={out_paisa} /> : '–',
            },
          }))}
        />
      )}
      {!isTaken && !wrong && <Confirm {...props} />}
      {lines.length > 0 && <Lines t={t} lines={lines} isTaken={isTaken} />}
      {report.length > 0 && <ReportLines t={t} lines={report} />}
    </RoomFrame>
  )
}

/** One press for the whole file, for everybody but who handed it in. */
function Confirm({ t, file, isOwn, hidden }: StatementProps) {
  if (isOwn) return <Notice tone="wait">{t('books.file.own')}</Notice>
  return (
    <Form action={hrefOf(file)} hidden={{ ...hidden, seen: String(file.kept_count) }}>
      <Button kind="act">{t('books.do.take_in')}</Button>
    </Form>
  )
}

interface Sum {
  words: string
  count: number
  in_paisa: bigint
  out_paisa: bigint
}

const sumsOfLines = (t: Say, lines: readonly BankLine[]) =>
  sumsOf(lines.map((line) => ({ words: wordsOfLine(t, line), paisa: line.paisa })))

const sumsOfReport = (t: Say, lines: readonly ReportLine[]) =>
  sumsOf(lines.map(({ kind, gross_paisa }) => ({ words: t(`books.report.${kind}`), paisa: gross_paisa })))

function sumsOf(lines: readonly { words: string; paisa: bigint }[]): Sum[] {
  return [...Map.groupBy(lines, ({ words }) => words)].map(([words, some]) => ({
    words,
    count: some.length,
    in_paisa: some.reduce((sum, { paisa }) => (paisa > 0n ? sum + paisa : sum), 0n),
    out_paisa: some.reduce((sum, { paisa }) => (paisa < 0n ? sum - paisa : sum), 0n),
  }))
}

const wordsOfLine = (t: Say, line: BankLine) =>
  line.state === 'suspense' ? t('books.line.suspense') : meaningWords(t, line)

function Lines({ t, lines, isTaken }: { t: Say; lines: readonly BankLine[]; isTaken: boolean }) {
  return (
    <Table
      caption={t('books.lines')}
      columns={[
        { key: 'words', label: t('books.words') },
        { key: 'day', label: t('books.day') },
        { key: 'amount', label: t('operator.amount'), number: true },
        { key: 'is', label: t(isTaken ? 'books.is' : 'books.would_be') },
      ]}
      rows={lines.map((line) => ({
        id: line.line_id,
        tone: line.state === 'suspense' ? ('act' as const) : undefined,
        cells: {
          words: <span dir="auto">{line.words || line.our_reference || line.bank_reference || '–'}</span>,
          day: dayWords(t, line.day),
          amount: <Rupees t={t} paisa={line.paisa} />,
          is: <Meaning t={t} line={line} isTaken={isTaken} />,
        },
      }))}
    />
  )
}

function ReportLines({ t, lines }: { t: Say; lines: readonly ReportLine[] }) {
  return (
    <Table
      caption={t('books.lines')}
      columns={[
        { key: 'reference', label: t('operator.reference') },
        { key: 'is', label: t('books.would_be') },
        { key: 'amount', label: t('operator.amount'), number: true },
      ]}
      rows={lines.slice(0, 2_000).map(({ our_reference, provider_id, kind, gross_paisa }, at) => ({
        id: String(at),
        cells: {
          reference: <Code>{our_reference || provider_id || '–'}</Code>,
          is: t(`books.report.${kind}`),
          amount: <Rupees t={t} paisa={gross_paisa} />,
        },
      }))}
    />
  )
}

function Meaning({ t, line, isTaken }: { t: Say; line: BankLine; isTaken: boolean }) {
  const words = wordsOfLine(t, line)
  if (line.state !== 'suspense' || !isTaken) return <span>{words}</span>
  return <a href={lineHref(line)}>{words}</a>
}

/** What a line is, in words. */
export function meaningWords(t: Say, line: BankLine): string {
  return t.maybe(`books.means.${line.kind}`) ?? t(`books.line.${line.state}`)
}
