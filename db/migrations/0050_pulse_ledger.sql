-- The ledger of budgets names what spends them: releases of the Index, and weekly reports of demand that shops read.
alter table pulse_charges drop constraint pulse_charges_year_fkey;
alter table pulse_budgets drop constraint pulse_budgets_pkey;
alter table pulse_budgets add column kind text not null default 'index' check (kind in ('index', 'demand'));
alter table pulse_budgets add primary key (year, kind);
alter table pulse_charges add column kind text not null default 'index';
alter table pulse_charges add foreign key (year, kind) references pulse_budgets (year, kind);

-- What people looked for is counted by province too, where they said where they are. Empty: the whole market.
alter table search_terms add column area text not null default '';
alter table search_terms drop constraint search_terms_pkey;
alter table search_terms add primary key (week, is_found, area, words);
