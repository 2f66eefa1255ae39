import type { Say } from '../../../kit/text/messages.ts'
import { Button } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Figures, Table } from '../../ui/table.tsx'
import { MoneyFrame } from '../money/frame.tsx'
import { routes } from '../routes.ts'

export interface LineRow {
  row: number
  tracking: string
  verdict: string
  /** Why it is stuck, for whoever can mend it; empty when it is not. */
  trouble: string
  tone: 'act' | 'stop' | undefined
  due_paisa: bigint | null
  net_paisa: bigint
}

export interface FilePageProps {
  t: Say
  title: string
  courier: string
  net_paisa: bigint
  /** What the file says of itself; null when it says nothing. */
  said_paisa: bigint | null
  lines: readonly LineRow[]
  counts: readonly { label: string; count: number }[]
  hidden: Readonly<Record<string, string>>
  /** Where the one button of the page posts to, and what it says; missing when all is done. */
  act: { action: string; label: string } | undefined
  /** Only for a file that is not booked: where it is thrown away. */
  drop: string | undefined
}

/** A courier's file, line by line: what booking it would do, or what became of it. */
export function FilePage(props: FilePageProps) {
  const { t, title, lines, said_paisa, net_paisa } = props
  return (
    <MoneyFrame t={t} part="cash" title={title}>
      {props.drop && (
        <Notice tone="wait" title={t('cash.not_booked')}>
          <p>{t('cash.not_booked.words')}</p>
        </Notice>
      )}
      {said_paisa !== null && said_paisa !== net_paisa && (
        <Notice tone="stop" title={t('cash.total_differs')}>
          <p>{t('cash.total_differs.words', { said: t.rupees(said_paisa), ours: t.rupees(net_paisa) })}</p>
        </Notice>
      )}
      <Figures
        figures={[
          { label: props.courier, value: t.rupees(net_paisa) },
          ...props.counts.map(({ label, count }) => ({ label, value: t.number(count) })),
        ]}
      />
      {props.act && (
        <Form action={props.act.action} hidden={props.hidden}>
          <Button kind="act">{props.act.label}</Button>
        </Form>
      )}
      <Section title={t('cash.line_by_line')}>
        <Table
          caption={t('cash.line_by_line')}
          hideCaption
          columns={[
            { key: 'tracking', label: t('cash.tracking') },
            { key: 'row', label: t('cash.row'), number: true },
            { key: 'what', label: t('operator.what') },
            { key: 'due', label: t('cash.due'), number: true },
            { key: 'net', label: t('cash.paid'), number: true },
          ]}
          rows={lines.map((line) => ({
            id: String(line.row),
            tone: line.tone,
            cells: {
              row: t.number(line.row),
              tracking: line.tracking === '' ? t('cash.no_tracking') : <Code>{line.tracking}</Code>,
              what: (
                <>
                  {line.verdict}
                  {line.trouble !== '' && <small dir="ltr"> · {line.trouble}</small>}
                </>
              ),
              due: line.due_paisa === null ? '–' : <Rupees t={t} paisa={line.due_paisa} />,
              net: <Rupees t={t} paisa={line.net_paisa} />,
            },
          }))}
        />
      </Section>
      {props.drop && (
        <Form action={props.drop} hidden={props.hidden}>
          <Button kind="stop">{t('cash.do.drop')}</Button>
        </Form>
      )}
      <p>
        <a href={routes.cash.href()}>{t('cash.back')}</a>
      </p>
    </MoneyFrame>
  )
}
