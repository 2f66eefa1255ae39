import { type Figure, summaryOf } from '../../domains/pulse/pulse.ts'
import type { Say } from '../../kit/text/messages.ts'
import { numberInWords } from '../../kit/text/money-words.ts'
import { type Estimate, finderOf, isShown, sideOf } from './reading.ts'
import { areaName, monthName, nameIn, type Telling } from './section.ts'
import { changesElsewhere, type Pooled, wayOf } from './section-elsewhere.ts'

/** What is said about a release in a minute. */
export interface Minute {
  /** With every number in words: to be read out by a person or by the voice of a telephone service. */
  readonly sentences: readonly string[]
  /** The same with digits: a voice that reads Urdu by rules cannot tell seventy-two from "better", written alike. */
  readonly withDigits: readonly string[]
}

/**
 * What a voice says about a release in a minute, in plain sentences. Only published figures are in it; what a release
 * does not tell is left out.
 */
export function spokenMinute(figures: readonly Figure[], release: string, telling: Telling): Minute {
  const { t } = telling
  const find = finderOf(figures)
  const summary = summaryOf(figures)
  const door = find('payment_share_orders', { payment_method: 'cod' }).find(isShown)
  const { changes, city } = changesElsewhere(find)
  const [first] = changes
  const { completed, priceChange: change, firstMonth: since } = summary
  const sentences = [
    t('pulse.spoken.begin', { month: monthName(t, release.slice(0, 7)) }),
    door && t('pulse.spoken.door', { range: rangeOf(t, door) }),
    completed && t('pulse.spoken.completed', { range: rangeOf(t, completed) }),
    first &&
      t(`pulse.spoken.elsewhere.${wayOf(first)}`, {
        city: areaName(telling, city),
        method: nameIn(t, 'method', first.method),
        before: rangeOf(t, boundsOf(first.before)),
        now: rangeOf(t, boundsOf(first.now)),
      }),
    since !== undefined &&
      change &&
      t(`pulse.spoken.prices.${sideOf(change, 0)}`, { since: monthName(t, since), range: rangeOf(t, change) }),
    t('pulse.spoken.end'),
  ]
  const withDigits = sentences.filter((sentence) => typeof sentence === 'string').map(sayable)
  return {
    withDigits,
    sentences: withDigits.map((one) => one.replace(/\d+/g, (digits) => numberInWords(t.locale, BigInt(digits)))),
  }
}

/** Without what a voice reads by its name or stumbles over: signs in names (&, _, /), and commas within a number. */
function sayable(sentence: string): string {
  return sentence
    .replace(/(?<=\d),(?=\d)/g, '')
    .replace(/[^\p{L}\p{M}\p{N}.,:;!?'’،؛؟۔-]+/gu, ' ')
    .replace(/ +(?=[,.:;،۔]|$)/g, '')
}

const whole = (share: number) => Math.round(100 * share)

/** Between which whole hundredths something likely lies, whichever way it went; about which, where these are one. */
function rangeOf(t: Say, { value, lower, upper }: Estimate): string {
  const [least = 0, most = 0] = [lower, upper].map((end) => Math.abs(whole(end))).sort((a, b) => a - b)
  if (least === most) return t('pulse.spoken.about', { count: Math.abs(whole(value)) })
  return t('pulse.spoken.between', { lower: least, upper: most })
}

const boundsOf = ({ share, reach }: Pooled): Estimate => ({
  value: share,
  lower: Math.max(0, share - reach),
  upper: Math.min(1, share + reach),
})
