DELETE FROM stamps WHERE name = 'people';
