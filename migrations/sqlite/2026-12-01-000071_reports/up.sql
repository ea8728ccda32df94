-- Reports count what came and what went in a span of days, and lists show it.
CREATE INDEX requests_submitted ON requests (submitted_at);
CREATE INDEX requests_closed ON requests (closed_at) WHERE closed_at IS NOT NULL;
