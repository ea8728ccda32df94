-- What people are called is kept in memory (src/db/kept.rs).
INSERT INTO stamps (name, stamp) VALUES ('people', md5(random()::text || clock_timestamp()::text));
