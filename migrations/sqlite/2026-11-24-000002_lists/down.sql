DROP INDEX requests_category_open;
