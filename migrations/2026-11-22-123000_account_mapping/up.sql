-- Which account a role of the books is, in versions. Append-only: a journal of then is made with the accounts of then.

CREATE TABLE account_mapping (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    version integer NOT NULL CHECK (version > 0),
    -- The rules that were chosen, all of them.
    rules json NOT NULL,
    voucher_series text CHECK (voucher_series <> ''),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, version),
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('account_mapping');
GRANT SELECT, INSERT ON account_mapping TO leasify_app;
