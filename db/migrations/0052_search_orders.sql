-- A line of a cart knows under which words it was found, as a keyed digest; it goes with the line. How many orders
-- followed from some words is counted, and not whose.
alter table cart_lines add column query_key bytea;
alter table numbers_queries add column ordered_count integer not null default 0;
