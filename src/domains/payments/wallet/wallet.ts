import { assert, Refusal } from '../../../kit/errors/refusal.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import type { Operator, Person } from '../../identity/identity.ts'
import { type Entry, post } from '../../ledger/ledger.ts'
import {
  type AskedBackRow,
  askedBackOf,
  type HolderRow,
  insertLine,
  insertSpend,
  type LineKind,
  type LineRow,
  lockSpend,
  lockWallets,
  makeWallet,
  moveWallet,
  newestLines,
  readHolder,
  readWallets,
  takeBack,
  type WalletRow,
} from './wallet-store.ts'

/** What one line moves: money that can be asked back, and credit that cannot. Signed paisa. */
export interface Parts {
  money_paisa: Paisa
  credit_paisa: Paisa
}

export interface NewCredit {
  /** What made it, once for ever: 'refund:<id>'. */
  cause: string
  paisa: Paisa
  /** Who holds the money in fact. */
  holder: string
  kind: 'refund' | 'top_up' | 'goodwill'
}

const MAY: Readonly<Record<NewCredit['kind'], (holder: HolderRow) => boolean>> = {
  refund: (holder) => holder.may_keep_refunds,
  top_up: (holder) => holder.may_take_top_ups,
  goodwill: () => true,
}

/**
 * Gives a person something to spend: money that is theirs (a refund, a top-up), or the market's goodwill, which buys
 * and is never cash. Once per cause; false when it was given before. The other side of money is what its holder has; of
 * goodwill, an expense of the market, whose own money at that holder must stand behind it.
 * Refuses: invalid payments.holder_keeps_no_refunds, payments.holder_takes_no_top_ups when the licence of the holder
 * does not allow it. Parties: the person's only.
 */
export async function creditWallet(tx: Tx, personId: string, credit: NewCredit): Promise<boolean> {
  assert(credit.paisa > 0n, 'a wallet is given something')
  await assertMayHold(tx, credit.holder, credit.kind)
  const isGoodwill = credit.kind === 'goodwill'
  const parts = isGoodwill
    ? { money_paisa: 0n, credit_paisa: credit.paisa }
    : { money_paisa: credit.paisa, credit_paisa: 0n }
  const against = isGoodwill ? 'expense:goodwill' : `cash:${credit.holder}`
  return addTo(tx, personId, { ...credit, parts, against })
}

/** Refuses: invalid when this holder may not hold this kind of money. */
export async function assertMayHold(tx: Tx, holder: string, kind: NewCredit['kind']): Promise<void> {
  const row = await readHolder(tx, holder)
  if (row && MAY[kind](row)) return
  const reason = kind === 'top_up' ? 'payments.holder_takes_no_top_ups' : 'payments.holder_keeps_no_refunds'
  throw new Refusal('invalid', reason)
}

/**
 * An operator makes good what went wrong, out of the market's own money at a holder.
 * Refuses: invalid payments.say_why, payments.wallet_amount.
 */
export async function grantGoodwill(
  tx: Tx,
  by: Operator,
  personId: string,
  gift: { paisa: Paisa; holder: string; why: string },
): Promise<void> {
  if (gift.why.trim().length < 5) throw new Refusal('invalid', 'payments.say_why')
  if (gift.paisa <= 0n || gift.paisa > 10_000_000n) throw new Refusal('invalid', 'payments.wallet_amount')
  const cause = `goodwill:${by.person_id}:${newId()}`
  await creditWallet(tx, personId, { cause, paisa: gift.paisa, holder: gift.holder, kind: 'goodwill' })
}

interface Addition {
  cause: string
  holder: string
  kind: LineKind
  parts: Parts
  against: string
}

/** Adds to a wallet, once per cause. */
export async function addTo(tx: Tx, personId: string, addition: Addition): Promise<boolean> {
  const { cause, holder, kind, parts, against } = addition
  await makeWallet(tx, personId, holder)
  await lockWallets(tx, personId)
  if ((await insertLine(tx, { party_id: personId, line_id: newId(), holder, kind, cause, ...parts })) === 0)
    return false
  await moveWallet(tx, { party_id: personId, holder }, parts)
  await post(tx, personId, {
    cause: `wallet:${cause}`,
    entries: filled([
      { account: against, paisa: parts.money_paisa + parts.credit_paisa },
      { account: `wallet:${holder}`, paisa: -parts.money_paisa },
      { account: `wallet_credit:${holder}`, paisa: -parts.credit_paisa },
    ]),
  })
  return true
}

const filled = (entries: readonly Entry[]) => entries.filter(({ paisa }) => paisa !== 0n)

/**
 * Spends from a wallet for a payment, credit first, all of it at one holder. The claim waits on `transit:payment:<id>`
 * until the orders have it (clearSpend). Two spends at once wait for each other, and the second finds what is left.
 * Refuses: conflict payments.wallet_short when no holder has enough.
 * Parties: the person's only.
 */
