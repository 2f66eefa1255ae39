-- A file is being imported once: whoever begins it at the same moment goes on with the same import.
create unique index imports_running on imports (party_id, file_hash, dry_run, (mapping -> 'said'))
  where state = 'running';
