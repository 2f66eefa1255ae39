-- The seller's proof of what went into the parcel, made before it is closed.
-- party table
create table pack_evidence (
  party_id uuid not null,
  order_id uuid not null,
  photo_name text not null,
  colour text not null default '#d9d3c4',
  taken_by uuid not null,
  taken_at timestamptz not null,
  primary key (party_id, order_id, photo_name)
);

-- The buyer looked before the money moved. The inspect code opens the parcel; the release code pays the seller.
-- party table
create table inspections (
  party_id uuid not null,
  order_id uuid not null,
  opened_by uuid not null,
  opened_as text not null check (opened_as in ('rider', 'buyer')),
  opened_at timestamptz not null,
  look_until timestamptz not null,
  verdict text check (verdict in ('kept', 'sent_back', 'kept_by_time', 'decided')),
  verdict_by uuid,
  verdict_at timestamptz,
  primary key (party_id, order_id)
);

-- Wrong codes, counted: five, and a person must help.
-- party table
create table code_tries (
  party_id uuid not null,
  order_id uuid not null,
  kind text not null check (kind in ('inspect', 'release')),
  wrong_count integer not null default 0,
  locked_at timestamptz,
  primary key (party_id, order_id, kind)
);

-- Why a parcel was sent back, with photos.
-- party table
create table send_backs (
  party_id uuid not null,
  order_id uuid not null,
  reason text not null check (reason in
    ('wrong_item', 'damaged', 'not_as_shown', 'fake', 'changed_mind', 'missing_part', 'nobody_home', 'decided')),
  words text not null default '',
  photo_names text[] not null default '{}',
  said_by uuid,
  said_at timestamptz not null,
  primary key (party_id, order_id)
);
