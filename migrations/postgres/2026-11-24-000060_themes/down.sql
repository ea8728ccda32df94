DROP INDEX agenda_items_theme;
ALTER TABLE agenda_items DROP COLUMN theme_id;
DROP INDEX requests_theme;
ALTER TABLE requests DROP COLUMN theme_id;
DROP TABLE themes;
