-- Rules that give a desk's requests to its members in turn, and that name watchers.
ALTER TABLE routing_rules ADD COLUMN round_robin BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE routing_rules ADD COLUMN watcher_ids JSONB NOT NULL DEFAULT '[]';

-- Drawn when a set is saved: what a process keeps of a set in memory is good as long as it meets the same stamp. Sets
-- of before have none and are read anew each time.
ALTER TABLE routing_versions ADD COLUMN stamp TEXT;

-- Whose turn it was last at each desk. The row is locked while a request is routed: two at once get two people.
CREATE TABLE routing_turns (
  desk_id BIGINT NOT NULL PRIMARY KEY REFERENCES desks (id),
  last_id BIGINT REFERENCES users (id)
);
CREATE INDEX routing_turns_last ON routing_turns (last_id);
