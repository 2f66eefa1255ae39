import { PHOTOS_MOST, VARIANTS_MOST } from '../checks.ts'
import type { DraftVariant, ImportOutcome, ImportReason, ProductDraft, RowError } from './draft.ts'
import type { GoodsLine } from './lines.ts'

const OPTIONS_MOST = 3
/** Parents whose variations may still come; the oldest is closed when there are more, so that memory stays bounded. */
const MOST_OPEN = 5000

/** Joins lines to products as they pass. Yields what is finished, errors of a product before the product. */
export type Grouper = { push: (line: GoodsLine) => ImportOutcome[]; end: () => ImportOutcome[] }

/** Rows of one key that stand together are one product. Without choices to differ by, each row is a product. */
export function togetherGrouper(joins: (head: GoodsLine, line: GoodsLine) => boolean): Grouper {
  const seen = new Seen()
  let open: Group | undefined
  return {
    push(line) {
      const alone = alreadyLost(line)
      if (open && line.key !== '' && line.key === open.key) {
        if (joins(open.head, line)) return open.add(line, seen)
        return [...notes(line), ...lost(line, alone ? undefined : 'import.key_again', line.key)]
      }
      const closed = open?.close() ?? []
      open = undefined
      if (line.key !== '' && seen.key(line))
        return [...closed, ...notes(line), ...lost(line, alone ? undefined : 'import.key_again', line.key)]
      if (line.key === '') return [...closed, ...notes(line), ...lost(line, alone ? undefined : 'import.title_missing')]
      open = new Group(line)
      return [...closed, ...open.add(line, seen)]
    },
    end: () => open?.close() ?? [],
  }
}

/** WooCommerce: variations name their parent, which stands before them and seldom next to them. */
export function parentGrouper(): Grouper {
  const seen = new Seen()
  const open = new Map<string, Group>()
  return {
    push(line) {
      if (line.kind.includes('variation')) {
        const parent = open.get(line.parent) ?? open.get(line.parent.toLowerCase())
        if (!parent) return [...notes(line), ...lost(line, 'import.parent_unknown', line.parent)]
        return parent.add(line, seen)
      }
      if (/grouped|external/.test(line.kind)) return lost(line, 'import.kind_not_sold', line.kind)
      if (line.key === '')
        return [...notes(line), ...lost(line, alreadyLost(line) ? undefined : 'import.title_missing')]
      if (seen.key(line))
        return [...notes(line), ...lost(line, alreadyLost(line) ? undefined : 'import.key_again', line.key)]
      const group = new Group(line)
      const out = group.add(line, seen)
      if (!line.kind.includes('variable')) return [...out, ...group.close()]
      for (const name of [line.key, `id:${line.id}`]) if (name !== 'id:') open.set(name, group)
      const oldest = open.size > MOST_OPEN ? open.values().next().value : undefined
      if (!oldest) return out
      for (const [name, one] of open) if (one === oldest) open.delete(name)
      return [...out, ...oldest.close()]
    },
    end: () => [...new Set(open.values())].flatMap((group) => group.close()),
  }
}

/** Keys and SKUs of the file so far. Copies, since a slice of the text would keep its whole piece of file alive. */
class Seen {
  readonly #keys = new Set<string>()
  readonly #skus = new Set<string>()

