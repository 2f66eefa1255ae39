import type { ComponentChildren } from 'preact'
import type { Say } from '../../../kit/text/messages.ts'
import { routes } from '../routes.ts'
import { Tabs } from '../tabs.tsx'

export const MONEY_PARTS = [
  'money',
  'moneyRoom',
  'cash',
  'payouts',
  'stops',
  'refunds',
  'commission',
  'rules',
  'taxes',
  'codesOff',
  'disputes',
  'books',
] as const
export type MoneyPart = (typeof MONEY_PARTS)[number]

/** A page about money: its title, and the other pages about money in a row. */
export function MoneyFrame(props: { t: Say; part: MoneyPart; title?: string; children: ComponentChildren }) {
  const { t, part, title, children } = props
  return (
    <>
      <h1>{title ?? t(`operator.money.${part}`)}</h1>
      <Tabs
        label={t('operator.nav.money')}
        items={MONEY_PARTS.map((one) => ({
          href: routes[one].href(),
          label: t(`operator.money.${one}`),
          current: one === part,
        }))}
      />
      {children}
    </>
  )
}
