import type { TableRow } from '../../../kit/tables/table.ts'
import { foldText } from '../../../kit/text/fold.ts'
import { clean, cleanLine, DESCRIPTION_MOST, PHOTOS_MOST, TITLE_LEAST, TITLE_MOST } from '../checks.ts'
import type { DraftVariant, Field, ImportReason, RowError } from './draft.ts'
import type { Mapping } from './mapping.ts'
import { plainText } from './plain-text.ts'
import {
  looksLikeFormula,
  type Read,
  readCondition,
  readLinks,
  readPrice,
  readStock,
  readYesNo,
  unwrapped,
} from './values.ts'

/** One row of the file, read cell by cell and not yet joined with the rows of the same product. */
export type GoodsLine = {
  row: number
  key: string
  title: string
  description: string
  brand: string
  category_words: string[]
  photo_urls: string[]
  condition: 'new' | 'used'
  options: { name: string; value: string }[]
  variant: Omit<DraftVariant, 'option_values'> | undefined
  /** WooCommerce: what kind of row, its number, and whose variation it is. */
  kind: string
  id: string
  parent: string
  /** What stops this row. */
  errors: RowError[]
  /** What does not. */
  notes: RowError[]
}

const WORD_MOST = 200
const MOST_OPTIONS = 9

/** Reads rows by a mapping. `unsaid` is the stock of goods whose file says nothing, or only that they are there. */
export class LineReader {
  readonly #at = new Map<Field, number[]>()
  readonly #headings: string[]
  readonly #mapping: Mapping
  readonly #unsaid: number
  readonly #options: readonly { name: Field | string; value: Field }[]

