import { later } from '../../../kit/clock/clock.ts'
import { Refusal } from '../../../kit/errors/refusal.ts'
import { record } from '../../../kit/events/events.ts'
import { isIban } from '../../../kit/iban/iban.ts'
import { newId } from '../../../kit/ids/ids.ts'
import type { Tx } from '../../../kit/sql/tx.ts'
import { findShop, type Operator, openFor, readPerson, type ShopActor, sealFor } from '../../identity/identity.ts'
import {
  type DetailsRow,
  detailsToCheck,
  newestDetails,
  readDetails,
  replaceDetails,
  setNameCleared,
} from './details-store.ts'
import { NAME_FITS, nameScore } from './names.ts'
import { lockPlan } from './plans-store.ts'
import { setLifted } from './stops-store.ts'

/** New details wait a day, so that a thief who changes them is seen before the money moves. */
export const COOLING_MS = 24 * 3_600_000

export interface PayoutDetails {
  kind: 'bank' | 'wallet'
  /** An IBAN (PK…) for a bank, a mobile number (03…) for a wallet. */
  account: string
  /** The name the account runs under. */
  title: string
}

/**
 * Says where a shop wants its money. The first details can be used at once, later ones after a day, in which whoever
 * set the earlier ones hears of it. A title that looks like neither the shop's nor its owner's name waits for a person.
 * Refuses: forbidden payments.owner_only; invalid payments.iban, payments.wallet_number, payments.title.
 * Events: payout_details.changed.
 */
export async function setPayoutDetails(tx: Tx, by: ShopActor, details: PayoutDetails): Promise<void> {
  if (by.role !== 'owner') throw new Refusal('forbidden', 'payments.owner_only')
  const { account, title } = readAccount(details)
  await lockPlan(tx, by.shop_id)
  const [before, name_score] = await Promise.all([newestDetails(tx, by.shop_id), scoreFor(tx, by, title)])
  const details_id = newId()
  await replaceDetails(tx, {
    party_id: by.shop_id,
    details_id,
    owner_id: by.person_id,
    kind: details.kind,
    sealed: await sealFor(tx, by.person_id, JSON.stringify({ account, title }), `payout:${details_id}`),
    shown_tail: account.slice(-4),
    set_at: tx.now,
    usable_from: before ? later(tx.now, COOLING_MS) : tx.now,
    name_score,
    name_state: name_score < NAME_FITS ? 'ask' : 'fits',
  })
  // What the bank sent back because of the old account is settled by a new one.
  await setLifted(tx, { party_id: by.shop_id, cause: 'returned' }, by.person_id, 'new details')
  await record(tx, by.shop_id, 'payout_details.changed', {
    shop_id: by.shop_id,
    details_id,
    owner_id: by.person_id,
    before_owner_id: before?.owner_id ?? '',
    tail: account.slice(-4),
  })
}

/**
 * An account as a bank or a wallet knows it, without spaces.
 * Refuses: invalid payments.iban, payments.wallet_number, payments.title.
 */
export function readAccount(details: PayoutDetails): { account: string; title: string } {
  const account = details.account.replace(/[\s-]/g, '').toUpperCase()
  if (details.kind === 'bank' && !isIban(account)) throw new Refusal('invalid', 'payments.iban')
  if (details.kind === 'wallet' && !/^03\d{9}$/.test(account)) throw new Refusal('invalid', 'payments.wallet_number')
  const title = details.title.trim()
  if (title.length < 3 || title.length > 60) throw new Refusal('invalid', 'payments.title')
  return { account, title }
}

async function scoreFor(tx: Tx, by: ShopActor, title: string): Promise<number> {
  const [shop, owner] = await Promise.all([
    findShop(tx, by.shop_id),
    readPerson(tx, { kind: 'person', person_id: by.person_id }, 'own', by.person_id),
  ])
  return nameScore(title, [shop?.name ?? '', shop?.handle ?? '', owner.name ?? ''])
}

/** What a shop's page shows of its details: the kind, the last four, and since when they are used. */
export async function getPayoutDetails(tx: Tx, by: ShopActor) {
  const row: DetailsRow | undefined = await readDetails(tx, by.shop_id)
  if (!row) return undefined
  const { kind, shown_tail, set_at, usable_from, name_state } = row
  return { kind, shown_tail, set_at, usable_from, name_state }
}

/** Since when names wait for a person; no account is opened. */
export async function listNamesWaiting(tx: Tx, _by: Operator, limit = 100): Promise<{ set_at: Date }[]> {
  return (await detailsToCheck(tx, limit)).map(({ set_at }) => ({ set_at }))
}

export interface NameToCheck {
  shop_id: string
  details_id: string
  shop: string
  owner: string
  title: string
  score: number
  set_at: Date
}

/** Accounts whose title looks like neither the shop's nor its owner's name. Each is opened, and each look is logged. */
export async function listNamesToCheck(tx: Tx, by: Operator, limit = 20): Promise<NameToCheck[]> {
  const found: NameToCheck[] = []
  for (const row of await detailsToCheck(tx, limit)) {
    const [shop, owner, opened] = await Promise.all([
      findShop(tx, row.party_id),
      readPerson(tx, by, 'payout', row.owner_id, 'name of the account'),
      openFor(tx, by, 'payout', row.owner_id, row.sealed, `payout:${row.details_id}`),
    ])
    const { title } = JSON.parse(opened) as { title: string }
    const names = { shop: shop?.name ?? '', owner: owner.name ?? '', title }
    const { party_id: shop_id, details_id, set_at } = row
    found.push({ shop_id, details_id, ...names, score: row.name_score ?? 0, set_at })
  }
  return found
}

/**
 * A person has asked and says that the account is the shop's, whatever its title. Refuses: conflict
 * payments.name_decided when somebody said so before, or the shop has changed its account.
 */
export async function clearName(tx: Tx, by: Operator, at: { shop_id: string; details_id: string }): Promise<void> {
  const cleared = await setNameCleared(tx, at.shop_id, at.details_id, by.person_id)
  if (cleared === 0) throw new Refusal('conflict', 'payments.name_decided')
}
