import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Facts, Table } from '../../ui/table.tsx'

type Cells = readonly string[]

/** A table as words: the first column names the row, the others are numbers. */
export interface Sheet {
  title: string
  columns: Cells
  rows: readonly Cells[]
  /** A sentence below. */
  note?: string | undefined
}

export interface OfficeView {
  t: Say
  made: string
  sheets: readonly Sheet[]
  reasons: { title: string; rows: readonly { label: string; value: string }[] }
  cover: { isCovered: boolean; sentence: string; href: string } | undefined
  /** What each channel costs, and a field for the price of a message of each. */
  cost: { sheet: Sheet; prices: readonly { name: string; label: string; value: string }[]; action: string }
}

/** The market's own numbers, for those who run it. */
export function OfficeNumbersPage({ t, made, sheets, reasons, cover, cost }: OfficeView) {
  return (
    <>
      <h1>{t('numbers.office.title')}</h1>
      <p class="facts">{made}</p>
      {cover && (
        <Notice tone={cover.isCovered ? 'good' : 'stop'} title={t('numbers.office.cover')}>
          <p>
            {cover.sentence} <a href={cover.href}>{t('numbers.office.cover.more')}</a>
          </p>
        </Notice>
      )}
      {sheets.map((sheet) => (
        <SheetTable key={sheet.title} sheet={sheet} />
      ))}
      {reasons.rows.length > 0 && (
        <Section title={reasons.title}>
          <Facts rows={reasons.rows} />
        </Section>
      )}
      <SheetTable sheet={cost.sheet} />
      <Form action={cost.action} method="get">
        {cost.prices.map((price) => (
          <Field key={price.name} t={t} {...price} inputMode="decimal" letters={6} />
        ))}
        <Button>{t('numbers.office.price.do')}</Button>
      </Form>
    </>
  )
}

function SheetTable({ sheet: { title, columns, rows, note } }: { sheet: Sheet }) {
  return (
    <Section title={title}>
      {rows.length > 0 && (
        <Table
          caption={title}
          hideCaption
          columns={columns.map((label, i) => ({ key: String(i), label, number: i > 0 }))}
          rows={rows.map((cells) => ({
            id: cells[0] ?? '',
            cells: Object.fromEntries(cells.map((cell, i) => [String(i), cell])),
          }))}
        />
      )}
      {note && <p class="facts">{note}</p>}
    </Section>
  )
}
