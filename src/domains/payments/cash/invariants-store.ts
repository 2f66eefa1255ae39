import { sql } from '../../../kit/sql/sql.ts'
import type { Invariant } from '../../ledger/ledger.ts'

/** What must hold between couriers' and riders' cash, what is open with them, and the books. */
export const CASH_INVARIANTS: readonly Invariant[] = [
  {
    name: 'I15',
    promise: 'what couriers owe, paid too much or paid ahead is a list of open items, to the paisa',
    violations: sql`
      with open as (
        select 'cash_short:' || courier as account, sum(open_paisa) as paisa
        from cash_breaks
        where settled_at is null and open_paisa > 0
        group by courier
        union all
        select 'cash_over:' || courier, sum(open_paisa)
        from cash_breaks
        where settled_at is null and open_paisa < 0
        group by courier
        union all
        select 'courier_advance:' || courier, -sum(open_paisa)
        from courier_advances
        where open_paisa > 0
        group by courier
      ), booked as (
        select account, sum(amount_paisa) as paisa
        from ledger_postings
        where account ~ '^(cash_short|cash_over|courier_advance):'
        group by account
      )
      select coalesce(open.account, booked.account) || ' stands at ' || coalesce(booked.paisa, 0) ||
        ' and its open items add up to ' || coalesce(open.paisa, 0) as detail
      from open
      full join booked on booked.account = open.account
      where coalesce(open.paisa, 0) <> coalesce(booked.paisa, 0)
      limit 100`,
  },
  {
    name: 'I15',
    promise: 'cash that riders and couriers have is the cash of the orders that they delivered',
    violations: sql`
      with due as (
        select 'cash:' || h.holder as account, sum(h.amount_paisa - coalesce((
          select sum(p.amount_paisa)
          from hold_parts p
          where p.party_id = h.party_id and p.order_id = h.order_id
        ), 0)) as paisa
        from holds h
        where h.method = 'cod' and h.state in ('funded', 'released', 'refunded')
          and h.holder not in ('market', 'nobody')
        group by h.holder
      ), booked as (
        select account, sum(amount_paisa) as paisa
        from ledger_postings
        where account like 'cash:rider:%' or account in (select 'cash:' || courier from courier_terms)
        group by account
      )
      select coalesce(due.account, booked.account) || ' stands at ' || coalesce(booked.paisa, 0) ||
        ' and its orders add up to ' || coalesce(due.paisa, 0) as detail
      from due
      full join booked on booked.account = due.account
      where coalesce(due.paisa, 0) <> coalesce(booked.paisa, 0)
        and coalesce(due.account, booked.account) <> 'cash:rider'
      limit 100`,
  },
  {
    name: 'I6',
    promise: 'money that came before the cash waits only while the cash is due',
    violations: sql`
      with waiting as (
        select party_id, substring(account from 11)::uuid as order_id, sum(amount_paisa) as paisa
        from ledger_postings
        where account like 'part_paid:%'
        group by party_id, account
      )
      select 'order ' || w.order_id || ' is ' || h.state || ' and ' || -w.paisa || ' came before its cash' as detail
      from waiting w
      join holds h on h.party_id = w.party_id and h.order_id = w.order_id
      where w.paisa <> case when h.state = 'promised' then -coalesce((
        select sum(p.amount_paisa)
        from hold_parts p
        where p.party_id = h.party_id and p.order_id = h.order_id
      ), 0) else 0 end
      limit 100`,
  },
]
