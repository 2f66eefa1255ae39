-- What search learns from trade and from people: what is bought, how a shop's orders end, what many people look for,
-- and the searches that somebody wants to hear of again.

-- Goods that a buyer kept, for ninety days: how many different people bought them lately.
-- party table
create table search_sales (
  -- The shop.
  party_id uuid not null,
  listing_id uuid not null,
  order_id uuid not null,
  buyer_id uuid not null,
  sold_at timestamptz not null,
  primary key (party_id, listing_id, order_id)
);
create index search_sales_by_age on search_sales (sold_at);

insert into search_sales (party_id, listing_id, order_id, buyer_id, sold_at)
select distinct on (l.party_id, l.listing_id, l.order_id) l.party_id, l.listing_id, l.order_id, o.buyer_id, o.moved_at
from orders o
join order_lines l on l.party_id = o.party_id and l.order_id = o.order_id
where o.state = 'completed' and o.moved_at > now() - interval '90 days';

-- A shop's record in steps, as results show it: 0 not known, 1 some orders kept, 2 many, 3 many and hardly a fault.
-- party table
create table search_standings (
  party_id uuid primary key,
  step smallint not null check (step between 0 and 3),
  turned_at timestamptz not null
);

insert into search_standings (party_id, step, turned_at)
select party_id,
  case when kept >= 50 and faults * 33 <= kept then 3 when kept >= 50 and faults * 7 <= kept then 2
    when kept >= 5 then 1 else 0 end,
  now()
from (
  select i.party_id, count(*) as kept,
    (select count(*) from send_backs s where s.party_id = i.party_id
      and s.reason in ('wrong_item', 'damaged', 'not_as_shown', 'fake', 'missing_part')) as faults
  from inspections i
  where i.verdict in ('kept', 'kept_by_time')
  group by i.party_id
) as counted;

-- Who looked for what in one week, as keyed digests that say neither: a row here is one person for one search, and the
-- digest of the person is another one for every search. The words are nowhere until twenty people have typed them.
-- claim table
create table search_lookers (
  week date not null,
  term_key bytea not null,
  kind text not null check (kind in ('person', 'visit', 'network')),
  who_key bytea not null,
  primary key (week, term_key, kind, who_key)
);

-- Words that at least twenty different people looked for in one week. people_count is rounded down to tens.
-- reference table
create table search_terms (
  week date not null,
  is_found boolean not null,
  words text not null check (words <> ''),
  people_count integer not null check (people_count >= 20),
  shown_from date not null,
  primary key (week, is_found, words)
);

-- Words that operators keep out of what is shown.
-- reference table
create table search_hidden_words (
  word text primary key check (word <> ''),
  made_by uuid not null,
  made_at timestamptz not null
);

-- A search that a person wants to hear of again.
-- party table
create table saved_searches (
  party_id uuid not null references people,
  search_id uuid not null,
  -- What is asked, as the engine takes it.
  asked jsonb not null,
  -- The same question is kept once.
  asked_hash bytea not null,
  -- In the link of its messages: whoever has it may look at what was found, and stop it.
  code text not null,
  made_at timestamptz not null,
  told_at timestamptz,
  primary key (party_id, search_id),
  unique (party_id, asked_hash)
);

-- claim table
create table saved_search_codes (
  code text primary key,
  person_id uuid not null,
  search_id uuid not null
);

-- Goods that came for a saved search, once each.
-- party table
create table saved_finds (
  party_id uuid not null,
  search_id uuid not null,
  listing_id uuid not null,
  found_at timestamptz not null,
  told_at timestamptz,
  primary key (party_id, search_id, listing_id),
  foreign key (party_id, search_id) references saved_searches on delete cascade
);
create index saved_finds_untold on saved_finds (found_at) where told_at is null;

-- Goods that went on sale and were not held against the saved searches yet.
-- party table
create table search_fresh (
  -- The shop.
  party_id uuid not null,
  listing_id uuid not null,
  noted_at timestamptz not null,
  primary key (party_id, listing_id)
);