  constructor(mapping: Mapping, unsaid: number) {
    this.#mapping = mapping
    this.#unsaid = unsaid
    this.#headings = mapping.columns.map(({ heading }) => heading)
    for (const { column, field } of mapping.columns) {
      if (field) this.#at.set(field, [...(this.#at.get(field) ?? []), column])
    }
    const numbered = Array.from({ length: MOST_OPTIONS }, (_, i) => ({
      name: `option${i + 1}_name` as const,
      value: `option${i + 1}_value` as const,
    }))
    const named = (['colour', 'size'] as const).map((field) => ({ name: this.#heading(field), value: field }))
    this.#options = [...numbered, ...named].filter(({ value }) => this.#at.has(value))
  }

  /** True when rows can differ by colour, size or another choice. */
  get hasOptions(): boolean {
    return this.#options.length > 0 || this.#at.has('combo')
  }

  has(field: Field): boolean {
    return this.#at.has(field)
  }

  read(row: TableRow): GoodsLine {
    const errors: RowError[] = []
    const notes: RowError[] = []
    this.#tableProblems(row, errors)
    const words = this.#words(row, errors, notes)
    const photos = this.#photos(row, notes)
    const line: GoodsLine = {
      row: row.number,
      key: '',
      ...words,
      brand: this.#word(row, 'brand', errors).replace(/^(no brand|generic|n\/a|none)$/i, ''),
      category_words: this.#categories(row),
      photo_urls: photos,
      condition: this.#taken(row, 'condition', readCondition(this.#cell(row, 'condition')), errors) ?? 'new',
      options: this.#optionValues(row, errors),
      variant: undefined,
      kind: this.#cell(row, 'kind').toLowerCase(),
      id: this.#cell(row, 'id'),
      parent: this.#cell(row, 'parent'),
      errors,
      notes,
    }
    const sku = this.#word(row, 'sku', errors)
    line.key = this.#key(row, sku, line)
    if (line.key.length > WORD_MOST) this.#say(errors, row, 'key', 'import.key_long', line.key)
    if (readYesNo(this.#cell(row, 'gift_card'))) this.#say(errors, row, 'gift_card', 'import.kind_not_sold')
    if (this.#sells(row, line)) line.variant = this.#variant(row, sku, errors, notes)
    return line
  }

  /** A row of a product's further photo has neither price nor SKU nor choice; a parent row has its price elsewhere. */
  #sells(row: TableRow, line: GoodsLine): boolean {
    const { format } = this.#mapping
    if (format === 'woocommerce') return line.kind !== 'variable' && line.kind !== 'grouped' && line.kind !== 'external'
    if (format !== 'shopify') return true
    return line.options.some(({ value }) => value !== '') || this.#cell(row, 'price') !== '' || line.title !== ''
  }

  #variant(row: TableRow, sku: string, errors: RowError[], notes: RowError[]): GoodsLine['variant'] {
    this.#currency(row, errors)
    const asked = this.#cell(row, 'price')
    const lower = this.#cell(row, 'sale_price')
    const main = this.#taken(
      row,
      asked === '' && lower !== '' ? 'sale_price' : 'price',
      readPrice(asked === '' ? lower : asked),
      errors,
    )
    const sale = asked === '' || lower === '' ? undefined : this.#taken(row, 'sale_price', readPrice(lower), notes)
    const compare = this.#cell(row, 'compare_at')
    const was =
      compare === '' || /^0+(\.0+)?$/.test(compare)
        ? undefined
        : this.#taken(row, 'compare_at', readPrice(compare), notes, 'import.compare_at_unreadable')
    const known = this.#mapping.format !== 'columns'
    const stock = this.#taken(row, 'stock', readStock(this.#cell(row, 'stock'), known), errors)
    if (main === undefined) return undefined
    const price_paisa = sale !== undefined && sale < main ? sale : main
    const before = price_paisa < main ? main : was
    const there = readYesNo(this.#cell(row, 'in_stock')) !== false
    return {
      row: row.number,
      ...(sku === '' ? {} : { sku }),
      price_paisa,
      ...(before !== undefined && before > price_paisa ? { compare_at_paisa: before } : {}),
      stock_count: stock ?? (there ? this.#unsaid : 0),
    }
  }

  #currency(row: TableRow, errors: RowError[]): void {
    const currency = this.#cell(row, 'currency')
    if (currency !== '' && !/^(pkr|rs\.?|₨|rupees?|روپے)$/i.test(currency))
      this.#say(errors, row, 'currency', 'import.currency_foreign', currency)
  }

  #words(row: TableRow, errors: RowError[], notes: RowError[]): { title: string; description: string } {
    let title = this.#word(row, 'title', errors, Number.POSITIVE_INFINITY)
    if (title.length > TITLE_MOST) {
      this.#say(notes, row, 'title', 'import.title_shortened', title.slice(0, 60))
      title = shortened(title, TITLE_MOST)
    }
    if (title !== '' && title.length < TITLE_LEAST) this.#say(errors, row, 'title', 'import.title_short', title)
    const long = this.#cell(row, 'description') || this.#cell(row, 'short_description')
    if (looksLikeFormula(long)) this.#say(errors, row, 'description', 'import.formula', long.slice(0, 60))
    const unescaped = this.#mapping.format === 'woocommerce' ? long.replaceAll('\\n', '\n') : long
    let description = unescaped === '' ? '' : clean(plainText(unescaped))
    if (description.length > DESCRIPTION_MOST) {
      this.#say(notes, row, 'description', 'import.description_shortened')
      description = shortened(description, DESCRIPTION_MOST)
    }
    return { title, description }
  }

  #photos(row: TableRow, notes: RowError[]): string[] {
    const urls: string[] = []
    for (const column of this.#at.get('photo') ?? []) {
      const cell = row.cells[column]
      if (!cell) continue
      const { links, bad } = readLinks(cell)
      for (const link of links) if (!urls.includes(link)) urls.push(link)
      for (const link of bad) notes.push(this.#error(row, column, 'import.photo_link_unreadable', link.slice(0, 100)))
    }
    if (urls.length > PHOTOS_MOST) this.#say(notes, row, 'photo', 'import.photos_many', String(urls.length))
    return urls.slice(0, PHOTOS_MOST)
  }

  #categories(row: TableRow): string[] {
    const words: string[] = []
    for (const field of ['category', 'tags'] as const) {
      for (const column of this.#at.get(field) ?? []) {
        for (const part of (row.cells[column] ?? '').split(/\s*(?:>|,|،|;|\||\n)\s*/)) {
          const word = cleanLine(unwrapped(part))
            .replace(/^[=+@-]+\s*/, '')
            .slice(0, 100)
          if (word !== '' && !words.includes(word) && words.length < 20) words.push(word)
        }
      }
    }
    return words
  }

  #optionValues(row: TableRow, errors: RowError[]): GoodsLine['options'] {
    const combo = this.#cell(row, 'combo')
    if (combo !== '') return comboOptions(combo, this.#heading('combo'))
    return this.#options.map(({ name, value }) => {
      const named = /^option\d_name$/.test(name) ? this.#word(row, name as Field, errors) : name
      return { name: named, value: this.#word(row, value, errors) }
    })
  }

  #key(row: TableRow, sku: string, line: GoodsLine): string {
    const own = cleanLine(this.#cell(row, 'key'))
    if (own !== '' || this.#mapping.format === 'shopify') return own || titleKey(line.title)
    if (sku !== '') return sku
    return line.id !== '' ? `id:${line.id}` : titleKey(line.title)
  }

  /** A short text, cleaned, without the leading marks that make a spreadsheet run it. */
  #word(row: TableRow, field: Field, errors: RowError[], most = WORD_MOST): string {
    const cell = this.#cell(row, field)
    if (cell === '') return ''
    if (looksLikeFormula(cell)) {
      this.#say(errors, row, field, 'import.formula', cell.slice(0, 60))
      return ''
    }
    const line = cleanLine(cell.includes('&') || cell.includes('<') ? plainText(cell) : cell)
    const word = field === 'sku' ? line : line.replace(/^[=+@-]+\s*/, '')
    if (word.length <= most) return word
    this.#say(errors, row, field, 'import.word_long', word.slice(0, 60))
    return ''
  }

  #cell(row: TableRow, field: Field): string {
    const column = this.#at.get(field)?.[0]
    const cell = column === undefined ? undefined : row.cells[column]
    return cell ? unwrapped(cell) : ''
  }

