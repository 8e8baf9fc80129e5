DROP TABLE import_memory;
DROP TABLE import_row_choice;
DROP TABLE import_mend;
DROP TABLE import_row;
DROP TABLE import_file;
DROP TABLE import;
