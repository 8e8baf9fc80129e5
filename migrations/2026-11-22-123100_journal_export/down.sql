DROP TABLE journal_export_withdrawal;
DROP TABLE journal_export_part;
DROP TABLE journal_export;
