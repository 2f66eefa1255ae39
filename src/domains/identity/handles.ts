/** The plainest Latin spelling of each letter of Urdu, Sindhi, Pashto and Punjabi, for addresses that can be typed. */
const LATIN = new Map(
  [
    'ا=a آ=aa أ=a إ=i ب=b ٻ=b پ=p ت=t ٹ=t ټ=t ٽ=t ث=s ج=j ڄ=j چ=ch ځ=z څ=ts ح=h خ=kh د=d ڈ=d ډ=d ڊ=d',
    'ذ=z ر=r ڑ=r ړ=r ز=z ژ=zh ږ=g س=s ش=sh ښ=sh ص=s ض=z ط=t ظ=z ع=a غ=gh ف=f ڦ=ph ق=q ک=k ك=k ڪ=k گ=g',
    'ګ=g ڳ=g ل=l م=m ن=n ں=n ڻ=n ڼ=n و=o ؤ=o ہ=h ه=h ھ=h ۃ=t ة=t ء= ئ=i ی=i ي=i ې=e ۍ=i ى=a ے=e ۓ=e',
  ]
    .flatMap((row) => row.split(' '))
    .map((pair) => [pair.charAt(0), pair.slice(2)]),
)

/** Words that would read as a page of the market itself, or as its voice. */
const RESERVED = new Set(
  [
    'about admin api bharosa cart demo help login market me money numbers official operate operator orders',
    'pay pulse ride rider search sell shop support',
  ].flatMap((row) => row.split(' ')),
)

const SHAPE = /^(?=.{3,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/

/** True when a shop may be reached under this handle: 3 to 40 letters, digits and single hyphens. */
export function isHandle(text: string): boolean {
  return SHAPE.test(text) && !RESERVED.has(text)
}

/** A handle from a name in any script: 'بلال شوز' gives 'blal-shoz'. May be empty when nothing in it can be spelled. */
export function handleFrom(name: string): string {
  const letters = [...name.normalize('NFKC').toLowerCase()].map((letter) => LATIN.get(letter) ?? letter).join('')
  return letters
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u064b-\u065f\u0670'’]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 30)
    .replace(/-+$/, '')
}

/** What to try one after the other: the name, the name with its area and city, then numbers. All are good handles. */
export function handleCandidates(name: string, area: string, cityId: string, spare: string): string[] {
  const base = handleFrom(name) || 'dukan'
  const places = [area, cityId].map(handleFrom).filter((place) => place !== '' && !base.endsWith(place))
  const numbers = [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${base}-${n}`)
  const all = [
    base,
    ...places.map((place) => `${base}-${place}`.slice(0, 40).replace(/-+$/, '')),
    ...numbers,
    `${base}-${spare}`,
  ]
  return [...new Set(all)].filter(isHandle)
}
