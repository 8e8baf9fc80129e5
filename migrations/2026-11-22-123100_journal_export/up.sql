-- Vouchers that went to the ledger. Append-only: what the ledger does not have after all is withdrawn by a row.

CREATE TABLE journal_export (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    framework text NOT NULL CHECK (framework <> ''),
    from_on date NOT NULL,
    to_on date NOT NULL,
    grouping text NOT NULL,
    format text NOT NULL,
    encoding text NOT NULL,
    new_only boolean NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    mapping_version integer NOT NULL,
    vouchers integer NOT NULL CHECK (vouchers > 0),
    already_exported integer NOT NULL,
    left_out integer NOT NULL,
    -- Sum of all debits, in hundredths.
    debit bigint NOT NULL,
    file_name text NOT NULL,
    -- As it was sent.
    file bytea NOT NULL,
    sha256 bytea NOT NULL,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, created_by) REFERENCES membership (company_id, account_id),
    CHECK (from_on <= to_on)
);
SELECT protect_tenant('journal_export');
GRANT SELECT, INSERT ON journal_export TO leasify_app;

-- What of which agreement was in it, whatever the file joined to one voucher.
CREATE TABLE journal_export_part (
    company_id uuid NOT NULL,
    export_id uuid NOT NULL,
    ordinal integer NOT NULL,
    framework text NOT NULL,
    -- No reference: what went to the ledger stays there when a demo agreement is removed.
    agreement_id uuid NOT NULL,
    -- Which voucher of the agreement: its month or its event.
    place text NOT NULL,
    on_day date NOT NULL,
    -- Hundredths by role.
    amounts json NOT NULL,
    PRIMARY KEY (company_id, export_id, ordinal),
    FOREIGN KEY (company_id, export_id) REFERENCES journal_export (company_id, id) ON DELETE CASCADE
);
CREATE INDEX journal_export_part_by_day ON journal_export_part (company_id, framework, on_day);
SELECT protect_tenant('journal_export_part');
GRANT SELECT, INSERT ON journal_export_part TO leasify_app;

CREATE TABLE journal_export_withdrawal (
    company_id uuid NOT NULL,
    export_id uuid NOT NULL,
    reason text NOT NULL CHECK (reason <> ''),
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, export_id),
    FOREIGN KEY (company_id, export_id) REFERENCES journal_export (company_id, id) ON DELETE CASCADE,
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('journal_export_withdrawal');
GRANT SELECT, INSERT ON journal_export_withdrawal TO leasify_app;
