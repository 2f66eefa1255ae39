-- The bank's books beside ours: statements, what each line of them is, reports of providers, what does not agree, what
-- nobody can explain yet, proofs that everything owed is there, and entries that two people make by hand.
-- All of it belongs to the market's party.

-- A holder whose statements we get, by its account. One account a holder.
-- party table
create table bank_accounts (
  party_id uuid not null,
  holder text not null,
  -- As the bank writes it; empty while no file has said it.
  account text not null,
  -- The first day that a statement told of, and what the bank had before it.
  started_on text not null check (started_on ~ '^\d{4}-\d{2}-\d{2}$'),
  started_at timestamptz not null,
  opening_paisa bigint not null,
  -- The newest closing that a statement told.
  closed_on text not null check (closed_on ~ '^\d{4}-\d{2}-\d{2}$'),
  closing_paisa bigint not null,
  primary key (party_id, holder)
);
create unique index bank_accounts_by_number on bank_accounts (party_id, account) where account <> '';

-- A file as it came, kept before anybody reads it, and once by its content.
-- party table
create table bank_files (
  party_id uuid not null,
  file_id uuid not null,
  kind text not null check (kind in ('statement', 'report')),
  holder text not null,
  name text not null,
  sha256 bytea not null,
  content bytea not null,
  -- What a person said about it: columns, balances.
  hints jsonb not null default '{}',
  format text not null default '',
  state text not null check (state in ('kept', 'taken', 'refused')),
  trouble text not null default '',
  kept_by uuid,
  kept_at timestamptz not null,
  taken_by uuid,
  taken_at timestamptz,
  line_count integer not null default 0,
  fresh_count integer not null default 0,
  primary key (party_id, file_id),
  unique (party_id, sha256)
);
create index bank_files_by_time on bank_files (party_id, kept_at desc);

-- party table
create table bank_statements (
  party_id uuid not null,
  statement_id uuid not null,
  file_id uuid not null,
  holder text not null,
  number text not null,
  opened_on text not null,
  opening_paisa bigint not null,
  closed_on text not null,
  closing_paisa bigint not null,
  line_count integer not null,
  primary key (party_id, statement_id),
  foreign key (party_id, file_id) references bank_files
);
create index bank_statements_of_file on bank_statements (party_id, file_id);

-- Each line of a bank once, whichever file told of it.
-- party table
create table bank_lines (
  party_id uuid not null,
  line_id uuid not null,
  statement_id uuid not null,
  holder text not null,
  line_key bytea not null,
  day text not null check (day ~ '^\d{4}-\d{2}-\d{2}$'),
  paisa bigint not null check (paisa <> 0),
  is_reversal boolean not null,
  bank_reference text not null,
  our_reference text not null,
  other_side text not null,
  words text not null,
  raw text not null,
  place integer not null,
  -- paying: it pays a payment that is being booked; suspense: nobody knows what it is; settled: it is explained.
  state text not null check (state in ('new', 'paying', 'suspense', 'settled')),
  -- What it is: payment, payout, booked, settlement, moved, opening; by hand: returned, income, wallet, entry.
  kind text not null default '',
  -- What it is for, by its name: a payment's reference, a batch, a payout.
  subject text not null default '',
  owner_id uuid,
  owned_at timestamptz,
  note text not null default '',
  seen_at timestamptz not null,
  settled_by uuid,
  settled_at timestamptz,
  primary key (party_id, line_id),
  unique (party_id, holder, line_key),
  foreign key (party_id, statement_id) references bank_statements
);
create index bank_lines_open on bank_lines (party_id, seen_at) where state in ('paying', 'suspense');
create index bank_lines_of_statement on bank_lines (party_id, statement_id, place);
create index bank_lines_by_subject on bank_lines (party_id, subject) where subject <> '';

-- Which transfers of which books a line of the bank is. A posting at a holder is linked once.
-- party table
create table bank_line_links (
  party_id uuid not null,
  line_id uuid not null,
  holder text not null,
  linked_party uuid not null,
  cause text not null,
  paisa bigint not null,
  linked_at timestamptz not null,
  primary key (party_id, linked_party, cause, holder),
  foreign key (party_id, line_id) references bank_lines
);
create index bank_line_links_of_line on bank_line_links (party_id, line_id);

