-- How often the same words were searched a day, found nothing, and led to a listing. The words are a keyed digest: only
-- of words that twenty people typed, which search may tell, can anybody find the row. One row a day is of all words.
-- reference table
create table numbers_queries (
  day date not null,
  query_key bytea not null,
  searched_count integer not null,
  empty_count integer not null,
  clicked_count integer not null,
  primary key (day, query_key)
);
