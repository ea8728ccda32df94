ALTER TABLE users DROP COLUMN mail_bounce;
ALTER TABLE users DROP COLUMN mail_bounced_at;
ALTER TABLE outbox DROP COLUMN subject_id;
ALTER TABLE outbox DROP COLUMN subject_kind;
ALTER TABLE outbox DROP COLUMN why;
DROP TABLE digest_days;
DROP TABLE notification_preferences;
DROP TABLE notifications;
