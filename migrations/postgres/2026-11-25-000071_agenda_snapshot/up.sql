-- What was published is in `agenda_revisions`, which holds what readers are shown and when; nobody reads this any more.
ALTER TABLE meetings DROP COLUMN agenda_snapshot;
