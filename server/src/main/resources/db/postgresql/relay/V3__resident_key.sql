-- The public conversation key of the resident's page: after a restart of the server a page with the same key goes on.
ALTER TABLE conversation ADD COLUMN resident_key TEXT;