  key(line: GoodsLine): boolean {
    return known(this.#keys, line.key)
  }

  sku(sku: string): boolean {
    return known(this.#skus, sku)
  }
}

function known(set: Set<string>, text: string): boolean {
  if (set.has(text)) return true
  set.add(Buffer.from(text, 'utf8').toString('utf8'))
  return false
}

class Group {
  readonly head: GoodsLine
  #headLost = false
  #hadTrouble = false
  readonly #names: string[] = []
  readonly #variants: { line: GoodsLine; values: string[]; variant: DraftVariant }[] = []
  readonly #photos: string[] = []
  #photosLeft = false

  constructor(head: GoodsLine) {
    this.head = head
  }

  get key(): string {
    return this.head.key
  }

  add(line: GoodsLine, seen: Seen): ImportOutcome[] {
    const out = notes(line)
    if (line === this.head && (line.title === '' || onHead(line))) {
      this.#headLost = true
      return [...out, ...lost(line, alreadyLost(line) ? undefined : 'import.title_missing')]
    }
    if (this.#headLost) return [...out, ...lost(line, 'import.head_row_failed', String(this.head.row))]
    this.#addPhotos(line)
    if (alreadyLost(line)) {
      this.#hadTrouble = true
      return [...out, ...lost(line)]
    }
    if (!line.variant) return out
    return [...out, ...this.#addVariant(line, line.variant, seen)]
  }

  #addPhotos(line: GoodsLine): void {
    for (const url of line.photo_urls) {
      if (this.#photos.includes(url)) continue
      if (this.#photos.length < PHOTOS_MOST) this.#photos.push(url)
      else this.#photosLeft = true
    }
  }

  #addVariant(line: GoodsLine, variant: NonNullable<GoodsLine['variant']>, seen: Seen): ImportOutcome[] {
    const fail = (reason: ImportReason, value = '') => {
      this.#hadTrouble = true
      return lost(line, reason, value)
    }
    if (variant.sku !== undefined && seen.sku(variant.sku)) return fail('import.sku_again', variant.sku)
    if (this.#variants.length >= VARIANTS_MOST) return fail('import.variants_many', String(VARIANTS_MOST))
    const values: string[] = []
    line.options.forEach(({ name, value }, index) => {
      const same = this.#names.findIndex((known) => known !== '' && known.toLowerCase() === name.toLowerCase())
      const place = name === '' || same < 0 ? (name === '' ? index : this.#newName(name, index)) : same
      values[place] = value
    })
    this.#variants.push({ line, values, variant: { ...variant, option_values: [] } })
    return []
  }

  #newName(name: string, index: number): number {
    const place = this.#names[index] ? this.#names.length : index
    this.#names[place] = name
    return place
  }

  close(): ImportOutcome[] {
    if (this.#headLost) return []
    const out: ImportOutcome[] = []
    const used = this.#usedOptions()
    if (used.length > OPTIONS_MOST) return lost(this.head, 'import.options_many', String(used.length))
    const taken = new Set<string>()
    const variants = this.#variants.flatMap(({ line, values, variant }) => {
      const option_values = used.map((place) => values[place] ?? '')
      const choice = option_values.join(', ')
      const missing = option_values.indexOf('')
      if (missing >= 0) {
        out.push(...lost(line, 'import.option_value_missing', this.#nameOf(used[missing] ?? 0)))
        return []
      }
      if (taken.has(choice)) {
        out.push(...lost(line, 'import.variant_again', choice || line.key))
        return []
      }
      taken.add(choice)
      return [{ ...variant, option_values }]
    })
    if (variants.length === 0)
      return this.#hadTrouble || out.length > 0 ? out : lost(this.head, 'import.variations_missing')
    if (this.#photosLeft)
      out.push({
        error: { row: this.head.row, column: '', reason: 'import.photos_many', value: String(PHOTOS_MOST), kept: true },
      })
    out.push({ draft: this.#draft(used, variants) })
    return out
  }

  /** The choices that at least one variant makes. Shopify's 'Title: Default Title' is none. */
  #usedOptions(): number[] {
    const width = Math.max(0, ...this.#variants.map(({ values }) => values.length))
    const places = Array.from({ length: width }, (_, place) => place)
    return places.filter((place) => {
      const values = this.#variants.map(({ values }) => values[place] ?? '')
      if (values.every((value) => value === '')) return false
      return !(values.every((value) => value === 'Default Title') && (this.#names[place] ?? 'Title') === 'Title')
    })
  }

  #nameOf(place: number): string {
    return this.#names[place] || `Option ${place + 1}`
  }

  #draft(used: readonly number[], variants: DraftVariant[]): ProductDraft {
    const { row, key, title, description, brand, category_words, condition } = this.head
    const options = used.map((place, i) => ({
      name: this.#nameOf(place),
      values: [...new Set(variants.map(({ option_values }) => option_values[i] ?? ''))],
    }))
    const draft = {
      row,
      key,
      title,
      description,
      category_words,
      options,
      variants,
      photo_urls: this.#photos,
      condition,
    }
    return brand === '' ? draft : { ...draft, brand }
  }
}

const alreadyLost = (line: GoodsLine) => line.errors.length > 0

/** Errors of the words that stand for the whole product, not for the one variant of its first row. */
function onHead(line: GoodsLine): boolean {
  const ofVariant = /price|stock|currency|sku/
  return line.errors.some(({ reason }) => !ofVariant.test(reason))
}

/** The errors of a line, and one more when it is lost for a reason of its own. */
function lost(line: GoodsLine, reason?: ImportReason, value = ''): ImportOutcome[] {
  const more: RowError[] = reason ? [{ row: line.row, column: '', reason, ...(value === '' ? {} : { value }) }] : []
  return [...line.errors, ...more].map((error) => ({ error }))
}

function notes(line: GoodsLine): ImportOutcome[] {
  return line.notes.map((error) => ({ error: { ...error, kept: true as const } }))
}
