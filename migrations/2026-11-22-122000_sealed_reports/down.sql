DROP TABLE sealed_report;
