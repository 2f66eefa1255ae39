/** One product as a file tells it, before it is stored. Money in paisa; photo_urls are links, not yet fetched. */
export type ProductDraft = {
  row: number
  /** The shop's own name for it (handle, product id, SKU): the same key in a later file is the same product. */
  key: string
  title: string
  description: string
  brand?: string
  category_words: string[]
  options: { name: string; values: string[] }[]
  variants: DraftVariant[]
  photo_urls: string[]
  condition: 'new' | 'used'
}

export type DraftVariant = {
  row: number
  sku?: string
  /** One value for each of the product's options, in their order. */
  option_values: string[]
  price_paisa: bigint
  compare_at_paisa?: bigint
  stock_count: number
}

/**
 * What is wrong with one row. `reason` is a message key that takes {column} and {value}; `column` is the heading as the
 * file has it, empty when the whole row is meant. `kept` says that the row was taken all the same (a title cut short).
 */
export type RowError = { row: number; column: string; reason: ImportReason; value?: string; kept?: true }

export type ImportOutcome = { draft: ProductDraft; error?: never } | { error: RowError; draft?: never }

export const IMPORT_REASONS = [
  'bad_bytes',
  'broken_quote',
  'cell_too_long',
  'row_too_long',
  'too_many_columns',
  'extra_cells',
  'formula_without_value',
  'cell_error',
  'formula',
  'title_missing',
  'title_short',
  'title_shortened',
  'description_shortened',
  'word_long',
  'key_long',
  'price_missing',
  'price_unreadable',
  'price_negative',
  'price_zero',
  'price_too_high',
  'compare_at_unreadable',
  'currency_foreign',
  'stock_unreadable',
  'photo_link_unreadable',
  'photos_many',
  'condition_unreadable',
  'key_again',
  'sku_again',
  'head_row_failed',
  'variant_again',
  'variants_many',
  'options_many',
  'option_value_missing',
  'parent_unknown',
  'variations_missing',
  'kind_not_sold',
] as const
export type ImportReason = `import.${(typeof IMPORT_REASONS)[number]}`

export type ImportFormat = 'shopify' | 'woocommerce' | 'daraz' | 'columns'

/** What a column can mean to us. */
export const FIELDS = [
  'key',
  'title',
  'description',
  'short_description',
  'price',
  'sale_price',
  'compare_at',
  'currency',
  'stock',
  'in_stock',
  'sku',
  'brand',
  'category',
  'tags',
  'photo',
  'condition',
  'colour',
  'size',
  'combo',
  'id',
  'kind',
  'parent',
  'gift_card',
] as const
export type Field = (typeof FIELDS)[number] | `option${number}_name` | `option${number}_value`

/** Fields that several columns may fill. */
export const SHARED_FIELDS: ReadonlySet<Field> = new Set<Field>(['photo', 'category', 'tags'])
