-- A mail that came in, and what became of it. The mail itself lies with the attachments' bytes, under `object`. `digest` is over
-- what its sender has sent: the same mail twice is one row. What is held was not understood, or not allowed, and waits for a person.
CREATE TABLE incoming_mails (
  id INTEGER PRIMARY KEY,
  digest TEXT NOT NULL,
  source TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT,
  detail TEXT,
  message_id TEXT,
  sender_name TEXT NOT NULL,
  sender_address TEXT NOT NULL,
  sender_id BIGINT REFERENCES users (id),
  subject TEXT NOT NULL,
  excerpt TEXT NOT NULL,
  files TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  object TEXT NOT NULL,
  request_id BIGINT REFERENCES requests (id),
  comment_id BIGINT REFERENCES comments (id),
  meeting_id BIGINT REFERENCES meetings (id),
  repeats INTEGER NOT NULL,
  version INTEGER NOT NULL,
  received_at TIMESTAMP NOT NULL,
  told_at TIMESTAMP,
  handled_at TIMESTAMP,
  handled_by_id BIGINT REFERENCES users (id)
);
CREATE UNIQUE INDEX incoming_mails_digest ON incoming_mails (digest);
CREATE INDEX incoming_mails_state ON incoming_mails (state, id);
CREATE INDEX incoming_mails_sender_address ON incoming_mails (sender_address, received_at);
CREATE INDEX incoming_mails_request_id ON incoming_mails (request_id, received_at);
CREATE INDEX incoming_mails_comment_id ON incoming_mails (comment_id);
CREATE INDEX incoming_mails_meeting_id ON incoming_mails (meeting_id);
CREATE INDEX incoming_mails_sender_id ON incoming_mails (sender_id);
CREATE INDEX incoming_mails_handled_by_id ON incoming_mails (handled_by_id);
CREATE INDEX incoming_mails_handled_at ON incoming_mails (handled_at);
CREATE INDEX incoming_mails_object ON incoming_mails (object);

-- Addresses that a mail server has called wrong for good, in answer to a mail of ours.
CREATE TABLE bounced_addresses (
  address TEXT PRIMARY KEY,
  message_id TEXT NOT NULL,
  status TEXT NOT NULL,
  said TEXT NOT NULL,
  bounced_at TIMESTAMP NOT NULL
);
