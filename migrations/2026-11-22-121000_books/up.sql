-- What a company chooses for its books, and what accountants record of agreements. All of it is only ever added to: a
-- newer version rules, and a report of then can be made again.

CREATE TABLE company_book (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    framework text NOT NULL CHECK (framework IN ('ifrs16', 'k3', 'asc842', 'k2', 'k3_legal_entity', 'rfr2')),
    version integer NOT NULL CHECK (version > 0),
    in_use boolean NOT NULL,
    -- json and not jsonb: read whole and never searched.
    choices json NOT NULL,
    reason text,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, framework, version),
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('company_book');
GRANT SELECT, INSERT ON company_book TO leasify_app;

-- Leaves with its agreement, which only one of the demo portfolio can.
CREATE TABLE lease_accounting (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    agreement_id uuid NOT NULL,
    version integer NOT NULL CHECK (version > 0),
    facts json NOT NULL,
    reason text,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, agreement_id, version),
    FOREIGN KEY (company_id, agreement_id) REFERENCES agreement (company_id, id) ON DELETE CASCADE,
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('lease_accounting');
GRANT SELECT, INSERT ON lease_accounting TO leasify_app;

CREATE TABLE lease_event (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    agreement_id uuid NOT NULL,
    sequence integer NOT NULL CHECK (sequence > 0),
    id uuid NOT NULL,
    -- NULL where it takes another back.
    happened_on date,
    payload json,
    undoes uuid,
    reason text,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, agreement_id, sequence),
    UNIQUE (company_id, agreement_id, id),
    -- Taken back at most once.
    UNIQUE (company_id, agreement_id, undoes),
    FOREIGN KEY (company_id, agreement_id) REFERENCES agreement (company_id, id) ON DELETE CASCADE,
    FOREIGN KEY (company_id, agreement_id, undoes) REFERENCES lease_event (company_id, agreement_id, id)
        ON DELETE CASCADE,
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id),
    CHECK ((payload IS NULL) = (undoes IS NOT NULL)),
    CHECK ((payload IS NULL) = (happened_on IS NULL))
);
SELECT protect_tenant('lease_event');
GRANT SELECT, INSERT ON lease_event TO leasify_app;
