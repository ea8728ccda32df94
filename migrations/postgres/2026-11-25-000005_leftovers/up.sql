-- How often the deadlines of a request were counted anew by themselves: a recount leaves the version that people compare
-- as it is, and yet nobody writes over it unseen.
ALTER TABLE requests ADD COLUMN recounts INTEGER NOT NULL DEFAULT 0;

-- What the server does once: how far it has come, and when it was done.
CREATE TABLE errands (
  name TEXT NOT NULL PRIMARY KEY,
  after_id BIGINT NOT NULL,
  finished_at TIMESTAMP
);
