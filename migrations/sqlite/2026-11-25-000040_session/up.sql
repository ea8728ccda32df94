-- A meeting in session: what it is at, and since when the clock runs. `seq` goes up with everything that its viewers see.
CREATE TABLE meeting_sessions (
  meeting_id BIGINT NOT NULL PRIMARY KEY REFERENCES meetings (id),
  current_item_id BIGINT REFERENCES agenda_items (id),
  running_since TIMESTAMP,
  seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX meeting_sessions_current ON meeting_sessions (current_item_id);
ALTER TABLE agenda_items ADD COLUMN spent_seconds INTEGER NOT NULL DEFAULT 0;

-- An outcome can be put right and taken back until the minutes are final. `moved`: the requests that it moved.
ALTER TABLE outcomes ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
ALTER TABLE outcomes ADD COLUMN moved TEXT;
ALTER TABLE outcomes ADD COLUMN taken_back_at TIMESTAMP;
ALTER TABLE outcomes ADD COLUMN taken_back_reason TEXT;

-- For which unit a promise was made, on which day it ended, and how far its people have been told of it.
ALTER TABLE commitments ADD COLUMN unit_id BIGINT REFERENCES units (id);
ALTER TABLE commitments ADD COLUMN ended_on DATE;
ALTER TABLE commitments ADD COLUMN told_stage INTEGER NOT NULL DEFAULT 0;
CREATE INDEX commitments_unit ON commitments (unit_id, id);
UPDATE commitments SET ended_on = date(closed_at, '+210 minutes') WHERE closed_at IS NOT NULL;
UPDATE commitments SET unit_id = (SELECT p.unit_id FROM meeting_people p
  WHERE p.meeting_id = commitments.meeting_id AND p.user_id = commitments.who_id);

-- The day that was promised first stays for ever.
CREATE TRIGGER commitments_first_day BEFORE UPDATE OF first_due_on ON commitments WHEN NEW.first_due_on <> OLD.first_due_on BEGIN
  SELECT RAISE(ABORT, 'the first day of a commitment stays');
END;

-- A meeting with the mayor takes up the subjects that were collected for it.
ALTER TABLE meetings ADD COLUMN kind TEXT NOT NULL DEFAULT 'ordinary';
CREATE TABLE mayor_subjects (
  id INTEGER PRIMARY KEY,
  request_id BIGINT REFERENCES requests (id),
  theme_id BIGINT REFERENCES themes (id),
  asked TEXT NOT NULL,
  state TEXT NOT NULL,
  outcome_id BIGINT REFERENCES outcomes (id),
  decided_outcome_id BIGINT REFERENCES outcomes (id),
  marked_by_id BIGINT NOT NULL REFERENCES users (id),
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX mayor_subjects_state ON mayor_subjects (state, id);
CREATE INDEX mayor_subjects_outcome ON mayor_subjects (outcome_id);
CREATE INDEX mayor_subjects_decided ON mayor_subjects (decided_outcome_id);
CREATE INDEX mayor_subjects_marked_by ON mayor_subjects (marked_by_id);
-- One thing waits for the mayor once.
CREATE UNIQUE INDEX mayor_subjects_request ON mayor_subjects (request_id) WHERE state = 'waiting';
CREATE UNIQUE INDEX mayor_subjects_theme ON mayor_subjects (theme_id) WHERE state = 'waiting';
