import { createHash } from 'node:crypto'
import { exactFigures } from '../figures/exact-release.ts'
import type { Figure } from '../figures/figure.ts'
import { publishedFigures } from '../figures/published-release.ts'
import { unitsOf } from '../privacy/budget.ts'
import { Chance } from '../privacy/chance.ts'
import { PRIVACY, type PrivacyRules } from '../privacy/parameters.ts'
import { noisyRows, roughly, type Shares } from '../privacy/quality.ts'
import type { OrderLines } from '../reading/lines.ts'
import type { OddLines } from '../reading/quality.ts'
import { RELEASE_DAY } from './calendar.ts'
import { figuresCsv, sdmxCsv } from './csv.ts'
import { METHOD, OUTSIDE_THE_BUDGET } from './method.ts'

export interface QualityRow {
  readonly reason: string
  readonly lines: number
  readonly treatment: 'out' | 'kept'
}

export interface Source {
  readonly lines: OrderLines
  /** Rows of the file, broken ones too. */
  readonly rows: number
  readonly quality: readonly OddLines[]
  readonly shape: string
  readonly currency: 'PKR' | 'BRL'
  /** SHA-256 of the order file; undefined when the lines come from a market's own books. */
  readonly sha256: string | undefined
}

export interface BuildOptions {
  readonly isExact: boolean
  /** Undefined: fresh chance. Then nobody can make the same release again. */
  readonly seed: string | undefined
  readonly rules?: PrivacyRules
  /** Which release of its month this is, and what changed since the first. */
  readonly revision?: Pick<Revision, 'version' | 'changes'>
}

/** Everything that release.json says. */
export interface ReleaseFacts {
  readonly title: string
  readonly publication: 'for publication' | 'NOT FOR PUBLICATION'
  readonly mode: 'published' | 'exact'
  readonly currency: 'PKR' | 'BRL'
  readonly coverage: {
    readonly first_month: string
    readonly last_month: string
    readonly months: number
    readonly order_lines: number | undefined
    /** Lines and rupees that do not count, up to as much again as may count of a person's month and a shop's day. */
    readonly lines_beyond_bounds_percent: number
    readonly value_beyond_bounds_percent: number
    readonly lines_with_buyer_percent: number | undefined
    readonly lines_with_shop_percent: number | undefined
    readonly speaks_for: string
  }
  readonly figures: { readonly rows: number; readonly published: number; readonly suppressed: number }
  readonly privacy: object
  readonly data_quality: readonly QualityRow[]
  /** Of a published release the lines that it tells and the rows left out; undefined where the lines are hidden. */
  readonly rows_read: number | undefined
  readonly rows_left_out: number
  readonly method: typeof METHOD
  readonly revision: Revision
  readonly source: { readonly shape: string; readonly sha256: string | undefined }
  readonly seeded: boolean
  readonly files: Readonly<Record<string, string>>
}

export interface Release {
  readonly figures: readonly Figure[]
  readonly facts: ReleaseFacts
  /** Names and contents, without index.html, which is drawn elsewhere. */
  readonly files: Readonly<Record<string, string>>
  readonly epsilon: number
}

/** What happens to a release after its day. */
export interface Revision {
  readonly policy: string
  readonly embargo: string
  readonly version: number
  /** The change log: what was wrong in the versions before, and when it was put right. */
  readonly changes: readonly string[]
}

export const REVISION: Revision = {
  policy:
    'A release is never changed. The last two months of it are provisional, because orders are still delivered and ' +
    'sent back. A mistake is put right by a new release with a new address, which names what changed and why.',
  embargo: `Public from ${RELEASE_DAY.hour}:00 in Pakistan on day ${RELEASE_DAY.day} of the next month; not before.`,
  version: 1,
  changes: [],
}

