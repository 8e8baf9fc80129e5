-- The companies whose agreements a sealed report holds, beside those of the one it belongs to: only who may read them
-- all may read it.
ALTER TABLE sealed_report ADD COLUMN company_ids uuid[] NOT NULL DEFAULT '{}';
