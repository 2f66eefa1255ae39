import type { ComponentChildren } from 'preact'

export interface Column<Key extends string> {
  key: Key
  /** Empty for a column of buttons. */
  label: string
  /** Numbers and money stand at the end of the line. */
  number?: boolean | undefined
}

export interface Row<Key extends string> {
  id: string
  cells: Readonly<Record<Key, ComponentChildren>>
  /** Marks a row that waits or is late. */
  tone?: 'act' | 'stop' | undefined
}

export interface TableProps<Key extends string> {
  caption: string
  /** Read aloud but not shown, when a heading above already says it. */
  hideCaption?: boolean | undefined
  /** The first column names the row. */
  columns: readonly Column<Key>[]
  rows: readonly Row<Key>[]
}

/** Rows to compare and to work through; under 480 px each row becomes a card with its labels. */
export function Table<Key extends string>({ caption, hideCaption, columns, rows }: TableProps<Key>) {
  return (
    <table class="table">
      <caption class={hideCaption ? 'vh' : undefined}>{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) =>
            column.label === '' ? (
              <td key={column.key} />
            ) : (
              <th key={column.key} scope="col" class={column.number ? 'n' : undefined}>
                {column.label}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} class={row.tone}>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.key} scope="row">
                  {row.cells[column.key]}
                </th>
              ) : (
                <td key={column.key} data-label={column.label} class={atEnd(column) ? 'n' : undefined}>
                  {row.cells[column.key]}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function atEnd(column: Column<string>): boolean {
  return column.number === true || column.label === ''
}

/** Facts about one thing: colour, size, cloth. */
export function Facts({ rows }: { rows: readonly { label: string; value: ComponentChildren }[] }) {
  return (
    <dl class="facts-list">
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd>{row.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** A number that matters, with its name below: for the head of a seller's or operator's room. */
export function Figures({
  figures,
}: {
  figures: readonly { label: string; value: string; href?: string | undefined }[]
}) {
  return (
    <ul class="figures">
      {figures.map((figure) => (
        <li key={figure.label}>
          {figure.href ? (
            <a href={figure.href}>
              <b>{figure.value}</b> {figure.label}
            </a>
          ) : (
            <span>
              <b>{figure.value}</b> {figure.label}
            </span>
          )}
        </li>
      ))}
    </ul>
  )
}
