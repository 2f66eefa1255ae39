-- What moves money by one operator’s word waits for another, as a change of a rule does: a payout that came back, a
-- stop that is lifted, a refund and a wallet’s money sent by hand.
alter table rule_changes drop constraint rule_changes_kind_check;
alter table rule_changes add constraint rule_changes_kind_check check (kind in ('payouts', 'commission', 'shop_terms',
  'operator', 'payout_returned', 'stop_lifted', 'refund_sent', 'wallet_settled'));

-- The one thing that such an act is about: it waits once.
alter table rule_changes add column subject text;
create unique index rule_changes_waiting on rule_changes (party_id, kind, subject)
  where state = 'proposed' and subject is not null;
