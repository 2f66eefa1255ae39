-- reference table
create table cities (
  city_id text primary key,
  province text not null,
  name_en text not null,
  name_ur text not null,
  name_roman text not null,
  latitude double precision not null,
  longitude double precision not null,
  people_count integer not null,
  -- Well-known areas, each with its name in three languages.
  areas jsonb not null default '[]'
);

-- reference table
create table categories (
  category_id text primary key,
  parent_id text references categories,
  name_en text not null,
  name_ur text not null,
  name_roman text not null,
  icon text not null,
  position integer not null,
  attributes jsonb not null default '[]'
);

-- What a shop offers. Its words are here; its stock and price are the domain of offers.
-- party table
create table listings (
  party_id uuid not null references shops,
  listing_id uuid not null,
  -- The seller's own name for it in a file (handle, SKU): the same key again is the same listing.
  source_key text,
  kind text not null default 'goods' check (kind in ('goods')),
  condition text not null default 'new' check (condition in ('new', 'used')),
  category_id text not null references categories,
  title text not null check (length(title) between 3 and 200),
  description text not null default '' check (length(description) <= 5000),
  brand text not null default '',
  attributes jsonb not null default '{}',
  options jsonb not null default '[]',
  state text not null check (state in ('draft', 'review', 'live', 'paused', 'blocked')),
  state_reason text not null default '',
  written_by uuid not null,
  import_id uuid,
  written_at timestamptz not null,
  changed_at timestamptz not null,
  live_at timestamptz,
  primary key (party_id, listing_id)
);
create unique index listings_by_source_key on listings (party_id, source_key) where source_key is not null;
create index listings_by_id on listings (listing_id);
create index listings_by_change on listings (changed_at);
create index listings_in_review on listings (changed_at) where state = 'review';

-- party table
create table variants (
  party_id uuid not null,
  listing_id uuid not null,
  variant_id uuid not null,
  position integer not null,
  sku text not null default '',
  option_values text[] not null default '{}',
  removed_at timestamptz,
  primary key (party_id, variant_id),
  foreign key (party_id, listing_id) references listings
);
create index variants_of_listing on variants (party_id, listing_id, position);

-- party table
create table photos (
  party_id uuid not null,
  photo_id uuid not null,
  listing_id uuid not null,
  position integer not null,
  -- The content's own name: its SHA-256. Files are <name>-<width>.<jpeg|webp|avif>.
  name text not null,
  width integer not null,
  height integer not null,
  colour text not null,
  alt text not null default '',
  added_at timestamptz not null,
  avif_at timestamptz,
  primary key (party_id, photo_id),
  foreign key (party_id, listing_id) references listings
);
create index photos_of_listing on photos (party_id, listing_id, position);
create index photos_without_avif on photos (added_at) where avif_at is null;

-- party table
create table imports (
  party_id uuid not null references shops,
  import_id uuid not null,
  file_name text not null,
  file_hash text not null,
  format text not null,
  mapping jsonb not null default '{}',
  dry_run boolean not null default false,
  state text not null check (state in ('waiting', 'running', 'done', 'stopped', 'undone')),
  row_count integer not null default 0,
  done_count integer not null default 0,
  created_count integer not null default 0,
  updated_count integer not null default 0,
  skipped_count integer not null default 0,
  failed_count integer not null default 0,
  started_by uuid not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  primary key (party_id, import_id)
);

-- What an import did to each listing, with what stood there before, so that it can be undone.
-- party table
create table import_changes (
  party_id uuid not null,
  import_id uuid not null,
  listing_id uuid not null,
  row_number integer not null,
  before jsonb,
  -- Links to photos in the file. Nobody has fetched them.
  photo_urls text[] not null default '{}',
  changed_at timestamptz not null,
  undone_at timestamptz,
  primary key (party_id, import_id, listing_id)
);

-- party table
create table import_errors (
  party_id uuid not null,
  import_id uuid not null,
  error_id uuid not null,
  row_number integer not null,
  column_name text not null default '',
  reason text not null,
  value text not null default '',
  primary key (party_id, import_id, error_id)
);
