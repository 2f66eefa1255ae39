import type { Say } from '../../kit/text/messages.ts'
import { Icon, type IconName } from './icon.tsx'

/** A shop's record, counted from orders. */
export interface StandingView {
  trades: number
  /** Share of orders sent back, 0 to 1; leave out when there are too few to say. */
  returnsShare?: number | undefined
  sinceYear: number
  /** Names of those who vouch for the shop. */
  vouchers?: readonly string[] | undefined
}

export interface TrustStripProps {
  t: Say
  /** 'door': pay after looking at the door. 'held': paid before, and held until the buyer says yes. */
  payment: 'door' | 'held'
  standing: StandingView
}

/** The signature of the market: three facts, each a line, each with its reason one tap away. */
export function TrustStrip({ t, payment, standing }: TrustStripProps) {
  const held = payment === 'held'
  return (
    <section class="trust" aria-label={t('ui.trust.title')}>
      <Fact
        icon={held ? 'lock' : 'eye'}
        line={t(held ? 'ui.trust.hold' : 'ui.trust.look')}
        detail={t(held ? 'ui.trust.hold.detail' : 'ui.trust.look.detail')}
      />
      <Fact icon="back" line={t('ui.trust.wrong.shop')} detail={t('ui.trust.wrong.detail')} />
      <Fact
        icon="hands"
        line={recordLine(t, standing)}
        detail={[sinceLine(t, standing), vouchedBy(t, standing), t('ui.trust.shop.detail')].filter(Boolean).join(' ')}
      />
    </section>
  )
}

/** "214 good sales · 1.4% sent back · here since 2021", or "New shop". */
export function standingLine(t: Say, standing: StandingView): string {
  const record = recordLine(t, standing)
  return standing.trades === 0 ? record : `${record} · ${t('ui.trust.since', { year: String(standing.sinceYear) })}`
}

function recordLine(t: Say, standing: StandingView): string {
  if (standing.trades === 0) return t('ui.trust.new_shop')
  const trades = t('ui.trust.trades', { count: standing.trades })
  if (standing.returnsShare === undefined) return trades
  return `${trades} · ${t('ui.trust.returns', { share: t.percent(standing.returnsShare) })}`
}

function sinceLine(t: Say, standing: StandingView): string {
  return standing.trades === 0 ? '' : t('ui.trust.since.sentence', { year: String(standing.sinceYear) })
}

function vouchedBy(t: Say, standing: StandingView): string {
  const names = standing.vouchers ?? []
  return names.length === 0 ? '' : t('ui.trust.vouchers', { names: t.list(names) })
}

function Fact({ icon, line, detail }: { icon: IconName; line: string; detail: string }) {
  return (
    <details>
      <summary>
        <Icon name={icon} />
        <span>{line}</span>
      </summary>
      <p>{detail}</p>
    </details>
  )
}

/** How buying works here, in three pictures: for the home page and for whoever comes the first time. */
export function HowItWorks({ t }: { t: Say }) {
  const steps = [
    ['parcel', t('ui.how.order')],
    ['eye', t('ui.how.look')],
    ['cash', t('ui.how.pay')],
  ] as const
  return (
    <ol class="how">
      {steps.map(([icon, words]) => (
        <li key={icon}>
          <Icon name={icon} size={32} />
          {words}
        </li>
      ))}
    </ol>
  )
}
