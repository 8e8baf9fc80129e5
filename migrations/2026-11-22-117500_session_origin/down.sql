DROP INDEX session_by_origin;
ALTER TABLE session DROP COLUMN origin_hash;
