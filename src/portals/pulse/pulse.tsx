import { Hono } from 'hono'
import {
  findRelease,
  listPrivacyBudgets,
  listReleases,
  nextReleaseAt,
  type ReleaseRow,
} from '../../domains/pulse/pulse.ts'
import { renderPart } from '../../kit/html/document.tsx'
import { type Markup, trustedHtml } from '../../kit/html/trusted.ts'
import { EmptyState } from '../ui/notice.tsx'
import type { Market } from '../web/market.ts'
import { page } from '../web/pages.tsx'
import type { Env, PageContext } from '../web/visit.ts'
import { FEED_TYPE, feedOf } from './feed.ts'
import { sendFile } from './files.ts'
import { PulseLinks } from './links.tsx'
import { MethodPage } from './method-page.tsx'
import { Picture } from './picture.tsx'
import { ReleaseBody } from './release-body.tsx'
import { routes } from './routes.ts'
import { monthName, type Section } from './section.ts'
import { sendLatest, showSpoken } from './spoken-page.tsx'
import { readRelease, releaseKey } from './stored.ts'

/** Telephone services ask for what they read out by POST. */
const ASKED = ['GET', 'POST']

/** The public Index: a page a release, its pictures and files, its method, and news of it. */
export function pulsePortal(_market: Market): Hono<Env> {
  const app = new Hono<Env>()
  app.get(routes.latest.pattern, showLatest)
  app.get(routes.method.pattern, showMethod)
  app.get(routes.feed.pattern, showFeed)
  app.get(routes.spoken.pattern, showSpoken)
  app.on(ASKED, routes.spokenCall.pattern, (c) => sendLatest(c, 'xml'))
  app.get(routes.spokenSound.pattern, (c) => sendLatest(c, 'wav'))
  app.get(routes.release.pattern, showRelease)
  app.on(ASKED, routes.file.pattern, sendFile)
  return app
}

async function showLatest(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const row = await market.db.read(async (tx) => {
    const [newest] = await listReleases(tx, 1)
    return newest && findRelease(tx, newest.release_id)
  })
  if (row) return releasePage(c, row, routes.latest.href())
  return page(
    c,
    { title: t('pulse.title'), canonical: routes.latest.href() },
    <>
      <h1>{t('pulse.title')}</h1>
      <EmptyState icon="clock" title={t('pulse.empty')}>
        <p>{t('pulse.empty.words')}</p>
      </EmptyState>
      <PulseLinks t={t} releases={[]} />
    </>,
  )
}

async function showRelease(c: PageContext): Promise<Response> {
  const release = c.req.param('release') ?? ''
  const row = await c.var.visit.market.db.read((tx) => findRelease(tx, release))
  return releasePage(c, row, routes.release.href({ release }))
}

/** The latest version of a month, when it is not this one. */
function newerOf(release: string, releases: readonly { release_id: string }[]) {
  const latest = releases.find(({ release_id }) => release_id.slice(0, 7) === release.slice(0, 7))?.release_id
  if (!latest || latest === release) return undefined
  return { id: latest, href: routes.release.href({ release: latest }) }
}

/** Rows of a table that fit into the first 14 kB. */
const MOST_ROWS = 5

async function releasePage(c: PageContext, row: ReleaseRow, canonical: string): Promise<Response> {
  const { t, market } = c.var.visit
  const releases = await market.db.read((tx) => listReleases(tx, 12))
  const title = t('pulse.release', { id: row.release_id })
  const kept = bodyOf(c, row, releases)
  return page(c, { title, description: t('pulse.title'), canonical, kept }, trustedHtml(kept))
}

/** Pages as they are read: a release never changes, and what stands around it (other releases) seldom does. */
const kept = new Map<string, Markup>()
const MOST_KEPT = 60

function bodyOf(c: PageContext, row: ReleaseRow, releases: readonly { release_id: string }[]): Markup {
  const { t, market } = c.var.visit
  const next = nextReleaseAt(market.now())
  const around = [market.demo !== undefined, next.getTime(), ...releases.map(({ release_id }) => release_id)]
  const key = `${releaseKey(row)} ${t.locale} ${around.join(' ')}`
  const known = kept.get(key)
  if (known) return known
  const { release_id: release, facts } = row
  const { figures, sections } = readRelease(market, row, t.locale)
  const picture = (section: Section) => (
    <Picture
      section={section}
      address={(size) => {
        const kind = size === 'wide' ? '' : `.${size}`
        return routes.file.href({ release, file: `${section.id}.${t.locale}${kind}.svg` })
      }}
    />
  )
  const file = (name: string) => ({ href: routes.file.href({ release, file: name }), label: name })
  const body = renderPart(
    <ReleaseBody
      view={{
        t,
        title: t('pulse.heading', { month: monthName(t, release.slice(0, 7)) }),
        facts,
        figures,
        sections,
        picture,
        files: ['figures.csv', 'figures.json', 'figures.sdmx.csv', 'release.json'].map(file),
        most: MOST_ROWS,
        isDemo: market.demo !== undefined,
        methodHref: (figure) => `${routes.method.href()}#${figure}`,
        links: <PulseLinks t={t} releases={releases} here={release} />,
        newer: newerOf(release, releases),
        next,
      }}
    />,
  )
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(key, body)
  return body
}

async function showMethod(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const budgets = await market.db.read(listPrivacyBudgets)
  return page(c, { title: t('pulse.method'), canonical: routes.method.href() }, <MethodPage view={{ t, budgets }} />)
}

async function showFeed(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const releases = await market.db.read((tx) => listReleases(tx, 24))
  return c.body(feedOf(releases, { t, origin: market.origin }), 200, {
    'content-type': FEED_TYPE,
    'cache-control': 'public, max-age=3600',
  })
}
