import { giveConsent, hasConsent, withdrawConsent } from '../../../domains/identity/identity.ts'
import { dropByCode, dropSaved, findsFor, listSaved, savedByCode, saveSearch } from '../../../domains/search/search.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { answerForm, page, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, personHere } from '../../web/visit.ts'
import { routes } from '../routes.ts'
import { type Asked, readAsked } from '../shelf/asked.ts'
import { cityHere, shelfOf } from '../shelf/shelf-view.ts'
import { AskToKeepPage, EndedPage, FoundPage, SearchesPage } from './pages.tsx'
import { askedAgain, keptView, queryToKeep } from './saved-view.ts'

const FOUND_SHOWN = 12
const FOUND_LOOKED_AT = 100

/** A person's kept searches, and whether they are told of what is found. */
export async function showSearches(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { visit } = c.var
  const { market, t, now } = visit
  const [saved, isTold] = await market.db.read((tx) =>
    Promise.all([listSaved(tx, person), hasConsent(tx, person.person_id, 'offers')]),
  )
  const searches = saved.map((one) => ({
    ...keptView(visit, askedAgain(visit, one.query)),
    id: shown('sea', one.search_id),
    since: t.relative(one.made_at, now),
  }))
  return page(
    c,
    { title: t('search.mine') },
    <SearchesPage t={t} searches={searches} isTold={isTold} hidden={formFields(c)} />,
  )
}

/** Says what keeping a search means before it is kept. Who is not signed in signs in first and comes back. */
export function askToKeep(c: PageContext): Response {
  personHere(c)
  return askPage(
    c,
    readAsked((name) => c.req.query(name), c.var.visit, undefined),
    undefined,
  )
}

function askPage(c: PageContext, asked: Asked, refusal: Refusal | undefined): Response {
  const { visit } = c.var
  const { t } = visit
  return page(
    c,
    { title: t('search.keep'), ...(refusal ? { status: refusal.code === 'limit' ? 429 : 422 } : {}) },
    <AskToKeepPage
      t={t}
      search={keptView(visit, asked)}
      hidden={formFields(c)}
      error={refusal && refusalWords(t, refusal)}
    />,
  )
}

export async function keepSearch(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const { visit } = c.var
  const form = await readForm(c)
  const asked = readAsked((name) => form.values[name], visit, undefined)
  return answerForm(
    async () => {
      await visit.market.db.tx((tx) => saveSearch(tx, person, queryToKeep(asked)))
      return c.redirect(routes.searches.href(), 303)
    },
    (refusal) => askPage(c, asked, refusal),
  )
}

export async function endSearch(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const searchId = parseId('sea', c.req.param('search'))
  if (!searchId) throw new Refusal('not_found', 'search.unknown_saved')
  await c.var.visit.market.db.tx((tx) => dropSaved(tx, person, searchId))
  return c.redirect(routes.searches.href(), 303)
}

/** Turns the messages of all kept searches off, and on again. */
export async function changeNews(c: PageContext): Promise<Response> {
  const person = personHere(c)
  const isOn = (await readForm(c)).text('do') === 'on'
  await c.var.visit.market.db.tx((tx) =>
    isOn ? giveConsent(tx, person, 'offers', 'saved-search') : withdrawConsent(tx, person, 'offers'),
  )
  return c.redirect(routes.searches.href(), 303)
}

/** What a message's link opens, without signing in: what is new for this search, and the way to hear no more. */
export async function showFound(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { market, t } = visit
  const code = c.req.param('code') ?? ''
  const { query, came } = await market.db.read(async (tx) => {
    const saved = await savedByCode(tx, code)
    return { query: saved.query, came: new Set(await findsFor(tx, saved)) }
  })
  const found = await market.search.search({ ...query, strict: true, sort: 'new', limit: FOUND_LOOKED_AT })
  const fresh = found.hits.filter(({ listing_id }) => came.has(listing_id)).slice(0, FOUND_SHOWN)
  const search = keptView(visit, askedAgain(visit, query))
  const cards = await shelfOf(visit, fresh, cityHere(c))
  const view = { code, search, cards, total: found.total }
  return page(c, { title: search.title }, <FoundPage t={t} view={view} hidden={formFields(c)} />)
}

export async function endFound(c: PageContext): Promise<Response> {
  const { market, t } = c.var.visit
  await market.db.tx((tx) => dropByCode(tx, c.req.param('code') ?? ''))
  return page(c, { title: t('search.ended') }, <EndedPage t={t} />)
}
