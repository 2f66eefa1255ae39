import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { Panel, TwoColumns } from '../../ui/layout.tsx'
import { EmptyState, ErrorSummary, Notice } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { BackToMoney } from './payout-parts.tsx'
import type { TaxLineView } from './tax-view.ts'

export interface TaxPageView {
  t: Say
  period: string
  lines: readonly TaxLineView[]
  sumPaisa: bigint
  isExempt: boolean
  mayChange: boolean
  numbers: { ntn: string; strn: string }
  saved: boolean
  wrong: Wrong | undefined
  hidden: Readonly<Record<string, string>>
  links: { save: string; pdf: string; before: string; money: string }
}

/** What was withheld, by whom and under which section; and the numbers under which it is told to the tax office. */
export function TaxPage(view: TaxPageView) {
  const { t, wrong, links } = view
  return (
    <>
      <h1>{t('seller.taxes.title')}</h1>
      <ErrorSummary t={t} errors={wrong ? [wrong] : []} />
      {view.saved && (
        <Notice tone="good">
          <p>{t('seller.saved')}</p>
        </Notice>
      )}
      {view.isExempt && (
        <Notice tone="info">
          <p>{t('seller.taxes.exempt')}</p>
        </Notice>
      )}
      <TwoColumns narrow="end" main={<Withheld {...view} />} side={<Numbers {...view} />} />
      <p>
        <BackToMoney t={t} href={links.money} />
      </p>
    </>
  )
}

function Withheld({ t, period, lines, sumPaisa, links }: TaxPageView) {
  return (
    <>
      <h2>{t('seller.taxes.withheld')}</h2>
      <p>{period}</p>
      {lines.length === 0 ? (
        <EmptyState icon="list" title={t('seller.taxes.none')} />
      ) : (
        <>
          <Table
            caption={t('seller.taxes.withheld')}
            hideCaption
            columns={[
              { key: 'what', label: t('seller.taxes.what') },
              { key: 'by', label: t('seller.taxes.by') },
              { key: 'of', label: t('seller.taxes.of'), number: true },
              { key: 'percent', label: t('seller.taxes.percent'), number: true },
              { key: 'paisa', label: t('seller.taxes.paisa'), number: true },
            ]}
            rows={lines.map(({ id, what, section, by, ofPaisa, percent, paisa }) => ({
              id,
              cells: {
                what: (
                  <span>
                    {what} <small class="facts">{section}</small>
                  </span>
                ),
                by,
                of: <Rupees t={t} paisa={ofPaisa} />,
                percent,
                paisa: <Rupees t={t} paisa={paisa} />,
              },
            }))}
          />
          <p>
            {t('seller.taxes.paisa')}{' '}
            <b>
              <Rupees t={t} paisa={sumPaisa} />
            </b>
          </p>
          <p>
            <ButtonLink kind="plain" href={links.pdf}>
              {t('seller.taxes.pdf')}
            </ButtonLink>
          </p>
        </>
      )}
      <p>
        <a href={links.before}>{t('passbook.before')}</a>
      </p>
    </>
  )
}

function Numbers({ t, mayChange, numbers, wrong, hidden, links }: TaxPageView) {
  if (!mayChange) return null
  const errorAt = (field: string) => (wrong?.field === field ? wrong.message : undefined)
  return (
    <Panel>
      <h2>{t('seller.taxes.number')}</h2>
      <Form action={links.save} hidden={hidden}>
        <Field
          t={t}
          name="ntn"
          label={t('seller.taxes.ntn')}
          hint={t('seller.taxes.ntn.hint')}
          value={numbers.ntn}
          error={errorAt('ntn')}
          letters={20}
          dir="ltr"
          autoComplete="off"
        />
        <Field
          t={t}
          name="strn"
          label={t('seller.taxes.strn')}
          value={numbers.strn}
          error={errorAt('strn')}
          letters={20}
          dir="ltr"
          autoComplete="off"
          optional
        />
        <FormActions>
          <Button kind="act">{t('seller.taxes.save')}</Button>
        </FormActions>
      </Form>
    </Panel>
  )
}
