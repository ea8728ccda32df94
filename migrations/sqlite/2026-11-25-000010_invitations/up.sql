-- Series have a rule of recurrence, a quorum, lines that stand on every agenda, and their own list of the invited.
ALTER TABLE meeting_series ADD COLUMN recurrence TEXT;
ALTER TABLE meeting_series ADD COLUMN quorum TEXT;
ALTER TABLE meeting_series ADD COLUMN standing_items TEXT NOT NULL DEFAULT '[]';

-- Whom a series invites: a unit by its heads, a person, or a guest without an account.
CREATE TABLE series_people (
  id INTEGER PRIMARY KEY,
  series_id BIGINT NOT NULL REFERENCES meeting_series (id),
  unit_id BIGINT REFERENCES units (id),
  user_id BIGINT REFERENCES users (id),
  guest_name TEXT,
  guest_email TEXT
);
CREATE INDEX series_people_series ON series_people (series_id, id);
CREATE INDEX series_people_unit ON series_people (unit_id);
CREATE INDEX series_people_user ON series_people (user_id);

-- planned_on: the day of the rule that it was planned for. calendar_sequence: of its entry in calendars (RFC 5545).
-- reminded_for: the start that the invited were reminded of. quorum_needed: as it was when the meeting started.
ALTER TABLE meetings ADD COLUMN planned_on DATE;
ALTER TABLE meetings ADD COLUMN calendar_sequence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE meetings ADD COLUMN reminded_for TIMESTAMP;
ALTER TABLE meetings ADD COLUMN quorum_needed INTEGER;
CREATE UNIQUE INDEX meetings_planned ON meetings (series_id, planned_on);

-- 0: no number yet. It is taken when the meeting is first scheduled.
DROP INDEX meetings_number;
CREATE UNIQUE INDEX meetings_number ON meetings (series_id, number) WHERE number > 0;
CREATE INDEX meetings_series ON meetings (series_id, number);

-- What the invited have answered, and who comes in their place.
ALTER TABLE meeting_people ADD COLUMN answer TEXT;
ALTER TABLE meeting_people ADD COLUMN answer_note TEXT;
ALTER TABLE meeting_people ADD COLUMN answered_at TIMESTAMP;
ALTER TABLE meeting_people ADD COLUMN substitute_id BIGINT REFERENCES users (id);
CREATE INDEX meeting_people_substitute ON meeting_people (substitute_id);

-- Guests have no account: they get mails, and answer by a link.
CREATE TABLE meeting_guests (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  answer TEXT,
  answer_note TEXT,
  answered_at TIMESTAMP,
  attendance TEXT
);
CREATE UNIQUE INDEX meeting_guests_once ON meeting_guests (meeting_id, email);

-- The calendar entry that a mail carries (iCalendar).
ALTER TABLE outbox ADD COLUMN calendar TEXT;
