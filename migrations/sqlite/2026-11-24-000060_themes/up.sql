-- Themes: the same problem of several units. `units` counts those whose requests are not private, for lists to sort by.
CREATE TABLE themes (
  id INTEGER PRIMARY KEY,
  title TEXT NOT NULL,
  description TEXT NOT NULL,
  units INTEGER NOT NULL,
  merged_into_id BIGINT REFERENCES themes (id),
  created_by_id BIGINT NOT NULL REFERENCES users (id),
  version INTEGER NOT NULL,
  created_at TIMESTAMP NOT NULL,
  updated_at TIMESTAMP NOT NULL
);
CREATE INDEX themes_units ON themes (units, id);
CREATE INDEX themes_merged_into ON themes (merged_into_id);
CREATE INDEX themes_created_by ON themes (created_by_id);

-- A request has at most one theme; an agenda has one line for it.
ALTER TABLE requests ADD COLUMN theme_id BIGINT REFERENCES themes (id);
CREATE INDEX requests_theme ON requests (theme_id, id);
ALTER TABLE agenda_items ADD COLUMN theme_id BIGINT REFERENCES themes (id);
CREATE INDEX agenda_items_theme ON agenda_items (theme_id);
