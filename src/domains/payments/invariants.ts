import { sql } from '../../kit/sql/sql.ts'
import type { Invariant } from '../ledger/ledger.ts'
import { CASH_INVARIANTS } from './cash/invariants-store.ts'
import { PAYOUT_INVARIANTS } from './payouts/invariants-store.ts'
import { SALE_INVARIANTS } from './sales/invariants-store.ts'
import { WALLET_INVARIANTS } from './wallet/invariants-store.ts'

/** What must hold between holds, payments and the books, at any moment. */
export const MONEY_INVARIANTS: readonly Invariant[] = [
  {
    name: 'I6',
    promise: 'per order: what came in is what is held, released or owed back; an ended hold holds nothing',
    violations: sql`
      with held as (
        select party_id, substring(account from 6)::uuid as order_id, sum(amount_paisa) as paisa
        from ledger_postings
        where account like 'hold:%'
        group by party_id, account
      )
      select 'hold of order ' || coalesce(h.order_id, held.order_id) || ' is ' || coalesce(h.state, 'missing') ||
        ' and its account stands at ' || coalesce(held.paisa, 0) as detail
      from holds h
      full join held on held.party_id = h.party_id and held.order_id = h.order_id
      where h.order_id is null
        or (h.state = 'funded' and coalesce(held.paisa, 0) <> -h.amount_paisa)
        or (h.state <> 'funded' and coalesce(held.paisa, 0) <> 0)
      limit 100`,
  },
  {
    name: 'I6',
    promise: 'a released order paid its shop what its earning says',
    violations: sql`
      select 'order ' || h.order_id || ' is released without an earning' as detail
      from holds h
      left join earnings e on e.party_id = h.party_id and e.order_id = h.order_id
      where (h.state = 'released') <> (e.order_id is not null)
      limit 100`,
  },
  {
    name: 'I7',
    promise: 'one effect for each transaction of a provider: each paid payment has exactly one',
    violations: sql`
      select 'payment ' || p.payment_id || ' is ' || p.state || ' with ' || count(t.provider_id) ||
        ' transactions' as detail
      from payments p
      left join provider_transactions t on t.payment_id = p.payment_id and t.kind = 'paid'
      group by p.party_id, p.payment_id
      having (p.state in ('paid', 'part_refunded', 'refunded', 'disputed', 'reversed')) <> (count(t.provider_id) = 1)
        or count(t.provider_id) > 1
      limit 100`,
  },
  {
    name: 'I8',
    promise: 'one effect for each key of an actor: an answered key has its answer',
    violations: sql`
      select 'key of ' || party_id || ' asked at ' || asked_at as detail
      from idempotency_keys
      where (answered_at is null) <> (status is null)
      limit 100`,
  },
  ...PAYOUT_INVARIANTS,
  ...WALLET_INVARIANTS,
  {
    name: 'I13',
    promise: 'no money command without its event: each paid payment told the orders, as far back as events are kept',
    violations: sql`
      select 'payment ' || p.payment_id || ' has no event' as detail
      from payments p
      where coalesce(p.paid_at, 'infinity') >= coalesce((select recorded_before from outbox_forgotten), '-infinity')
        and p.state in ('paid', 'part_refunded', 'refunded', 'disputed', 'reversed') and not exists (
        select 1 from outbox o
        where o.party_id = p.party_id and o.name = 'payment.paid' and o.payload ->> 'payment_id' = p.payment_id::text
      )
      limit 100`,
  },
  ...CASH_INVARIANTS,
  ...SALE_INVARIANTS,
]
