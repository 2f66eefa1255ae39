import { describe, expect, test } from 'vitest'
import { LOCALES } from '../../kit/text/locale.ts'
import { localesFolder, readCatalogue, speak } from '../../kit/text/messages.ts'
import { smsSize } from '../../kit/text/sms.ts'
import { assertComplete, render } from './render.ts'
import { type Facts, TEMPLATES, type Template } from './templates.ts'

/** The longest values that are likely: a long shop name, ninety-nine lakh, a market with a long address. */
const LONGEST: Facts = {
  number: 'WQKMW8',
  shop: 'Muhammad Bilal & Sons Shoe Emporium',
  title: 'Peshawari chappal, hand made, double sole',
  amount_paisa: 9_999_999_50n,
  hours: 48,
  orders: 999,
  kept_paisa: 999_999_00n,
  count: 999,
  least: 99,
  label: 'WQKM-W8XT',
  from: 'Dera Ghazi Khan',
  to: 'Rahim Yar Khan',
  goods: 'Women’s shalwar kameez, ready to wear',
  share: '12.3-13',
  door: '78-81',
  completed: '78-81',
  change: 'up 101-104%',
  since: '2024-11',
  release: '2026-10',
}
const WITH = { origin: 'https://bharosa.example.pk', code: '888888' }
const templates = Object.keys(TEMPLATES) as Template[]

/** The facts that a template needs, each as long as it gets. */
function longest(template: Template): Facts {
  const { needs } = TEMPLATES[template]
  const path = template === 'shop.checked' ? 's/bilal-shoe-emporium-lahore' : 'sell/orders'
  return Object.fromEntries(needs.filter((need) => need !== 'code').map((need) => [need, LONGEST[need] ?? path]))
}

describe.each(templates)('%s', (template) => {
  test.each(['en', 'roman-ur'] as const)('is one SMS in %s with the longest values', (locale) => {
    const text = render(template, locale, longest(template), WITH)
    expect({ text, ...smsSize(text) }).toMatchObject({ coding: 'gsm7', segments: 1 })
  })

  test('is at most two SMS in Urdu', () => {
    const text = render(template, 'ur', longest(template), WITH)
    expect({ text, ok: smsSize(text).segments <= 2 }).toEqual({ text, ok: true })
  })

  test('says everything it is given to say', () => {
    for (const locale of LOCALES) {
      const text = render(template, locale, longest(template), WITH)
      expect(text).not.toMatch(/[{}]/)
      const needs: readonly string[] = TEMPLATES[template].needs
      if (needs.includes('code')) expect(text).toContain('888888')
      if (needs.includes('amount_paisa')) expect(text).toContain('Rs 9,999,999.50')
    }
  })

  test('is not sent without one of its facts', () => {
    const facts = longest(template)
    const hasCode = TEMPLATES[template].needs.some((need) => need === 'code')
    expect(() => assertComplete(template, facts, hasCode)).not.toThrow()
    for (const name of Object.keys(facts)) {
      const { [name]: _, ...rest } = facts
      expect(() => assertComplete(template, rest, hasCode)).toThrow(name)
    }
    if (hasCode) expect(() => assertComplete(template, facts, false)).toThrow('code')
  })
})

test('a word of the Pulse is as short when it says that prices have not clearly moved', () => {
  for (const [locale, most] of [
    ['en', 1],
    ['roman-ur', 1],
    ['ur', 2],
  ] as const) {
    const word = (name: string, values = {}) => speak(locale).maybe(`messages.word.${name}`, values) ?? ''
    for (const change of [word('unsure'), word('down', { range: word('about', { value: '12' }) })]) {
      for (const template of ['pulse.goods', 'pulse.market'] as const) {
        const text = render(template, locale, { ...longest(template), change }, WITH)
        expect({ text, ok: smsSize(text).segments <= most }).toEqual({ text, ok: true })
      }
    }
  }
})

test('every message in the locale files is a template, and the other way round', () => {
  const written = [...readCatalogue(localesFolder()).en.keys()]
    .filter((key) => key.startsWith('messages.') && !key.startsWith('messages.word.'))
    .map((key) => key.replace('messages.', ''))
  expect(written.sort()).toEqual([...templates].sort())
})

test('a shop with an Urdu name is named in Urdu, and does not make a Latin message dear', () => {
  const facts = { number: 'K7Q2M9', shop: 'بلال شوز' }
  expect(render('order.shipped', 'ur', facts, WITH)).toContain('بلال شوز')
  const latin = render('order.shipped', 'roman-ur', facts, WITH)
  expect(latin).toContain('dukaan ka order K7Q2M9')
  expect(smsSize(latin).coding).toBe('gsm7')
})

test('a link leads to the order, or to the page that was named', () => {
  expect(render('sale.refused', 'en', { number: 'K7Q2M9' }, WITH)).toContain('https://bharosa.example.pk/o/K7Q2M9')
  const payout = render('shop.payout', 'en', { amount_paisa: '245000', path: 'sell/money' }, WITH)
  expect(payout).toContain('Rs 2,450 are on their way')
  expect(payout).toContain('https://bharosa.example.pk/sell/money')
})
