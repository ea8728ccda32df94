-- Requests that came from a file: what the file called them, so that the same file twice makes nothing twice.
CREATE TABLE request_imports (
  id INTEGER PRIMARY KEY,
  request_id BIGINT NOT NULL REFERENCES requests (id),
  import_key TEXT NOT NULL
);
CREATE UNIQUE INDEX request_imports_request ON request_imports (request_id);
CREATE UNIQUE INDEX request_imports_once ON request_imports (import_key);
