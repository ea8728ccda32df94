-- The chain that approves what a rule has routed, when nobody names another.
ALTER TABLE routing_rules ADD COLUMN approval_chain_id BIGINT REFERENCES approval_chains (id);
CREATE INDEX routing_rules_approval_chain ON routing_rules (approval_chain_id);
