ALTER INDEX requests_search RESET (gin_pending_list_limit);
DROP INDEX requests_category_open;
