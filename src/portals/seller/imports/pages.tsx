import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Narrow, Section } from '../../ui/layout.tsx'
import { Badge, ErrorSummary, Notice, type Tone } from '../../ui/notice.tsx'
import { Figures, Table } from '../../ui/table.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { KNOWN } from './column-choice.ts'

export interface UploadView {
  t: Say
  action: string
  earlier: readonly { href: string; name: string; when: string; state: string; what: string }[]
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
}

/** Many goods at once, from the file that the shop has anyway. */
export function UploadPage({ t, action, earlier, wrong, hidden }: UploadView) {
  return (
    <>
      <Narrow>
        <h1>{t('seller.import.title')}</h1>
        <p>{t('seller.import.words')}</p>
        <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
        <Form action={action} hidden={hidden} files>
          <Field
            t={t}
            name="file"
            type="file"
            label={t('seller.import.file')}
            hint={t('seller.import.file.hint')}
            accept=".csv,.xlsx,.tsv,.txt,text/csv"
            error={wrong?.message}
          />
          <FormActions>
            <Button kind="act" icon="upload">
              {t('seller.import.send')}
            </Button>
          </FormActions>
        </Form>
      </Narrow>
      {earlier.length > 0 && (
        <Section title={t('seller.import.earlier')}>
          <Table
            caption={t('seller.import.earlier')}
            hideCaption
            columns={[
              { key: 'name', label: t('seller.import.file') },
              { key: 'when', label: t('seller.import.when') },
              { key: 'state', label: t('seller.import.state') },
              { key: 'what', label: t('seller.import.what') },
            ]}
            rows={earlier.map((one) => ({
              id: one.href,
              cells: {
                name: (
                  <a href={one.href} dir="auto">
                    {one.name}
                  </a>
                ),
                when: one.when,
                state: <Badge>{one.state}</Badge>,
                what: one.what,
              },
            }))}
          />
        </Section>
      )}
    </>
  )
}

export interface MappedColumn {
  column: number
  heading: string
  samples: readonly string[]
  field: string
}

export interface MappingView {
  t: Say
  fileName: string
  action: string
  /** The program that wrote the file, when we know it. */
  known: string | undefined
  columns: readonly MappedColumn[]
  /** Columns that nobody needs to look at: they are left out or understood without a word. */
  others: readonly MappedColumn[]
  fields: readonly { value: string; label: string }[]
  wrong?: Wrong | undefined
  hidden: Readonly<Record<string, string>>
}

/** What each column is, with its first cells: guessed, and corrected by the one who made the file. */
export function MappingPage(view: MappingView) {
  const { t, columns, others, wrong } = view
  return (
    <>
      <h1>{t('seller.mapping.title')}</h1>
      {!view.known && <p>{t('seller.mapping.words', { file: view.fileName })}</p>}
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      <Form action={view.action} hidden={view.hidden}>
        {view.known && (
          <Notice tone="good" title={t('seller.mapping.known', { format: view.known })}>
            <p>{t('seller.mapping.known.detail')}</p>
          </Notice>
        )}
        {columns.length > 0 && <ColumnTable {...view} columns={columns} />}
        {others.length > 0 && (
          <details class="more">
            <summary>
              {view.known ? t('seller.mapping.look') : t('seller.mapping.others', { count: others.length })}
            </summary>
            <ColumnTable {...view} columns={others} />
          </details>
        )}
        <FormActions>
          <Button kind="act" name="do" value="try">
            {t('seller.mapping.try')}
          </Button>
          <Button name="do" value="run">
            {t('seller.mapping.run')}
          </Button>
        </FormActions>
      </Form>
    </>
  )
}

function ColumnTable({ t, columns, fields }: MappingView) {
  return (
    <Table
      caption={t('seller.mapping.title')}
      hideCaption
      columns={[
        { key: 'heading', label: t('seller.mapping.column') },
        { key: 'samples', label: t('seller.mapping.samples') },
        { key: 'field', label: t('seller.mapping.means') },
      ]}
      rows={columns.map((column) => ({
        id: String(column.column),
        cells: {
          heading: <span dir="auto">{column.heading}</span>,
          samples: (
            <span dir="auto" class="facts">
              {column.samples.join(' · ')}
            </span>
          ),
          field: (
            <select name={`column.${column.column}`} aria-label={t('seller.mapping.is', { column: column.heading })}>
              {column.field === KNOWN && (
                <option value={KNOWN} selected>
                  {t('seller.field.known')}
                </option>
              )}
              <option value="">{t('seller.field.none')}</option>
              {fields.map(({ value, label }) => (
                <option key={value} value={value} selected={value === column.field}>
                  {label}
                </option>
              ))}
            </select>
          ),
        },
      }))}
    />
  )
}

export interface ResultView {
  t: Say
  fileName: string
  tone: Tone
  title: string
  detail: string
  figures: readonly { label: string; value: string }[]
  errors: readonly { id: string; row: string; column: string; words: string }[]
  moreErrors: boolean
  hidden: Readonly<Record<string, string>>
  links: { goods: string; imports: string; undo: string | undefined; run: string | undefined; mapping: string }
}

/** What came of a file, or would come of it. */
export function ResultPage({
  t,
  fileName,
  tone,
  title,
  detail,
  figures,
  errors,
  moreErrors,
  hidden,
  links,
}: ResultView) {
  return (
    <>
      <h1 dir="auto">{fileName}</h1>
      <Notice tone={tone} title={title}>
        <p>{detail}</p>
      </Notice>
      <Figures figures={figures} />
      <div class="actions">
        {links.run && (
          <Form action={links.run} hidden={hidden} inline>
            <Button kind="act">{t('seller.result.bring_in')}</Button>
            <ButtonLink href={links.mapping}>{t('seller.result.columns')}</ButtonLink>
          </Form>
        )}
        {!links.run && (
          <ButtonLink kind="act" href={links.goods}>
            {t('seller.result.goods')}
          </ButtonLink>
        )}
        <ButtonLink href={links.imports}>{t('seller.result.another')}</ButtonLink>
      </div>
      {errors.length > 0 && (
        <Section title={t('seller.result.errors')}>
          <p>{t('seller.result.errors.words')}</p>
          <Table
            caption={t('seller.result.errors')}
            hideCaption
            columns={[
              { key: 'row', label: t('seller.result.row') },
              { key: 'column', label: t('seller.mapping.column') },
              { key: 'words', label: t('seller.result.what') },
            ]}
            rows={errors.map(({ id, row, column, words }) => ({
              id,
              cells: { row, column: <span dir="auto">{column}</span>, words: <span dir="auto">{words}</span> },
            }))}
          />
          {moreErrors && <p>{t('seller.result.more')}</p>}
        </Section>
      )}
      {links.undo && (
        <Section title={t('seller.undo.title')}>
          <p>{t('seller.undo.words')}</p>
          <Form action={links.undo} hidden={hidden}>
            <Button kind="stop">{t('seller.undo.do')}</Button>
          </Form>
        </Section>
      )}
    </>
  )
}
