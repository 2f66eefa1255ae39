-- Ending a rule of search is a change too: its effect on the saved queries is looked at before.
alter table search_rules add column end_previewed_at timestamptz;
