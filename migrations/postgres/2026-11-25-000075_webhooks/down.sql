DELETE FROM stamps WHERE name = 'webhooks';
DROP TABLE webhook_deliveries;
DROP TABLE webhooks;
