import { sql } from '../../../kit/sql/sql.ts'
import type { Invariant } from '../../ledger/ledger.ts'

/** What must hold between our books and the banks', at any moment. */
export const BOOK_INVARIANTS: readonly Invariant[] = [
  {
    name: 'I15',
    promise: 'each line of a bank is in our books exactly once, and each posting it shows is the same amount',
    violations: sql`
      select 'line ' || l.line_id || ' of ' || l.paisa || ' is ' || l.state || ' and is shown by ' ||
        coalesce(sum(k.paisa), 0) as detail
      from bank_lines l
      left join bank_line_links k on k.party_id = l.party_id and k.line_id = l.line_id
      group by l.party_id, l.line_id
      having coalesce(sum(k.paisa), 0) <> case when l.state in ('suspense', 'settled') then l.paisa else 0 end
      union all
      select 'link of ' || k.cause || ' of ' || k.linked_party || ' says ' || k.paisa || ', the books ' ||
        coalesce(p.amount_paisa, 0)
      from bank_line_links k
      left join ledger_transfers t on t.party_id = k.linked_party and t.cause = k.cause
      left join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
        and p.account = 'cash:' || k.holder
      where p.amount_paisa is distinct from k.paisa
      limit 100`,
  },
  {
    name: 'I15',
    promise: 'what our books have at a bank, less its statements, is the sum of the listed open items',
    violations: sql`
      with items as (
        select a.holder, sum(p.amount_paisa) as booked,
          sum(p.amount_paisa) filter (where k.line_id is null and not (t.posted_at <= a.started_at
            and (t.event_at at time zone 'Asia/Karachi')::date::text < a.started_on)) as open_items
        from bank_accounts a
        join ledger_postings p on p.account = 'cash:' || a.holder
        join ledger_transfers t on t.party_id = p.party_id and t.transfer_id = p.transfer_id
        left join bank_line_links k on k.party_id = a.party_id and k.linked_party = p.party_id and k.cause = t.cause
          and k.holder = a.holder
        group by a.party_id, a.holder
      ), told as (
        select a.holder, a.opening_paisa + coalesce(sum(l.paisa), 0) as paisa,
          coalesce(sum(l.paisa) filter (where l.state in ('new', 'paying')), 0) as waiting
        from bank_accounts a
        left join bank_lines l on l.party_id = a.party_id and l.holder = a.holder
        group by a.party_id, a.holder
      )
      select 'at ' || told.holder || ' our books have ' || coalesce(items.booked, 0) || ', its statements ' ||
        told.paisa || ', and the open items are ' || coalesce(items.open_items, 0) - told.waiting as detail
      from told
      left join items on items.holder = told.holder
      where coalesce(items.booked, 0) <> told.paisa + coalesce(items.open_items, 0) - told.waiting
      limit 100`,
  },
  {
    name: 'I15',
    promise: 'whatever waits in suspense is what the suspense accounts say',
    violations: sql`
      with accounts as (
        select substring(account from 10) as holder, sum(amount_paisa) as paisa
        from ledger_postings
        where account like 'suspense:%'
          and not exists (
            select 1 from ledger_transfers t
            where t.party_id = ledger_postings.party_id and t.transfer_id = ledger_postings.transfer_id
              and (t.cause like 'opening:%' or t.cause like 'manual:%' or t.cause like 'report:%'))
        group by account
      ), lines as (
        select holder, sum(paisa) as paisa
        from bank_lines
        where state = 'suspense'
        group by holder
      )
      select 'suspense of ' || coalesce(a.holder, l.holder) || ' stands at ' || coalesce(a.paisa, 0) ||
        ' and its lines at ' || coalesce(l.paisa, 0) as detail
      from accounts a
      full join lines l on l.holder = a.holder
      where coalesce(a.paisa, 0) <> -coalesce(l.paisa, 0)
      limit 100`,
  },
  {
    name: 'I16',
    promise: 'each coverage report follows the one before it, without a gap, and a shortfall has its open break',
    violations: sql`
      select 'coverage report ' || c.number || ' does not follow the one before it' as detail
      from coverage_reports c
      left join coverage_reports b on b.party_id = c.party_id and b.number = c.number - 1
      where (c.number > 1 and b.hash is distinct from c.previous_hash)
        or (c.number = 1 and c.previous_hash <> decode(repeat('00', 32), 'hex'))
      union all
      select 'coverage report ' || c.number || ' is short and nobody was told'
      from coverage_reports c
      where not c.is_covered
        and not exists (
          select 1 from money_breaks b
          where b.party_id = c.party_id and b.kind = 'shortfall' and b.seen_at >= c.made_at)
      limit 100`,
  },
]
