import { changeShop, restShop, tellWhoLeads, wakeShop, whoLeads } from '../../../domains/identity/identity.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext } from '../../web/visit.ts'
import { shopPage } from '../frame.tsx'
import type { Wrong } from '../goods/ask-pages.tsx'
import { changeHere, handleOf, readHere } from '../here.ts'
import { routes } from '../routes.ts'
import { shareOf } from '../today/share.tsx'
import { ShopPage } from './shop-page.tsx'

const WITHIN_MS = 2_000

export function getShop(c: PageContext): Promise<Response> {
  return settingsPage(c)
}

async function settingsPage(c: PageContext, back?: { wrong: Wrong; form: Form }): Promise<Response> {
  const { visit } = c.var
  const { t, market } = visit
  const { here, view: isWomenLed } = await readHere(c, 'shop', (tx, { by }) => whoLeads(tx, by))
  const { shop } = here
  const names = { shop: shop.handle }
  const kept = back?.form.values ?? {}
  const body = (
    <ShopPage
      t={t}
      state={shop.state}
      reason={shop.state_reason}
      words={{
        name: kept.name ?? shop.name,
        about: kept.about ?? shop.about,
        city: kept.city ?? shop.city_id,
        area: kept.area ?? shop.area,
        language: kept.language ?? shop.language,
        led: kept.led ?? LED[String(isWomenLed)] ?? 'unsaid',
      }}
      cities={market.cities}
      share={shareOf(visit, shop)}
      saved={c.req.query('done') === 'saved'}
      wrong={back?.wrong}
      hidden={formFields(c)}
      links={{
        save: routes.shop.href(names),
        shutters: routes.shutters.href(names),
        people: routes.people.href(names),
        public: `/s/${shop.handle}`,
      }}
    />
  )
  return shopPage(c, here, { title: t('seller.nav.shop'), at: 'shop', status: back ? 422 : 200 }, body)
}

const LED: Readonly<Record<string, string>> = { true: 'women', false: 'others' }

const FIELD_OF: Readonly<Record<string, string>> = {
  'identity.about_long': 'about',
  'identity.city_missing': 'city',
  'identity.address_long': 'area',
}

export async function postShop(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const form = await readForm(c)
  const city_id = market.cities.some((one) => one.city_id === form.text('city')) ? form.text('city') : ''
  return answerForm(
    async () => {
      const { name = '', about = '', area = '', language = '', led = '' } = form.values
      await changeHere(c, 'shop', async (tx, { by }) => {
        await changeShop(tx, by, { name, about, area, language, city_id })
        await tellWhoLeads(tx, by, led === 'women' ? true : led === 'others' ? false : null)
      })
      await market.runner.settled(WITHIN_MS)
      return c.redirect(routes.shop.href({ shop: handleOf(c) }, { done: 'saved' }), 303)
    },
    (refusal) => {
      const wrong = { field: FIELD_OF[refusal.reason] ?? 'name', message: refusalWords(t, refusal) }
      return settingsPage(c, { wrong, form })
    },
  )
}

/** Shutters down for a while, or up again. */
export async function postShutters(c: PageContext): Promise<Response> {
  const { t, market } = c.var.visit
  const form = await readForm(c)
  return answerForm(
    async () => {
      await changeHere(c, 'shop', (tx, { by }) => (form.text('do') === 'wake' ? wakeShop(tx, by) : restShop(tx, by)))
      await market.runner.settled(WITHIN_MS)
      return c.redirect(routes.shop.href({ shop: handleOf(c) }, { done: 'saved' }), 303)
    },
    (refusal) => settingsPage(c, { wrong: { field: 'do', message: refusalWords(t, refusal) }, form }),
  )
}
