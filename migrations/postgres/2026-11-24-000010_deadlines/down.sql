DELETE FROM outbox WHERE recipient_id IS NULL;
ALTER TABLE outbox ALTER COLUMN recipient_id SET NOT NULL;
DROP TABLE rounds;
DROP TABLE deadline_recounts;
DROP TABLE deadline_alarms;
DROP INDEX requests_next_alarm;
ALTER TABLE requests DROP COLUMN next_alarm_at;
DROP TABLE sla_versions;
