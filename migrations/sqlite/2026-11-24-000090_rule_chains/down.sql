DROP INDEX routing_rules_approval_chain;
ALTER TABLE routing_rules DROP COLUMN approval_chain_id;
