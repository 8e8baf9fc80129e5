-- Reports as they were given out. Append-only: what was sealed is neither changed nor taken away.

CREATE TABLE sealed_report (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    name text COLLATE "sv-x-icu" NOT NULL CHECK (name <> ''),
    framework text NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL CHECK (last_on >= first_on),
    -- What was asked for.
    request jsonb NOT NULL,
    -- The moment of knowledge that it rests on, and is computed anew with.
    known_at timestamptz NOT NULL,
    -- Every agreement in it or left out of it: which ones a lessor or a cost centre leads to can change.
    agreement_ids uuid[] NOT NULL,
    agreements integer NOT NULL,
    -- Canonical JSON, byte for byte what the hash is of.
    content text NOT NULL,
    hash bytea NOT NULL CHECK (length(hash) = 32),
    engine_version text NOT NULL,
    sealed_at timestamptz NOT NULL,
    sealed_by uuid NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, sealed_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('sealed_report');
GRANT SELECT, INSERT ON sealed_report TO leasify_app;
