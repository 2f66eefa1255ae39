import type { Say } from '../../../kit/text/messages.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Form } from '../../ui/form.tsx'
import { Section } from '../../ui/layout.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Rupees } from '../../ui/price.tsx'
import { Table } from '../../ui/table.tsx'

export interface PayoutPartsView {
  /** Why nothing is paid now, in words; empty when nothing holds it. */
  held: readonly string[]
  helpPhone: string
  nameWaits: boolean
  /** Somebody has just said that the account was changed by another. */
  wasStopped: boolean
  /** Set while a changed account waits: everybody of the shop may stop it. */
  notMeHref: string | undefined
  plan: string
  planHref: string | undefined
  askHref: string | undefined
  isAsked: boolean
  debts: readonly { id: string; why: string; note: string; when: string; paisa: bigint; leftPaisa: bigint }[]
}

type Props = { t: Say; view: PayoutPartsView; hidden: Readonly<Record<string, string>> }

/** When money comes, what holds it, and what is owed. */
export function PayoutParts({ t, view, hidden }: Props) {
  return (
    <>
      {view.wasStopped && <Notice tone="good">{t('payouts.shop.stopped')}</Notice>}
      {view.held.length > 0 && (
        <Notice tone="stop" title={t('payouts.shop.held')}>
          <p>{view.held.join(' · ')}</p>
          <p>{t('payouts.shop.held.words', { phone: view.helpPhone })}</p>
        </Notice>
      )}
      {view.nameWaits && (
        <Notice tone="wait">
          <p>{t('payouts.shop.name_waits')}</p>
        </Notice>
      )}
      {view.notMeHref && (
        <Form action={view.notMeHref} hidden={hidden}>
          <Button kind="stop">{t('payouts.shop.not_me')}</Button>
        </Form>
      )}
      <Plan t={t} view={view} hidden={hidden} />
      <Debts t={t} debts={view.debts} />
    </>
  )
}

function Plan({ t, view, hidden }: Props) {
  return (
    <Section title={t('payouts.shop.plan')}>
      <p>
        {view.plan} {view.planHref && <a href={view.planHref}>{t('payouts.shop.plan.change')}</a>}
      </p>
      {view.isAsked && (
        <Notice tone="good">
          <p>{t('payouts.shop.asked')}</p>
        </Notice>
      )}
      {view.askHref && (
        <Form action={view.askHref} hidden={hidden}>
          <Button kind="plain">{t('payouts.shop.ask')}</Button>
        </Form>
      )}
    </Section>
  )
}

function Debts({ t, debts }: { t: Say; debts: PayoutPartsView['debts'] }) {
  if (debts.length === 0) return null
  return (
    <Section title={t('payouts.shop.debts')}>
      <p>{t('payouts.shop.debts.words')}</p>
      <Table
        caption={t('payouts.shop.debts')}
        hideCaption
        columns={[
          { key: 'why', label: t('payouts.cause') },
          { key: 'when', label: t('payouts.since') },
          { key: 'paisa', label: t('payouts.amount'), number: true },
          { key: 'left', label: t('payouts.shop.debt.left'), number: true },
        ]}
        rows={debts.map(({ id, why, note, when, paisa, leftPaisa }) => ({
          id,
          cells: {
            why: (
              <span>
                {why} <small dir="auto">{note}</small>
              </span>
            ),
            when,
            paisa: <Rupees t={t} paisa={paisa} />,
            left: <Rupees t={t} paisa={leftPaisa} />,
          },
        }))}
      />
    </Section>
  )
}

/** The way back from a page of its own. */
export function BackToMoney({ t, href }: { t: Say; href: string }) {
  return <ButtonLink href={href}>{t('seller.back')}</ButtonLink>
}
