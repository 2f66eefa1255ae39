-- What a rail calls a payment, for a rail that cannot be asked by our own reference, and what it was sent once and must
-- not be sent again. The first number that is kept counts.
-- claim table
create table rail_numbers (
  rail text not null,
  reference text not null,
  number text not null,
  kept_at timestamptz not null,
  primary key (rail, reference)
);
