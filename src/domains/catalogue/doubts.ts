import type { Category } from './store.ts'

// Goods that the law or the market forbids. Whole words only, so that a glue gun and a wine-red shawl stay on sale.
const FORBIDDEN = [
  'pistol revolver kalashnikov ak-47 ak47 handgun ammunition grenade explosive silencer',
  'charas hashish heroin cocaine afeem opium marijuana cannabis meth amphetamine',
  'sharab whisky whiskey vodka',
  'ivory shahtoosh pangolin',
  'viagra tramadol abortion',
  'counterfeit hawala',
  'پستول کلاشنکوف ہیروئن چرس افیون شراب کوکین اسلحہ',
].flatMap((line) => line.split(' '))
const forbidden = new Set(FORBIDDEN)

// Between these many rupees a price is believable. A category that is not named takes its parent's, then the last line.
const BELIEVABLE: Readonly<Record<string, readonly [number, number]>> = {
  smartphones: [2_000, 900_000],
  'keypad-phones': [500, 40_000],
  tablets: [3_000, 700_000],
  phones: [20, 900_000],
  laptops: [5_000, 1_500_000],
  televisions: [4_000, 3_000_000],
  'air-conditioners': [15_000, 900_000],
  fridges: [5_000, 1_500_000],
  women: [50, 1_500_000],
  men: [30, 500_000],
  kids: [10, 300_000],
  groceries: [10, 300_000],
  'books-stationery': [5, 200_000],
  motors: [10, 3_000_000],
}
const ANY: readonly [number, number] = [5, 5_000_000]

export type Doubt = 'words' | 'price'

/** What makes us look at a listing before it is shown: undefined when nothing does. Prices in paisa. */
export function doubt(
  words: readonly string[],
  category: readonly Category[],
  prices: readonly bigint[],
): Doubt | undefined {
  if (hasForbiddenWord(words)) return 'words'
  const [least, most] = category.map(({ category_id }) => BELIEVABLE[category_id]).find((one) => one) ?? ANY
  const absurd = prices.some((paisa) => paisa < BigInt(least) * 100n || paisa > BigInt(most) * 100n)
  return absurd ? 'price' : undefined
}

/** True when a title, description or brand names something that may not be sold. */
export function hasForbiddenWord(texts: readonly string[]): boolean {
  return texts.some((text) =>
    (text.toLowerCase().match(/[\p{L}\p{M}\p{N}-]+/gu) ?? []).some((word) => forbidden.has(word)),
  )
}
