import { countGoodsOfShop } from '../../../domains/catalogue/catalogue.ts'
import {
  checkShop,
  findShop,
  listShops,
  listShopsOf,
  readPerson,
  type Shop,
} from '../../../domains/identity/identity.ts'
import { proposeRuleChange, readPayoutTerms } from '../../../domains/payments/payments.ts'
import { standingOf } from '../../../domains/trust/trust.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { type Form, readForm } from '../../../kit/http/forms.ts'
import { parseId, shown } from '../../../kit/ids/ids.ts'
import { parseRupees } from '../../../kit/money/money.ts'
import { cityName } from '../../web/names.ts'
import { answerForm, refusalWords } from '../../web/pages.tsx'
import { formFields, type PageContext, type Visit } from '../../web/visit.ts'
import { officePage } from '../frame.tsx'
import { changeAsOperator, lookAsOperator, readAsOperator, whenProved } from '../here.ts'
import { readChanges } from '../money/changes.tsx'
import { readPercent } from '../percent.ts'
import { routes } from '../routes.ts'
import { SHOP_FILTERS, type ShopFilter, ShopPage, ShopsPage } from './shops-pages.tsx'

const A_PAGE = 50

export async function showShops(c: PageContext): Promise<Response> {
  const { visit } = c.var
  const asked = c.req.query('state')
  const state: ShopFilter = SHOP_FILTERS.find((known) => known === asked) ?? 'waiting'
  const after = parseId('shp', c.req.query('after'))
  const shops = await readAsOperator(c, (tx) => listShops(tx, { state, limit: A_PAGE, after }))
  const last = shops.length === A_PAGE ? shops.at(-1) : undefined
  return officePage(
    c,
    { title: visit.t('operator.shops.title'), at: 'shops' },
    <ShopsPage
      t={visit.t}
      state={state}
      shops={shops.map((shop) => lineOf(visit, shop))}
      next={last && routes.shops.href({ state, after: shown('shp', last.party_id) })}
    />,
  )
}

function lineOf(visit: Visit, shop: Shop) {
  const { t, now, locale, market } = visit
  return {
    id: shown('shp', shop.party_id),
    handle: shop.handle,
    name: shop.name,
    about: shop.about,
    place: [shop.area, cityName(locale, market.cities, shop.city_id)].filter(Boolean).join(' · '),
    state: shop.state,
    reason: shop.state_reason,
    opened: t.relative(shop.opened_at, now),
    openedAt: t.date(shop.opened_at),
    checkedAt: shop.checked_at ? t.moment(shop.checked_at, now) : undefined,
  }
}

function shopIdOf(c: PageContext): string {
  const id = parseId('shp', c.req.param('shop'))
  if (!id) throw new Refusal('not_found', 'identity.shop_unknown')
  return id
}

export function showShop(c: PageContext): Promise<Response> {
  return shopPage(c)
}

/** The operator has looked: the shop may trade, or it is stopped with a reason that its owner reads. */
export async function check(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const reason = form.text('reason')
  return answerForm(
    async () => {
      const state = form.text('state') === 'stopped' ? 'stopped' : 'open'
      await changeAsOperator(c, (tx, by) => checkShop(tx, by, shopIdOf(c), state, state === 'open' ? '' : reason))
      await c.var.visit.market.runner.settled(2_000)
      return c.redirect(routes.shop.href({ shop: c.req.param('shop') ?? '' }), 303)
    },
    (refusal) => shopPage(c, { refusal, reason }),
  )
}

/** What is to stay back of a shop's money, and how much of new earnings goes to its debts, once two people want it. */
export async function setTerms(c: PageContext): Promise<Response> {
  const form = await readForm(c)
  const back = routes.shop.href({ shop: c.req.param('shop') ?? '' })
  const terms = {
    reserve_paisa: parseRupees(form.text('reserve')) ?? -1n,
    debt_share_bp: readPercent(form.text('share')),
  }
  return whenProved(c, back, () =>
    answerForm(
      async () => {
        await changeAsOperator(c, async (tx, by) => {
          const shop = await findShop(tx, shopIdOf(c))
          await proposeRuleChange(tx, by, { kind: 'shop_terms', shop_id: shop.party_id, ...terms })
        })
        return c.redirect(back, 303)
      },
      (refusal) => shopPage(c, { refusal, reason: '', typed: form }),
    ),
  )
}

/** The owner's name and phone are read here: the look is logged. */
async function shopPage(c: PageContext, again?: { refusal: Refusal; reason: string; typed?: Form }): Promise<Response> {
  const { visit } = c.var
  const view = await lookAsOperator(c, async (tx, by) => {
    const shop = await findShop(tx, shopIdOf(c))
    const [goods, standing, owner, others, terms] = await Promise.all([
      countGoodsOfShop(tx, by, shop.party_id),
      standingOf(tx, shop.party_id),
      readPerson(tx, by, 'check', shop.opened_by, shop.party_id),
      listShopsOf(tx, { kind: 'person', person_id: shop.opened_by }),
      readPayoutTerms(tx, by, shop.party_id),
    ])
    return {
      ...lineOf(visit, shop),
      goods,
      standing,
      terms,
      owner: { id: shown('per', shop.opened_by), name: owner.name ?? '', phone: owner.phone },
      others: others.filter(({ party_id }) => party_id !== shop.party_id).map(({ name }) => name),
    }
  })
  const shopId = shopIdOf(c)
  const changes = await readChanges(c, (wanted) => wanted.kind === 'shop_terms' && wanted.shop_id === shopId)
  const isReason = again?.refusal.reason === 'identity.reason_missing'
  const isBeside = isReason || again?.typed !== undefined
  const words = again && refusalWords(visit.t, again.refusal)
  return officePage(
    c,
    { title: view.name, at: 'shops', refusal: again?.refusal, isBeside },
    <ShopPage
      t={visit.t}
      shop={view}
      hidden={formFields(c)}
      changes={changes}
      reason={again?.reason ?? ''}
      error={isReason ? words : undefined}
      terms={{
        reserve: again?.typed?.text('reserve') ?? String(view.terms.reserve_paisa / 100n),
        share: again?.typed?.text('share') ?? String(view.terms.debt_share_bp / 100),
        error: again?.typed ? words : undefined,
      }}
    />,
  )
}
