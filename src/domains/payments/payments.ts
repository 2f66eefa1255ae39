import { Refusal } from '../../kit/errors/refusal.ts'
import type { Tx } from '../../kit/sql/tx.ts'
import type { Operator, Person, ShopActor } from '../identity/identity.ts'
import type { MoneyRow } from './holds-store.ts'
import { readMoney } from './holds-store.ts'
import { type BadNotice, listBadNotices } from './notices-store.ts'
import { listStuck, type RefundRow, refundsOfOrder } from './refunds-store.ts'
import { findReference, listTroubled, newestPayment, type PaymentRow, readPayment } from './store.ts'

export { PAYMENT_STATES, type PaymentState } from './attempt.ts'
export { type BegunPayment, beginPayment, begunOf, noteOpened, openPayment } from './begin.ts'
export { decideMoneyBreak, listMoneyBreaks } from './books/breaks.ts'
export { BREAK_KINDS, type BreakKind as MoneyBreakKind, type BreakRow as MoneyBreak } from './books/breaks-store.ts'
export {
  type Coverage,
  type CoverageLine,
  coverNow,
  findCoverage,
  type KeptCoverage,
  listCoverage,
  type OwnMoney,
  reportCoverage,
} from './books/coverage.ts'
export {
  countManualEntries,
  decideEntry,
  listManualEntries,
  type ProposedEntry,
  proposeEntry,
  proposeForLine,
} from './books/entries.ts'
export type { ManualEntry } from './books/entries-store.ts'
export {
  keepBankFile,
  listFilesToConfirm,
  type Taken,
  takeStatement,
  tryStatement,
  type Upload,
} from './books/intake.ts'
export {
  type AccountRow as BankAccount,
  type FileRow as BankFile,
  findFile,
  listAccounts as listBankAccounts,
  listFiles,
} from './books/intake-store.ts'
export { BOOK_INVARIANTS } from './books/invariants-store.ts'
export { type LineRow as BankLine, linesOfFile } from './books/lines-store.ts'
export { type Credit, findCredit, settlePaying } from './books/paying.ts'
export { decideForCredit, findProposal, type LineIs, listProposals, proposeForCredit } from './books/proposals.ts'
export type { LineProposal } from './books/proposals-store.ts'
export type { ReportLine } from './books/report-reading.ts'
export { listProviderTerms, reconcile, setProviderTerms, takeReport, tryReport } from './books/reports.ts'
export type { Terms as ProviderTerms } from './books/reports-store.ts'
export { type ReadHints, STATEMENT_FIELDS, type StatementField, type StatementReader } from './books/statement.ts'
export {
  countSuspense,
  giveBack,
  giveToPosting,
  listSuspense,
  noteLine,
  readSuspense,
  takeLine,
} from './books/suspense.ts'
export type { FindParcels, ParcelAt } from './cash/book.ts'
export {
  claimOverdue,
  daysSince,
  getBreak,
  getCashClaim,
  listAdvances,
  listBreakSums,
  listBreaks,
  listCashClaims,
  noteClaimSent,
  ownBreak,
  recheckBreak,
  type Settling,
  settleBreak,
} from './cash/breaks.ts'
export type { Advance, BreakKind, CashBreak } from './cash/breaks-store.ts'
export type { CourierClaim } from './cash/claims-store.ts'
export { draftRemittance, dropDraft, readDraft } from './cash/drafts.ts'
export type { Verdict } from './cash/judge.ts'
export { cashDue, payPart } from './cash/parts.ts'
export { type ReadFile, readRemittance } from './cash/read.ts'
export { type CashReceipt, isKnownReceipt, noteReceipt } from './cash/receipts.ts'
export {
  bookRemittance,
  bookUnfinished,
  findRemittance,
  keepRemittance,
  type LineReport,
  listRemittances,
  listStuckLines,
  type RemittanceReport,
  tryRemittance,
  tryStuckLinesAgain,
} from './cash/remittances.ts'
export type { FileSums, StuckLine } from './cash/remittances-store.ts'
export type { RemittanceField, RemittanceShape } from './cash/shape.ts'
export {
  AGES,
  ageing,
  assertMayCarry,
  type CashAges,
  isCourierStopped,
  listCashWith,
  listCourierTerms,
  listUntaken,
  resumeCourier,
  setCourierTerms,
  stopCourier,
} from './cash/terms.ts'
export type { CashWith, CourierTerms } from './cash/terms-store.ts'
export { uncollectCash } from './cash/uncollected.ts'
export { holdRefunds, letRefundsGo } from './held-refunds.ts'
export {
  dueFor,
  fundHold,
  getHold,
  listHeld,
  listHeldBy,
  lowerPromise,
  MARKET_HOLDER,
  promiseHold,
  receiveCash,
  releaseHold,
  returnPayment,
  undoHold,
} from './holds.ts'
export type { CommissionRule, HoldRow, HoldState, MoneyRow, PayMethod } from './holds-store.ts'
export { MONEY_INVARIANTS } from './invariants.ts'
export { forgetNotices } from './notices.ts'
export type { BadNotice } from './notices-store.ts'
export { railNumbers } from './numbers/numbers.ts'
export { OWN_MONEY, OWN_PAYOUTS, OWN_REFUNDS } from './passbook/own-store.ts'
export { listBuyerMoney, type Passbook, type PassbookLine, readPassbook } from './passbook/passbook.ts'
export type { BuyerMoneyRow } from './passbook/passbook-store.ts'
export { listDebts, listShopDebts, type NewDebt, oweByShop, takenByDebts } from './payouts/debts.ts'
export {
  clearName,
  getPayoutDetails,
  listNamesToCheck,
  listNamesWaiting,
  type NameToCheck,
  type PayoutDetails,
  setPayoutDetails,
} from './payouts/details.ts'
export { payoutFile, type WhichFile } from './payouts/files.ts'
export { holdEarning, noteDisputed } from './payouts/holding.ts'
export {
  checkBatch,
  listBatches,
  listPayouts,
  listPayoutsOfBatch,
  makePayoutBatch,
  markBatchSent,
} from './payouts/payouts.ts'
export {
  addBankHoliday,
  askPayout,
  getPayoutPlan,
  listBankHolidays,
  listPayoutRules,
  type PayoutPlan,
  readPayoutRules,
  readPayoutTerms,
  setPayoutPlan,
} from './payouts/plans.ts'
export type { BankHoliday, DatedPayoutRules } from './payouts/plans-store.ts'
export { listStops, listStopsOf, payoutsStopped, sayNotMe, stopPayouts, stopShop } from './payouts/stops.ts'
export type { StopCause, StopRow } from './payouts/stops-store.ts'
export { listVerifyRuns, noteVerified } from './payouts/watch.ts'
export type { Begun, HostedForm, Payer, PayerNeed, PaymentRail, RawNotice } from './rail.ts'
export { sendRefunds } from './refunds.ts'
export type { RefundRow } from './refunds-store.ts'
export { noteReturned, takenOf } from './returns.ts'
export { commissionOf, readCommissionRules } from './rules/commission.ts'
export {
  decideRuleChange,
  listRuleChanges,
  proposeRuleChange,
  type RuleChange,
  type WantedChange,
} from './rules/rules.ts'
export { holdAgain, undoSale } from './sales/after-all.ts'
export { NOBODY } from './sales/after-all-store.ts'
export {
  chargeWay,
  claimOnCarrier,
  listCarrierClaims,
  listExtras,
  listTips,
  makeGood,
  payTips,
  settleClaim,
} from './sales/claims.ts'
export type { LostTo } from './sales/lost.ts'
export {
  listOpenReversals,
  listReversals,
  loseDispute,
  paidOrdersOf,
  type Reversed,
  reversePayment,
  winDispute,
} from './sales/reversals.ts'
export { leftToRefund, readSale, refundSale, type SaleRefund } from './sales/sale-refunds.ts'
export type { CarrierClaimRow, ExtraRow, ReversalRow, SaleRefundRow, SettlementRow } from './sales/sales-store.ts'
export { type Bill, portion } from './sales/sharing.ts'
export { askOpenPayments, askPayment, receiveNotice, type Settled } from './settle.ts'
export { PAY_WITHIN_MS } from './slow-ways.ts'
export type { PaidOrder, PaymentRow } from './store.ts'
export { strCsv, type TaxCertificate, taxCertificate } from './taxes/statement.ts'
export {
  getTaxProfile,
  listTaxLines,
  readTaxDesk,
  setTaxProfile,
  setTaxRule,
  setWithholding,
  type TaxLine,
  type TaxRule,
  type TaxSettings,
} from './taxes/taxes.ts'
export {
  type Discount,
  endVoucher,
  giveVoucherBack,
  listVouchers,
  makeVoucher,
  previewVoucher,
  useVoucher,
  type VoucherRow,
} from './vouchers/vouchers.ts'
export { type AskedBack, askWalletBack, listAskedBack, listAskedWaiting } from './wallet/ask-back.ts'
export { payFromWallet, WALLET_RAIL } from './wallet/pay.ts'
export { arriveInWallet, refundsForWallet, returnToWallet, takeRefundToWallet } from './wallet/refunds.ts'
export {
  clearSpend,
  creditWallet,
  grantGoodwill,
  mostToSpend,
  type NewCredit,
  readWallet,
  spendWallet,
  type Wallet,
} from './wallet/wallet.ts'
export { returnWrong, settleWrongAmount, type WrongEnding } from './wrong-amount.ts'

