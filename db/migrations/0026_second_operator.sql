-- Who runs the market is a rule of its money too: one operator alone makes no second one.
alter table rule_changes drop constraint rule_changes_kind_check;
alter table rule_changes add constraint rule_changes_kind_check
  check (kind in ('payouts', 'commission', 'shop_terms', 'operator'));
