DROP TABLE lease_event;
DROP TABLE lease_accounting;
DROP TABLE company_book;
