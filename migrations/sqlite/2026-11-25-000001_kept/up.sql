-- What seldom changes is kept in memory as long as its stamp is the same (src/db/kept.rs): each change draws another. The
-- first ones are drawn here, so that no two databases have the same.
CREATE TABLE stamps (
  name TEXT NOT NULL PRIMARY KEY,
  stamp TEXT NOT NULL
);
INSERT INTO stamps (name, stamp)
SELECT column1, lower(hex(randomblob(16))) FROM (VALUES ('calendar'), ('collation'), ('directory'), ('routing'), ('sla_policies'));

ALTER TABLE routing_versions DROP COLUMN stamp;