/** The payment of a checkout that counts: the paid one, else the newest. */
export function findPayment(tx: Tx, by: Person, checkoutId: string): Promise<PaymentRow | undefined> {
  return newestPayment(tx, by.person_id, checkoutId)
}

/** One of the buyer's own attempts to pay. Refuses: not_found payments.no_payment. */
export async function findOwnPayment(tx: Tx, by: Person, paymentId: string): Promise<PaymentRow> {
  const payment = await readPayment(tx, by.person_id, paymentId)
  if (!payment) throw new Refusal('not_found', 'payments.no_payment')
  return payment
}

/** Which checkout a rail's reference belongs to, for the page the browser comes back to. */
export async function findPaymentByReference(tx: Tx, reference: string) {
  return findReference(tx, reference)
}

/** A shop's money order by order, newest first: what is held, what was earned, what was paid out. */
export function listMoney(
  tx: Tx,
  by: ShopActor,
  limit = 100,
  after?: { before: Date; before_id: string },
): Promise<MoneyRow[]> {
  return readMoney(tx, by.shop_id, limit, after)
}

/** Money going back to the buyer of an order. */
export function listRefunds(tx: Tx, shopId: string, orderId: string): Promise<RefundRow[]> {
  return refundsOfOrder(tx, shopId, orderId)
}

/** What an operator must look at: refunds that did not go, payments that disagree, notices that are not a rail's. */
export async function listMoneyTrouble(tx: Tx, _by: Operator, limit = 50) {
  const [refunds, payments, notices]: [RefundRow[], PaymentRow[], BadNotice[]] = await Promise.all([
    listStuck(tx, limit),
    listTroubled(tx, limit),
    listBadNotices(tx, limit),
  ])
  return { refunds, payments, notices }
}
