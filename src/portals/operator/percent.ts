import { latinDigits } from '../../kit/money/money.ts'

/** "4.5" or "۵ %" as basis points; NaN, which the verbs refuse, for anything else. */
export function readPercent(text: string): number {
  const plain = latinDigits(text)
    .replace('٫', '.')
    .replace(/\s*[%٪]$/, '')
    .trim()
  return /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : Number.NaN
}
