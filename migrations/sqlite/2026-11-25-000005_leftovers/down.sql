DROP TABLE errands;
ALTER TABLE requests DROP COLUMN recounts;
