import { type Locale, SCRIPTS } from './locale.ts'
import { rupeesInWords } from './money-words.ts'

export const TIME_ZONE = 'Asia/Karachi'

/** How one language writes amounts, numbers, days and phones. Plain spaces only, so the same text is safe in an SMS. */
export interface Formats {
  /** "Rs 2,450", "Rs 2,450.50", "-Rs 350". From paisa. */
  readonly rupees: (paisa: bigint) => string
  /** "Rs 2.5 lakh", "Rs 1.2 crore"; under one lakh the whole amount. */
  readonly rupeesShort: (paisa: bigint) => string
  /** "two thousand four hundred fifty rupees". */
  readonly rupeesInWords: (paisa: bigint) => string
  readonly number: (value: number | bigint) => string
  /** 0.014 → "1.4%", "1.4 فیصد": among Urdu letters a % sign would jump to the wrong side. */
  readonly percent: (share: number) => string
  /** "9 March 2026". */
  readonly date: (at: Date) => string
  /** "Thursday". */
  readonly weekday: (at: Date) => string
  /** "9 March". */
  readonly dayMonth: (at: Date) => string
  /** "4:10 pm", "شام 4:10 بجے". */
  readonly time: (at: Date) => string
  /** "Thursday 4:10 pm" within a week of now, else "9 March, 4:10 pm". */
  readonly moment: (at: Date, now: Date) => string
  /** "in 2 days, by Thursday", "in 3 hours", "5 minutes ago", "yesterday". */
  readonly relative: (at: Date, now: Date) => string
  /** "by Thursday", "by 20 March": for a narrow place. */
  readonly byDay: (at: Date, now: Date) => string
  /** "0300 1234567" from +923001234567; a foreign number keeps its country code. */
  readonly phone: (e164: string) => string
  /** "0300 ••••567". */
  readonly maskedPhone: (e164: string) => string
  /** "A, B and C". */
  readonly list: (items: readonly string[]) => string
}

interface Spoken {
  readonly weekdays?: readonly string[]
  readonly time: (clock: string, hour: number) => string
  readonly lakh: string
  readonly crore: string
  readonly now: string
  readonly yesterday: string
  readonly tomorrow: string
  readonly today: string
  readonly ahead: (span: string) => string
  readonly ago: (span: string) => string
  readonly by: (day: string) => string
  readonly spans: Readonly<Record<Unit, readonly [one: string, more: string]>>
  readonly percent: string
  readonly and: string
  readonly comma: string
}

