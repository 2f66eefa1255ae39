import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { editsBetween, type Json, listOf, matches, objectOf, type Source } from './simulator-query.ts'

interface Found {
  readonly source: Source
  readonly score: number
  readonly names: readonly string[]
}

/**
 * An OpenSearch that runs offline: the calls and the piece of the query language that our adapter uses, over documents
 * in memory. It tells whether what we send says what we mean as we read the manual; a real server has the last word.
 */
export function openSearchSimulator(): Hono {
  const app = new Hono()
  const indexes = new Map<string, Map<string, Source>>()
  const docsOf = (name: string) => indexes.get(name) ?? new Map<string, Source>()
  app.use(bodyLimit({ maxSize: 100_000_000 }))
  app.on('HEAD', '/:index', (c) => c.body(null, indexes.has(c.req.param('index')) ? 200 : 404))
  app.put('/:index', (c) => {
    const name = c.req.param('index')
    const error = { type: 'resource_already_exists_exception', reason: name }
    if (indexes.has(name)) return c.json({ error, status: 400 }, 400)
    indexes.set(name, new Map())
    return c.json({ acknowledged: true, index: name })
  })
  app.on(['PUT', 'POST'], '/:index/_bulk', async (c) => {
    const lines = (await c.req.text()).trim().split('\n')
    const docs = docsOf(c.req.param('index'))
    const items: Json[] = []
    for (let i = 0; i < lines.length; i++) {
      const { index, delete: gone } = JSON.parse(lines[i] ?? '')
      if (gone) docs.delete(gone._id)
      else docs.set(index._id, JSON.parse(lines[++i] ?? ''))
      items.push(gone ? { delete: { _id: gone._id, status: 200 } } : { index: { _id: index._id, status: 201 } })
    }
    return c.json({ took: 0, errors: false, items })
  })
  app.on(['GET', 'POST'], '/:index/_count', (c) => c.json({ count: docsOf(c.req.param('index')).size }))
  app.on(['GET', 'POST'], '/:index/_refresh', (c) => c.json({}))
  app.post('/:index/_delete_by_query', async (c) => {
    const docs = docsOf(c.req.param('index'))
    const { query } = await c.req.json()
    const all = [...docs.values()]
    const gone = all.filter((source) => matches(query, source, all))
    for (const { id } of gone) docs.delete(String(id))
    return c.json({ deleted: gone.length })
  })
  app.post('/:index/_search', async (c) =>
    c.json(answer([...docsOf(c.req.param('index')).values()], await c.req.json())),
  )
  return app
}

function answer(all: readonly Source[], body: Json): Json {
  const { from = 0, size = 10, search_after, post_filter, aggs, suggest } = body
  const matched = all.flatMap((source): Found[] => {
    const match = body.query === undefined ? { score: 1, names: [] } : matches(body.query, source, all)
    return match ? [{ source, ...match }] : []
  })
  const kept = post_filter ? matched.filter(({ source }) => matches(post_filter, source, all)) : matched
  const orders = listOf(body.sort ?? { _score: 'desc' }).map(
    (one) => Object.entries(objectOf(one))[0] ?? ['_score', 'desc'],
  )
  const keyOf = (hit: Found) => orders.map(([field]) => (field === '_score' ? hit.score : hit.source[field]))
  const compare = (a: readonly unknown[], b: readonly unknown[]) => {
    for (const [i, [, way]] of orders.entries()) {
      const [one, other] = [a[i] as number, b[i] as number]
      if (one !== other) return one < other === (way === 'asc') ? -1 : 1
    }
    return 0
  }
  const sorted = [...kept].sort((a, b) => compare(keyOf(a), keyOf(b)))
  const behind = Array.isArray(search_after) ? sorted.filter((hit) => compare(keyOf(hit), search_after) > 0) : sorted
  const page = behind.slice(Number(from), Number(from) + Number(size))
  return {
    hits: {
      total: { value: kept.length, relation: 'eq' },
      hits: page.map((hit) => ({
        ...{ _id: hit.source.id, _score: hit.score, _source: { card: hit.source.card }, sort: keyOf(hit) },
        matched_queries: hit.names,
      })),
    },
    aggregations: aggregated(
      objectOf(aggs),
      matched.map(({ source }) => source),
      all,
    ),
    suggest: suggested(objectOf(suggest), all),
  }
}

function aggregated(aggs: Json, docs: readonly Source[], all: readonly Source[]): Json {
  return Object.fromEntries(
    Object.entries(aggs).map(([name, one]) => {
      const { filter, terms, global, aggs: inner } = objectOf(one)
      if (global) return [name, { doc_count: all.length, ...aggregated(objectOf(inner), all, all) }]
      if (filter) {
        const passed = docs.filter((source) => matches(filter, source, all))
        return [name, { doc_count: passed.length, ...aggregated(objectOf(inner), passed, all) }]
      }
      return [name, { buckets: buckets(objectOf(terms), docs) }]
    }),
  )
}

function buckets({ field, size = 10, include }: Json, docs: readonly Source[]): Json[] {
  const counts = new Map<unknown, Source[]>()
  const wanted = typeof include === 'string' ? new RegExp(`^(?:${include})$`, 'u') : /^/u
  for (const source of docs) {
    for (const value of new Set(listOf(source[String(field)]))) {
      if (wanted.test(String(value))) counts.set(value, [...(counts.get(value) ?? []), source])
    }
  }
  const sorted = [...counts].sort((a, b) => b[1].length - a[1].length || (String(a[0]) < String(b[0]) ? -1 : 1))
  return sorted.slice(0, Number(size)).map(([key, having]) => ({
    key,
    doc_count: having.length,
    written: { hits: { hits: [{ _source: { brand_name: having[0]?.brand_name } }] } },
  }))
}

/** The term suggester: of words that nobody wrote, the nearest that somebody did. */
function suggested(suggest: Json, all: readonly Source[]): Json {
  const known = new Set(all.flatMap(({ words }) => listOf(words).map(String)))
  return Object.fromEntries(
    Object.entries(suggest).map(([name, one]) => {
      const text = String(objectOf(one).text)
      const near = known.has(text)
        ? []
        : [...known].filter((word) => word[0] === text[0] && editsBetween(word, text) <= 2)
      near.sort((a, b) => editsBetween(a, text) - editsBetween(b, text))
      return [name, [{ text, options: near.slice(0, 1).map((word) => ({ text: word })) }]]
    }),
  )
}
