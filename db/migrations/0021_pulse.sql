-- The public Index: what was released, and what every release cost the privacy of people and shops.

-- What all releases of one year may spend together. A release that would spend more is not made.
-- reference table
create table pulse_budgets (
  year integer primary key,
  cap_rho_millionths bigint not null check (cap_rho_millionths > 0),
  spent_rho_millionths bigint not null default 0,
  check (spent_rho_millionths between 0 and cap_rho_millionths)
);

-- Charged before any noise is drawn. The ledger that everybody may read; nothing is ever taken out of it.
-- reference table
create table pulse_charges (
  release_id text primary key,
  year integer not null references pulse_budgets,
  rho_millionths bigint not null check (rho_millionths > 0),
  charged_at timestamptz not null
);

-- A release as it was made. Its noise was drawn once: whoever asks again gets the same numbers.
-- reference table
create table pulse_releases (
  release_id text primary key check (release_id ~ '^\d{4}-\d{2}$'),
  made_at timestamptz not null,
  -- Nobody sees it before.
  published_at timestamptz not null,
  facts jsonb not null,
  figures_csv text not null
);
create index pulse_releases_by_time on pulse_releases (published_at desc);
