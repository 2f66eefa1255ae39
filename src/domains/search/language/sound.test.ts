import { describe, expect, test } from 'vitest'
import { foldText } from '../../../kit/text/fold.ts'
import { farness, skeletonsOf, soundOf } from './sound.ts'

const NEVER = 9
const far = (one: string, other: string) => farness(soundOf(foldText(one)), soundOf(foldText(other)), NEVER)
const meet = (one: string, other: string) => {
  const others = skeletonsOf(soundOf(foldText(other)))
  return skeletonsOf(soundOf(foldText(one))).some((skeleton) => others.includes(skeleton))
}

describe('how words sound', () => {
  test.each([
    ['جوتے', 'jootay', 'jhule'],
    ['جوتے', 'jutey', 'juice'],
    ['شیمپو', 'shampoo', 'sample'],
    ['چارجر', 'charger', 'chair'],
    ['لپ ٹاپ'.replace(' ', ''), 'laptop', 'lollipop'],
    ['بریسلٹ', 'bracelet', 'brush'],
    ['چوڑیاں', 'choorian', 'chehra'],
    ['گیند', 'gaind', 'gandum'],
    ['مشین', 'machine', 'mithai'],
    ['فون', 'phone', 'fan'],
    ['پھول', 'phool', 'pichkari'],
    ['لکڑی', 'lakdi', 'lakeer'],
    ['لکڑی', 'lakri', 'lakeer'],
    ['سامسنگ', 'samsung', 'singing'],
    ['ہواوے', 'huawei', 'hawa'],
    ['کڑھائی', 'kadhai', 'kadu'],
    ['کڑھائی', 'karhai', 'kameez'],
    ['خوشبو', 'khushbu', 'kharbooza'],
    ['چائے', 'chai', 'chana'],
    ['ٹوپی', 'topi', 'tape'],
  ])('%s sounds like %s and less like %s', (urdu, near, other) => {
    expect(meet(urdu, near)).toBe(true)
    expect(far(urdu, near)).toBeLessThan(1.1)
    expect(far(urdu, near)).toBeLessThan(far(urdu, other))
  })

  test.each([
    ['kitab', 'kitaab'],
    ['neela', 'nila'],
    ['joota', 'juta'],
    ['qameez', 'kamees'],
    ['chawal', 'chaaval'],
    ['khubsurat', 'khoobsoorat'],
    ['fone', 'phone'],
    ['zameen', 'jameen'],
    ['sabzi', 'sabji'],
  ])('%s and %s are two spellings of one word', (one, other) => {
    expect(meet(one, other)).toBe(true)
    expect(far(one, other)).toBeLessThan(0.45)
  })

  test('distance is the same from both ends, and nothing is far from itself', () => {
    for (const [one, other] of [
      ['جوتے', 'jootay'],
      ['شیمپو', 'soap'],
      ['charger', 'چادر'],
    ] as const) {
      expect(far(one, other)).toBeCloseTo(far(other, one), 5)
      expect(far(one, one)).toBe(0)
    }
  })

  test('a number, a sign and an endless word have no sound', () => {
    expect(soundOf('a52')).toBe('')
    expect(soundOf('§shoe')).toBe('')
    expect(soundOf('x'.repeat(500))).toBe('')
  })
})
