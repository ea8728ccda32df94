-- What people are called is kept in memory (src/db/kept.rs).
INSERT INTO stamps (name, stamp) VALUES ('people', lower(hex(randomblob(16))));
