import { z } from 'zod'
import { changeShop, findShop, openShop, restShop, type Shop, wakeShop } from '../../../domains/identity/identity.ts'
import { countStates } from '../../../domains/orders/orders.ts'
import { getPayoutDetails, listMoney } from '../../../domains/payments/payments.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { shown } from '../../../kit/ids/ids.ts'
import { LOCALES } from '../../../kit/text/locale.ts'
import type { Market } from '../../web/market.ts'
import { type Operation, personal } from '../operation.ts'
import {
  id,
  listOf,
  money,
  moneySchema,
  nextCursor,
  pageQuery,
  time,
  timeCursor,
  timeOrNull,
  timeSchema,
  words,
} from '../shapes/basics.ts'
import { shopLink, shopLinkSchema } from '../shapes/listing.ts'
import { changeForShop, forShop, shopParams } from '../shop.ts'

const ownShopSchema = shopLinkSchema
  .extend({
    about: z.string(),
    area: z.string(),
    language: z.enum(LOCALES),
    state: z.enum(['waiting', 'open', 'resting', 'stopped']),
    state_reason: z.string(),
    opened_at: timeSchema,
  })
  .meta({ id: 'OwnShop', description: 'A shop as those who act for it see it' })

function ownShop(shop: Shop): z.input<typeof ownShopSchema> {
  const { about, area, language, state, state_reason, opened_at } = shop
  return { ...shopLink(shop), about, area, language, state, state_reason, opened_at: time(opened_at) }
}

const changes = {
  name: words(400),
  city: z.string().max(60),
  area: words(400),
  about: words(2_000),
  language: z.enum(LOCALES),
}

function knownCity(market: Market, city: string): string {
  if (!market.places.provinces.has(city)) throw new Refusal('invalid', 'delivery.city_unknown')
  return city
}

const moneyRowSchema = z
  .object({
    order: id('ord'),
    method: z.enum(['cod', 'prepaid']),
    amount: moneySchema,
    state: z
      .enum(['promised', 'funded', 'released', 'refunded', 'void', 'reversed'])
      .describe('promised: nobody has paid yet; funded: it is set aside until the buyer has looked'),
    earned: moneySchema.nullable().describe("What is yours of it, after the market's commission"),
    at_hand_at: timeSchema.nullable().describe('Since when it can be paid out'),
    is_paid_out: z.boolean(),
    promised_at: timeSchema,
    ended_at: timeSchema.nullable(),
  })
  .meta({ id: 'MoneyOfOrder' })

const moneyListSchema = listOf(moneyRowSchema, 'orders')
  .extend({
    payout_to: z
      .object({ kind: z.enum(['bank', 'wallet']), ends_with: z.string(), usable_from: timeSchema })
      .nullable()
      .describe('Where your money goes'),
  })
  .meta({ id: 'ShopMoney' })

export const SHOPS: readonly Operation[] = [
  personal({
    name: 'openShop',
    method: 'POST',
    path: '/shops',
    area: 'Shops',
    summary: 'Open a shop',
    more: 'It may list at once, and sells when an operator has checked it.',
    body: z.strictObject({
      ...changes,
      area: changes.area.default(''),
      about: changes.about.default(''),
      language: changes.language.optional(),
      handle: z.string().max(60).optional().describe('Made from the name when it is left out'),
    }),
    status: 201,
    answer: ownShopSchema,
    run: (ask, { body: { city, ...body } }) =>
      ask.write(async (tx) => {
        const language = body.language ?? ask.locale
        return ownShop(await openShop(tx, ask.person, { ...body, language, city_id: knownCity(ask.market, city) }))
      }),
  }),
  personal({
    name: 'changeShop',
    method: 'PATCH',
    path: '/shops/{shop}',
    area: 'Shops',
    summary: 'Change what the shop says about itself',
    params: shopParams,
    body: z.strictObject({
      name: changes.name.optional(),
      city: changes.city.optional(),
      area: changes.area.optional(),
      about: changes.about.optional(),
      language: changes.language.optional(),
    }),
    status: 200,
    answer: ownShopSchema,
    run: (ask, { params, body: { city, ...body } }) =>
      ask.write(async (tx) => {
        const by = await changeForShop(tx, ask, params.shop, 'shop')
        const city_id = city === undefined ? undefined : knownCity(ask.market, city)
        return ownShop(await changeShop(tx, by, { ...body, city_id }))
      }),
  }),
  personal({
    name: 'setShutters',
    method: 'PUT',
    path: '/shops/{shop}/shutters',
    area: 'Shops',
    summary: 'Close the shutters for a while, or open them again',
    params: shopParams,
    body: z.strictObject({ state: z.enum(['open', 'resting']) }),
    status: 200,
    answer: ownShopSchema,
    run: (ask, { params, body }) =>
      ask.write(async (tx) => {
        const by = await changeForShop(tx, ask, params.shop, 'shop')
        const shop = await findShop(tx, by.shop_id)
        if (shop.state === body.state) return ownShop(shop)
        return ownShop(await (body.state === 'resting' ? restShop(tx, by) : wakeShop(tx, by)))
      }),
  }),
  personal({
    name: 'listMoney',
    method: 'GET',
    path: '/shops/{shop}/money',
    area: 'Shops',
    summary: "The shop's money, order by order, newest first",
    params: shopParams,
    query: z.object(pageQuery),
    status: 200,
    answer: moneyListSchema,
    run: (ask, { params, query }) =>
      ask.read(async (tx) => {
        const by = await forShop(tx, ask, params.shop, 'money')
        const [rows, states, details] = await Promise.all([
          listMoney(tx, by, query.limit + 1, timeCursor(query.cursor)),
          countStates(tx, by),
          getPayoutDetails(tx, by),
        ])
        return {
          items: rows.slice(0, query.limit).map((row) => ({
            order: shown('ord', row.order_id),
            ...{ method: row.method, amount: money(row.amount_paisa), state: row.state },
            earned: row.earned_paisa === null ? null : money(row.earned_paisa),
            ...{ at_hand_at: timeOrNull(row.at_hand_at), is_paid_out: row.payout_id !== null },
            ...{ promised_at: time(row.promised_at), ended_at: timeOrNull(row.ended_at) },
          })),
          count: Object.values(states).reduce((sum, count) => sum + count, 0),
          next: nextCursor(rows, query.limit, (row) => [row.promised_at, row.order_id]),
          payout_to: details
            ? { kind: details.kind, ends_with: details.shown_tail, usable_from: time(details.usable_from) }
            : null,
        }
      }),
  }),
]
