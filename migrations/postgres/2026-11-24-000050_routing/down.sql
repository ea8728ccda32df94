DROP TABLE routing_turns;
ALTER TABLE routing_versions DROP COLUMN stamp;
ALTER TABLE routing_rules DROP COLUMN watcher_ids;
ALTER TABLE routing_rules DROP COLUMN round_robin;
