import {
  isEveningOn,
  ownShelves,
  readDemand,
  readFestivals,
  readShopNumbers,
  setEvening,
} from '../../../domains/numbers/numbers.ts'
import { wantedTerms } from '../../../domains/search/search.ts'
import { readForm } from '../../../kit/http/forms.ts'
import type { Market } from '../../web/market.ts'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import { changeHere, handleOf, readHere } from '../here.ts'
import { wholeRupees } from '../money/money-sums.ts'
import { moneyWaiting } from '../money/money-waiting.ts'
import { routes } from '../routes.ts'
import { AheadPage } from './ahead-page.tsx'
import { aheadView } from './ahead-view.ts'
import { DemandPage } from './demand-page.tsx'
import { demandView, missedView } from './demand-view.ts'
import { NumbersPage } from './numbers-page.tsx'
import { numbersView } from './numbers-view.ts'

/** Words that were looked for in vain; the market's page has more of them. */
const MISSED = 3

/** A shop's own numbers: today, week and season, what sells and what does not, each with one suggestion. */
export async function getNumbers(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { t } = visit
  const { here, view } = await readHere(c, 'orders', async (tx, { by, shop }) => {
    const area = visit.market.cities.find(({ city_id }) => city_id === shop.city_id)?.province
    const [numbers, isOn, money, missed] = await Promise.all([
      readShopNumbers(tx, by),
      isEveningOn(tx, by),
      by.tasks.includes('money') ? moneyWaiting(tx, by) : undefined,
      wantedTerms(tx, false, MISSED, area),
    ])
    return { numbers, isOn, money, missed }
  })
  const names = { shop: handleOf(c) }
  const money = view.money && {
    coming: t.rupees(wholeRupees(view.money.coming)),
    ready: t.rupees(wholeRupees(view.money.ready)),
    advice: { say: t('numbers.advice.money'), why: t('numbers.advice.money.why') },
    href: routes.money.href(names),
  }
  const evening = here.by.tasks.includes('shop')
    ? { isOn: view.isOn, action: routes.evening.href(names), hidden: formFields(c) }
    : undefined
  const links = { ahead: routes.ahead.href(names), market: routes.demand.href(names) }
  const body = (
    <NumbersPage
      {...numbersView(visit, view.numbers, here.shop.handle)}
      money={money}
      missed={missedView(t, view.missed)}
      evening={evening}
      links={links}
    />
  )
  return shopPage(c, here, { title: t('numbers.title'), at: 'today' }, body)
}

/** Sends the numbers in the evening, or no more. */
export async function postEvening(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  await changeHere(c, 'shop', (tx, { by }) => setEvening(tx, by, form.text('do') === 'resume'))
  return c.redirect(routes.numbers.href({ shop: handleOf(c) }), 303)
}

/** How long the goods last, and how that is known: each way that was tried, with its error. */
export async function getAhead(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { here, view } = await readHere(c, 'orders', (tx, { by }) =>
    Promise.all([readShopNumbers(tx, by), readFestivals(tx, by)]),
  )
  const back = routes.numbers.href({ shop: handleOf(c) })
  const body = <AheadPage {...aheadView(visit, ...view)} back={back} />
  return shopPage(c, here, { title: visit.t('numbers.ahead.title'), at: 'today' }, body)
}

/** Words that are asked for, of which those that mean own shelves stand first. */
const TERMS = 16

/** What the whole market asks for: rising shelves, searches and prices, by the rules of the Index. */
export async function getDemand(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const { here, view } = await readHere(c, 'listings', async (tx, { by, shop }) => {
    const area = visit.market.cities.find(({ city_id }) => city_id === shop.city_id)?.province
    const [report, found, missed, shelves] = await Promise.all([
      readDemand(tx),
      wantedTerms(tx, true, TERMS, area),
      wantedTerms(tx, false, TERMS, area),
      ownShelves(tx, by),
    ])
    return { report, found, missed, own: new Set(shelves) }
  })
  const found = await Promise.all(
    view.found.map(async (term) => ({ ...term, shelf: await shelfOf(visit.market, term.words) })),
  )
  const back = routes.numbers.href({ shop: handleOf(c) })
  const body = <DemandPage {...demandView(visit, { ...view, found })} back={back} />
  return shopPage(c, here, { title: visit.t('numbers.market.title'), at: 'today' }, body)
}

/** The shelf on which most goods lie that some words find. */
async function shelfOf({ search, categories }: Market, text: string): Promise<string | undefined> {
  const { facets } = await search.search({ text, sort: 'best', limit: 1 })
  const [most] = facets.categories.toSorted((a, b) => b.count - a.count)
  let shelf = categories.find(({ category_id }) => category_id === most?.id)
  while (shelf?.parent_id) shelf = categories.find(({ category_id }) => category_id === shelf?.parent_id)
  return shelf?.category_id
}
