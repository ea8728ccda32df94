DROP INDEX approval_decisions_on_behalf_of;
ALTER TABLE approval_decisions DROP COLUMN on_behalf_of_id;
