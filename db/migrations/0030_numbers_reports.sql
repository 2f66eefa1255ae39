-- What the market says about itself: to shops each week, to its operators each night. Noise is drawn once, so a report
-- is stored as it was made.
-- reference table
create table numbers_reports (
  -- demand:2026-11-16, the Monday after the weeks it is about; office, which is made anew each night.
  report_id text primary key,
  made_at timestamptz not null,
  body jsonb not null
);
