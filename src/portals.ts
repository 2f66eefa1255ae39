import type { Hono } from 'hono'
import { apiPortal } from './portals/api/api.ts'
import { apiPages } from './portals/api/page/pages.tsx'
import { buyerPortal } from './portals/buyer/buyer.ts'
import { railReturn } from './portals/buyer/payment/rail-handlers.ts'
import { demoPortal } from './portals/demo/demo.tsx'
import { operatorPortal } from './portals/operator/operator.ts'
import { pulsePortal } from './portals/pulse/pulse.tsx'
import { textsFromPhones } from './portals/pulse/sms-word.ts'
import { riderPortal } from './portals/rider/rider.ts'
import { sellerPortal } from './portals/seller/seller.ts'
import type { Market } from './portals/web/market.ts'
import type { Env } from './portals/web/visit.ts'

/** The rooms of the market, in the order in which their addresses are looked up. */
export function portals(market: Market): Hono<Env>[] {
  return [
    buyerPortal(market),
    riderPortal(market),
    operatorPortal(market),
    sellerPortal(market),
    demoPortal(market),
    apiPages(market),
    pulsePortal(market),
  ]
}

/** What providers and machines call: signed in their own ways, without the form token of pages. */
export function rails(market: Market): Hono[] {
  return [railReturn(market), apiPortal(market), textsFromPhones(market)]
}
