import type { Say } from '../../../kit/text/messages.ts'
import { page } from '../../web/pages.tsx'
import type { PageContext } from '../../web/visit.ts'
import { routes } from '../routes.ts'

const SHOWN = 8

/** How what is being written may go on: a list of links, or JSON for whoever asks for it. */
export function showSuggestions(c: PageContext): Response {
  const { market, t } = c.var.visit
  const query = (c.req.query('q') ?? '').trim().slice(0, 200)
  const suggestions = market.search
    .suggest(query, SHOWN)
    .map((words) => ({ words, href: routes.search.href({ q: words }) }))
  c.header('cache-control', 'private, max-age=60')
  if ((c.req.header('accept') ?? '').includes('application/json')) return c.json({ suggestions })
  return page(
    c,
    { title: query || t('buyer.search.all'), query },
    <SuggestionsPage t={t} q={query} all={suggestions} />,
  )
}

function SuggestionsPage({ t, q, all }: { t: Say; q: string; all: readonly { words: string; href: string }[] }) {
  return (
    <>
      <h1>
        <bdi>{q || t('buyer.search.all')}</bdi>
      </h1>
      <ul>
        {(all.length > 0 ? all : [{ words: q || t('buyer.search.all'), href: routes.search.href({ q }) }]).map(
          (one) => (
            <li>
              <a href={one.href}>
                <bdi>{one.words}</bdi>
              </a>
            </li>
          ),
        )}
      </ul>
    </>
  )
}
