import { asOperator } from '../../src/domains/identity/identity.ts'
import { appealDecision, decideOrder, listMarketOrders } from '../../src/domains/orders/orders.ts'
import { claimOverdue, creditWallet, listBreaks, listCashClaims } from '../../src/domains/payments/payments.ts'
import { shown } from '../../src/kit/ids/ids.ts'
import { sql } from '../../src/kit/sql/sql.ts'
import { opens, submits, toOf } from './buying.ts'
import type { FilledMarket } from './filled.ts'
import type { Visitor } from './market.ts'
import { leopardsFile, leopardsLine } from './remitting.ts'

/** Ayesha has money in her wallet that she can ask back. */
export async function hasMoneyBack(open: FilledMarket): Promise<string> {
  const { person_id } = await open.person('ayesha')
  const credit = { cause: 'round:ayesha', paisa: 50_000n, holder: 'jazzcash', kind: 'refund' } as const
  await open.market.db.tx((tx) => creditWallet(tx, person_id, credit))
  return '/me/wallet/payouts?holder=jazzcash'
}

/** A courier's file that is looked at, one that is booked, money that does not add up, and money that is late. */
export async function cashRooms(open: FilledMarket, visitor: Visitor): Promise<string[]> {
  const booked = await handsIn(visitor, leopardsFile([leopardsLine('LE-NOBODYS')]))
  const file = toOf(await submits(visitor, await opens(visitor, booked), booked))
  const draft = await handsIn(visitor, leopardsFile([leopardsLine('LE-STRANGE')]))
  const dania = await open.person('dania')
  const [found, late] = await open.market.db.tx(async (tx) => {
    const by = await asOperator(tx, dania)
    const long = new Date(tx.now.getTime() - 40 * 86_400_000)
    await tx.count(sql`update holds set funded_at = ${long} where holder = 'leopards' and state <> 'promised'`)
    await claimOverdue(tx)
    return Promise.all([listBreaks(tx, by), listCashClaims(tx, by)])
  })
  const breaks = found.slice(0, 1).map(({ break_id }) => `/operate/money/cash/breaks/${shown('brk', break_id)}`)
  const claims = late.slice(0, 1).map(({ claim_id }) => `/operate/money/cash/claims/${shown('clm', claim_id)}`)
  return [draft, file, ...breaks, ...claims]
}

/** A decision of the market that its buyer questions. */
export async function secondLook(open: FilledMarket): Promise<string> {
  const dania = await open.person('dania')
  return open.market.db.tx(async (tx) => {
    const by = await asOperator(tx, dania)
    const states = ['shipped', 'at_door', 'inspecting', 'delivered'] as const
    const [order] = await listMarketOrders(tx, by, { states: [...states], before: tx.now, limit: 1 })
    if (!order) throw new Error('an order of the filled market is on its way')
    const at = { shop_id: order.party_id, order_id: order.order_id }
    await decideOrder(tx, by, at, { side: 'buyer', words: 'Nobody has seen the parcel' })
    await appealDecision(tx, { kind: 'person', person_id: order.buyer_id }, at, 'I have seen it after all')
    return `/operate/money/disputes/appeals/${shown('ord', order.order_id)}`
  })
}

async function handsIn(visitor: Visitor, text: string): Promise<string> {
  const form = new FormData()
  form.set('courier', 'leopards')
  form.set('file', new File([text], 'LHE-7781.csv', { type: 'text/csv' }))
  return toOf(await visitor.post('/operate/money/cash/files', form))
}

/** An entry by hand that waits for a second person. */
export async function entryOf(visitor: Visitor): Promise<string> {
  const reason = 'Stamp duty paid in cash at the post office'
  const typed = { shop: '', debit: 'expense:loss', credit: 'cash:market', amount: '150', reason, attachments: '' }
  await visitor.post('/operate/money/entries', typed)
  const html = await opens(visitor, '/operate/money/entries')
  return /href="(\/operate\/money\/entries\/ent_[^"]+)"/.exec(html)?.[1] ?? ''
}
