-- An address outside that hears of what happens: which events, and in which order it was sent them. What it is sent next is due at
-- `next_attempt_at`; `lease` is the fence of whoever sends. One that is taken out stays
-- for a while: somebody may just be putting an event on its way to it.
CREATE TABLE webhooks (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  include_private BOOLEAN NOT NULL,
  secret TEXT NOT NULL,
  old_secret TEXT,
  old_secret_until TIMESTAMP,
  state TEXT NOT NULL,
  paused_reason TEXT,
  attempts INTEGER NOT NULL,
  next_attempt_at TIMESTAMP NOT NULL,
  leased_until TIMESTAMP,
  lease INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL,
  deleted_at TIMESTAMP
);

-- An event on its way to an address, written in the transaction of the event; and the log of what was sent.
CREATE TABLE webhook_deliveries (
  id INTEGER PRIMARY KEY,
  webhook_id BIGINT NOT NULL REFERENCES webhooks (id),
  event_id BIGINT NOT NULL REFERENCES events (id),
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  status INTEGER,
  error TEXT,
  created_at TIMESTAMP NOT NULL,
  tried_at TIMESTAMP
);
CREATE INDEX webhook_deliveries_queue ON webhook_deliveries (webhook_id, state, id);
CREATE INDEX webhook_deliveries_log ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_event ON webhook_deliveries (event_id);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (created_at);

INSERT INTO stamps (name, stamp) VALUES ('webhooks', lower(hex(randomblob(16))));
