ALTER TABLE sealed_report DROP COLUMN company_ids;
