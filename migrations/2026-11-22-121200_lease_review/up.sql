-- Who has looked over the options and the term of an agreement for a year end. Only ever added to: the latest rules.

CREATE TABLE lease_review (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    agreement_id uuid NOT NULL,
    year_ends_on date NOT NULL,
    -- Of the register: every review raises it.
    revision bigint NOT NULL,
    note text,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, year_ends_on, agreement_id, revision),
    FOREIGN KEY (company_id, agreement_id) REFERENCES agreement (company_id, id) ON DELETE CASCADE,
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
-- For an agreement that leaves with the demo portfolio.
CREATE INDEX lease_review_by_agreement ON lease_review (company_id, agreement_id);
SELECT protect_tenant('lease_review');
GRANT SELECT, INSERT ON lease_review TO leasify_app;
