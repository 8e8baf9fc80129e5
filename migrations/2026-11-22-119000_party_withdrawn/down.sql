ALTER TABLE party DROP COLUMN withdrawn_at, DROP COLUMN import_id;
