-- Files that belong to something: a request, so far. The bytes are not here: `object` says where they are.
CREATE TABLE attachments (
  id INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  subject_id BIGINT NOT NULL,
  -- Whose quota they are counted against.
  unit_id BIGINT NOT NULL REFERENCES units (id),
  uploader_id BIGINT NOT NULL REFERENCES users (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  macros BOOLEAN NOT NULL,
  size_bytes BIGINT NOT NULL,
  sha256 TEXT NOT NULL,
  object TEXT NOT NULL,
  thumbnail BOOLEAN NOT NULL,
  created_at TIMESTAMP NOT NULL
);
CREATE UNIQUE INDEX attachments_object ON attachments (object);
-- The same content twice at one thing is one attachment.
CREATE UNIQUE INDEX attachments_subject_sha256 ON attachments (subject, subject_id, sha256);
CREATE INDEX attachments_subject_id ON attachments (subject, subject_id, id);
CREATE INDEX attachments_unit_id ON attachments (unit_id);
CREATE INDEX attachments_uploader_id ON attachments (uploader_id);

-- What each unit has used of its quota; its row is what two uploads at once wait for.
CREATE TABLE attachment_usage (
  unit_id BIGINT NOT NULL PRIMARY KEY REFERENCES units (id),
  used_bytes BIGINT NOT NULL
);
