-- A company is made before there is a company whose idempotency keys could be kept: the request that made it stands with
-- it. One account makes one at a time, so nothing need be unique.
ALTER TABLE company
    ADD COLUMN founded_by uuid REFERENCES account (id),
    ADD COLUMN founding_key text,
    ADD COLUMN founding_fingerprint bytea CHECK (length(founding_fingerprint) = 32);
CREATE INDEX company_by_founding_key ON company (founded_by, founding_key) WHERE founding_key IS NOT NULL;
GRANT UPDATE (founded_by, founding_key, founding_fingerprint) ON company TO leasify_auth;
