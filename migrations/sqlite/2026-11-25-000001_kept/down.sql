ALTER TABLE routing_versions ADD COLUMN stamp TEXT;

DROP TABLE stamps;
