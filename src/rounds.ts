import { forgetOldCarts } from './domains/cart/cart.ts'
import { makeAvif, notePhotoConverted, photosToConvert } from './domains/catalogue/catalogue.ts'
import { sendDue, tellHooks, tidyHooks, tidySendings } from './domains/exports/exports.ts'
import { forgetStaleSessions, IDENTITY_INVARIANTS, SYSTEM } from './domains/identity/identity.ts'
import { closeDay, findViolations, type Invariant, LEDGER_INVARIANTS } from './domains/ledger/ledger.ts'
import { deliverWaiting } from './domains/messaging/messaging.ts'
import {
  countNews,
  forgetQueries,
  makeDemand,
  makeOffice,
  sendEvenings,
  takePrices,
} from './domains/numbers/numbers.ts'
import { OFFER_INVARIANTS } from './domains/offers/offers.ts'
import {
  askCourier,
  bookWithCourier,
  ORDER_INVARIANTS,
  takeDueSteps,
  warnBeforeRelease,
} from './domains/orders/orders.ts'
import {
  askOpenPayments,
  BOOK_INVARIANTS,
  forgetNotices,
  MONEY_INVARIANTS,
  makePayoutBatch,
  noteVerified,
  reportCoverage,
  sendRefunds,
  settlePaying,
} from './domains/payments/payments.ts'
import { countMoved, DEMO_PRIVACY, makeRelease, PRIVACY } from './domains/pulse/pulse.ts'
import { forgetLooks, forgetOldFinds, forgetOldSales, shelvesFrom } from './domains/search/search.ts'
import { DAY_MS, HOUR_MS } from './kit/clock/clock.ts'
import { Refusal } from './kit/errors/refusal.ts'
import { forgetDelivered } from './kit/events/forgetting.ts'
import { OUTBOX_INVARIANTS } from './kit/events/invariants.ts'
import { forgetRequests } from './kit/idempotency/idempotency.ts'
import type { Jobs } from './kit/jobs/jobs.ts'
import { clockSkew } from './kit/sql/skew.ts'
import type { Market } from './portals/web/market.ts'
import { workOffCouriers } from './remittances.ts'
import { tellOfFinds } from './search-alerts.ts'

/** What the market does by itself, and how often. Every round may run twice: its effects are keyed. */
export function declareRounds(jobs: Jobs, market: Market): void {
  declareNumbers(jobs, market)
  // A code to an e-mail address should not be waited for; what is due by the day is looked for at no cost.
  jobs.every('sendings', { seconds: 20 }, async () => {
    await sendDue(db, market.senders, market)
  })
  declareSearchRounds(jobs, market)
  declareForgetting(jobs, market)
  const { db, runner, channel, rails, couriers, origin, storage } = market
  const cityName = (cityId: string) => market.cities.find(({ city_id }) => city_id === cityId)?.name_en ?? cityId
  const ago = (ms: number) => new Date(market.now().getTime() - ms)

  jobs.every('messages', { seconds: 1 }, async () => {
    await deliverWaiting(db, channel, { origin })
  })
  jobs.every('outbox', { seconds: 15 }, async () => {
    await runner.sweep()
  })
  jobs.every('refunds', { seconds: 10 }, async () => {
    await sendRefunds(db, rails)
  })
  jobs.every('payments', { seconds: 30 }, async () => {
    await askOpenPayments(db, rails)
  })
  jobs.every('statements', { seconds: 60 }, async () => {
    await settlePaying(db, rails)
  })
  jobs.every('coverage', { cron: '10 19 * * *' }, async () => {
    await db.tx(reportCoverage)
  })
  jobs.every('couriers', { seconds: 20 }, async () => {
    for (const courier of couriers.values()) {
      await bookWithCourier(db, courier, cityName)
      await askCourier(db, courier)
    }
  })
  jobs.every('cash', { seconds: 300 }, async () => {
    await workOffCouriers(db)
  })
  jobs.every('hooks', { seconds: 2 }, async () => {
    await tellHooks(db, market.hooks)
  })
  jobs.every('deadlines', { seconds: 30 }, async () => {
    if (!(await mayTimeAct(market))) return
    await takeDueSteps(db)
    await warnBeforeRelease(db)
  })
  jobs.every('photos', { seconds: 5 }, async () => {
    // One photo at a time: AVIF takes a second of a core, and pages come first.
    for (const photo of await db.read((tx) => photosToConvert(tx, 1))) {
      await makeAvif(photo.name, storage)
      await db.tx((tx) => notePhotoConverted(tx, photo))
    }
  })
  jobs.every('books', { cron: '30 20 * * *' }, async () => {
    try {
      await db.tx((tx) => closeDay(tx, ago(2 * HOUR_MS)))
    } finally {
      await watchBooks(market)
    }
  })
  jobs.every('counting', { seconds: 30 }, async () => {
    await countMoved(db, SYSTEM)
  })
  jobs.every('payouts', { cron: '0 5 * * *' }, async () => {
    if (!(await mayTimeAct(market))) return
    await db.tx((tx) => makePayoutBatch(tx, SYSTEM)).catch(nothingToPay)
  })
}

