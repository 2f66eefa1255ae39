import type { Locale } from './locale.ts'

/** How a language counts: its words under a hundred (or under twenty with tens), and its steps, largest first. */
interface Counting {
  readonly small: readonly string[]
  readonly tens?: readonly string[]
  readonly hundred: string
  readonly steps: readonly (readonly [bigint, string])[]
  readonly rupee: string
  readonly rupees: string
  readonly and: string
  readonly paisa: string
}

const EN: Counting = {
  small: `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen`.split(/\s+/),
  tens: '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' '),
  hundred: 'hundred',
  steps: [
    [10_000_000n, 'crore'],
    [100_000n, 'lakh'],
    [1_000n, 'thousand'],
  ],
  rupee: 'rupee',
  rupees: 'rupees',
  and: 'and',
  paisa: 'paisa',
}

const UR: Counting = {
  // Urdu has its own word for each number under a hundred, so they are a table and not a rule.
  small: `صفر ایک دو تین چار پانچ چھ سات آٹھ نو دس گیارہ بارہ تیرہ چودہ پندرہ سولہ سترہ اٹھارہ
    انیس بیس اکیس بائیس تئیس چوبیس پچیس چھبیس ستائیس اٹھائیس انتیس تیس اکتیس بتیس تینتیس چونتیس پینتیس چھتیس
    سینتیس اڑتیس انتالیس چالیس اکتالیس بیالیس تینتالیس چوالیس پینتالیس چھیالیس سینتالیس اڑتالیس انچاس پچاس
    اکیاون باون ترپن چون پچپن چھپن ستاون اٹھاون انسٹھ ساٹھ اکسٹھ باسٹھ تریسٹھ چونسٹھ پینسٹھ چھیاسٹھ سڑسٹھ
    اڑسٹھ انہتر ستر اکہتر بہتر تہتر چوہتر پچہتر چھہتر ستتر اٹھہتر اناسی اسی اکیاسی بیاسی تراسی چوراسی پچاسی
    چھیاسی ستاسی اٹھاسی نواسی نوے اکیانوے بانوے ترانوے چورانوے پچانوے چھیانوے ستانوے اٹھانوے ننانوے`.split(/\s+/),
  hundred: 'سو',
  steps: [
    [10_000_000n, 'کروڑ'],
    [100_000n, 'لاکھ'],
    [1_000n, 'ہزار'],
  ],
  rupee: 'روپیہ',
  rupees: 'روپے',
  and: 'اور',
  paisa: 'پیسے',
}

const ROMAN: Counting = {
  small: `sifar aik do teen chaar paanch chay saat aath nau das gyarah barah terah chaudah
    pandrah solah satrah atharah unnees bees ikkees bais tais chaubees pachees chhabbees satais athais untees
    tees ikattees battees taintees chauntees paintees chhattees saintees artees untalees chalees iktalees
    bayalees taintalees chawalees paintalees chhiyalees saintalees artalees unchaas pachaas ikyawan bawan
    tirpan chawwan pachpan chhappan sattawan atthawan unsath saath iksath basath tirsath chaunsath painsath
    chhiyasath sarsath arsath unhattar sattar ikhattar bahattar tihattar chauhattar pachhattar chhihattar
    satattar athattar unasi assi ikyasi bayasi tirasi chaurasi pachasi chhiyasi satasi athasi navasi navvay
    ikyanvay banvay tiranvay chauranvay pachanvay chhiyanvay sattanvay atthanvay ninyanvay`.split(/\s+/),
  hundred: 'sau',
  steps: [
    [10_000_000n, 'crore'],
    [100_000n, 'lakh'],
    [1_000n, 'hazaar'],
  ],
  rupee: 'rupaya',
  rupees: 'rupay',
  and: 'aur',
  paisa: 'paisay',
}

const COUNTING: Readonly<Record<Locale, Counting>> = { en: EN, ur: UR, 'roman-ur': ROMAN }

/** "two thousand four hundred fifty rupees": an amount as it is said, in lakh and crore. Takes paisa, from 0 up. */
export function rupeesInWords(locale: Locale, paisa: bigint): string {
  const how = COUNTING[locale]
  const rupees = paisa / 100n
  const rest = paisa % 100n
  const whole = `${count(how, rupees)} ${rupees === 1n ? how.rupee : how.rupees}`
  return rest === 0n ? whole : `${whole} ${how.and} ${count(how, rest)} ${how.paisa}`
}

/** A whole number in words. */
export function numberInWords(locale: Locale, value: bigint): string {
  return count(COUNTING[locale], value)
}

function count(how: Counting, value: bigint): string {
  if (value < 0n) throw new Error('broken promise: only amounts from zero up are said in words')
  if (value === 0n) return how.small[0] ?? ''
  const words: string[] = []
  let rest = value
  for (const [size, name] of how.steps) {
    if (rest >= size) words.push(count(how, rest / size), name)
    rest %= size
  }
  if (rest >= 100n) words.push(underHundred(how, rest / 100n), how.hundred)
  if (rest % 100n > 0n) words.push(underHundred(how, rest % 100n))
  return words.join(' ')
}

function underHundred(how: Counting, value: bigint): string {
  const at = Number(value)
  const direct = how.small[at]
  if (direct !== undefined) return direct
  const ten = how.tens?.[Math.floor(at / 10)] ?? ''
  return at % 10 === 0 ? ten : `${ten}-${how.small[at % 10] ?? ''}`
}
