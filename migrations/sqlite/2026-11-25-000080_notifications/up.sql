-- What a person has been told, in the application. One that is held (`hold_key`) is seen from `visible_at` on, unless it is taken
-- back before. `digest` says whether it waits for the digest of the next working morning.
CREATE TABLE notifications (
  id INTEGER PRIMARY KEY,
  user_id BIGINT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  why TEXT NOT NULL,
  topic TEXT NOT NULL,
  subject TEXT,
  subject_id BIGINT,
  label TEXT NOT NULL,
  title TEXT NOT NULL,
  actor TEXT,
  quote TEXT,
  in_place_of TEXT,
  path TEXT,
  digest TEXT NOT NULL,
  hold_key TEXT,
  created_at TIMESTAMP NOT NULL,
  visible_at TIMESTAMP NOT NULL,
  read_at TIMESTAMP
);
CREATE INDEX notifications_user ON notifications (user_id, id);
CREATE INDEX notifications_unread ON notifications (user_id, read_at, visible_at);
CREATE INDEX notifications_digest ON notifications (digest, user_id, id);
CREATE INDEX notifications_hold ON notifications (hold_key);
CREATE INDEX notifications_age ON notifications (created_at);

-- How a person wants to hear of things; no row: as it is by itself.
CREATE TABLE notification_preferences (
  user_id BIGINT NOT NULL PRIMARY KEY REFERENCES users (id),
  choices TEXT NOT NULL,
  digest BOOLEAN NOT NULL,
  digest_hour INTEGER NOT NULL,
  weekly BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  updated_at TIMESTAMP NOT NULL
);

-- The last day on which a person's digest was made, and their weekly summary: two workers make it once.
CREATE TABLE digest_days (
  user_id BIGINT NOT NULL PRIMARY KEY REFERENCES users (id),
  digest_on DATE,
  weekly_on DATE
);

-- Why a mail goes to its reader, and what it is about: asked again when it is sent.
ALTER TABLE outbox ADD COLUMN why TEXT;
ALTER TABLE outbox ADD COLUMN subject_kind TEXT;
ALTER TABLE outbox ADD COLUMN subject_id BIGINT;

-- Mail to this address comes back for good; nothing is sent there until it is changed or tried again.
ALTER TABLE users ADD COLUMN mail_bounced_at TIMESTAMP;
ALTER TABLE users ADD COLUMN mail_bounce TEXT;
