-- Head and foot of mails: one row. What is empty is as it is by itself.
CREATE TABLE mail_letterhead (
  id BIGINT NOT NULL PRIMARY KEY,
  heading_fa TEXT NOT NULL,
  heading_en TEXT NOT NULL,
  footer_fa TEXT NOT NULL,
  footer_en TEXT NOT NULL,
  accent TEXT NOT NULL,
  version INTEGER NOT NULL,
  updated_at TIMESTAMP
);
INSERT INTO mail_letterhead (id, heading_fa, heading_en, footer_fa, footer_en, accent, version) VALUES (1, '', '', '', '', '', 1);
INSERT INTO stamps (name, stamp) VALUES ('letterhead', lower(hex(randomblob(16))));
