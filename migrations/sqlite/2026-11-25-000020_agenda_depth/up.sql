-- What units propose for a meeting: one of their open requests, or a subject of its own. What was not decided,
-- or put off, waits for the next meeting of the series.
CREATE TABLE agenda_proposals (
  id INTEGER PRIMARY KEY,
  series_id BIGINT NOT NULL REFERENCES meeting_series (id),
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  request_id BIGINT REFERENCES requests (id),
  subject TEXT,
  why TEXT NOT NULL,
  state TEXT NOT NULL,
  proposed_by_id BIGINT NOT NULL REFERENCES users (id),
  decided_by_id BIGINT REFERENCES users (id),
  decision_reason TEXT,
  decided_at TIMESTAMP,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX agenda_proposals_series ON agenda_proposals (series_id, state, id);
CREATE INDEX agenda_proposals_meeting ON agenda_proposals (meeting_id, id);
CREATE INDEX agenda_proposals_unit ON agenda_proposals (unit_id, id);
CREATE INDEX agenda_proposals_request ON agenda_proposals (request_id, state);

-- `place`: in the whole order, before the cut; `placed`: the director gave it. `standing_id`: of the series' standing items.
ALTER TABLE agenda_items ADD COLUMN place INTEGER NOT NULL DEFAULT 0;
ALTER TABLE agenda_items ADD COLUMN placed BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE agenda_items ADD COLUMN exclusion_reason TEXT;
ALTER TABLE agenda_items ADD COLUMN standing_id INTEGER;
ALTER TABLE agenda_items ADD COLUMN proposal_id BIGINT REFERENCES agenda_proposals (id);
CREATE INDEX agenda_items_proposal ON agenda_items (proposal_id);

-- An agenda as it was published: a line for each revision, written once. `meetings.agenda_snapshot`, which held only the
-- last, is read and written no more.
CREATE TABLE agenda_revisions (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  revision INTEGER NOT NULL,
  snapshot TEXT NOT NULL,
  published_by_id BIGINT NOT NULL REFERENCES users (id),
  published_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX agenda_revisions_meeting ON agenda_revisions (meeting_id, revision);
CREATE TRIGGER agenda_revisions_no_update BEFORE UPDATE ON agenda_revisions BEGIN
  SELECT RAISE(ABORT, 'published agendas do not change');
END;
CREATE TRIGGER agenda_revisions_no_delete BEFORE DELETE ON agenda_revisions BEGIN
  SELECT RAISE(ABORT, 'published agendas do not change');
END;
