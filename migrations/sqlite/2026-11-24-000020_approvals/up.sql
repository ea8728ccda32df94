-- Chains of approval as the director keeps them. The steps are read and written whole.
CREATE TABLE approval_chains (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE,
  sort_key BLOB NOT NULL,
  steps TEXT NOT NULL,
  is_default BOOLEAN NOT NULL,
  active BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX approval_chains_sort ON approval_chains (sort_key, id);
CREATE UNIQUE INDEX approval_chains_default ON approval_chains (is_default) WHERE is_default;

-- An approval keeps the steps it began with. What it is about is named as in the history: a kind and an id.
CREATE TABLE approvals (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  chain_id BIGINT REFERENCES approval_chains (id),
  chain_name TEXT NOT NULL,
  steps TEXT NOT NULL,
  asked_by_id BIGINT NOT NULL REFERENCES users (id),
  requester_id BIGINT NOT NULL REFERENCES users (id),
  unit_id BIGINT NOT NULL REFERENCES units (id),
  amount_rials BIGINT,
  note TEXT,
  state TEXT NOT NULL,
  round INTEGER NOT NULL,
  step INTEGER NOT NULL,
  step_opened_at TIMESTAMP NOT NULL,
  reminded_at TIMESTAMP,
  escalated_at TIMESTAMP,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  closed_at TIMESTAMP
);
CREATE INDEX approvals_subject ON approvals (subject, subject_id, id);
CREATE UNIQUE INDEX approvals_pending ON approvals (subject, subject_id) WHERE state = 'pending';
CREATE INDEX approvals_state ON approvals (state, id);
CREATE INDEX approvals_chain ON approvals (chain_id);
CREATE INDEX approvals_asked_by ON approvals (asked_by_id, id);
CREATE INDEX approvals_requester ON approvals (requester_id, id);
CREATE INDEX approvals_unit ON approvals (unit_id, id);

-- Who was asked to decide the open step, kept so that a person's list is found by an index.
CREATE TABLE approval_deciders (
  approval_id BIGINT NOT NULL REFERENCES approvals (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  PRIMARY KEY (approval_id, user_id)
);
CREATE INDEX approval_deciders_user ON approval_deciders (user_id, approval_id);

-- What was decided, for ever. Decisions of an earlier round are void.
CREATE TABLE approval_decisions (
  id INTEGER PRIMARY KEY,
  approval_id BIGINT NOT NULL REFERENCES approvals (id),
  round INTEGER NOT NULL,
  step INTEGER NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  verdict TEXT NOT NULL,
  reason TEXT,
  in_place BOOLEAN NOT NULL,
  by_link BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL,
  UNIQUE (approval_id, round, step, user_id)
);
CREATE INDEX approval_decisions_user ON approval_decisions (user_id, approval_id);

-- Links in mails by which a person decides without signing in: hashed, once, for one step of one round.
CREATE TABLE approval_links (
  id INTEGER PRIMARY KEY,
  approval_id BIGINT NOT NULL REFERENCES approvals (id),
  round INTEGER NOT NULL,
  step INTEGER NOT NULL,
  user_id BIGINT NOT NULL REFERENCES users (id),
  token_hash TEXT NOT NULL UNIQUE,
  created_at TIMESTAMP NOT NULL,
  expires_at TIMESTAMP NOT NULL,
  used_at TIMESTAMP
);
CREATE INDEX approval_links_approval ON approval_links (approval_id);
CREATE INDEX approval_links_user ON approval_links (user_id);
CREATE INDEX approval_links_expires ON approval_links (expires_at);
