/** The names after a colon in a pattern: 'order' and 'line' of '/orders/:order/lines/:line'. */
type Names<Pattern extends string> = Pattern extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Names<`/${Rest}`>
  : Pattern extends `${string}:${infer Name}`
    ? Name
    : never

type Query = Readonly<Record<string, string | undefined>>

/** One address of the market: the pattern that is mounted, and how a link to it is written. */
export interface Route<Pattern extends string> {
  readonly pattern: Pattern
  /** The address with its names filled in; a query value that is undefined or empty is left out. */
  href(
    ...names: [Names<Pattern>] extends [never]
      ? [query?: Query]
      : [values: Readonly<Record<Names<Pattern>, string>>, query?: Query]
  ): string
}

/** An address written once and used for mounting and for links, so that no link can miss. */
export function route<const Pattern extends string>(pattern: Pattern): Route<Pattern> {
  const hasNames = pattern.includes(':')
  return {
    pattern,
    href: (...given: readonly (Query | undefined)[]) => {
      const [values, query] = hasNames ? given : [{}, given[0]]
      const path = pattern.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(values?.[name] ?? ''))
      const filled = Object.entries(query ?? {}).filter((pair): pair is [string, string] => Boolean(pair[1]))
      return filled.length === 0 ? path : `${path}?${new URLSearchParams(filled)}`
    },
  }
}
