import type { Compared } from './sales.ts'
import type { StockLine } from './stock.ts'

/**
 * One suggestion, as data: portals say it under numbers.advice.<name> with its reason under numbers.advice.<name>.why.
 * about is a listing, amounts are paisa.
 */
export interface Advice {
  readonly name: string
  readonly about?: string | undefined
  readonly count?: number | undefined
  readonly of?: number | undefined
  readonly paisa?: bigint | undefined
  readonly least?: number | undefined
  readonly most?: number | undefined
}

export interface Looked {
  readonly listing_id: string
  readonly looked: number
  readonly carted: number
}

/** The price of an own listing beside what like goods cost elsewhere. */
export interface PriceCheck {
  readonly listing_id: string
  readonly paisa: bigint
  readonly low_paisa: bigint
  readonly high_paisa: bigint
  readonly shop_count: number
  readonly side: 'below' | 'within' | 'above'
}

/** What changed against the week before, when it is more than chance of a few orders. */
export function salesAdvice({ now, before }: Compared, best: string | undefined): Advice {
  const counts = { count: now.count, of: before.count }
  if (now.count === 0) return { name: 'sales.none', ...counts }
  const swing = now.count - before.count
  // Of two counts of chance events, the difference is as large as this by itself in one week of three.
  if (swing < -Math.sqrt(now.count + before.count)) return { name: 'sales.down', ...counts }
  if (swing > Math.sqrt(now.count + before.count) && best) return { name: 'sales.up', ...counts, about: best }
  return { name: 'sales.same', ...counts }
}

/** What people look at and do not buy: too dear, or a cart that was left, or a page that does not convince. */
export function looksAdvice(unbought: readonly Looked[], prices: readonly PriceCheck[]): Advice | undefined {
  const [first] = unbought
  if (!first) return undefined
  const dear = unbought.find(({ listing_id }) =>
    prices.some((one) => one.listing_id === listing_id && one.side === 'above'),
  )
  if (dear) {
    const price = prices.find((one) => one.listing_id === dear.listing_id)
    return { name: 'looks.dear', about: dear.listing_id, count: dear.looked, paisa: price?.high_paisa }
  }
  const left = unbought.find(({ carted }) => carted >= 3)
  if (left) return { name: 'looks.carted', about: left.listing_id, count: left.carted }
  return { name: 'looks.photo', about: first.listing_id, count: first.looked }
}

export function priceAdvice(prices: readonly PriceCheck[]): Advice | undefined {
  const dear = prices.find(({ side }) => side === 'above')
  if (dear) return { name: 'prices.dear', about: dear.listing_id, paisa: dear.high_paisa, count: dear.shop_count }
  const cheap = prices.find(({ side }) => side === 'below')
  if (cheap) return { name: 'prices.cheap', about: cheap.listing_id, paisa: cheap.low_paisa, count: cheap.shop_count }
  const [any] = prices
  return any && { name: 'prices.fair', count: any.shop_count }
}

/** Stock that may not last as long as new goods take to come. */
const SOON_DAYS = 14

export function stockAdvice(lines: readonly StockLine[]): Advice | undefined {
  const soon = lines.find(({ lasts }) => lasts && lasts.least < SOON_DAYS)
  if (!soon?.lasts) return lines.some(({ lasts }) => lasts) ? { name: 'stock.fine' } : undefined
  const { least, most } = soon.lasts
  const isOpen = !Number.isFinite(most) || most > 365
  const ends = { least: Math.floor(least), most: isOpen ? undefined : Math.ceil(most) }
  return {
    name: isOpen ? 'stock.soon_open' : 'stock.soon',
    about: `${soon.kind}:${soon.id}`,
    count: soon.left,
    ...ends,
  }
}

/** What helps against each reason for which goods go back, in the words of orders/fault.ts. */
const AGAINST: Readonly<Record<string, string>> = {
  wrong_item: 'back.label',
  missing_part: 'back.label',
  damaged: 'back.wrap',
  damaged_on_way: 'back.wrap',
  not_as_shown: 'back.photo',
  fake: 'back.brand',
  changed_mind: 'back.call',
  nobody_home: 'back.call',
  no_reason: 'back.call',
}

export function backAdvice(
  reasons: readonly { reason: string; back_count: number }[],
  ended: { kept: number; back: number },
): Advice | undefined {
  const counts = new Map<string, number>()
  for (const { reason, back_count } of reasons) {
    const name = AGAINST[reason]
    if (name) counts.set(name, (counts.get(name) ?? 0) + back_count)
  }
  const [worst] = [...counts].sort((a, b) => b[1] - a[1])
  if (worst) return { name: worst[0], count: worst[1], of: ended.back + ended.kept }
  return ended.kept > 0 ? { name: 'back.none', count: ended.kept } : undefined
}
