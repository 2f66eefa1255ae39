import { Hono } from 'hono'
import type { Market } from '../web/market.ts'
import type { Env } from '../web/visit.ts'
import { showCash } from './cash/cash-handlers.tsx'
import { bookDraft, goOnWithFile, showDraft, showFile, takeFile, throwAway } from './cash/file-handlers.tsx'
import {
  demandCash,
  endBreak,
  lookAgain,
  showBreak as showCashBreak,
  showClaim,
  takeBreakOn,
} from './cash/open-handlers.tsx'
import { agreeTerms, letGoOn, showTerms, stop } from './cash/terms-handlers.tsx'
import { check as checkListing, showGoods, showListing } from './goods/handlers.tsx'
import { showHome } from './home/handlers.tsx'
import { showJobs, tryAgain } from './jobs/handlers.tsx'
import { answer as answerSecondLook, showAppeal } from './money/appeals.tsx'
import { showBooks } from './money/books.tsx'
import { handIn, receiveCourierCash, showCourierCash, showHandIn } from './money/cash-handlers.tsx'
import { addCode, endCode, showCodes } from './money/codes.tsx'
import { addCommission, showCommission } from './money/commission.tsx'
import { answerClaim, answerCourier, answerReversal, giveTips, showDisputes } from './money/disputes.tsx'
import { showMoney } from './money/overview.tsx'
import { downloadPayouts, makePayouts, notePayoutsSent, showPayouts } from './money/payouts.tsx'
import { endWrongAmount, settleRefund, showRefund, showRefunds } from './money/refunds.tsx'
import { addHoliday, agreeWithProvider, changeRules, decideChange, showRules } from './money/rules.tsx'
import { addTaxRule, downloadTaxes, showTaxes, turnTaxes } from './money/taxes.tsx'
import { decide, showBreak, showBreaks } from './money-room/breaks.tsx'
import { showCoverage, showCoverageDay } from './money-room/coverage.tsx'
import { approveOrRefuse, propose, showEntries, showEntry } from './money-room/entries.tsx'
import { showRoom } from './money-room/room.tsx'
import { showStatement, showStatements, takeIn, upload } from './money-room/statements.tsx'
import { actOnLine, showLine, showSuspense } from './money-room/suspense.tsx'
import { showNumbers } from './numbers/numbers.tsx'
import { giveBack } from './orders/give-back.tsx'
import { cancel, decideOrder, giveToRider, showContacts, showOrder, showRiders, unlock } from './orders/handlers.tsx'
import { showOrders } from './orders/list-handlers.tsx'
import { checkPayouts, noteReturned, showBatch } from './payouts/batch.tsx'
import { sayNameFits, settleAsked, showAskedBack, showNames } from './payouts/people.tsx'
import { holdShop, lift, showStops } from './payouts/stops.tsx'
import {
  changeRole,
  endSessions,
  findPerson,
  forget,
  giveGoodwill,
  showPeople,
  showPerson,
} from './people/handlers.tsx'
import { routes } from './routes.ts'
import { changeProbes, changeWords, decideRule, showRule, showSearch, writeRule } from './search/handlers.tsx'
import { showSettings } from './settings/settings.tsx'
import { check as checkShop, setTerms, showShop, showShops } from './shops/handlers.tsx'

/** The market's office. Each page and form asks anew whether an operator is there; to others it does not exist. */
export function operatorPortal(_market: Market): Hono<Env> {
  const app = new Hono<Env>()
  mountWork(app)
  mountMoney(app)
  mountBooks(app)
  mountShares(app)
  mountCash(app)
  mountHouse(app)
  return app
}

