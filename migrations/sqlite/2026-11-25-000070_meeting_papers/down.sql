ALTER TABLE outbox DROP COLUMN paper_hash;
DROP TABLE mail_papers;
