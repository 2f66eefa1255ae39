-- Sold lines lie by their orders: the newest of a shop are neighbours, so that a new day costs the same after any
-- history. By listing it went to another place of the whole history for each line.
alter table pulse_sales drop constraint pulse_sales_pkey;
alter table pulse_sales add primary key (party_id, order_id, line);

-- The kind of goods as which what was sold of a listing is counted, so that a listing on another shelf is noticed
-- without a look at its sales.
-- party table
create table pulse_kinds (
  party_id uuid not null,
  listing_id uuid not null,
  category_id text not null,
  condition text not null,
  primary key (party_id, listing_id)
);
insert into pulse_kinds (party_id, listing_id, category_id, condition)
select distinct on (party_id, listing_id) party_id, listing_id, category_id, condition from pulse_sales
order by party_id, listing_id, ordered_on;
