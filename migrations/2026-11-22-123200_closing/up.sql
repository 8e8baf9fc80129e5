-- Time that is closed. What the closed time comes to follows from the register as it was known at `closed_at`; a
-- closing that is opened again gets a row, and is never changed.

CREATE TABLE closing (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    framework text NOT NULL CHECK (framework <> ''),
    -- The day after the closing before it; NULL where there was none.
    from_on date,
    through date NOT NULL,
    closed_at timestamptz NOT NULL,
    closed_by uuid NOT NULL,
    note text,
    vouchers integer NOT NULL,
    -- Sum of all debits, in hundredths.
    debit bigint NOT NULL,
    sha256 bytea NOT NULL,
    checks json NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, closed_by) REFERENCES membership (company_id, account_id),
    CHECK (from_on <= through)
);
CREATE INDEX closing_by_day ON closing (company_id, framework, through, id);
SELECT protect_tenant('closing');
GRANT SELECT, INSERT ON closing TO leasify_app;

CREATE TABLE closing_reopening (
    company_id uuid NOT NULL,
    closing_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, closing_id),
    FOREIGN KEY (company_id, closing_id) REFERENCES closing (company_id, id) ON DELETE CASCADE,
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('closing_reopening');
GRANT SELECT, INSERT ON closing_reopening TO leasify_app;
