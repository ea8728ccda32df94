-- For whom somebody decided who stood in for them.
ALTER TABLE approval_decisions ADD COLUMN on_behalf_of_id BIGINT REFERENCES users (id);
CREATE INDEX approval_decisions_on_behalf_of ON approval_decisions (on_behalf_of_id);