function mountWork(app: Hono<Env>): void {
  app.get(routes.home.pattern, showHome)
  app.get(routes.shops.pattern, showShops)
  app.get(routes.shop.pattern, showShop)
  app.post(routes.shopCheck.pattern, checkShop)
  app.post(routes.shopTerms.pattern, setTerms)
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
  app.get(routes.payoutBatch.pattern, showBatch)
  app.post(routes.payoutBatch.pattern, noteReturned)
  app.post(routes.payoutCheck.pattern, checkPayouts)
  app.get(routes.stops.pattern, showStops)
  app.post(routes.stops.pattern, lift)
  app.post(routes.holdShop.pattern, holdShop)
  app.get(routes.names.pattern, showNames)
  app.post(routes.names.pattern, sayNameFits)
  app.get(routes.askedBack.pattern, showAskedBack)
  app.post(routes.askedBack.pattern, settleAsked)
  app.get(routes.refunds.pattern, showRefunds)
  app.get(routes.refund.pattern, showRefund)
  app.post(routes.refund.pattern, settleRefund)
  app.post(routes.wrongAmount.pattern, endWrongAmount)
  app.get(routes.commission.pattern, showCommission)
  app.post(routes.commission.pattern, addCommission)
  app.get(routes.rules.pattern, showRules)
  app.post(routes.rules.pattern, changeRules)
  app.post(routes.ruleChange.pattern, decideChange)
  app.post(routes.holidays.pattern, addHoliday)
  app.post(routes.providers.pattern, agreeWithProvider)
  app.get(routes.books.pattern, showBooks)
}

function mountShares(app: Hono<Env>): void {
  app.get(routes.taxes.pattern, showTaxes)
  app.post(routes.taxes.pattern, turnTaxes)
  app.post(routes.taxRules.pattern, addTaxRule)
  app.get(routes.taxFile.pattern, downloadTaxes)
  app.get(routes.codesOff.pattern, showCodes)
  app.post(routes.codesOff.pattern, addCode)
  app.post(routes.codeOffEnd.pattern, endCode)
  app.get(routes.disputes.pattern, showDisputes)
  app.post(routes.reversals.pattern, answerReversal)
  app.post(routes.carrierClaims.pattern, answerClaim)
  app.post(routes.courierWords.pattern, answerCourier)
  app.post(routes.tips.pattern, giveTips)
  app.get(routes.appeal.pattern, showAppeal)
  app.post(routes.appeal.pattern, answerSecondLook)
  app.post(routes.giveBack.pattern, giveBack)
}

function mountCash(app: Hono<Env>): void {
  app.get(routes.cash.pattern, showCash)
  app.post(routes.cashFiles.pattern, takeFile)
  app.get(routes.cashDraft.pattern, showDraft)
  app.post(routes.cashDraft.pattern, bookDraft)
  app.post(routes.cashDraftDrop.pattern, throwAway)
  app.get(routes.cashFile.pattern, showFile)
  app.post(routes.cashFile.pattern, goOnWithFile)
  app.get(routes.cashBreak.pattern, showCashBreak)
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

/** The bank's books beside ours. */
function mountBooks(app: Hono<Env>): void {
  app.get(routes.moneyRoom.pattern, showRoom)
  app.get(routes.statements.pattern, showStatements)
  app.post(routes.statements.pattern, upload)
  app.get(routes.statement.pattern, showStatement)
  app.post(routes.statement.pattern, takeIn)
  app.get(routes.suspense.pattern, showSuspense)
  app.get(routes.suspenseLine.pattern, showLine)
  app.post(routes.suspenseLine.pattern, actOnLine)
  app.get(routes.moneyBreaks.pattern, showBreaks)
  app.get(routes.moneyBreak.pattern, showBreak)
  app.post(routes.moneyBreak.pattern, decide)
  app.get(routes.coverage.pattern, showCoverage)
  app.get(routes.coverageDay.pattern, showCoverageDay)
  app.get(routes.entries.pattern, showEntries)
  app.post(routes.entries.pattern, propose)
  app.get(routes.entry.pattern, showEntry)
  app.post(routes.entry.pattern, approveOrRefuse)
}

function mountHouse(app: Hono<Env>): void {
  app.get(routes.search.pattern, showSearch)
  app.post(routes.searchRules.pattern, writeRule)
  app.get(routes.searchRule.pattern, showRule)
  app.post(routes.searchRule.pattern, decideRule)
  app.post(routes.searchProbes.pattern, changeProbes)
  app.post(routes.searchWords.pattern, changeWords)
  app.get(routes.numbers.pattern, showNumbers)
  app.get(routes.people.pattern, showPeople)
  app.post(routes.people.pattern, findPerson)
  app.get(routes.person.pattern, showPerson)
  app.post(routes.role.pattern, changeRole)
  app.post(routes.sessions.pattern, endSessions)
  app.post(routes.factors.pattern, forget)
  app.post(routes.goodwill.pattern, giveGoodwill)
  app.get(routes.jobs.pattern, showJobs)
  app.post(routes.event.pattern, tryAgain)
  app.get(routes.settings.pattern, showSettings)
}
