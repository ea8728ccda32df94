-- How long things may take: every saved set is kept for ever, since clocks are read from what was in force at the time.
CREATE TABLE sla_versions (
  version INTEGER NOT NULL PRIMARY KEY,
  lines TEXT NOT NULL,
  created_by_id BIGINT REFERENCES users (id),
  created_at TIMESTAMP
);
CREATE INDEX sla_versions_created ON sla_versions (created_at);
CREATE INDEX sla_versions_created_by ON sla_versions (created_by_id);
-- What holds until somebody says otherwise, in days of seven hours: 2, 3, 20; urgent 1, 1, 10; very urgent 2 hours, half
-- a day, 3 days. It has no instant: it holds from ever.
INSERT INTO sla_versions (version, lines) VALUES
  (1, '[{"category": null, "priority": null, "triage_minutes": 840, "first_response_minutes": 1260, "resolve_minutes": 8400}, {"category": null, "priority": "urgent", "triage_minutes": 420, "first_response_minutes": 420, "resolve_minutes": 4200}, {"category": null, "priority": "very_urgent", "triage_minutes": 120, "first_response_minutes": 210, "resolve_minutes": 1260}]');

-- The next instant at which the clock has something to say about a request.
ALTER TABLE requests ADD COLUMN next_alarm_at TIMESTAMP;
CREATE INDEX requests_next_alarm ON requests (next_alarm_at, id);

-- What was said, once for each clock, stage, due time and person; without a time in told_at it waits to be told.
CREATE TABLE deadline_alarms (
  id INTEGER PRIMARY KEY,
  request_id BIGINT NOT NULL REFERENCES requests (id),
  clock TEXT NOT NULL,
  stage TEXT NOT NULL,
  due_at TIMESTAMP NOT NULL,
  user_id BIGINT REFERENCES users (id),
  why TEXT NOT NULL,
  raised_at TIMESTAMP NOT NULL,
  told_at TIMESTAMP
);
CREATE UNIQUE INDEX deadline_alarms_once ON deadline_alarms (request_id, clock, stage, due_at, coalesce(user_id, 0));
CREATE INDEX deadline_alarms_user ON deadline_alarms (user_id);
CREATE INDEX deadline_alarms_untold ON deadline_alarms (user_id, id) WHERE told_at IS NULL;

-- How far the deadlines have been counted anew after the calendar or the policies changed; one row.
CREATE TABLE deadline_recounts (
  id INTEGER NOT NULL PRIMARY KEY,
  basis BIGINT NOT NULL,
  because TEXT NOT NULL,
  after_id BIGINT NOT NULL,
  finished_at TIMESTAMP
);

-- Whose turn a round by the clock is, among the instances that share the database.
CREATE TABLE rounds (
  name TEXT NOT NULL PRIMARY KEY,
  holder TEXT NOT NULL,
  leased_until TIMESTAMP NOT NULL
);

-- A mail may go to somebody who is no user: the party that a request waits for.
ALTER TABLE outbox ALTER COLUMN recipient_id DROP NOT NULL;
