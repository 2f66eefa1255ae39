/** A piece of SQL with its values. Build one only with the sql`` tag: values never become text. */
export interface Sql {
  readonly text: string
  readonly values: readonly unknown[]
  readonly isSql: true
}

/**
 * Writes a statement with its values: sql`select title from listings where listing_id = ${id}`.
 * A value that is itself a piece of SQL is spliced in, so optional filters read as plain conditions.
 */
export function sql(strings: TemplateStringsArray, ...args: unknown[]): Sql {
  if (!args.some(isSql)) return { text: plainText(strings), values: args, isSql: true }
  let text = strings[0] ?? ''
  const values: unknown[] = []
  args.forEach((arg, i) => {
    if (isSql(arg)) {
      const shift = values.length
      text += arg.text.replace(/\$(\d+)/g, (_, n: string) => `$${shift + Number(n)}`)
      values.push(...arg.values)
    } else {
      values.push(arg)
      text += `$${values.length}`
    }
    text += strings[i + 1] ?? ''
  })
  return { text, values, isSql: true }
}

const texts = new WeakMap<TemplateStringsArray, string>()

/** The text of a statement whose values are only values is the same each time, so it is made once. */
function plainText(strings: TemplateStringsArray): string {
  const known = texts.get(strings)
  if (known !== undefined) return known
  const text = strings.reduce((before, part, i) => `${before}$${i}${part}`)
  texts.set(strings, text)
  return text
}

/** No SQL at all: what an optional condition becomes when it is left out. */
export const nothing: Sql = sql``

function isSql(value: unknown): value is Sql {
  return typeof value === 'object' && value !== null && 'isSql' in value
}
