ALTER TABLE company DROP COLUMN founded_by, DROP COLUMN founding_key, DROP COLUMN founding_fingerprint;
