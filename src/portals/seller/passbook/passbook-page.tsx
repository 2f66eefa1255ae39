import type { Say } from '../../../kit/text/messages.ts'
import { ButtonLink, FormActions } from '../../ui/button.tsx'
import { EmptyState, Notice } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Figures, Table } from '../../ui/table.tsx'
import type { LineView } from './passbook-view.ts'

export interface PassbookView {
  t: Say
  period: string
  openingPaisa: bigint
  closingPaisa: bigint
  lines: readonly (LineView & { href: string | undefined })[]
  isWhole: boolean
  links: { pdf: string; csv: string; before: string; money: string }
}

/** Every rupee of a month: what came, what was taken and why, what was sent, and what is left after each line. */
export function PassbookPage({ t, period, openingPaisa, closingPaisa, lines, isWhole, links }: PassbookView) {
  return (
    <>
      <h1>{t('passbook.title')}</h1>
      <p>{period}</p>
      <Figures
        figures={[
          { label: t('passbook.opening'), value: t.rupees(openingPaisa) },
          { label: t('passbook.closing'), value: t.rupees(closingPaisa) },
        ]}
      />
      {!isWhole && (
        <Notice tone="wait">
          <p>{t('passbook.too_long')}</p>
        </Notice>
      )}
      {lines.length === 0 ? (
        <EmptyState icon="cash" title={t('passbook.none')} />
      ) : (
        <Table
          caption={t('passbook.title')}
          hideCaption
          columns={[
            { key: 'when', label: t('passbook.when') },
            { key: 'what', label: t('passbook.what') },
            { key: 'amount', label: t('passbook.amount'), number: true },
            { key: 'left', label: t('passbook.left'), number: true },
          ]}
          rows={lines.map((line) => ({
            id: line.id,
            cells: {
              when: line.when,
              what: <What t={t} line={line} />,
              amount: <Rupees t={t} paisa={line.paisa} />,
              left: <Rupees t={t} paisa={line.leftPaisa} />,
            },
          }))}
        />
      )}
      <FormActions>
        <ButtonLink kind="plain" href={links.pdf}>
          {t('passbook.pdf')}
        </ButtonLink>
        <ButtonLink kind="plain" href={links.csv}>
          {t('passbook.csv')}
        </ButtonLink>
      </FormActions>
      <p>
        <a href={links.before}>{t('passbook.before')}</a>
      </p>
      <p>
        <a href={links.money}>{t('passbook.back')}</a>
      </p>
    </>
  )
}

function What({ t, line }: { t: Say; line: PassbookView['lines'][number] }) {
  return (
    <span>
      {line.what}{' '}
      {line.order && line.href && (
        <a href={line.href}>
          <Code>{line.order.number}</Code>
        </a>
      )}
      {line.parts.length > 0 && (
        <span class="facts">
          {line.parts.map(({ label, paisa }) => (
            <span key={label}>
              {label} <Rupees t={t} paisa={paisa} />
            </span>
          ))}
        </span>
      )}
    </span>
  )
}
