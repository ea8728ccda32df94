DELETE FROM stamps WHERE name = 'letterhead';
DROP TABLE mail_letterhead;
