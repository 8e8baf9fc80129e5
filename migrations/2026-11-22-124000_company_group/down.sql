DROP TABLE company_group;
