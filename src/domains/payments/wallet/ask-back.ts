import { Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Paisa } from '../../../kit/money/money.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { type Operator, openFor, type Person, readPerson, sealFor } from '../../identity/identity.ts'
import { post } from '../../ledger/ledger.ts'
import { type PayoutDetails, readAccount } from '../payouts/details.ts'
import { assertRunning } from '../payouts/payouts.ts'
import { addTo } from './wallet.ts'
import {
  type AskedBackRow,
  allAskedBack,
  endAskedBack,
  insertAskedBack,
  insertLine,
  lockWallets,
  moveWallet,
  readHolder,
} from './wallet-store.ts'

/**
 * A person asks money of the wallet back, to a bank account or a mobile wallet. Credit is not money and stays.
 * Refuses: invalid payments.iban, payments.wallet_number, payments.title, payments.wallet_amount; conflict
 * payments.holder_pays_nothing_back; conflict payments.wallet_short when there is less money than that.
 * Events: wallet.asked_back. Parties: the person's only. The portal asks for a fresh proof first.
 */
export async function askWalletBack(
  tx: Tx,
  by: Person,
  ask: { holder: string; paisa: Paisa; to: PayoutDetails },
): Promise<string> {
  const { account, title } = readAccount(ask.to)
  if (ask.paisa <= 0n) throw new Refusal('invalid', 'payments.wallet_amount')
  const holder = await readHolder(tx, ask.holder)
  if (!holder?.may_pay_back) throw new Refusal('conflict', 'payments.holder_pays_nothing_back')
  await lockWallets(tx, by.person_id)
  const at = { party_id: by.person_id, holder: ask.holder }
  const out = { money_paisa: -ask.paisa, credit_paisa: 0n }
  if ((await moveWallet(tx, at, out)) === 0) throw new Refusal('conflict', 'payments.wallet_short')
  const wallet_payout_id = newId()
  const cause = `ask_back:${wallet_payout_id}`
  const secret = JSON.stringify({ kind: ask.to.kind, account, title })
  const sealed = await sealFor(tx, by.person_id, secret, `wallet_payout:${wallet_payout_id}`)
  await Promise.all([
    insertLine(tx, { ...at, line_id: newId(), kind: 'ask_back', cause, ...out }),
    insertAskedBack(tx, { ...at, wallet_payout_id, amount_paisa: ask.paisa, sealed, shown_tail: account.slice(-4) }),
    post(tx, by.person_id, {
      cause: `wallet:${cause}`,
      by: by.person_id,
      entries: [
        { account: `wallet:${ask.holder}`, paisa: ask.paisa },
        { account: `wallet_out:${wallet_payout_id}`, paisa: -ask.paisa },
      ],
    }),
    record(tx, by.person_id, 'wallet.asked_back', { wallet_payout_id, amount_paisa: ask.paisa.toString() }),
  ])
  return wallet_payout_id
}

/** How much wallet money is asked back, and since when; no account is opened. */
export async function listAskedWaiting(tx: Tx, _by: Operator, limit = 100) {
  return (await allAskedBack(tx, limit)).map(({ asked_at, amount_paisa }) => ({ asked_at, amount_paisa }))
}

export interface AskedBack extends Omit<AskedBackRow, 'sealed'> {
  name: string
  account: string
  title: string
}

/** What persons asked back, the oldest first. Each account is opened through the vault, and each look is logged. */
export async function listAskedBack(tx: Tx, by: Operator, limit = 50): Promise<AskedBack[]> {
  const rows = await allAskedBack(tx, limit)
  return Promise.all(
    rows.map(async ({ sealed, ...row }) => {
      const [person, opened] = await Promise.all([
        readPerson(tx, by, 'payout', row.party_id, row.wallet_payout_id),
        openFor(tx, by, 'payout', row.party_id, sealed, `wallet_payout:${row.wallet_payout_id}`),
      ])
      const { account, title } = JSON.parse(opened) as { account: string; title: string }
      return { ...row, name: person.name ?? '', account, title }
    }),
  )
}

/**
 * An operator has sent what a person asked back, with its receipt; or could not, and the money is in the wallet again.
 * Refuses: invalid payments.say_why without a receipt or a reason; conflict payments.wallet_asked_done when it was
 * settled before; conflict payments.payouts_stopped.
 * Events: wallet.sent, wallet.not_sent.
 */
export async function settleAskedBack(
  tx: Tx,
  by: Operator,
  at: { party_id: string; wallet_payout_id: string },
  end: { state: 'sent' | 'returned'; receipt: string },
): Promise<void> {
  if (end.state === 'sent') await assertRunning(tx)
  const receipt = end.receipt.trim().slice(0, 100)
  if (receipt.length < 3) throw new Refusal('invalid', 'payments.say_why')
  const asked = await endAskedBack(tx, at, { state: end.state, receipt, by: by.person_id })
  if (!asked) throw new Refusal('conflict', 'payments.wallet_asked_done')
  const out = `wallet_out:${asked.wallet_payout_id}`
  if (end.state === 'sent') {
    await post(tx, asked.party_id, {
      cause: `${out}:sent`,
      by: by.person_id,
      entries: [
        { account: out, paisa: asked.amount_paisa },
        { account: `cash:${asked.holder}`, paisa: -asked.amount_paisa },
      ],
    })
  } else {
    const parts = { money_paisa: asked.amount_paisa, credit_paisa: 0n }
    const cause = `not_sent:${asked.wallet_payout_id}`
    await addTo(tx, asked.party_id, { cause, holder: asked.holder, kind: 'not_sent', parts, against: out })
  }
  await record(tx, asked.party_id, end.state === 'sent' ? 'wallet.sent' : 'wallet.not_sent', {
    wallet_payout_id: asked.wallet_payout_id,
    amount_paisa: asked.amount_paisa.toString(),
  })
}
