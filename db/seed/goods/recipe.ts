/**
 * How one kind of goods is written by the people who sell it.
 *
 * A text may hold `{slot}`; the slot is drawn once for a listing, so that title and description agree. Alternatives of
 * a slot stand apart by `|`; a long list is an array of such texts. `word=1500` makes the base price Rs 1500, and
 * `word@1.4` makes it 1.4 times as high. `leather~چمڑا` gives the Urdu word of the same draw, which a text asks for by
 * `{ur:slot}`. `bulb#lamp` shows the picture of that key.
 */
export interface Recipe {
  readonly id: string
  readonly category: string
  /** Keys of drawn pictures; one is taken, unless a drawn word names another. */
  readonly pictures: readonly string[]
  /** Rupees, lowest and highest base price before the factors of slots and options. */
  readonly price: readonly [number, number]
  readonly slots: Readonly<Record<string, string | readonly string[]>>
  readonly titles: readonly string[]
  /** Two or three are taken for the description; any language. */
  readonly facts: readonly string[]
  /** Option key to its values, each with an optional `@factor`; two at most. */
  readonly options?: Readonly<Record<string, string>>
  /** Attribute key to its value, beside the slots and options that are attributes of the category. */
  readonly attributes?: Readonly<Record<string, string>>
  readonly weight_g: number
}

/** One alternative of a slot or an option. */
export interface Word {
  readonly text: string
  readonly urdu: string
  readonly factor: number
  /** Rupees, where the word alone decides the price. */
  readonly price: number | null
  /** Key of the picture that shows it, where the word decides that. */
  readonly picture: string | null
}

/** 'cow leather~گائے کا چمڑا@1.2' taken apart. */
export function wordFrom(written: string): Word {
  const [, text = written, urdu, factor, price, picture] =
    /^([^~@=#]+)(?:~([^~@=#]+))?(?:@([\d.]+))?(?:=(\d+))?(?:#([\w-]+))?$/.exec(written) ?? []
  return {
    text,
    urdu: urdu ?? text,
    factor: factor === undefined ? 1 : Number(factor),
    price: price === undefined ? null : Number(price),
    picture: picture ?? null,
  }
}

/** The alternatives of a slot or an option. */
export function wordsOf(written: string | readonly string[]): Word[] {
  const text = typeof written === 'string' ? written : written.join('|')
  return text.split('|').map(wordFrom)
}

/** Puts the drawn words into a text. */
export function filled(text: string, draws: ReadonlyMap<string, Word>): string {
  return text.replaceAll(/\{(ur:)?(\w+)\}/g, (_, urdu: string | undefined, slot: string) => {
    const word = draws.get(slot)
    if (word === undefined) throw new Error(`${text} asks for {${slot}}, which no slot gives`)
    return urdu === undefined ? word.text : word.urdu
  })
}
