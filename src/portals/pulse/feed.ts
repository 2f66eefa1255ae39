import type { Say } from '../../kit/text/messages.ts'
import { routes } from './routes.ts'

export const FEED_TYPE = 'application/rss+xml; charset=utf-8'

/** News of releases for readers of feeds (RSS 2.0). */
export function feedOf(
  releases: readonly { release_id: string; published_at: Date }[],
  { t, origin }: { t: Say; origin: string },
): string {
  const items = releases.map(({ release_id, published_at }) => {
    const link = escaped(`${origin}${routes.release.href({ release: release_id })}`)
    const title = escaped(t('pulse.release', { id: release_id }))
    const at = `<pubDate>${published_at.toUTCString()}</pubDate>`
    return `<item><title>${title}</title><link>${link}</link><guid>${link}</guid>${at}</item>`
  })
  const head = `<title>${escaped(t('pulse.title'))}</title><link>${escaped(origin + routes.latest.href())}</link>`
  const about = `<description>${escaped(t('pulse.title'))}</description>`
  const channel = `<channel>${head}${about}${items.join('')}</channel>`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0">${channel}</rss>\n`
}

/** Words within markup. */
export const escaped = (words: string) => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
