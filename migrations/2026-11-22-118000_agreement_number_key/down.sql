ALTER TABLE agreement DROP COLUMN number_key;
