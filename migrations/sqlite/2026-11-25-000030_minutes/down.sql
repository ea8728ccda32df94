DROP TABLE minutes_addenda;
DROP TABLE minutes_versions;
DROP TABLE minutes_remarks;
DROP TABLE minutes;
DROP TABLE minutes_paragraphs;
ALTER TABLE meeting_series DROP COLUMN minutes_review_days;