type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year'
const LENGTH_MS: readonly (readonly [Unit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['week', 7 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Urdu names the part of the day instead of am and pm. */
function partOfDay(hour: number): 0 | 1 | 2 | 3 {
  if (hour >= 4 && hour < 12) return 0
  if (hour >= 12 && hour < 16) return 1
  return hour >= 16 && hour < 20 ? 2 : 3
}

const SPOKEN: Readonly<Record<Locale, Spoken>> = {
  en: {
    time: (clock, hour) => `${clock} ${hour < 12 ? 'am' : 'pm'}`,
    lakh: 'lakh',
    crore: 'crore',
    now: 'just now',
    yesterday: 'yesterday',
    tomorrow: 'tomorrow',
    today: 'today',
    ahead: (span) => `in ${span}`,
    ago: (span) => `${span} ago`,
    by: (day) => `by ${day}`,
    spans: {
      minute: ['minute', 'minutes'],
      hour: ['hour', 'hours'],
      day: ['day', 'days'],
      week: ['week', 'weeks'],
      month: ['month', 'months'],
      year: ['year', 'years'],
    },
    percent: '%',
    and: ' and ',
    comma: ', ',
  },
  ur: {
    time: (clock, hour) => `${['صبح', 'دوپہر', 'شام', 'رات'][partOfDay(hour)]} ${clock} بجے`,
    lakh: 'لاکھ',
    crore: 'کروڑ',
    now: 'ابھی',
    yesterday: 'گزشتہ کل',
    tomorrow: 'آئندہ کل',
    today: 'آج',
    ahead: (span) => `${span} میں`,
    ago: (span) => `${span} پہلے`,
    // The name of a day is bent before تک.
    by: (day) => `${day.replace(/(جمع|ہفت)ہ$/, '$1ے')} تک`,
    spans: {
      minute: ['منٹ', 'منٹ'],
      hour: ['گھنٹے', 'گھنٹے'],
      day: ['دن', 'دن'],
      week: ['ہفتے', 'ہفتے'],
      month: ['مہینے', 'مہینے'],
      year: ['سال', 'سال'],
    },
    percent: ' فیصد',
    and: ' اور ',
    comma: '، ',
  },
  'roman-ur': {
    weekdays: ['Itwaar', 'Peer', 'Mangal', 'Budh', 'Jumeraat', 'Juma', 'Hafta'],
    time: (clock, hour) => `${['subah', 'dopehar', 'shaam', 'raat'][partOfDay(hour)]} ${clock} baje`,
    lakh: 'lakh',
    crore: 'crore',
    now: 'abhi',
    yesterday: 'guzra kal',
    tomorrow: 'aane wala kal',
    today: 'aaj',
    ahead: (span) => `${span} mein`,
    ago: (span) => `${span} pehle`,
    by: (day) => `${day.replace(/(Jum|Haft)a$/, '$1ay')} tak`,
    spans: {
      minute: ['minute', 'minute'],
      hour: ['ghante', 'ghante'],
      day: ['din', 'din'],
      week: ['hafte', 'hafte'],
      month: ['mahine', 'mahine'],
      year: ['saal', 'saal'],
    },
    percent: ' feesad',
    and: ' aur ',
    comma: ', ',
  },
}

const made = new Map<Locale, Formats>()

/** The formats of a language; made once, since Intl objects are slow to make. */
export function formats(locale: Locale): Formats {
  const known = made.get(locale)
  if (known) return known
  const fresh = makeFormats(locale)
  made.set(locale, fresh)
  return fresh
}

function makeFormats(locale: Locale): Formats {
  const spoken = SPOKEN[locale]
  const days = makeDays(locale)
  const plain = new Intl.NumberFormat('en-PK')
  const number = (value: number | bigint) => plain.format(value)
  const percentage = new Intl.NumberFormat('en-PK', { maximumFractionDigits: 1 })
  const rupees = (paisa: bigint) => {
    const size = paisa < 0n ? -paisa : paisa
    const rest = size % 100n
    const tail = rest === 0n ? '' : `.${String(rest).padStart(2, '0')}`
    return `${paisa < 0n ? '-' : ''}Rs ${number(size / 100n)}${tail}`
  }
  return {
    ...days,
    number,
    rupees,
    rupeesShort: (paisa) => {
      const size = paisa < 0n ? -paisa : paisa
      if (size < 10_000_000n) return rupees(paisa)
      const [unit, name] = size >= 1_000_000_000n ? [1_000_000_000n, spoken.crore] : [10_000_000n, spoken.lakh]
      const tenths = (size * 10n + unit / 2n) / unit
      const tail = tenths % 10n === 0n ? '' : `.${tenths % 10n}`
      return `${paisa < 0n ? '-' : ''}Rs ${number(tenths / 10n)}${tail} ${name}`
    },
    rupeesInWords: (paisa) => rupeesInWords(locale, paisa),
    percent: (share) => `${percentage.format(share * 100)}${spoken.percent}`,
    phone: (e164) => splitPhone(e164).join(' '),
    maskedPhone: (e164) => {
      const [head, tail] = splitPhone(e164)
      return `${head} ${'•'.repeat(Math.max(tail.length - 3, 0))}${tail.slice(-3)}`
    },
    list: (items) => {
      const last = items.at(-1) ?? ''
      return items.length < 2 ? last : `${items.slice(0, -1).join(spoken.comma)}${spoken.and}${last}`
    },
  }
}

/** Pakistani mobiles as 0300 1234567; other numbers keep +country. */
function splitPhone(e164: string): [head: string, tail: string] {
  const here = /^\+92(3\d\d)(\d{7})$/.exec(e164)
  if (here) return [`0${here[1] ?? ''}`, here[2] ?? '']
  return [e164.slice(0, 4), e164.slice(4)]
}

type Days = Pick<Formats, 'date' | 'weekday' | 'dayMonth' | 'time' | 'moment' | 'relative' | 'byDay'>

function makeDays(locale: Locale): Days {
  const spoken = SPOKEN[locale]
  const names = new Intl.DateTimeFormat(SCRIPTS[locale].intl, { month: 'long', timeZone: TIME_ZONE })
  const weekdays = new Intl.DateTimeFormat(SCRIPTS[locale].intl, { weekday: 'long', timeZone: TIME_ZONE })
  const here = (at: Date) => inKarachi(at)
  const weekday = (at: Date) => spoken.weekdays?.[here(at).weekday] ?? weekdays.format(at)
  const dayMonth = (at: Date) => `${here(at).day} ${names.format(at)}`
  const time = (at: Date) => {
    const { hour, minute } = here(at)
    return spoken.time(`${hour % 12 === 0 ? 12 : hour % 12}:${String(minute).padStart(2, '0')}`, hour)
  }
  const near = (at: Date, now: Date) => Math.abs(here(at).ordinal - here(now).ordinal) < 7
  const byDay = (at: Date, now: Date) => spoken.by(near(at, now) ? weekday(at) : dayMonth(at))
  const span = (ms: number) => {
    const [unit, length] = LENGTH_MS.find(([, size]) => ms >= size) ?? (['minute', 60_000] as const)
    const count = Math.floor(ms / length)
    return `${count} ${spoken.spans[unit][count === 1 ? 0 : 1]}`
  }
  return {
    date: (at) => `${dayMonth(at)} ${here(at).year}`,
    weekday,
    dayMonth,
    time,
    moment: (at, now) => `${near(at, now) ? weekday(at) : `${dayMonth(at)}${spoken.comma.trimEnd()}`} ${time(at)}`,
    relative: (at, now) => {
      const ms = at.getTime() - now.getTime()
      const days = here(at).ordinal - here(now).ordinal
      if (Math.abs(ms) < 60_000) return spoken.now
      // Within the day, hours and minutes decide; beyond it people think in days, and want the day's name.
      if (days === 0 || Math.abs(ms) < 43_200_000) {
        return ms > 0 ? spoken.ahead(span(ms)) : spoken.ago(span(-ms))
      }
      if (days === 1) return spoken.tomorrow
      if (days === -1) return spoken.yesterday
      const away = span(Math.abs(days) * 86_400_000)
      if (days < 0) return spoken.ago(away)
      return `${spoken.ahead(away)}${spoken.comma}${byDay(at, now)}`
    },
    byDay,
  }
}

interface Here {
  year: number
  day: number
  weekday: number
  hour: number
  minute: number
  /** Whole days since 1970 in Karachi, to compare dates. */
  ordinal: number
}

/** Pakistan keeps UTC+5 all year (its last summer time was in 2009), so the day is found by adding five hours. */
function inKarachi(at: Date): Here {
  const shifted = new Date(at.getTime() + 5 * 3_600_000)
  return {
    year: shifted.getUTCFullYear(),
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    ordinal: Math.floor(shifted.getTime() / 86_400_000),
  }
}
