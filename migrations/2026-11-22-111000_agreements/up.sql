-- Agreements: the events are the truth, the row in agreement is what they say today.

CREATE TABLE agreement (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    -- Sequence of the latest event.
    version integer NOT NULL CHECK (version > 0),

    -- The terms today, as far as lists filter and sort by them.
    number text NOT NULL CHECK (number <> ''),
    title text COLLATE "sv-x-icu" NOT NULL,
    kind text NOT NULL
        CHECK (kind IN ('financial_lease', 'operational_lease', 'rental', 'premises', 'car')),
    -- The parties that the recorded ones lead to after merges.
    lessor_id uuid NOT NULL,
    supplier_id uuid,
    start_on date NOT NULL,
    end_on date NOT NULL,
    ended_on date,
    ending text CHECK (ending IN ('terminated', 'bought_out')),
    currency text NOT NULL,
    fee bigint NOT NULL,
    interval_months integer NOT NULL,
    notice_months integer,
    object_type text COLLATE "sv-x-icu",
    department text COLLATE "sv-x-icu",
    cost_center text COLLATE "sv-x-icu",
    project text COLLATE "sv-x-icu",
    responsible text COLLATE "sv-x-icu",
    -- Lower case: number, title and objects.
    search_text text NOT NULL,

    -- json and not jsonb: read whole and never searched, so the text is kept as it is.
    original_terms json NOT NULL,
    changes json NOT NULL,
    -- The day an amendment begins to hold and the columns above have to be projected again.
    next_change_on date,

    deleted_at timestamptz,
    demo boolean NOT NULL DEFAULT false,
    import_id uuid,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,

    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, lessor_id) REFERENCES party (company_id, id),
    FOREIGN KEY (company_id, supplier_id) REFERENCES party (company_id, id),
    CHECK ((ended_on IS NULL) = (ending IS NULL))
);
CREATE UNIQUE INDEX agreement_number_key ON agreement (company_id, number) WHERE deleted_at IS NULL;
CREATE INDEX agreement_by_start ON agreement (company_id, start_on DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX agreement_by_end ON agreement (company_id, end_on, id) WHERE deleted_at IS NULL;
CREATE INDEX agreement_by_lessor ON agreement (company_id, lessor_id);
CREATE INDEX agreement_by_supplier ON agreement (company_id, supplier_id) WHERE supplier_id IS NOT NULL;
CREATE INDEX agreement_by_import ON agreement (company_id, import_id) WHERE import_id IS NOT NULL;
CREATE INDEX agreement_to_project ON agreement (company_id, next_change_on) WHERE next_change_on IS NOT NULL;
CREATE INDEX agreement_in_bin ON agreement (company_id, deleted_at DESC, id DESC) WHERE deleted_at IS NOT NULL;
CREATE INDEX agreement_of_demo ON agreement (company_id) WHERE demo;
SELECT protect_tenant('agreement');

-- Real agreements leave the register by an event, never by DELETE. Only the demo portfolio can be removed for good,
-- and no UPDATE can make an agreement part of it.
CREATE POLICY only_demo_is_removed ON agreement AS RESTRICTIVE FOR DELETE TO leasify_app USING (demo);
GRANT SELECT, INSERT, DELETE ON agreement TO leasify_app;
GRANT UPDATE (
    version, number, title, kind, lessor_id, supplier_id, start_on, end_on, ended_on, ending, currency, fee,
    interval_months, notice_months, object_type, department, cost_center, project, responsible, search_text,
    original_terms, changes, next_change_on, deleted_at, updated_at
) ON agreement TO leasify_app;

CREATE TABLE agreement_event (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    agreement_id uuid NOT NULL,
    sequence integer NOT NULL CHECK (sequence > 0),
    id uuid NOT NULL,
    kind text NOT NULL
        CHECK (kind IN ('created', 'corrected', 'amended', 'ended', 'deleted', 'restored', 'undone')),
    -- From which day it holds in the world, and when the register learned of it.
    effective_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid,
    source text NOT NULL CHECK (source IN ('app', 'api', 'import', 'bulk_edit', 'demo')),
    -- Which import or bulk edit.
    source_id uuid,
    reason text,
    payload jsonb NOT NULL,
    undoes uuid,
    PRIMARY KEY (company_id, agreement_id, sequence),
    UNIQUE (company_id, agreement_id, id),
    FOREIGN KEY (company_id, agreement_id) REFERENCES agreement (company_id, id),
    FOREIGN KEY (company_id, agreement_id, undoes) REFERENCES agreement_event (company_id, agreement_id, id),
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id),
    CHECK ((kind = 'created') = (sequence = 1)),
    CHECK ((kind = 'undone') = (undoes IS NOT NULL)),
    CHECK ((source IN ('import', 'bulk_edit')) = (source_id IS NOT NULL))
);
CREATE INDEX agreement_event_by_source ON agreement_event (company_id, source_id) WHERE source_id IS NOT NULL;
SELECT protect_tenant('agreement_event');

-- Append-only: no UPDATE for anyone, DELETE only together with the demo portfolio.
CREATE POLICY only_demo_is_removed ON agreement_event AS RESTRICTIVE FOR DELETE TO leasify_app
    USING (EXISTS (
        SELECT FROM agreement
        WHERE agreement.company_id = agreement_event.company_id
            AND agreement.id = agreement_event.agreement_id
            AND agreement.demo
    ));
GRANT SELECT, INSERT, DELETE ON agreement_event TO leasify_app;

CREATE TABLE bulk_edit (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    patch json NOT NULL,
    -- NULL: a correction from the start.
    effective_on date,
    reason text,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    undone_at timestamptz,
    undone_by uuid,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id),
    FOREIGN KEY (company_id, undone_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('bulk_edit');
GRANT SELECT, INSERT ON bulk_edit TO leasify_app;
GRANT UPDATE (undone_at, undone_by) ON bulk_edit TO leasify_app;
