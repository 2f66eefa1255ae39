import { assert } from '../../kit/errors/refusal.ts'
import type { Locale } from '../../kit/text/locale.ts'
import { speak } from '../../kit/text/messages.ts'
import { foldForSms, smsSize } from '../../kit/text/sms.ts'
import { type Facts, TEMPLATES, type Template } from './templates.ts'

/** Names are cut so that a text stays one SMS in Latin letters and two in Urdu, whatever a shop is called. */
const LONGEST: Readonly<Record<string, number>> = { shop: 22, title: 24, from: 16, to: 16, goods: 24 }

/** What stands for a name that the cheap alphabet cannot write. */
const INSTEAD = { shop: 'messages.word.shop', title: 'messages.word.goods' } as const

/**
 * The words of a message. origin is the market's own address, such as 'https://bazaar.example.pk'; code is the secret,
 * when the message has one.
 */
export function render(
  template: Template,
  locale: Locale,
  facts: Facts,
  { origin, code }: { readonly origin: string; readonly code?: string | undefined },
): string {
  const t = speak(locale)
  const values: Record<string, string> = { link: linkOf(origin, facts) }
  if (code !== undefined) values.code = code
  for (const [name, value] of Object.entries(facts)) {
    if (name.endsWith('_paisa')) values[name.replace('_paisa', '')] = t.rupees(BigInt(value))
    else values[name] = fitting(name, String(value), locale)
  }
  const text = t.maybe(`messages.${template}`, values)
  assert(text !== undefined, `the message ${template} is written`)
  return foldForSms(text)
}

/** Stops a message that lacks something before it is stored, where the one who forgot it is still to be found. */
export function assertComplete(template: Template, facts: Facts, hasCode: boolean): void {
  const missing = TEMPLATES[template].needs.filter((need) => (need === 'code' ? !hasCode : facts[need] === undefined))
  assert(missing.length === 0, `the message ${template} is given its ${missing.join(', ')}`)
}

function linkOf(origin: string, facts: Facts): string {
  const path = facts.path ?? (facts.number === undefined ? '' : `o/${facts.number}`)
  return `${origin}/${path}`
}

/** A name as it can be sent: cut, and in Latin messages without letters that would triple the price of the SMS. */
function fitting(name: string, value: string, locale: Locale): string {
  const longest = LONGEST[name]
  if (longest === undefined) return value
  const plain = locale === 'ur' ? value : gsmOnly(value)
  const cut = [...plain].slice(0, longest).join('').trim()
  if (cut !== '') return cut
  return name === 'shop' || name === 'title' ? speak(locale)(INSTEAD[name]) : '?'
}

function gsmOnly(text: string): string {
  return [...foldForSms(text)]
    .filter((letter) => smsSize(letter).coding === 'gsm7' && smsSize(letter).units === 1)
    .join('')
    .replace(/\s+/g, ' ')
}
