import type { Say } from '../../../kit/text/messages.ts'
import { Button, FormActions } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Form } from '../../ui/form.tsx'
import { EmptyState, Notice } from '../../ui/notice.tsx'
import { Code, Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'
import { Changes, type ChangeView } from '../money/changes.tsx'
import { MoneyFrame } from '../money/frame.tsx'
import { routes } from '../routes.ts'

type Hidden = Readonly<Record<string, string>>

export interface NameLine {
  shop: string
  details: string
  name: string
  owner: string
  title: string
  since: string
}

/** Two names side by side, for somebody who calls the owner. */
export function NamesPage({ t, names, hidden }: { t: Say; names: readonly NameLine[]; hidden: Hidden }) {
  return (
    <MoneyFrame t={t} part="stops" title={t('payouts.names')}>
      {names.length === 0 ? (
        <EmptyState icon="done" title={t('payouts.names.none')} />
      ) : (
        <>
          <Notice tone="info">{t('payouts.names.words')}</Notice>
          <Table
            caption={t('payouts.names')}
            hideCaption
            columns={[
              { key: 'shop', label: t('payouts.who') },
              { key: 'owner', label: t('payouts.names.owner') },
              { key: 'title', label: t('payouts.names.title') },
              { key: 'since', label: t('payouts.since') },
              { key: 'act', label: '' },
            ]}
            rows={names.map(({ shop, details, name, owner, title, since }) => ({
              id: details,
              cells: {
                shop: (
                  <a href={routes.shop.href({ shop })} dir="auto">
                    {name}
                  </a>
                ),
                owner: <span dir="auto">{owner}</span>,
                title: <b dir="auto">{title}</b>,
                since,
                act: (
                  <Form action={routes.names.href()} hidden={{ ...hidden, shop, details }}>
                    <Button kind="plain">{t('payouts.names.clear')}</Button>
                  </Form>
                ),
              },
            }))}
          />
        </>
      )}
    </MoneyFrame>
  )
}

export interface AskedLine {
  person: string
  id: string
  name: string
  account: string
  title: string
  holder: string
  since: string
  paisa: bigint
}

/** To whom wallet money is sent by hand, and under which receipt it was. */
export function AskedBackPage(props: {
  t: Say
  asked: readonly AskedLine[]
  changes: readonly ChangeView[]
  hidden: Hidden
}) {
  const { t, asked, changes, hidden } = props
  return (
    <MoneyFrame t={t} part="stops" title={t('payouts.asked')}>
      <Changes t={t} changes={changes} hidden={hidden} />
      {asked.length === 0 ? (
        <EmptyState icon="wallet" title={t('payouts.asked.none')} />
      ) : (
        <Table
          caption={t('payouts.asked')}
          hideCaption
          columns={[
            { key: 'who', label: t('payouts.asked.who') },
            { key: 'to', label: t('payouts.asked.to') },
            { key: 'since', label: t('payouts.since') },
            { key: 'paisa', label: t('payouts.amount'), number: true },
            { key: 'act', label: '' },
          ]}
          rows={asked.map((one) => ({
            id: one.id,
            cells: {
              who: <span dir="auto">{one.name}</span>,
              to: (
                <span>
                  <Code>{one.account}</Code> <small dir="auto">{one.title}</small>
                </span>
              ),
              since: `${one.since} · ${one.holder}`,
              paisa: <Rupees t={t} paisa={one.paisa} />,
              act: (
                <Form action={routes.askedBack.href()} hidden={{ ...hidden, person: one.person, id: one.id }}>
                  <Field t={t} name="receipt" label={t('payouts.asked.receipt')} maxLength={100} dir="auto" />
                  <FormActions>
                    <Button kind="plain" name="end" value="sent">
                      {t('payouts.asked.sent')}
                    </Button>
                    <Button kind="plain" name="end" value="returned">
                      {t('payouts.asked.failed')}
                    </Button>
                  </FormActions>
                </Form>
              ),
            },
          }))}
        />
      )}
    </MoneyFrame>
  )
}
