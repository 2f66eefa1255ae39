import { sql } from '../../../kit/sql/sql.ts'
import type { Invariant } from '../../ledger/ledger.ts'

/** What must hold between earnings, payouts, debts and the books, at any moment. */
export const PAYOUT_INVARIANTS: readonly Invariant[] = [
  {
    name: 'I12',
    promise: 'each earning is in one payout at most, and each payout is its earnings less what debts took of them',
    violations: sql`
      with parts as (
        select party_id, payout_id, amount_paisa
        from earnings
        where payout_id is not null
        union all
        select party_id, payout_id, -amount_paisa
        from debt_repayments
        where payout_id is not null
      )
      select 'payout ' || p.payout_id || ' of ' || p.amount_paisa || ' is ' || p.state || ' and has earnings of ' ||
        coalesce(sum(parts.amount_paisa), 0) as detail
      from payouts p
      left join parts on parts.party_id = p.party_id and parts.payout_id = p.payout_id
      group by p.party_id, p.payout_id
      having coalesce(sum(parts.amount_paisa), 0) <>
        case when p.state in ('in_file', 'sent') then p.amount_paisa else 0 end
      limit 100`,
  },
  {
    name: 'I12',
    promise: 'what is payable to a shop is what it earned and was not paid, less what debts took of it',
    violations: sql`
      with open_parts as (
        select party_id, amount_paisa
        from earnings
        where payout_id is null
        union all
        select party_id, -amount_paisa
        from debt_repayments
        where payout_id is null
        union all
        select party_id, amount_paisa
        from ledger_postings
        where account = 'payable'
      )
      select 'payable of shop ' || party_id || ' is off by ' || sum(amount_paisa) || ' paisa' as detail
      from open_parts
      group by party_id
      having sum(amount_paisa) <> 0
      limit 100`,
  },
  {
    name: 'I12',
    promise: 'the money of a payout stands in its account until the bank has taken it',
    violations: sql`
      with standing as (
        select party_id, substring(account from 8)::uuid as payout_id, sum(amount_paisa) as paisa
        from ledger_postings
        where account like 'payout:%'
        group by party_id, account
      )
      select 'payout ' || p.payout_id || ' is ' || p.state || ' and stands at ' || coalesce(s.paisa, 0) as detail
      from payouts p
      left join standing s on s.party_id = p.party_id and s.payout_id = p.payout_id
      where coalesce(s.paisa, 0) <> case when p.state = 'in_file' then -p.amount_paisa else 0 end
      limit 100`,
  },
  {
    name: 'I12',
    promise: 'nothing was put into a payout while it was held for a second look or in dispute at the bank',
    violations: sql`
      select 'earning of order ' || e.order_id || ' of shop ' || e.party_id || ' is in payout ' || e.payout_id ||
        case when p.made_at < e.held_until then ', held until ' || e.held_until
          else ', in dispute since ' || e.disputed_at end as detail
      from earnings e
      join payouts p on p.party_id = e.party_id and p.payout_id = e.payout_id
      where p.made_at < e.held_until or e.disputed_at < p.made_at
      limit 100`,
  },
  {
    name: 'debts',
    promise: 'what a shop owes by name is what stands on its account of debts, and each repayment has its debt',
    violations: sql`
      with owed as (
        select party_id, amount_paisa - repaid_paisa as paisa
        from shop_debts
        union all
        select party_id, -amount_paisa
        from ledger_postings
        where account = 'debt'
      ), repaid as (
        select d.party_id, d.debt_id, d.repaid_paisa - coalesce(sum(r.amount_paisa), 0) as paisa
        from shop_debts d
        left join debt_repayments r on r.party_id = d.party_id and r.debt_id = d.debt_id
        group by d.party_id, d.debt_id
      )
      select 'debts of shop ' || party_id || ' are off by ' || sum(paisa) || ' paisa' as detail
      from owed
      group by party_id
      having sum(paisa) <> 0
      union all
      select 'debt ' || debt_id || ' says it was repaid ' || paisa || ' more than it was'
      from repaid
      where paisa <> 0
      limit 100`,
  },
]
