-- Working days that attendees have to object; empty: the programme's setting.
ALTER TABLE meeting_series ADD COLUMN minutes_review_days INTEGER;

-- What is written of a line while the minutes are a draft: a row from the first save on, with a version of its own, so
-- that people who write about different lines do not meet.
CREATE TABLE minutes_paragraphs (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  agenda_item_id BIGINT NOT NULL REFERENCES agenda_items (id),
  text TEXT NOT NULL,
  saved_by_id BIGINT NOT NULL REFERENCES users (id),
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX minutes_paragraphs_item ON minutes_paragraphs (agenda_item_id);
CREATE INDEX minutes_paragraphs_meeting ON minutes_paragraphs (meeting_id);

-- Minutes from the day they are final: which version of the text counts, since when it is in review and for how many
-- working days, and how it was approved. The last day is counted at each reading.
CREATE TABLE minutes (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  text_version INTEGER NOT NULL,
  review_from TIMESTAMP NOT NULL,
  review_days INTEGER NOT NULL,
  reminded_version INTEGER NOT NULL,
  code TEXT,
  approved_at TIMESTAMP,
  approved_by_id BIGINT REFERENCES users (id)
);
CREATE UNIQUE INDEX minutes_meeting ON minutes (meeting_id);
CREATE UNIQUE INDEX minutes_code ON minutes (code);
CREATE INDEX minutes_approved ON minutes (approved_at, id);

-- What attendees say in the review: of the whole text, or of one line's.
CREATE TABLE minutes_remarks (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  agenda_item_id BIGINT REFERENCES agenda_items (id),
  author_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  proposed TEXT,
  text_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  answer TEXT,
  answered_by_id BIGINT REFERENCES users (id),
  answered_at TIMESTAMP,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX minutes_remarks_meeting ON minutes_remarks (meeting_id, id);
CREATE INDEX minutes_remarks_item ON minutes_remarks (agenda_item_id);

-- Every version of the text since it was final. Rows are written once.
CREATE TABLE minutes_versions (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  number INTEGER NOT NULL,
  content TEXT NOT NULL,
  hash TEXT NOT NULL,
  remark_id BIGINT REFERENCES minutes_remarks (id),
  made_by_id BIGINT NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX minutes_versions_number ON minutes_versions (meeting_id, number);
CREATE INDEX minutes_versions_remark ON minutes_versions (remark_id);

-- Corrections of approved minutes, numbered. Rows are written once.
CREATE TABLE minutes_addenda (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  number INTEGER NOT NULL,
  text TEXT NOT NULL,
  hash TEXT NOT NULL,
  made_by_id BIGINT NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX minutes_addenda_number ON minutes_addenda (meeting_id, number);

-- What was frozen stays, whoever asks; so does an approval.
CREATE TRIGGER minutes_versions_no_update BEFORE UPDATE ON minutes_versions BEGIN
  SELECT RAISE(ABORT, 'final minutes do not change');
END;
CREATE TRIGGER minutes_versions_no_delete BEFORE DELETE ON minutes_versions BEGIN
  SELECT RAISE(ABORT, 'final minutes do not change');
END;
CREATE TRIGGER minutes_addenda_no_update BEFORE UPDATE ON minutes_addenda BEGIN
  SELECT RAISE(ABORT, 'final minutes do not change');
END;
CREATE TRIGGER minutes_addenda_no_delete BEFORE DELETE ON minutes_addenda BEGIN
  SELECT RAISE(ABORT, 'final minutes do not change');
END;
CREATE TRIGGER minutes_no_update BEFORE UPDATE ON minutes WHEN OLD.approved_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'approved minutes do not change');
END;
CREATE TRIGGER minutes_no_delete BEFORE DELETE ON minutes BEGIN
  SELECT RAISE(ABORT, 'final minutes do not change');
END;
