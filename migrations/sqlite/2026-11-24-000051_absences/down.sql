DROP INDEX requests_owner_for;
ALTER TABLE requests DROP COLUMN owner_for_id;
DROP TABLE absences;