-- What is agreed with a provider: its fee, and how long it may keep our money.
-- reference table
create table provider_terms (
  holder text primary key,
  fee_basis_points integer check (fee_basis_points between 0 and 2000),
  fee_fixed_paisa bigint not null default 0 check (fee_fixed_paisa >= 0),
  settles_within_days integer not null default 3 check (settles_within_days between 1 and 60),
  changed_by uuid,
  changed_at timestamptz not null
);

-- One payment of a provider to our bank, and what it is for, as the provider's report says.
-- party table
create table report_batches (
  party_id uuid not null,
  batch_id uuid not null,
  file_id uuid not null,
  holder text not null,
  rail text not null,
  name text not null,
  first_day text not null,
  last_day text not null,
  gross_paisa bigint not null,
  fee_paisa bigint not null,
  net_paisa bigint not null,
  line_count integer not null,
  taken_at timestamptz not null,
  -- The line of the bank that brought it.
  bank_line_id uuid,
  primary key (party_id, batch_id),
  unique (party_id, holder, name),
  foreign key (party_id, file_id) references bank_files
);
create index report_batches_unpaid on report_batches (party_id, holder) where bank_line_id is null;

-- party table
create table report_lines (
  party_id uuid not null,
  batch_id uuid not null,
  line integer not null,
  holder text not null,
  kind text not null check (kind in ('paid', 'refunded', 'reversed', 'failed')),
  our_reference text not null,
  provider_id text not null,
  day text not null,
  gross_paisa bigint not null,
  fee_paisa bigint not null,
  net_paisa bigint not null,
  -- Whose payment it is, once it is found.
  payer_id uuid,
  payment_id uuid,
  primary key (party_id, batch_id, line),
  foreign key (party_id, batch_id) references report_batches
);
create index report_lines_by_reference on report_lines (party_id, holder, our_reference);
create index report_lines_of_payment on report_lines (party_id, payment_id) where payment_id is not null;

-- What does not agree between our books, a provider's and a bank's; found again, it is the same one.
-- party table
create table money_breaks (
  party_id uuid not null,
  break_id uuid not null,
  holder text not null,
  kind text not null check (kind in ('timing', 'missing_at_us', 'missing_at_provider', 'amount', 'fee', 'duplicate',
    'status', 'period_shift', 'batch_short', 'rounding', 'unknown_credit', 'unknown_debit', 'gap', 'shortfall')),
  subject text not null,
  words text not null default '',
  ours_paisa bigint not null,
  theirs_paisa bigint not null,
  state text not null check (state in ('open', 'explained', 'closed')),
  found_at timestamptz not null,
  seen_at timestamptz not null,
  seen_count integer not null default 1,
  returned_count integer not null default 0,
  owner_id uuid,
  note text not null default '',
  ended_by uuid,
  ended_at timestamptz,
  primary key (party_id, break_id),
  unique (party_id, holder, kind, subject)
);
create index money_breaks_open on money_breaks (party_id, found_at) where state <> 'closed';

-- A day's proof that what is owed is there. Each names the one before it and is signed.
-- party table
create table coverage_reports (
  party_id uuid not null,
  number integer not null check (number > 0),
  day text not null,
  made_at timestamptz not null,
  is_covered boolean not null,
  owed_paisa bigint not null,
  held_paisa bigint not null,
  -- The lines of it, as text, so that its digest never depends on how a database writes them.
  content text not null,
  previous_hash bytea not null,
  hash bytea not null,
  signature bytea not null,
  public_key bytea not null,
  primary key (party_id, number),
  unique (party_id, day)
);

-- An entry that one person proposes and another approves. Posted once, as a transfer like any other.
-- party table
create table manual_entries (
  party_id uuid not null,
  entry_id uuid not null,
  -- Whose books it changes: a shop's, a person's or the market's.
  for_party uuid not null,
  debit_account text not null,
  credit_account text not null,
  amount_paisa bigint not null check (amount_paisa > 0),
  reason text not null check (length(reason) >= 10),
  attachments text not null default '',
  -- The transfer that it puts right, and the line of a bank that it explains.
  corrects_id uuid,
  line_id uuid,
  state text not null check (state in ('proposed', 'posted', 'refused')),
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  decision_note text not null default '',
  transfer_id uuid,
  primary key (party_id, entry_id),
  check (decided_by is distinct from proposed_by),
  check ((state = 'proposed') = (decided_by is null)),
  check ((state = 'posted') = (transfer_id is not null))
);
create index manual_entries_waiting on manual_entries (party_id, proposed_at) where state = 'proposed';
create unique index manual_entries_of_line on manual_entries (party_id, line_id)
  where line_id is not null and state <> 'refused';
