DROP TABLE bulk_edit;
DROP TABLE agreement_event;
DROP TABLE agreement;
