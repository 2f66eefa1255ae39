import { Refusal } from '../../kit/errors/refusal.ts'
import type { ListingDraft, ListingOption, VariantDraft } from './store.ts'

export const TITLE_LEAST = 3
export const TITLE_MOST = 200
export const DESCRIPTION_MOST = 5000
export const VARIANTS_MOST = 100
export const PHOTOS_MOST = 8
const OPTIONS_MOST = 3
const VALUES_MOST = 60
const ATTRIBUTES_MOST = 40
const WORD_MOST = 200

/** Text as it may stand on a page: composed letters, no control characters, no marks that turn the direction. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?/g, '\n')
    .replace(/(?!\n)[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu, ' ')
    .replace(/[^\S\n]+/g, ' ')
    .trim()
}

/** One line of text: as clean(), and without line ends. */
export function cleanLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ')
}

/**
 * A draft with its words cleaned and measured.
 * Refuses: invalid catalogue.title_length, catalogue.description_length, catalogue.too_many_options,
 * catalogue.too_many_attributes, catalogue.word_length.
 */
export function checkedDraft(draft: ListingDraft): ListingDraft {
  const title = cleanLine(draft.title)
  const description = clean(draft.description)
  if (title.length < TITLE_LEAST || title.length > TITLE_MOST) {
    throw new Refusal('invalid', 'catalogue.title_length', { least: TITLE_LEAST, most: TITLE_MOST })
  }
  if (description.length > DESCRIPTION_MOST) {
    throw new Refusal('invalid', 'catalogue.description_length', { most: DESCRIPTION_MOST })
  }
  const attributes = Object.entries(draft.attributes).map(([key, value]) => [short(key), short(value)] as const)
  if (attributes.length > ATTRIBUTES_MOST) {
    throw new Refusal('invalid', 'catalogue.too_many_attributes', { most: ATTRIBUTES_MOST })
  }
  return {
    ...draft,
    title,
    description,
    brand: short(draft.brand),
    attributes: Object.fromEntries(attributes.filter(([key, value]) => key !== '' && value !== '')),
    options: checkedOptions(draft.options),
  }
}

function checkedOptions(options: readonly ListingOption[]): ListingOption[] {
  const checked = options
    .map(({ name, values }) => ({ name: short(name), values: [...new Set(values.map(short))].filter((v) => v !== '') }))
    .filter(({ name, values }) => name !== '' && values.length > 0)
  if (checked.length > OPTIONS_MOST || checked.some(({ values }) => values.length > VALUES_MOST)) {
    throw new Refusal('invalid', 'catalogue.too_many_options', { most: OPTIONS_MOST, values: VALUES_MOST })
  }
  return checked
}

function short(text: string): string {
  const line = cleanLine(text)
  if (line.length > WORD_MOST) throw new Refusal('invalid', 'catalogue.word_length', { most: WORD_MOST })
  return line
}

/**
 * Variants that fit the options of their listing, each choice once.
 * Refuses: invalid catalogue.no_variant, catalogue.too_many_variants, catalogue.variant_does_not_fit,
 * catalogue.same_variant_twice.
 */
export function checkedVariants(options: readonly ListingOption[], variants: readonly VariantDraft[]): VariantDraft[] {
  if (variants.length === 0) throw new Refusal('invalid', 'catalogue.no_variant')
  if (variants.length > VARIANTS_MOST) {
    throw new Refusal('invalid', 'catalogue.too_many_variants', { most: VARIANTS_MOST })
  }
  const seen = new Set<string>()
  return variants.map((variant) => {
    const option_values = variant.option_values.map(short)
    const choice = option_values.join(', ')
    const fits =
      option_values.length === options.length &&
      options.every(({ values }, i) => values.includes(option_values[i] ?? ''))
    if (!fits) throw new Refusal('invalid', 'catalogue.variant_does_not_fit', { choice })
    const key = option_values.join('\u0000')
    if (seen.has(key)) throw new Refusal('invalid', 'catalogue.same_variant_twice', { choice })
    seen.add(key)
    return { ...variant, sku: short(variant.sku), option_values }
  })
}
