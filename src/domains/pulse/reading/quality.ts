/**
 * Everything that can be odd about a line of an order file, and what is done with such a line: `out` of every figure,
 * or `kept` with the odd cell taken as unknown. A line is left out for one reason, the first that is found.
 */
export const REASONS = {
  broken_quote: 'out',
  cells_missing: 'out',
  cells_too_many: 'out',
  row_too_long: 'out',
  bad_bytes: 'out',
  duplicate_line: 'out',
  impossible_date: 'out',
  date_before_trade: 'out',
  date_in_future: 'out',
  unreadable_quantity: 'out',
  negative_quantity: 'out',
  giant_quantity: 'out',
  unreadable_price: 'out',
  negative_price: 'out',
  giant_price: 'out',
  giant_value: 'out',
  no_order_id: 'kept',
  no_date: 'kept',
  no_buyer: 'kept',
  no_shop: 'kept',
  no_product: 'kept',
  no_quantity_or_price: 'kept',
  unknown_category: 'kept',
  unknown_place: 'kept',
  unknown_payment_method: 'kept',
  unknown_outcome: 'kept',
  other_encoding: 'kept',
} as const satisfies Readonly<Record<string, 'out' | 'kept'>>

export type Reason = keyof typeof REASONS

/** Of one person so many rows that were left out count in what may be told of them. */
export const ROWS_OF_ONE = 4

/** Lines that were odd for one reason, and how many of them count once no person has more than a few. */
export interface OddLines {
  readonly reason: Reason
  readonly lines: number
  readonly bounded: number
  readonly treatment: 'out' | 'kept'
}

/** How many lines were odd, and for what reason. */
export class Quality {
  rows = 0
  readonly #counts = new Map<Reason, number>()
  /** Rows of persons beyond their few. */
  readonly #more = new Map<Reason, number>()

  /** `isMore`: of a person who has had her few already. */
  note(reason: Reason, rows = 1, isMore = false): void {
    if (rows <= 0) return
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + rows)
    if (isMore) this.#more.set(reason, (this.#more.get(reason) ?? 0) + rows)
  }

  countOf(reason: Reason): number {
    return this.#counts.get(reason) ?? 0
  }

  /** Every reason that was met, in the order of the list above. */
  table(): OddLines[] {
    const names = Object.keys(REASONS) as Reason[]
    return names.flatMap((reason) => {
      const lines = this.countOf(reason)
      const bounded = lines - (this.#more.get(reason) ?? 0)
      return lines > 0 ? [{ reason, lines, bounded, treatment: REASONS[reason] }] : []
    })
  }

  get leftOut(): number {
    return this.table().reduce((sum, { lines, treatment }) => sum + (treatment === 'out' ? lines : 0), 0)
  }
}
