import { type Figure, summaryOf } from '../../domains/pulse/pulse.ts'
import { numberInWords } from '../../kit/text/money-words.ts'
import { finderOf, isShown } from './reading.ts'
import { areaName, monthName, nameIn, type Telling } from './section.ts'
import { changesElsewhere, wayOf } from './section-elsewhere.ts'

/**
 * What a voice says about a release in a minute: plain sentences with every number in words, to be read out by a person
 * or a machine. Only published figures are in it; what a release does not tell is left out.
 */
export function spokenScript(figures: readonly Figure[], release: string, telling: Telling): string {
  const { t } = telling
  const find = finderOf(figures)
  const summary = summaryOf(figures)
  const door = find('payment_share_orders', { payment_method: 'cod' }).find(isShown)
  const { changes, city } = changesElsewhere(find)
  const [first] = changes
  const [change, since] = [whole(summary.priceChange), summary.firstMonth]
  const sentences = [
    t('pulse.spoken.begin', { month: monthName(t, release.slice(0, 7)) }),
    door && t('pulse.spoken.door', ends(door)),
    summary.completed !== undefined && t('pulse.spoken.completed', { count: whole(summary.completed) }),
    first &&
      t(`pulse.spoken.elsewhere.${wayOf(first)}`, {
        city: areaName(telling, city),
        method: nameIn(t, 'method', first.method),
        before: whole(first.before.share),
        now: whole(first.now.share),
      }),
    since !== undefined &&
      summary.priceChange !== undefined &&
      t(`pulse.spoken.prices.${change === 0 ? 'same' : change > 0 ? 'up' : 'down'}`, {
        since: monthName(t, since),
        percent: Math.abs(change),
      }),
    t('pulse.spoken.end'),
  ]
  const text = sentences.filter((sentence) => typeof sentence === 'string').join('\n')
  return `${text.replace(/\d+/g, (digits) => numberInWords(t.locale, BigInt(digits)))}\n`
}

const whole = (share: number | undefined) => Math.round(100 * (share ?? 0))

const ends = ({ value, lower, upper }: { value: number; lower: number; upper: number }) => ({
  count: whole(value),
  lower: whole(lower),
  upper: whole(upper),
})
