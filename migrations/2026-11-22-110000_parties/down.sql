DROP TABLE party;
DROP TABLE register;
