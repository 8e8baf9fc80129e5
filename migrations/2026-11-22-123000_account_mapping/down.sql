DROP TABLE account_mapping;