/** The Index, and the shops' own numbers. */
function declareNumbers(jobs: Jobs, { db, demo, now }: Market): void {
  jobs.every('pulse', { cron: '40 19 1 * *' }, async () => {
    // Real releases wait for their day, so that nobody reads one first; a demo has nobody to wait for.
    await makeRelease(db, SYSTEM, demo ? DEMO_PRIVACY : PRIVACY, demo ? 'at once' : 'on its day')
  })
  jobs.every('numbers', { seconds: 15 }, async () => {
    await countNews(db)
  })
  jobs.every('evening', { cron: '30 14 * * *' }, async () => {
    await sendEvenings(db, now())
  })
  jobs.every('demand', { cron: '20 22 * * 0' }, async () => {
    await db.tx((tx) => makeDemand(tx, demo ? DEMO_PRIVACY : PRIVACY))
  })
  jobs.every('prices', { cron: '50 21 * * *' }, async () => {
    await takePrices(db, demo ? DEMO_PRIVACY : PRIVACY)
    await db.tx(makeOffice)
    await db.tx(forgetQueries)
  })
}

/** New goods for saved searches. */
function declareSearchRounds(jobs: Jobs, { db, categories }: Market): void {
  const shelves = shelvesFrom(categories)
  jobs.every('saved searches', { seconds: 60 }, async () => {
    await tellOfFinds(db, shelves)
  })
}

/** What nobody needs any more goes at night. */
function declareForgetting(jobs: Jobs, { db, keepNoticesDays, now }: Market): void {
  const ago = (days: number) => new Date(now().getTime() - days * DAY_MS)
  jobs.every('forgetting', { cron: '15 22 * * *' }, async () => {
    await db.tx((tx) => forgetOldCarts(tx, ago(90)))
    await db.tx((tx) => forgetRequests(tx, ago(3)))
    await db.tx((tx) => forgetStaleSessions(tx, SYSTEM))
    await db.tx(tidyHooks)
    await db.tx(tidySendings)
    await db.tx((tx) => forgetNotices(tx, SYSTEM, keepNoticesDays))
    await db.tx(forgetLooks)
    await db.tx(forgetOldSales)
    await db.tx(forgetOldFinds)
    // Other programs of this market follow events for a moment, and hooks for a minute.
    await forgetDelivered(db, ago(0.5))
  })
}

/** A minute is more than clocks of one market differ when somebody keeps them. */
const MOST_SKEW_MS = 60_000

/**
 * False while the clock of this program is not the database's: then time releases no money and expires no order here,
 * and somebody is told. A demo may have a clock of its own.
 */
export async function mayTimeAct({ db, log, demo }: Pick<Market, 'db' | 'log' | 'demo'>): Promise<boolean> {
  const ahead_ms = await db.read(clockSkew)
  if (demo || Math.abs(ahead_ms) <= MOST_SKEW_MS) return true
  log.error({ ahead_ms }, 'the clock of this program is not the database’s: time takes no steps here')
  return false
}

/**
 * Looks over all books in one snapshot, writes down what was found, and stops every payout when anything is wrong. When
 * the look itself fails, nobody knows that all is well, and payouts stop as well.
 */
export async function watchBooks({ db, log, now }: Pick<Market, 'db' | 'log' | 'now'>): Promise<void> {
  const started_at = now()
  const violations = await db
    .read((tx) => findViolations(tx, ALL_INVARIANTS))
    .catch((error: unknown) => {
      log.error({ err: error }, 'the books could not be looked over')
      return [{ invariant: 'watch', detail: 'the look over the books failed' }]
    })
  await db.tx((tx) => noteVerified(tx, SYSTEM, { started_at, violations }))
  if (violations.length > 0) log.error({ violations: violations.slice(0, 20) }, 'the books do not balance')
}

/** No shop is due today, or payouts stand still and the operator knows. */
function nothingToPay(error: unknown): void {
  const reasons = ['payments.nothing_to_pay', 'payments.payouts_stopped']
  if (!(error instanceof Refusal) || !reasons.includes(error.reason)) throw error
}

/** Everything that `bharosa ledger verify` checks. */
export const ALL_INVARIANTS: readonly Invariant[] = [
  ...LEDGER_INVARIANTS,
  ...MONEY_INVARIANTS,
  ...BOOK_INVARIANTS,
  ...OFFER_INVARIANTS,
  ...ORDER_INVARIANTS,
  ...OUTBOX_INVARIANTS,
  ...IDENTITY_INVARIANTS,
]
