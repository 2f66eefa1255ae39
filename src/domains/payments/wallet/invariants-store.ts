import { sql } from '../../../kit/sql/sql.ts'
import type { Invariant } from '../../ledger/ledger.ts'

/** What must hold between wallets, their lines and the books, at any moment. */
export const WALLET_INVARIANTS: readonly Invariant[] = [
  {
    name: 'wallets',
    promise: 'what a wallet shows is what its lines say and what stands in the books',
    violations: sql`
      with sides as (
        select party_id, holder, money_paisa, credit_paisa, money_paisa as line_money, credit_paisa as line_credit
        from wallets
        union all
        select party_id, holder, 0, 0, -money_paisa, -credit_paisa
        from wallet_lines
        union all
        select party_id, substring(account from 8), amount_paisa, 0, 0, 0
        from ledger_postings
        where account like 'wallet:%'
        union all
        select party_id, substring(account from 15), 0, amount_paisa, 0, 0
        from ledger_postings
        where account like 'wallet\\_credit:%'
      )
      select 'wallet of ' || party_id || ' at ' || holder || ' is off by ' || sum(money_paisa) || ' and ' ||
        sum(credit_paisa) || ', its lines by ' || sum(line_money) || ' and ' || sum(line_credit) as detail
      from sides
      group by party_id, holder
      having sum(money_paisa) <> 0 or sum(credit_paisa) <> 0 or sum(line_money) <> 0 or sum(line_credit) <> 0
      limit 100`,
  },
  {
    name: 'wallets',
    promise: 'money between two parties arrives: an account of transit is empty once its events were told',
    violations: sql`
      select account || ' of ' || party_id || ' stands at ' || sum(amount_paisa) as detail
      from ledger_postings
      where account like 'transit:%'
      group by party_id, account
      having sum(amount_paisa) <> 0 and not exists (
        select 1 from outbox o
        where o.party_id = ledger_postings.party_id and o.delivered_at is null
          and o.name in ('payment.paid', 'refund.to_wallet')
      )
      limit 100`,
  },
  {
    name: 'wallets',
    promise: 'what a person asked back stands in its account until it is sent or back in the wallet',
    violations: sql`
      select 'asked back ' || w.wallet_payout_id || ' is ' || w.state || ' and stands at ' ||
        coalesce(sum(p.amount_paisa), 0) as detail
      from wallet_payouts w
      left join ledger_postings p
        on p.party_id = w.party_id and p.account = 'wallet_out:' || w.wallet_payout_id::text
      group by w.party_id, w.wallet_payout_id
      having coalesce(sum(p.amount_paisa), 0) <> case when w.state = 'asked' then -w.amount_paisa else 0 end
      limit 100`,
  },
]
