import type { CartShop, CartView } from '../../../domains/cart/cart.ts'
import { quoteDelivery } from '../../../domains/delivery/delivery.ts'
import type { Address } from '../../../domains/identity/identity.ts'
import type { Discount } from '../../../domains/payments/payments.ts'
import { DAY_MS, later } from '../../../kit/clock/clock.ts'
import { shown } from '../../../kit/ids/ids.ts'
import type { Say } from '../../../kit/text/messages.ts'
import type { BigChoice } from '../../ui/choices.tsx'
import type { IconName } from '../../ui/icon.tsx'
import type { StandingView } from '../../ui/trust-strip.tsx'
import { cityName } from '../../web/names.ts'
import type { Visit } from '../../web/visit.ts'
import type { PayView } from './pay-page.tsx'

/** An address as one choice among several. */
export function addressChoice(visit: Visit, address: Address): BigChoice {
  const parts = [...addressLines(visit, address), visit.t.phone(address.phone)]
  return {
    value: shown('adr', address.address_id),
    label: address.name,
    // Each part keeps its own direction, whatever script it was written in.
    hint: parts.map((part) => `\u2068${part}\u2069`).join(visit.locale === 'ur' ? '، ' : ', '),
    icon: 'house',
  }
}

export function addressLines({ locale, market }: Visit, address: Omit<Address, 'address_id'>): string[] {
  const city = cityName(locale, market.cities, address.city_id)
  return [address.street, address.landmark, address.area, city].filter((line) => line !== '')
}

/** The ways to pay that this market has: at the door, and each rail's. */
export function methodChoices(visit: Visit): BigChoice[] {
  const { t } = visit
  return [
    { value: 'cod', icon: 'cash', label: t('buyer.pay.cod'), hint: t('buyer.pay.cod.hint') },
    ...railChoices(visit),
  ]
}

/** What paying by a rail looks like: all others are wallets. */
const RAIL_ICONS: Readonly<Record<string, IconName>> = {
  'jazzcash-wallet': 'phone',
  'easypaisa-wallet': 'phone',
  'raast-request': 'phone',
  'jazzcash-voucher': 'shop',
  'easypaisa-otc': 'shop',
  safepay: 'card',
  payfast: 'card',
  raast: 'scan',
  bank: 'bank',
}

/** Each rail of the market as one choice. */
export function railChoices({ t, market }: Visit): BigChoice[] {
  return [...market.rails.keys()].map((rail) => ({
    value: rail,
    icon: RAIL_ICONS[rail] ?? 'wallet',
    label: t('buyer.pay.prepaid', { rail: railName(t, rail) }),
    hint: t.maybe(`buyer.rail.hint.${rail}`) ?? t('buyer.pay.prepaid.hint'),
  }))
}

/** What people call a rail: its own words when we have them, else its name. */
export function railName(t: Say, rail: string): string {
  return t.maybe(`buyer.rail.${rail}`) ?? rail
}

/** What the last screen of an order shows. */
export function payView(
  visit: Visit,
  cart: CartView,
  address: Address,
  chosen: {
    method: string
    code: string
    tip: string
    standing: StandingView | undefined
    discount: (Discount & { shop_id: string }) | undefined
  },
): PayView {
  const shops = cart.shops.map((shop) => shopBill(visit, shop, address.city_id, chosen.discount))
  return {
    checkout: shown('chk', cart.checkout_id),
    address: {
      id: shown('adr', address.address_id),
      name: address.name,
      phone: visit.t.phone(address.phone),
      lines: addressLines(visit, address),
    },
    shops,
    total: shops.reduce((sum, { total }) => sum + total, 0n),
    methods: methodChoices(visit),
    method: chosen.method,
    code: chosen.code,
    tip: chosen.tip,
    standing: chosen.standing,
  }
}

function shopBill(
  { t, market, now }: Visit,
  shop: CartShop,
  cityId: string,
  code: (Discount & { shop_id: string }) | undefined,
): PayView['shops'][number] {
  const off = code?.shop_id === shop.shop_id ? code : undefined
  const { fee_paisa, most_days } = quoteDelivery(market.places, shop.city_id, cityId)
  const goods = shop.lines.map((line) => ({
    label: line.quantity === 1 ? line.title : `${line.title} × ${t.number(line.quantity)}`,
    hint: line.choices || undefined,
    paisa: line.price_paisa * BigInt(line.quantity),
  }))
  return {
    id: shop.shop_id,
    name: shop.name,
    arrives: t.byDay(later(now, most_days * DAY_MS), now),
    lines: [
      ...goods,
      ...(off ? [{ label: t('buyer.bill.discount', { code: off.code }), paisa: -off.paisa }] : []),
      { label: t('buyer.bill.delivery'), paisa: fee_paisa },
    ],
    total: shop.items_paisa + fee_paisa - (off?.paisa ?? 0n),
  }
}
