import { Hono } from 'hono'
import type { Market } from '../web/market.ts'
import type { Env } from '../web/visit.ts'
import { showCash } from './cash/cash-handlers.tsx'
import { bookDraft, goOnWithFile, showDraft, showFile, takeFile, throwAway } from './cash/file-handlers.tsx'
import { demandCash, endBreak, lookAgain, showBreak, showClaim, takeBreakOn } from './cash/open-handlers.tsx'
import { agreeTerms, letGoOn, showTerms, stop } from './cash/terms-handlers.tsx'
import { check as checkListing, showGoods, showListing } from './goods/handlers.tsx'
import { showHome } from './home/handlers.tsx'
import { showJobs, tryAgain } from './jobs/handlers.tsx'
import { showBooks } from './money/books.tsx'
import { handIn, receiveCourierCash, showCourierCash, showHandIn } from './money/cash-handlers.tsx'
import { addCommission, showCommission } from './money/commission.tsx'
import { showMoney } from './money/overview.tsx'
import { downloadPayouts, makePayouts, notePayoutsSent, showPayouts } from './money/payouts.tsx'
import { settleRefund, showRefund, showRefunds } from './money/refunds.tsx'
import { cancel, decideOrder, giveToRider, showContacts, showOrder, showRiders, unlock } from './orders/handlers.tsx'
import { showOrders } from './orders/list-handlers.tsx'
import { changeRole, endSessions, findPerson, forget, showPeople, showPerson } from './people/handlers.tsx'
import { routes } from './routes.ts'
import { showSettings } from './settings/settings.tsx'
import { check as checkShop, showShop, showShops } from './shops/handlers.tsx'

/** The market's office. Each page and form asks anew whether an operator is there; to others it does not exist. */
export function operatorPortal(_market: Market): Hono<Env> {
  const app = new Hono<Env>()
  mountWork(app)
  mountMoney(app)
  mountCash(app)
  mountHouse(app)
  return app
}

function mountWork(app: Hono<Env>): void {
  app.get(routes.home.pattern, showHome)
  app.get(routes.shops.pattern, showShops)
  app.get(routes.shop.pattern, showShop)
  app.post(routes.shopCheck.pattern, checkShop)
  app.get(routes.goods.pattern, showGoods)
  app.get(routes.listing.pattern, showListing)
  app.post(routes.listingCheck.pattern, checkListing)
  app.get(routes.orders.pattern, showOrders)
  app.get(routes.order.pattern, showOrder)
  app.post(routes.decision.pattern, decideOrder)
  app.post(routes.cancellation.pattern, cancel)
  app.post(routes.codes.pattern, unlock)
  app.get(routes.rider.pattern, showRiders)
  app.post(routes.rider.pattern, giveToRider)
  app.get(routes.contacts.pattern, showContacts)
}

function mountMoney(app: Hono<Env>): void {
  app.get(routes.money.pattern, showMoney)
  app.get(routes.handIn.pattern, showHandIn)
  app.post(routes.handIn.pattern, handIn)
  app.get(routes.courier.pattern, showCourierCash)
  app.post(routes.courier.pattern, receiveCourierCash)
  app.get(routes.payouts.pattern, showPayouts)
  app.post(routes.payouts.pattern, makePayouts)
  app.get(routes.payoutFile.pattern, downloadPayouts)
  app.post(routes.payoutSent.pattern, notePayoutsSent)
  app.get(routes.refunds.pattern, showRefunds)
  app.get(routes.refund.pattern, showRefund)
  app.post(routes.refund.pattern, settleRefund)
  app.get(routes.commission.pattern, showCommission)
  app.post(routes.commission.pattern, addCommission)
  app.get(routes.books.pattern, showBooks)
}

function mountCash(app: Hono<Env>): void {
  app.get(routes.cash.pattern, showCash)
  app.post(routes.cashFiles.pattern, takeFile)
  app.get(routes.cashDraft.pattern, showDraft)
  app.post(routes.cashDraft.pattern, bookDraft)
  app.post(routes.cashDraftDrop.pattern, throwAway)
  app.get(routes.cashFile.pattern, showFile)
  app.post(routes.cashFile.pattern, goOnWithFile)
  app.get(routes.cashBreak.pattern, showBreak)
  app.post(routes.cashBreak.pattern, endBreak)
  app.post(routes.cashBreakOwner.pattern, takeBreakOn)
  app.post(routes.cashBreakAgain.pattern, lookAgain)
  app.get(routes.cashClaim.pattern, showClaim)
  app.post(routes.cashClaim.pattern, demandCash)
  app.get(routes.courierTerms.pattern, showTerms)
  app.post(routes.courierTerms.pattern, agreeTerms)
  app.post(routes.courierStop.pattern, stop)
  app.post(routes.courierGo.pattern, letGoOn)
}

function mountHouse(app: Hono<Env>): void {
  app.get(routes.people.pattern, showPeople)
  app.post(routes.people.pattern, findPerson)
  app.get(routes.person.pattern, showPerson)
  app.post(routes.role.pattern, changeRole)
  app.post(routes.sessions.pattern, endSessions)
  app.post(routes.factors.pattern, forget)
  app.get(routes.jobs.pattern, showJobs)
  app.post(routes.event.pattern, tryAgain)
  app.get(routes.settings.pattern, showSettings)
}
