DROP INDEX requests_closed;
DROP INDEX requests_submitted;
