import { latinDigits } from '../../../kit/money/money.ts'

const UNITS: ReadonlyMap<string, number> = new Map(
  [
    [1_000, 'kg kgs kilo kilos kilogram kilograms کلو کلوگرام l ltr ltrs litre litres liter liters لیٹر'],
    [1, 'g gm gms gram grams گرام ml millilitre millilitres ملی‌لیٹر pc pcs piece pieces پیس عدد'],
    [12, 'dozen darjan درجن'],
  ].flatMap(([factor, words]) =>
    String(words)
      .split(' ')
      .map((word) => [word, Number(factor)] as const),
  ),
)
const WORDS = [...UNITS.keys()].sort((a, b) => b.length - a.length).join('|')
const SAID = new RegExp(`(?:(\\d+)\\s*[x×]\\s*)?(\\d+(?:\\.\\d+)?)\\s*(${WORDS})(?![\\p{L}\\p{M}])`, 'gu')
const PACK = /\b(?:pack|set|box) (?:of|me|mein) (\d+)\b/g
/** "5G" on a telephone is no weight. */
const NETWORK = /^[2-6]\s*g$/

/**
 * Grams, millilitres or pieces in one unit, as its words say it: 'Basmati 5 kg', 'soap 3 x 115 g', 'انڈے ۱ درجن'.
 * Undefined when they say nothing, or two things.
 */
export function contentIn(words: string): number | undefined {
  const text = latinDigits(words).toLowerCase()
  const contents = new Set<number>()
  for (const [whole, times = '1', count = '', unit = ''] of text.matchAll(SAID)) {
    if (!NETWORK.test(whole)) contents.add(Math.round(Number(times) * Number(count) * (UNITS.get(unit) ?? 0)))
  }
  for (const [, count = ''] of text.matchAll(PACK)) contents.add(Number(count))
  const [content, ...others] = contents
  return others.length === 0 && content !== undefined && content > 0 ? content : undefined
}
