// The piece of OpenSearch's query language that we speak, over documents in memory. What it scores is not what
// OpenSearch scores; what matches, counts and pages is.

export type Source = Readonly<Record<string, unknown>>
export type Json = Readonly<Record<string, unknown>>

/** A document that matches, with its score and the names of the clauses that it matched by. */
export interface Match {
  readonly score: number
  readonly names: readonly string[]
}

const NONE: readonly string[] = []
export const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
export const listOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value]
const tokens = (source: Source, field: string) => String(source[field] ?? '').split(/\s+/)

/** How a document matches a query, or undefined when it does not. Throws on what we never ask. */
export function matches(query: unknown, source: Source, all: readonly Source[]): Match | undefined {
  const [kind = '', body] = Object.entries(objectOf(query))[0] ?? []
  const read = KINDS[kind]
  if (!read) throw new Error(`the simulator knows no query ${kind}`)
  return read(objectOf(body), source, all)
}

type Read = (body: Json, source: Source, all: readonly Source[]) => Match | undefined

const plain = (holds: boolean, score = 1): Match | undefined => (holds ? { score, names: NONE } : undefined)

const KINDS: Readonly<Record<string, Read>> = {
  match_all: () => plain(true),
  term: (body, source) => {
    const [field = '', value] = Object.entries(body)[0] ?? []
    return plain(listOf(source[field]).includes(value))
  },
  terms: (body, source) => {
    const [field = '', values] = Object.entries(body)[0] ?? []
    return plain(listOf(source[field]).some((one) => listOf(values).includes(one)))
  },
  range: (body, source) => {
    const [field = '', limits] = Object.entries(body)[0] ?? []
    const { gte = Number.NEGATIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = objectOf(limits)
    const value = Number(source[field])
    return plain(value >= Number(gte) && value <= Number(lte))
  },
  bool: (body, source, all) => {
    const each = (name: string) => listOf(body[name]).map((one) => matches(one, source, all))
    const [must, filter, should] = [each('must'), each('filter'), each('should')]
    const found = should.flatMap((one) => one ?? [])
    const least = Number(body.minimum_should_match ?? (must.length + filter.length === 0 && should.length > 0 ? 1 : 0))
    if ([...must, ...filter].includes(undefined) || found.length < least) return undefined
    if (each('must_not').some((one) => one !== undefined)) return undefined
    return sum([...must.flatMap((one) => one ?? []), ...found])
  },
  dis_max: (body, source, all) => {
    const found = listOf(body.queries).flatMap((one) => matches(one, source, all) ?? [])
    if (found.length === 0) return undefined
    const names = typeof body._name === 'string' ? [body._name] : NONE
    return {
      score: Math.max(...found.map(({ score }) => score)),
      names: [...names, ...found.flatMap((one) => one.names)],
    }
  },
  multi_match: (body, source) => {
    const wanted = String(body.query).split(/\s+/)
    let score = 0
    for (const named of listOf(body.fields)) {
      const [field = '', weight = '1'] = String(named).split('^')
      const has = tokens(source, field)
      for (const term of wanted) if (has.includes(term)) score += Number(weight)
    }
    return plain(score > 0, score * Number(body.boost ?? 1))
  },
  match: (body, source) => {
    const [field = '', rest] = Object.entries(body)[0] ?? []
    const { query, fuzziness = 0, prefix_length = 0, boost = 1 } = objectOf(rest)
    const head = String(query).slice(0, Number(prefix_length))
    const near = (one: string) => one.startsWith(head) && editsBetween(one, String(query)) <= Number(fuzziness)
    return plain(tokens(source, field).some(near), Number(boost))
  },
  match_phrase: (body, source) => {
    const [field = '', rest] = Object.entries(body)[0] ?? []
    const { query, slop = 0, boost = 1 } = objectOf(rest)
    const places = String(query)
      .split(/\s+/)
      .map((term) => tokens(source, field).indexOf(term))
    const inOrder = places.every((place, i) => place >= 0 && (i === 0 || place > (places[i - 1] ?? 0)))
    const spread = (places.at(-1) ?? 0) - (places[0] ?? 0) - places.length + 1
    return plain(inOrder && spread <= Number(slop), Number(boost))
  },
  function_score: (body, source, all) => {
    const found = matches(body.query, source, all)
    if (!found) return undefined
    const worths = listOf(body.functions)
      .map(objectOf)
      .flatMap(({ field_value_factor: factor, filter, weight }) => {
        if (factor) return Number(source[String(objectOf(factor).field)])
        return matches(filter, source, all) ? Number(weight) : []
      })
    const worth = body.score_mode === 'max' ? Math.max(...worths) : worths.reduce((one, other) => one * other, 1)
    return { ...found, score: body.boost_mode === 'replace' ? worth : found.score * worth }
  },
  more_like_this: (body, source, all) => {
    const { _id } = objectOf(listOf(body.like)[0])
    const one = all.find(({ id }) => id === _id)
    if (!one || source.id === _id) return undefined
    const same = tokens(one, 'title').filter((term) => tokens(source, 'title').includes(term))
    return plain(same.length > 0, same.length)
  },
}

function sum(found: readonly Match[]): Match {
  return { score: found.reduce((all, { score }) => all + score, 0), names: found.flatMap(({ names }) => names) }
}

/** How many letters must be changed, added, left out or swapped with the next. */
export function editsBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= one.length; i++) {
    const [above = [], before] = [rows[i - 1], rows[i - 2]]
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same)
      if (before && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      row.push(cost)
    }
    rows.push(row)
  }
  return rows.at(-1)?.at(-1) ?? 0
}
