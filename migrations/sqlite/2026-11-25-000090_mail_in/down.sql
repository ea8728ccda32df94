DROP TABLE bounced_addresses;
DROP TABLE incoming_mails;
