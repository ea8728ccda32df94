-- A paper that mails bring along: kept once, by the SHA-256 of what it says, however many mails there are. It is set as PDF and
-- Word when they are sent.
CREATE TABLE mail_papers (
  hash TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  paper TEXT NOT NULL,
  created_at TIMESTAMP NOT NULL
);
ALTER TABLE outbox ADD COLUMN paper_hash TEXT REFERENCES mail_papers (hash);