/** Builds a release from order lines. The same lines and the same seed give the same bytes. */
export function buildRelease(source: Source, options: BuildOptions): Release {
  const rules = options.rules ?? PRIVACY
  const made = options.isExact ? exactOf(source) : publishedOf(source, options.seed, rules)
  const files = { 'figures.csv': figuresCsv(made.figures), 'figures.sdmx.csv': sdmxCsv(made.figures) }
  const count = (status: Figure['status']) => made.figures.filter((figure) => figure.status === status).length
  const facts: ReleaseFacts = {
    title: 'Bharosa Pulse: the E-Commerce Index',
    publication: options.isExact ? 'NOT FOR PUBLICATION' : 'for publication',
    mode: options.isExact ? 'exact' : 'published',
    currency: source.currency,
    coverage: {
      first_month: made.months[0] ?? '',
      last_month: made.months.at(-1) ?? '',
      months: made.months.length,
      order_lines: options.isExact ? source.lines.count : undefined,
      ...made.cut,
      speaks_for: 'the orders in this file; not cash trade, not other markets',
    },
    figures: { rows: made.figures.length, published: count('published'), suppressed: count('suppressed') },
    privacy: made.privacy,
    data_quality: made.quality,
    rows_read: options.isExact ? source.rows : rowsTold(made),
    rows_left_out: leftOut(made.quality),
    method: METHOD,
    revision: { ...REVISION, ...options.revision },
    source: { shape: source.shape, sha256: options.isExact ? source.sha256 : undefined },
    seeded: options.seed !== undefined,
    files: Object.fromEntries(Object.entries(files).map(([name, text]) => [name, digest(text)])),
  }
  const all = { ...files, 'release.json': `${JSON.stringify(facts, null, 2)}\n` }
  return { figures: made.figures, facts, files: all, epsilon: made.epsilon }
}

/** From told numbers alone; where the number of lines is hidden, nothing. */
function rowsTold({ figures, quality }: Made): number | undefined {
  const whole = figures.find((row) => row.figure === 'order_lines' && ROW_OF_ALL.every((part) => row[part] === ''))
  if (whole?.period !== 'all' || whole.value === undefined) return undefined
  return roughly(whole.value + leftOut(quality))
}

const ROW_OF_ALL = ['area', 'category', 'payment_method', 'outcome', 'group'] as const

const leftOut = (quality: readonly QualityRow[]) =>
  quality.reduce((sum, { lines, treatment }) => sum + (treatment === 'out' ? lines : 0), 0)

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

interface Made {
  readonly figures: readonly Figure[]
  readonly months: readonly string[]
  readonly privacy: object
  readonly cut: Omit<Shares, 'linesBeyond' | 'valueBeyond'>
  readonly quality: readonly QualityRow[]
  readonly epsilon: number
}

function exactOf({ lines, quality: odd }: Source): Made {
  const privacy = { protection: 'none: no noise, no suppression, no rounding' }
  const known = (column: Int32Array) => {
    const count = column.reduce((sum, each) => sum + (each >= 0 ? 1 : 0), 0)
    return Math.round((100 * count) / Math.max(1, lines.count))
  }
  const cut = {
    lines_beyond_bounds_percent: 0,
    value_beyond_bounds_percent: 0,
    lines_with_buyer_percent: known(lines.buyer),
    lines_with_shop_percent: known(lines.shop),
  }
  const quality = odd.map(({ reason, lines, treatment }) => ({ reason, lines, treatment }))
  return { ...exactFigures(lines), privacy, cut, quality, epsilon: 0 }
}

function publishedOf({ lines, quality: odd }: Source, seed: string | undefined, rules: PrivacyRules): Made {
  const chance = seed === undefined ? Chance.fresh() : Chance.fromSeed(seed)
  const { figures, months, budget, cut: shares, hidden } = publishedFigures(lines, rules, chance)
  const { linesBeyond: _lines, valueBeyond: _value, ...cut } = shares
  const quality = noisyRows(odd, { rules, budget, chance })
  const spent = budget.summary()
  const named = { hasBuyers: lines.buyerCount > 0, hasShops: lines.shopCount > 0 }
  const units = unitsOf({ ...named, ...cut })
  return {
    figures,
    months,
    privacy: {
      protection:
        'bounded contributions, noise, minimum numbers, dominance and p% rules, secondary suppression, rounding',
      parameters: rules,
      spent: {
        ...spent,
        buyer: { unit: units.buyer, ...spent.buyer },
        shop: { unit: units.shop, ...spent.shop },
      },
      protects: { persons: named.hasBuyers, shops: named.hasShops },
      ledger: budget.charges,
      hidden_cells: hidden,
      outside_the_budget: OUTSIDE_THE_BUDGET,
    },
    cut,
    quality,
    epsilon: spent.buyer.epsilon,
  }
}
