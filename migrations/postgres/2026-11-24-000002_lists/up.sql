-- What is closed of a category, newest first: by the category alone, all that is open is walked past.
CREATE INDEX requests_category_open ON requests (category, is_open, id);
-- Words wait unsorted in a list that every search reads through; four megabytes of them are too many.
ALTER INDEX requests_search SET (gin_pending_list_limit = 256);
