DROP TABLE agenda_revisions;
DROP FUNCTION agenda_revisions_written_once();
DROP INDEX agenda_items_proposal;
ALTER TABLE agenda_items DROP COLUMN proposal_id;
ALTER TABLE agenda_items DROP COLUMN standing_id;
ALTER TABLE agenda_items DROP COLUMN exclusion_reason;
ALTER TABLE agenda_items DROP COLUMN placed;
ALTER TABLE agenda_items DROP COLUMN place;
DROP TABLE agenda_proposals;
