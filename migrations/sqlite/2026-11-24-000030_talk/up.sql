-- Comments; a comment that was deleted keeps its row, emptied. What it said before each edit is in comment_edits.
CREATE TABLE comments (
  id INTEGER PRIMARY KEY,
  request_id BIGINT NOT NULL REFERENCES requests (id),
  author_id BIGINT NOT NULL REFERENCES users (id),
  text TEXT NOT NULL,
  internal BOOLEAN NOT NULL,
  edits INTEGER NOT NULL,
  deleted_by_id BIGINT REFERENCES users (id),
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX comments_request ON comments (request_id, id);
CREATE INDEX comments_author ON comments (author_id);
CREATE INDEX comments_deleted_by ON comments (deleted_by_id);
CREATE TABLE comment_edits (
  id INTEGER PRIMARY KEY,
  comment_id BIGINT NOT NULL REFERENCES comments (id),
  text TEXT NOT NULL,
  written_at TIMESTAMP NOT NULL,
  replaced_at TIMESTAMP NOT NULL
);
CREATE INDEX comment_edits_comment ON comment_edits (comment_id, id);
CREATE TABLE comment_mentions (
  comment_id BIGINT NOT NULL REFERENCES comments (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  PRIMARY KEY (comment_id, user_id)
);
CREATE INDEX comment_mentions_user ON comment_mentions (user_id);

-- People who follow a request that they may see.
CREATE TABLE request_watchers (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  user_id BIGINT NOT NULL REFERENCES users (id),
  added_by_id BIGINT NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL,
  PRIMARY KEY (request_id, user_id)
);
CREATE INDEX request_watchers_user ON request_watchers (user_id, request_id);
CREATE INDEX request_watchers_added_by ON request_watchers (added_by_id);

-- Links between requests. `relates` has no direction and is kept from the smaller id to the greater.
CREATE TABLE request_links (
  id INTEGER PRIMARY KEY,
  from_id BIGINT NOT NULL REFERENCES requests (id),
  to_id BIGINT NOT NULL REFERENCES requests (id),
  kind TEXT NOT NULL,
  created_by_id BIGINT NOT NULL REFERENCES users (id),
  created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX request_links_once ON request_links (from_id, to_id, kind);
CREATE INDEX request_links_to ON request_links (to_id, kind);
CREATE INDEX request_links_created_by ON request_links (created_by_id);

-- Tags: a name once, however it is spelt.
CREATE TABLE tags (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  sort_key BLOB NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX tags_once ON tags (name_key);
CREATE INDEX tags_sort ON tags (sort_key, id);
CREATE TABLE request_tags (
  request_id BIGINT NOT NULL REFERENCES requests (id),
  tag_id BIGINT NOT NULL REFERENCES tags (id),
  PRIMARY KEY (request_id, tag_id)
);
CREATE INDEX request_tags_tag ON request_tags (tag_id, request_id);

-- Triage in batches, kept as long as it can be undone, and a day more: each request as it was before.
CREATE TABLE triage_batches (
  id INTEGER PRIMARY KEY,
  actor_id BIGINT NOT NULL REFERENCES users (id),
  undo_until TIMESTAMP NOT NULL,
  undone_at TIMESTAMP,
  created_at TIMESTAMP NOT NULL
);
CREATE INDEX triage_batches_actor ON triage_batches (actor_id);
CREATE INDEX triage_batches_created ON triage_batches (created_at);
CREATE TABLE triage_batch_items (
  id INTEGER PRIMARY KEY,
  batch_id BIGINT NOT NULL REFERENCES triage_batches (id),
  request_id BIGINT NOT NULL REFERENCES requests (id),
  action TEXT NOT NULL,
  version INTEGER NOT NULL,
  before TEXT NOT NULL
);
CREATE INDEX triage_batch_items_batch ON triage_batch_items (batch_id, id);
CREATE INDEX triage_batch_items_request ON triage_batch_items (request_id);

-- Mails that can still be called back go by this key.
ALTER TABLE outbox ADD COLUMN hold_key TEXT;
CREATE INDEX outbox_hold ON outbox (hold_key);
