-- People, and what they may do.
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  sort_key BLOB NOT NULL,
  locale TEXT NOT NULL,
  password_hash TEXT,
  active BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX users_sort ON users (sort_key, id);

CREATE TABLE units (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  sort_key BLOB NOT NULL,
  kind TEXT NOT NULL,
  parent_id BIGINT REFERENCES units (id),
  staff_count INTEGER NOT NULL,
  email TEXT,
  active BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX units_sort ON units (sort_key, id);
CREATE INDEX units_parent ON units (parent_id);

CREATE TABLE desks (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  sort_key BLOB NOT NULL,
  fallback_id BIGINT REFERENCES users (id),
  active BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX desks_sort ON desks (sort_key, id);
CREATE INDEX desks_fallback ON desks (fallback_id);

-- A role of a person, at a unit, at a desk, or everywhere.
CREATE TABLE role_grants (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  role TEXT NOT NULL,
  unit_id BIGINT REFERENCES units (id),
  desk_id BIGINT REFERENCES desks (id),
  created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX role_grants_once ON role_grants (user_id, role, coalesce(unit_id, 0), coalesce(desk_id, 0));
CREATE INDEX role_grants_unit ON role_grants (unit_id, role);
CREATE INDEX role_grants_desk ON role_grants (desk_id, role);
CREATE INDEX role_grants_role ON role_grants (role);

CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  user_agent TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  last_seen_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  revoked_at TIMESTAMP
);
CREATE INDEX sessions_user ON sessions (user_id, id);

-- Each refresh token of a session, by its hash; a used one that comes again betrays a theft.
CREATE TABLE refresh_tokens (
  id INTEGER PRIMARY KEY,
  session_id BIGINT NOT NULL REFERENCES sessions (id),
  token_hash TEXT NOT NULL UNIQUE,
  created_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP
);
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);

-- Single-use links: invitation, password reset, first administrator.
CREATE TABLE account_tokens (
  id INTEGER PRIMARY KEY,
  user_id BIGINT REFERENCES users (id),
  purpose TEXT NOT NULL,
  token_hash TEXT NOT NULL UNIQUE,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP
);
CREATE INDEX account_tokens_user ON account_tokens (user_id);

-- Failed sign-ins by account and by address, shared by all instances.
CREATE TABLE sign_in_failures (
  key TEXT NOT NULL PRIMARY KEY,
  failures INTEGER NOT NULL,
  first_at TIMESTAMP NOT NULL,
  blocked_until TIMESTAMP
);

-- The first answer to a creation, for whoever asks again with the same key.
CREATE TABLE idempotency_keys (
  user_id BIGINT NOT NULL REFERENCES users (id),
  key TEXT NOT NULL,
  request_hash TEXT NOT NULL,
  status INTEGER NOT NULL,
  etag TEXT,
  location TEXT,
  body TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- The append-only history of everything.
CREATE TABLE events (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  action TEXT NOT NULL,
  actor_id BIGINT REFERENCES users (id),
  on_behalf_of_id BIGINT REFERENCES users (id),
  from_state TEXT,
  to_state TEXT,
  data TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX events_subject ON events (subject, subject_id, id);

-- Routing rules: every saved set is a version, kept for ever.
CREATE TABLE routing_versions (
  version INTEGER PRIMARY KEY,
  created_by_id BIGINT REFERENCES users (id),
  created_at TIMESTAMP NOT NULL
);
CREATE TABLE routing_rules (
  id INTEGER PRIMARY KEY,
  version BIGINT NOT NULL REFERENCES routing_versions (version),
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  conditions TEXT NOT NULL,
  desk_id BIGINT NOT NULL REFERENCES desks (id),
  owner_id BIGINT REFERENCES users (id),
  priority TEXT
);
CREATE UNIQUE INDEX routing_rules_order ON routing_rules (version, position);
CREATE INDEX routing_rules_desk ON routing_rules (desk_id);
CREATE INDEX routing_rules_owner ON routing_rules (owner_id);

-- Meetings.
CREATE TABLE meeting_series (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  chair_id BIGINT REFERENCES users (id),
  place TEXT NOT NULL,
  active BOOLEAN NOT NULL,
  last_number INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE TABLE meetings (
  id INTEGER PRIMARY KEY,
  series_id BIGINT NOT NULL REFERENCES meeting_series (id),
  number INTEGER NOT NULL,
  state TEXT NOT NULL,
  starts_at TIMESTAMP NOT NULL,
  ends_at TIMESTAMP NOT NULL,
  place TEXT NOT NULL,
  chair_id BIGINT REFERENCES users (id),
  agenda_revision INTEGER NOT NULL,
  agenda_snapshot TEXT,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX meetings_number ON meetings (series_id, number);
CREATE INDEX meetings_starts ON meetings (starts_at, id);
CREATE TABLE meeting_people (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  unit_id BIGINT REFERENCES units (id),
  attendance TEXT,
  substitute_name TEXT
);
CREATE UNIQUE INDEX meeting_people_once ON meeting_people (meeting_id, user_id);
CREATE INDEX meeting_people_user ON meeting_people (user_id);

-- Requests. A draft has no number; numbers are taken at submission, without gaps.
CREATE TABLE request_counters (
  year INTEGER NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL
);
CREATE TABLE requests (
  id INTEGER PRIMARY KEY,
  number TEXT UNIQUE,
  category TEXT NOT NULL,
  unit_id BIGINT NOT NULL REFERENCES units (id),
  filer_id BIGINT NOT NULL REFERENCES users (id),
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  details TEXT NOT NULL,
  amount_rials BIGINT,
  state TEXT NOT NULL,
  resume_state TEXT,
  is_open BOOLEAN NOT NULL,
  priority TEXT NOT NULL,
  private BOOLEAN NOT NULL,
  desk_id BIGINT REFERENCES desks (id),
  owner_id BIGINT REFERENCES users (id),
  rule_id BIGINT REFERENCES routing_rules (id),
  rule_version BIGINT,
  due_at TIMESTAMP,
  raised_in_id BIGINT REFERENCES meetings (id),
  deferred_until DATE,
  deferred_to_id BIGINT REFERENCES meetings (id),
  waiting_for TEXT,
  duplicate_of_id BIGINT REFERENCES requests (id),
  disputed BOOLEAN NOT NULL,
  search_text TEXT NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  submitted_at TIMESTAMP,
  updated_at TIMESTAMP NOT NULL,
  closed_at TIMESTAMP
);
CREATE INDEX requests_unit ON requests (unit_id, id);
CREATE INDEX requests_desk ON requests (desk_id, id);
CREATE INDEX requests_owner ON requests (owner_id, id);
CREATE INDEX requests_filer ON requests (filer_id, id);
CREATE INDEX requests_state ON requests (state, id);
CREATE INDEX requests_open ON requests (is_open, id);
CREATE INDEX requests_category ON requests (category, id);
CREATE INDEX requests_raised_in ON requests (raised_in_id);
CREATE INDEX requests_deferred_to ON requests (deferred_to_id);
CREATE INDEX requests_updated ON requests (updated_at, id);
CREATE INDEX requests_due ON requests (due_at, id);
CREATE INDEX requests_due_first ON requests ((COALESCE(due_at, '9999-12-31 00:00:00')), id);
CREATE INDEX requests_due_last ON requests ((COALESCE(due_at, '0001-01-01 00:00:00')), id);
CREATE INDEX requests_priority ON requests (priority, id);
CREATE INDEX requests_duplicate_of ON requests (duplicate_of_id);
CREATE INDEX requests_rule ON requests (rule_id);

-- Agendas, outcomes, commitments.
CREATE TABLE agenda_items (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  placement TEXT NOT NULL,
  request_id BIGINT REFERENCES requests (id),
  commitment_id BIGINT,
  title TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  pinned BOOLEAN NOT NULL,
  excluded BOOLEAN NOT NULL,
  note TEXT NOT NULL,
  carried INTEGER NOT NULL,
  reason TEXT NOT NULL,
  discussed BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX agenda_items_meeting ON agenda_items (meeting_id, placement, position);
CREATE INDEX agenda_items_request ON agenda_items (request_id, meeting_id);
CREATE INDEX agenda_items_commitment ON agenda_items (commitment_id);
CREATE TABLE outcomes (
  id INTEGER PRIMARY KEY,
  agenda_item_id BIGINT NOT NULL REFERENCES agenda_items (id),
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  recorded_by_id BIGINT NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX outcomes_item ON outcomes (agenda_item_id, id);
CREATE INDEX outcomes_meeting ON outcomes (meeting_id, id);
CREATE TABLE commitments (
  id INTEGER PRIMARY KEY,
  meeting_id BIGINT NOT NULL REFERENCES meetings (id),
  outcome_id BIGINT NOT NULL REFERENCES outcomes (id),
  request_id BIGINT REFERENCES requests (id),
  who_id BIGINT NOT NULL REFERENCES users (id),
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  first_due_on DATE NOT NULL,
  due_on DATE NOT NULL,
  repromises INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  closed_at TIMESTAMP
);
CREATE INDEX commitments_state ON commitments (state, due_on, id);
CREATE INDEX commitments_who ON commitments (who_id, id);
CREATE INDEX commitments_meeting ON commitments (meeting_id, id);
CREATE INDEX commitments_outcome ON commitments (outcome_id);
CREATE INDEX commitments_request ON commitments (request_id);

-- Mail, enqueued in the transaction of the change it tells of.
CREATE TABLE outbox (
  id INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  thread_key TEXT,
  recipient_id BIGINT NOT NULL REFERENCES users (id),
  to_name TEXT NOT NULL,
  to_address TEXT NOT NULL,
  subject TEXT NOT NULL,
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  in_reply_to TEXT,
  message_refs TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_attempt_at TIMESTAMP NOT NULL,
  leased_until TIMESTAMP,
  last_error TEXT,
  created_at TIMESTAMP NOT NULL,
  sent_at TIMESTAMP
);
CREATE INDEX outbox_due ON outbox (state, next_attempt_at, id);
CREATE INDEX outbox_thread ON outbox (thread_key, recipient_id, id);
CREATE INDEX outbox_recipient ON outbox (recipient_id, id);

-- Full text: the application makes the tokens (persian::search), the index only holds them: not where in the text they
-- stand (no phrases are searched), but what they begin with, since the last word of a search is the beginning of a word.
CREATE VIRTUAL TABLE requests_fts USING fts5 (
  search_text, content='requests', content_rowid='id', tokenize='ascii', detail='none', columnsize=0, prefix='2 3 4 5 6 7 8'
);
CREATE TRIGGER requests_fts_insert AFTER INSERT ON requests BEGIN
  INSERT INTO requests_fts (rowid, search_text) VALUES (new.id, new.search_text);
END;
CREATE TRIGGER requests_fts_delete AFTER DELETE ON requests BEGIN
  INSERT INTO requests_fts (requests_fts, rowid, search_text) VALUES ('delete', old.id, old.search_text);
END;
CREATE TRIGGER requests_fts_update AFTER UPDATE OF search_text ON requests WHEN old.search_text <> new.search_text BEGIN
  INSERT INTO requests_fts (requests_fts, rowid, search_text) VALUES ('delete', old.id, old.search_text);
  INSERT INTO requests_fts (rowid, search_text) VALUES (new.id, new.search_text);
END;

-- History is written once.
CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
