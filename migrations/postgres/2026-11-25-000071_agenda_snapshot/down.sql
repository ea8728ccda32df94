ALTER TABLE meetings ADD COLUMN agenda_snapshot JSONB;
