import type { Say } from '../../kit/text/messages.ts'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import { Form } from './form.tsx'
import { EmptyState } from './notice.tsx'
import { Code } from './price.tsx'
import { Table } from './table.tsx'

/** A code that takes something off, and how much of it is left. */
export interface VoucherView {
  code: string
  off: string
  used: string
  until: string
  /** undefined when it is over. */
  endHref: string | undefined
}

export interface VoucherTableProps {
  t: Say
  caption: string
  codes: readonly VoucherView[]
  hidden: Readonly<Record<string, string>>
}

/** Codes, newest first, each with a button that ends it. */
export function VoucherTable({ t, caption, codes, hidden }: VoucherTableProps) {
  if (codes.length === 0) return <EmptyState icon="tag" title={t('ui.voucher.none')} />
  return (
    <Table
      caption={caption}
      columns={[
        { key: 'code', label: t('ui.voucher.code') },
        { key: 'off', label: t('ui.voucher.off') },
        { key: 'used', label: t('ui.voucher.used'), number: true },
        { key: 'until', label: t('ui.voucher.until') },
        { key: 'end', label: '' },
      ]}
      rows={codes.map(({ code, off, used, until, endHref }) => ({
        id: code,
        cells: {
          code: <Code>{code}</Code>,
          off,
          used,
          until,
          end: endHref && (
            <Form action={endHref} hidden={hidden}>
              <Button kind="quiet">{t('ui.voucher.end')}</Button>
            </Form>
          ),
        },
      }))}
    />
  )
}

const ASKED = ['code', 'off', 'most', 'least', 'total', 'each', 'days'] as const
const OPTIONAL: readonly string[] = ['most', 'least']
const NUMBERS: readonly string[] = ['total', 'each', 'days']

/** What a new code is asked. */
export function VoucherFields(props: {
  t: Say
  kept: (name: string) => string
  error: { field: string; message: string } | undefined
}) {
  const { t, kept, error } = props
  return (
    <>
      {ASKED.map((name) => (
        <Field
          key={name}
          t={t}
          name={name}
          label={t(`ui.voucher.${name}`)}
          value={kept(name)}
          error={error?.field === name ? error.message : undefined}
          letters={10}
          dir="ltr"
          inputMode={NUMBERS.includes(name) ? 'numeric' : undefined}
          optional={OPTIONAL.includes(name)}
          autoComplete="off"
        />
      ))}
    </>
  )
}
