DROP TABLE idempotency;
DROP TABLE throttle;
DROP TABLE session;
DROP POLICY members ON account;
DROP TABLE membership;
DROP TABLE account;
DROP TABLE company;
DROP FUNCTION protect_tenant(regclass);
