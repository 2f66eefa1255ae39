import type { TestMarket, Visitor } from './market.ts'

/** An answer as somebody met it. */
export interface Met {
  readonly path: string
  /** The address as the program declares it: '/orders/:order'. */
  readonly pattern: string
  readonly status: number
  readonly headers: Headers
  readonly html: string
}

/** Pages of one address and one set of questions are alike; so many of them are looked at, whoever looks. */
const ALIKE = 8

/** Follows links through a market, as one visitor after the other. */
export interface Crawler {
  /**
   * Follows every link from the first pages, and gives what was met: pages, redirects, and also what a link of ours
   * leads to in vain. Links that only change the language are left out; so are files.
   */
  crawl(visitor: Visitor, first: readonly string[]): Promise<Met[]>
}

export function crawlerOf(open: TestMarket): Crawler {
  const patternOf = patterns(open)
  const counts = new Map<string, number>()
  const isEnough = (path: string) => {
    const address = new URL(path, open.base)
    const kind = `${patternOf(address.pathname)}?${[...address.searchParams.keys()].sort()}`
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count > ALIKE
  }
  return {
    async crawl(visitor, first) {
      const met: Met[] = []
      const known = new Set(first)
      const waiting = [...first]
      for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
        if (isEnough(path) && !first.includes(path)) continue
        const answer = await visitor.get(path)
        const html = await answer.text()
        const pattern = patternOf(new URL(path, open.base).pathname)
        const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? answer.status !== 200
        if (isPage) {
          met.push({ path, pattern, status: answer.status, headers: answer.headers, html })
        }
        const to = answer.headers.get('location')
        for (const link of (to ? [to] : linksOf(html)).filter((one) => !known.has(one))) {
          known.add(link)
          waiting.push(link)
        }
      }
      return met
    },
  }
}

/** Our own pages that a page links to. */
function linksOf(html: string): string[] {
  return [...html.matchAll(/<a\b[^>]*\bhref="(\/[^"]*)"/g)]
    .map(([, href = '']) => href.replaceAll('&amp;', '&').replace(/#.*/, ''))
    .filter((href) => href !== '' && !/[?&]lang=/.test(href) && !/^\/(photos|assets|rails)\//.test(href))
}

/** Every address under which the program declares a page. */
export function pagePatterns(open: TestMarket): string[] {
  const all = open.app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path)
  return [...new Set(all)].filter((path) => !NO_PAGE.test(path))
}

/** Files, what machines ask, and the pages of simulated rails, which are not ours. */
const FOR_MACHINES = 'healthz|readyz|metrics|channels|payments|rails|photos|assets|api/(v1|openapi)|icon|favicon|robots'
const NO_PAGE = new RegExp(`^/(${FOR_MACHINES})|/file$|^/pulse/[^/]+/:?[^/]+$|\\.(pdf|csv|xml|wav)$|\\*`)

/** Finds the address that answers for a path: the first that fits, as the program does. */
function patterns(open: TestMarket): (path: string) => string {
  const known = pagePatterns(open).map((pattern) => ({
    pattern,
    fits: new RegExp(`^${pattern.replace(/:\w+/g, '[^/]+')}$`),
  }))
  return (path) => known.find(({ fits }) => fits.test(path))?.pattern ?? path
}
