-- A mistake in a release is put right by another one of the same month, with a version in its address.
alter table pulse_releases drop constraint pulse_releases_release_id_check;
alter table pulse_releases add constraint pulse_releases_release_id_check
  check (release_id ~ '^\d{4}-\d{2}(-v([2-9]|[1-9]\d))?$');
