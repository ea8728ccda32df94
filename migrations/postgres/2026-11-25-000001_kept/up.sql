-- What seldom changes is kept in memory as long as its stamp is the same (src/db/kept.rs): each change draws another. The
-- first ones are drawn here, so that no two databases have the same.
CREATE TABLE stamps (
  name TEXT NOT NULL PRIMARY KEY,
  stamp TEXT NOT NULL
);
INSERT INTO stamps (name, stamp)
SELECT name, replace(gen_random_uuid()::text, '-', '')
FROM (VALUES ('calendar'), ('collation'), ('directory'), ('routing'), ('sla_policies')) AS kept (name);

ALTER TABLE routing_versions DROP COLUMN stamp;
