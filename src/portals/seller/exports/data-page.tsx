import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { TextArea } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { ErrorSummary } from '../../ui/notice.tsx'
import { Table } from '../../ui/table.tsx'
import { BackToMoney } from '../money/payout-parts.tsx'

export interface DataPageView {
  t: Say
  tables: readonly {
    name: string
    words: string
    columns: string
    files: readonly { format: string; href: string }[]
  }[]
  /** What was asked, or an example to begin with. */
  question: string
  examples: readonly { words: string; href: string }[]
  answer: AnswerView | undefined
  error: string | undefined
  hidden: Readonly<Record<string, string>>
  links: { ask: string; money: string; hooks: string; sending: string }
}

export interface AnswerView {
  columns: readonly string[]
  rows: readonly (readonly (string | null)[])[]
  more: boolean
}

/** Everything that the shop owns here, to take away or to ask. */
export function DataPage(view: DataPageView) {
  const { t, tables, answer, error, links } = view
  return (
    <>
      <h1>{t('exports.title')}</h1>
      <ErrorSummary t={t} errors={error ? [{ field: 'question', message: error }] : []} />
      {answer && <AnswerTable t={t} answer={answer} />}
      {!answer && !error && <p>{t('exports.words')}</p>}
      {!answer && (
        <Section title={t('exports.tables')}>
          <Table
            caption={t('exports.tables')}
            hideCaption
            columns={[
              { key: 'name', label: t('exports.table') },
              { key: 'files', label: t('exports.take') },
            ]}
            rows={tables.map(({ name, words, columns, files }) => ({
              id: name,
              cells: {
                name: (
                  <span>
                    {words} <small class="facts">{columns}</small>
                  </span>
                ),
                files: (
                  <span dir="ltr">
                    {files.map(({ format, href }, i) => (
                      <span key={format}>
                        {i > 0 && ' · '}
                        <a href={href}>{format}</a>
                      </span>
                    ))}
                  </span>
                ),
              },
            }))}
          />
        </Section>
      )}
      <Question {...view} />
      <p>
        <a href={links.sending}>{t('exports.sending.title')}</a>
      </p>
      <p>
        <a href={links.hooks}>{t('exports.hooks.title')}</a>
      </p>
      <p>
        <BackToMoney t={t} href={links.money} />
      </p>
    </>
  )
}

function Question({ t, question, examples, error, hidden, links }: DataPageView) {
  return (
    <Section title={t('exports.ask')}>
      <Form action={links.ask} hidden={hidden}>
        <TextArea
          t={t}
          name="question"
          label={t('exports.question')}
          hint={t('exports.question.hint')}
          value={question}
          error={error}
          rows={5}
          maxLength={4000}
        />
        <FormActions>
          <Button kind="act">{t('exports.do.ask')}</Button>
        </FormActions>
      </Form>
      <nav class="facet-bar" aria-label={t('exports.examples')}>
        {examples.map(({ words, href }) => (
          <a key={href} class="chip" href={href}>
            {words}
          </a>
        ))}
      </nav>
    </Section>
  )
}

function AnswerTable({ t, answer: { columns, rows, more } }: { t: Say; answer: AnswerView }) {
  return (
    <Section title={t('exports.answer')}>
      {rows.length === 0 ? (
        <p>{t('exports.answer.none')}</p>
      ) : (
        <Table
          caption={t('exports.answer')}
          hideCaption
          columns={columns.map((label, i) => ({ key: `c${i}`, label }))}
          rows={rows.map((row, i) => ({
            id: String(i),
            cells: Object.fromEntries(row.map((value, at) => [`c${at}`, <bdi key={at}>{value ?? '–'}</bdi>])),
          }))}
        />
      )}
      {more && <p>{t('exports.answer.more', { count: rows.length })}</p>}
    </Section>
  )
}
