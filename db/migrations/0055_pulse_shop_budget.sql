-- The public ledger of budgets counts what is spent on a shop's day beside what is spent on a person's month, and both
-- are charged before any noise is drawn.
alter table pulse_charges add column shop_rho_millionths bigint not null default 0 check (shop_rho_millionths >= 0);
alter table pulse_budgets add column cap_shop_rho_millionths bigint not null default 0;
alter table pulse_budgets add column spent_shop_rho_millionths bigint not null default 0;

-- Releases that are there say themselves what they spent; a year may have fourteen of them.
update pulse_charges c
set shop_rho_millionths = ceil((r.facts #>> '{privacy,spent,shop,rho}')::numeric * 1000000)
from pulse_releases r
where r.release_id = c.release_id and r.facts #>> '{privacy,spent,shop,rho}' is not null;
update pulse_budgets b
set spent_shop_rho_millionths = s.spent,
  cap_shop_rho_millionths = greatest(14 * s.most, 25 * b.cap_rho_millionths)
from (
  select year, kind, sum(shop_rho_millionths) as spent, max(shop_rho_millionths) as most
  from pulse_charges group by year, kind
) s
where s.year = b.year and s.kind = b.kind and b.kind = 'index';
alter table pulse_budgets add check (spent_shop_rho_millionths between 0 and cap_shop_rho_millionths);
