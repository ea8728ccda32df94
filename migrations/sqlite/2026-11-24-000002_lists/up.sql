-- What is closed of a category, newest first: by the category alone, all that is open is walked past.
CREATE INDEX requests_category_open ON requests (category, is_open, id);
