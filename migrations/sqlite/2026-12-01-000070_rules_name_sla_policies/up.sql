-- The SLA policy, by its name, that what a rule has routed lives by.
ALTER TABLE routing_rules ADD COLUMN sla_policy TEXT;