export async function spendWallet(
  tx: Tx,
  by: Person,
  spend: { payment_id: string; paisa: Paisa },
): Promise<Parts & { holder: string }> {
  assert(spend.paisa > 0n, 'something is spent')
  const wallet = chooseWallet(await lockWallets(tx, by.person_id), spend.paisa)
  if (!wallet) throw new Refusal('conflict', 'payments.wallet_short')
  const { party_id, holder } = wallet
  const credit_paisa = wallet.credit_paisa < spend.paisa ? wallet.credit_paisa : spend.paisa
  const money_paisa = spend.paisa - credit_paisa
  const out = { money_paisa: -money_paisa, credit_paisa: -credit_paisa }
  const cause = `payment:${spend.payment_id}`
  const [moved] = await Promise.all([
    moveWallet(tx, wallet, out),
    insertLine(tx, { party_id, line_id: newId(), holder, kind: 'spend', cause, ...out }),
    insertSpend(tx, { party_id, payment_id: spend.payment_id, holder, money_paisa, credit_paisa }),
    post(tx, party_id, {
      cause: `wallet:${cause}`,
      by: by.person_id,
      entries: filled([
        { account: `wallet:${holder}`, paisa: money_paisa },
        { account: `wallet_credit:${holder}`, paisa: credit_paisa },
        { account: `transit:payment:${spend.payment_id}`, paisa: -spend.paisa },
      ]),
    }),
  ])
  assert(moved === 1, 'a locked wallet has what was read')
  return { holder, money_paisa, credit_paisa }
}

/** The wallet that has enough, that with the most credit first: credit is spent before money. */
function chooseWallet(wallets: readonly WalletRow[], paisa: Paisa): WalletRow | undefined {
  return wallets
    .filter((wallet) => wallet.money_paisa + wallet.credit_paisa >= paisa)
    .sort((one, other) => (one.credit_paisa > other.credit_paisa ? -1 : 1))[0]
}

/**
 * The orders of a payment have the money: it has left this person's books. Told twice, it does nothing more.
 * Parties: the person's only.
 */
export async function clearSpend(tx: Tx, personId: string, paymentId: string): Promise<void> {
  const spend = await lockSpend(tx, personId, paymentId)
  if (!spend) return
  const paisa = spend.money_paisa + spend.credit_paisa
  await postOnce(tx, personId, `payment:${paymentId}:cleared`, [
    { account: `transit:payment:${paymentId}`, paisa },
    { account: `cash:${spend.holder}`, paisa: -paisa },
  ])
}

/** Posts unless it was posted before, since a leg may run twice; false when it was. */
export async function postOnce(tx: Tx, partyId: string, cause: string, entries: Entry[]): Promise<boolean> {
  try {
    await post(tx, partyId, { cause, entries })
    return true
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'ledger.already_posted') throw error
    return false
  }
}

/** What of a refund of a wallet's payment is money, and what is credit: money first, never more than was paid in it. */
export async function splitBack(tx: Tx, personId: string, paymentId: string, paisa: Paisa): Promise<Parts> {
  const money_paisa = await takeBack(tx, personId, paymentId, paisa)
  assert(money_paisa !== undefined, 'a payment from a wallet was spent from it')
  return { money_paisa, credit_paisa: paisa - money_paisa }
}

export interface Wallet {
  money_paisa: Paisa
  credit_paisa: Paisa
  /** Where it lies, and whether it may be asked back from there. */
  places: (WalletRow & Pick<HolderRow, 'licence' | 'may_pay_back'>)[]
  lines: LineRow[]
  asked: Omit<AskedBackRow, 'sealed'>[]
}

/** What a person has in the market, who holds it, and what happened to it. */
export async function readWallet(tx: Tx, by: Person, limit = 50): Promise<Wallet> {
  const [wallets, lines, asked] = await Promise.all([
    readWallets(tx, by.person_id),
    newestLines(tx, by.person_id, limit),
    askedBackOf(tx, by.person_id, 20),
  ])
  const places = await Promise.all(
    wallets.map(async (wallet) => {
      const holder = await readHolder(tx, wallet.holder)
      return { ...wallet, licence: holder?.licence ?? 'own', may_pay_back: holder?.may_pay_back ?? false }
    }),
  )
  return {
    money_paisa: wallets.reduce((sum, wallet) => sum + wallet.money_paisa, 0n),
    credit_paisa: wallets.reduce((sum, wallet) => sum + wallet.credit_paisa, 0n),
    places,
    lines,
    asked: asked.map(({ sealed: _sealed, ...row }) => row),
  }
}

/** The most that one order can be paid with: what lies with one holder. */
export async function mostToSpend(tx: Tx, by: Person): Promise<Paisa> {
  const sums = (await readWallets(tx, by.person_id)).map((wallet) => wallet.money_paisa + wallet.credit_paisa)
  return sums.reduce((most, sum) => (sum > most ? sum : most), 0n)
}
