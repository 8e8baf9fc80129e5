DROP TABLE lease_review;
