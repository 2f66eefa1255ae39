import { suggestScript } from '../../../kit/html/scripts.ts'
import type { Say } from '../../../kit/text/messages.ts'
import { Section } from '../../ui/layout.tsx'
import { nameOf } from '../../web/names.ts'
import { page } from '../../web/pages.tsx'
import { suggestionsFor } from '../../web/suggesting.ts'
import type { PageContext } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { lookedForLinks, type WordLink } from './looked-for.ts'

const SHOWN = 8
/** Under the box the keyboard of a phone leaves room for a few. */
const UNDER_BOX = { words: 5, shelves: 2 } as const
/** Who has typed so little has hardly begun. */
const SHORT_LETTERS = 3

/** Links beside or instead of results: how the words may go on, shelves, and what others look for. */
export interface Hints {
  readonly words: readonly WordLink[]
  readonly lookedFor: readonly WordLink[]
}

/** What helps somebody who has typed nothing or next to nothing; nothing for whoever has said what they want. */
export async function hintsFor(c: PageContext, q: string, isNarrowed: boolean): Promise<Hints> {
  if (q === '') return { words: [], lookedFor: isNarrowed ? [] : await lookedForLinks(c.var.visit.market) }
  if (q.length > SHORT_LETTERS) return { words: [], lookedFor: [] }
  return { words: await begun(c, q, { words: SHOWN }), lookedFor: [] }
}

async function begun(c: PageContext, q: string, most: { words: number; shelves?: number }): Promise<WordLink[]> {
  const { market, locale } = c.var.visit
  const { words, shelves } = await suggestionsFor(market, q, most.words)
  return [
    ...words.map((word) => ({ words: word, href: routes.search.href({ q: word }) })),
    ...shelves.slice(0, most.shelves).map((shelf) => ({
      words: nameOf(locale, shelf),
      href: routes.search.href({ category: shelf.category_id }),
    })),
  ]
}

/** How what is being written may go on: a list of links, or JSON for whoever asks for it. */
export async function showSuggestions(c: PageContext): Promise<Response> {
  const { market, t } = c.var.visit
  const query = (c.req.query('q') ?? '').trim().slice(0, 200)
  const isScript = (c.req.header('accept') ?? '').includes('application/json')
  const suggestions =
    query === '' ? await lookedForLinks(market) : await begun(c, query, isScript ? UNDER_BOX : { words: SHOWN })
  c.header('cache-control', 'private, max-age=60')
  c.header('vary', 'accept, accept-language, cookie')
  if (isScript) return c.json({ suggestions })
  const all =
    suggestions.length > 0
      ? suggestions
      : [{ words: query || t('buyer.search.all'), href: routes.search.href({ q: query }) }]
  const title = query || t('buyer.search.all')
  return page(
    c,
    { title, query, script: suggestScript.href },
    <>
      <h1>
        <bdi>{title}</bdi>
      </h1>
      <WordLinks links={all} />
    </>,
  )
}

/** What helps, above the results. */
export function HintLinks({ t, hints }: { t: Say; hints: Hints }) {
  return (
    <>
      {hints.words.length > 0 && (
        <nav aria-label={t('search.goes_on')}>
          <WordLinks links={hints.words} />
        </nav>
      )}
      <LookedFor t={t} links={hints.lookedFor} />
    </>
  )
}

/** What many people look for these days. Renders nothing as long as no twenty look for the same. */
export function LookedFor({ t, links }: { t: Say; links: readonly WordLink[] }) {
  if (links.length === 0) return null
  return (
    <Section title={t('search.looked_for')}>
      <WordLinks links={links} />
    </Section>
  )
}

function WordLinks({ links }: { links: readonly WordLink[] }) {
  return (
    <ul class="facet-bar">
      {links.map(({ words, href }) => (
        <li key={href}>
          <a class="chip" href={href} dir="auto">
            {words}
          </a>
        </li>
      ))}
    </ul>
  )
}
