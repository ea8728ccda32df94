-- Who is away on which days (both included), and who stands in. One that was ended early keeps its days and has ended_at.
CREATE TABLE absences (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  substitute_id BIGINT NOT NULL REFERENCES users (id),
  starts_on DATE NOT NULL,
  ends_on DATE NOT NULL,
  reason TEXT NOT NULL,
  keeps_mail BOOLEAN NOT NULL,
  created_by_id BIGINT REFERENCES users (id),
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  ended_at TIMESTAMP,
  told_at TIMESTAMP
);
CREATE INDEX absences_user ON absences (user_id, starts_on, id);
CREATE INDEX absences_substitute ON absences (substitute_id, ends_on);
CREATE INDEX absences_created_by ON absences (created_by_id);
CREATE INDEX absences_untold ON absences (id) WHERE told_at IS NULL;

-- In whose place the owner has a request: a rule named somebody who was away.
ALTER TABLE requests ADD COLUMN owner_for_id BIGINT REFERENCES users (id);
CREATE INDEX requests_owner_for ON requests (owner_for_id, id);
