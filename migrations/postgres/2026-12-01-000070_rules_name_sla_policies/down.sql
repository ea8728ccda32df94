ALTER TABLE routing_rules DROP COLUMN sla_policy;
