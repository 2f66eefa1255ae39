import { sql } from '../../../kit/sql/sql.ts'
import type { Invariant } from '../../ledger/ledger.ts'

/** What must hold of each sale's money, between its papers and the books. */
export const SALE_INVARIANTS: readonly Invariant[] = [
  {
    name: 'I6',
    promise: 'per order: what was paid in and the discount are what was released, refunded, taken as fee, tax and tip',
    violations: sql`
      with moved as (
        select t.party_id, split_part(t.cause, ':', 2)::uuid as order_id,
          -sum(p.amount_paisa) filter (where p.account = 'payable') as earned,
          -sum(p.amount_paisa) filter (where p.account = 'fee:commission') as commission,
          -sum(p.amount_paisa) filter (where p.account = 'fee:delivery') as delivery,
          -sum(p.amount_paisa) filter (where p.account like 'tip:%') as tip,
          -sum(p.amount_paisa) filter (where p.account in ('tax:income', 'tax_withheld:income')) as income_tax,
          -sum(p.amount_paisa) filter (where p.account in ('tax:sales', 'tax_withheld:sales')) as sales_tax,
          sum(p.amount_paisa) filter (where p.account = 'expense:discount') as discount
        from ledger_transfers t
        join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
        where t.cause like 'order:%:release'
        group by t.party_id, t.cause
      )
      select 'order ' || coalesce(h.order_id, m.order_id) || ' is ' || coalesce(h.state, 'missing') ||
        ' and was not shared out as its settlement says' as detail
      from holds h
      left join settlements s on s.party_id = h.party_id and s.order_id = h.order_id
      full join moved m on m.party_id = h.party_id and m.order_id = h.order_id
      where h.order_id is null
        or (h.state = 'released') <> (m.order_id is not null)
        -- Sales that ended before settlements were written have none.
        or (h.state <> 'released' and s.order_id is not null)
        or (s.order_id is not null and (h.amount_paisa <> s.captured_paisa
          or coalesce(m.earned, 0) <> s.earned_paisa or coalesce(m.commission, 0) <> s.commission_paisa
          or coalesce(m.delivery, 0) <> s.delivery_paisa or coalesce(m.tip, 0) <> s.tip_paisa
          or coalesce(m.income_tax, 0) <> s.income_tax_paisa or coalesce(m.sales_tax, 0) <> s.sales_tax_paisa
          or coalesce(m.discount, 0) <> s.discount_paisa))
      limit 100`,
  },
  {
    name: 'I6',
    promise: 'what goes back out of a hold is the part that was not kept, or all of it less the way',
    violations: sql`
      select 'order ' || h.order_id || ' of ' || h.amount_paisa || ' is ' || h.state || ' and its refund is ' ||
        coalesce(r.amount_paisa, 0) as detail
      from holds h
      left join settlements s on s.party_id = h.party_id and s.order_id = h.order_id
      left join refunds r on r.party_id = h.party_id and r.cause = 'order:' || h.order_id || ':refund'
      left join ledger_transfers t on t.party_id = h.party_id and t.cause = 'order:' || h.order_id || ':freight'
      left join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
        and p.account = 'fee:delivery'
      left join lateral (
        select v.order_id
        from reversals v
        where v.party_id = h.party_id and v.order_id = h.order_id and (v.payment_id = h.payment_id or exists (
          select 1 from hold_parts q
          where q.party_id = v.party_id and q.order_id = v.order_id and q.payment_id = v.payment_id))
        limit 1
      ) v on true
      left join lateral (
        select sum(b.amount_paisa) as paisa
        from refunds b
        where b.party_id = h.party_id and b.order_id = h.order_id and b.cause like 'part:%'
      ) parts on true
      left join sale_refunds u on u.party_id = h.party_id and u.order_id = h.order_id and u.kind = 'uncollected'
      -- What a rail had taken back before is not owed a second time, nor what never came.
      where (s.order_id is not null and u.order_id is null and coalesce(r.amount_paisa, 0) <> s.back_paisa
          and (v.order_id is null or r.refund_id is not null))
        or (h.state = 'refunded' and v.order_id is null
          and coalesce(r.amount_paisa, 0) + coalesce(parts.paisa, 0) - coalesce(p.amount_paisa, 0) <> h.amount_paisa)
      limit 100`,
  },
  {
    name: 'I11',
    promise: 'what went back of an order, and what rails took back, is no more than came, or stands as a loss',
    violations: sql`
      with back as (
        select party_id, order_id, sum(amount_paisa) as paisa
        from refunds
        where cause like 'order:%'
        group by party_id, order_id
      ), taken as (
        select v.party_id, v.order_id, sum(v.paisa) as paisa
        from reversals v
        join holds h on h.party_id = v.party_id and h.order_id = v.order_id and h.payment_id = v.payment_id
        where v.state <> 'won'
        group by v.party_id, v.order_id
      ), lost as (
        select t.party_id, split_part(t.cause, ':', 3) as order_id, sum(p.amount_paisa) as paisa
        from ledger_transfers t
        join ledger_postings p on p.party_id = t.party_id and p.transfer_id = t.transfer_id
          and p.account = 'expense:loss'
        where t.cause like 'reversal:%'
        group by t.party_id, split_part(t.cause, ':', 3)
      )
      select 'order ' || h.order_id || ' had ' || h.amount_paisa || ' and gave back ' ||
        coalesce(back.paisa, 0) + coalesce(taken.paisa, 0) as detail
      from holds h
      left join back on back.party_id = h.party_id and back.order_id = h.order_id
      left join taken on taken.party_id = h.party_id and taken.order_id = h.order_id
      left join lost on lost.party_id = h.party_id and lost.order_id = h.order_id::text
      where coalesce(back.paisa, 0) + coalesce(taken.paisa, 0)
        > case when h.funded_at is null then 0 else h.amount_paisa end + greatest(coalesce(lost.paisa, 0), 0)
      limit 100`,
  },
  {
    name: 'I11',
    promise: 'each refund of a settled sale is on its paper, to the paisa',
    violations: sql`
      select 'refund ' || f.refund_number || ' of order ' || f.order_id || ' is ' || f.paisa || ' on paper and ' ||
        coalesce(r.amount_paisa, 0) as detail
      from sale_refunds f
      left join refunds r on r.party_id = f.party_id
        and r.cause = 'order:' || f.order_id || ':refund:' || f.refund_number
      where f.kind = 'refund' and coalesce(r.amount_paisa, 0) <> f.paisa
      limit 100`,
  },
  {
    name: 'I6',
    promise: 'what taxes say is withheld is what the books keep, and what vouchers say is used is what orders used',
    violations: sql`
      select 'tax ' || l.kind || ' of order ' || l.order_id || ' is ' || sum(l.paisa) || ' by its lines' as detail
      from tax_lines l
      join settlements s on s.party_id = l.party_id and s.order_id = l.order_id
      left join lateral (
        select coalesce(sum(case when l.kind = 'income' then f.income_tax_paisa else f.sales_tax_paisa end), 0) as paisa
        from sale_refunds f
        where f.party_id = l.party_id and f.order_id = l.order_id and f.undone_at is null
      ) back on true
      group by l.party_id, l.order_id, l.kind, s.income_tax_paisa, s.sales_tax_paisa, back.paisa
      having sum(l.paisa) <> case when l.kind = 'income' then s.income_tax_paisa else s.sales_tax_paisa end - back.paisa
      union all
      select 'voucher ' || v.code || ' counts ' || v.used_count || ' uses and has ' || count(u.order_id) as detail
      from vouchers v
      left join voucher_uses u on u.party_id = v.party_id and u.code = v.code and u.given_back_at is null
      group by v.party_id, v.code
      having v.used_count <> count(u.order_id)
      limit 100`,
  },
]