  #taken<T>(row: TableRow, field: Field, read: Read<T>, errors: RowError[], instead?: ImportReason): T | undefined {
    if ('value' in read) return read.value
    this.#say(errors, row, field, instead ?? read.reason, this.#cell(row, field).slice(0, 60))
    return undefined
  }

  #tableProblems(row: TableRow, errors: RowError[]): void {
    for (const { kind, column } of row.problems ?? []) {
      if (column !== undefined && !this.#mapping.columns[column]?.field && kind !== 'broken_quote') continue
      const value = column === undefined ? '' : (row.cells[column] ?? '').slice(0, 60)
      errors.push(this.#error(row, column ?? -1, `import.${kind}`, value))
    }
  }

  #say(into: RowError[], row: TableRow, field: Field, reason: ImportReason, value = ''): void {
    into.push(this.#error(row, this.#at.get(field)?.[0] ?? -1, reason, value))
  }

  #error(row: TableRow, column: number, reason: ImportReason, value: string): RowError {
    return { row: row.number, column: this.#headings[column] ?? '', reason, ...(value === '' ? {} : { value }) }
  }

  #heading(field: Field): string {
    return cleanLine(this.#headings[this.#at.get(field)?.[0] ?? -1] ?? '')
  }
}

function titleKey(title: string): string {
  return title === '' ? '' : `title:${foldText(title)}`.slice(0, WORD_MOST)
}

/** "Color: Red, Size: M" is two choices; "Red" is one without a name of its own. */
function comboOptions(combo: string, heading: string): GoodsLine['options'] {
  const parts = combo.split(/\s*[,;|]\s*/).filter((part) => part !== '')
  if (!parts.every((part) => /^[^:]+:[^:]+$/.test(part)))
    return [{ name: heading, value: cleanLine(combo).slice(0, WORD_MOST) }]
  return parts.map((part) => {
    const [name = '', value = ''] = part.split(':')
    return { name: cleanLine(name).slice(0, WORD_MOST), value: cleanLine(value).slice(0, WORD_MOST) }
  })
}

function shortened(text: string, most: number): string {
  const cut = text.slice(0, most - 1)
  const space = cut.lastIndexOf(' ')
  return `${(space > most * 0.8 ? cut.slice(0, space) : cut).replace(/[\ud800-\udbff]$/, '').trimEnd()}…`
}
