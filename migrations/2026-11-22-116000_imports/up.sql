-- Imports: a file, what a person decided about it, and its rows as read. Nothing here is in the register.

CREATE TABLE import (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    status text NOT NULL CHECK (status IN ('draft', 'applying', 'applied', 'undoing', 'undone', 'failed')),
    file_name text NOT NULL CHECK (file_name <> ''),
    format text NOT NULL CHECK (format IN ('csv', 'xlsx', 'ods', 'pasted')),
    encoding text,
    delimiter text,
    sheets text[] NOT NULL,
    sheet text,
    header_row integer NOT NULL,
    -- json and not jsonb, here and below: read whole and never searched.
    matched_columns json NOT NULL,
    mapping json NOT NULL,
    missing_fields json NOT NULL,
    counts json NOT NULL,
    fault_groups json NOT NULL,
    -- Why applying or undoing stopped.
    failure text,
    done integer NOT NULL DEFAULT 0,
    total integer NOT NULL DEFAULT 0,
    -- While applying or undoing: when the work last gave a sign of life.
    worked_at timestamptz,
    created_at timestamptz NOT NULL,
    created_by uuid NOT NULL,
    applied_at timestamptz,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, created_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('import');
GRANT SELECT, INSERT, UPDATE, DELETE ON import TO leasify_app;

-- As it came: another sheet or another row of headers can be chosen later.
CREATE TABLE import_file (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    import_id uuid NOT NULL,
    content bytea NOT NULL,
    PRIMARY KEY (company_id, import_id),
    FOREIGN KEY (company_id, import_id) REFERENCES import (company_id, id) ON DELETE CASCADE
);
SELECT protect_tenant('import_file');
GRANT SELECT, INSERT, DELETE ON import_file TO leasify_app;

CREATE TABLE import_row (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    import_id uuid NOT NULL,
    -- As the spreadsheet program numbers it.
    sheet_row integer NOT NULL CHECK (sheet_row > 0),
    action text NOT NULL CHECK (action IN ('create', 'update', 'unchanged', 'skip', 'faulty')),
    skip_reason text CHECK (skip_reason IN ('blank', 'sum', 'heading', 'remark', 'person')),
    -- The agreement that is changed and the version that was looked at, or the id of the one that is to be made.
    agreement_id uuid,
    agreement_version integer,
    fault_codes text[] NOT NULL,
    reading json NOT NULL,
    cells json NOT NULL,
    faults json NOT NULL,
    differences json NOT NULL,
    -- Of everything above, so that only rows that changed are written again.
    fingerprint bigint NOT NULL,
    PRIMARY KEY (company_id, import_id, sheet_row),
    FOREIGN KEY (company_id, import_id) REFERENCES import (company_id, id) ON DELETE CASCADE,
    CHECK ((action = 'skip') = (skip_reason IS NOT NULL))
);
CREATE INDEX import_row_by_action ON import_row (company_id, import_id, action, sheet_row);
SELECT protect_tenant('import_row');
GRANT SELECT, INSERT, UPDATE, DELETE ON import_row TO leasify_app;

-- What a person wrote in place of a cell.
CREATE TABLE import_mend (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    import_id uuid NOT NULL,
    sheet_row integer NOT NULL,
    field text NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (company_id, import_id, sheet_row, field),
    FOREIGN KEY (company_id, import_id) REFERENCES import (company_id, id) ON DELETE CASCADE
);
SELECT protect_tenant('import_mend');
GRANT SELECT, INSERT, UPDATE, DELETE ON import_mend TO leasify_app;

-- Rows a person left out, or took in although they look like a heading or a sum.
CREATE TABLE import_row_choice (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    import_id uuid NOT NULL,
    sheet_row integer NOT NULL,
    choice text NOT NULL CHECK (choice IN ('skip', 'include')),
    PRIMARY KEY (company_id, import_id, sheet_row),
    FOREIGN KEY (company_id, import_id) REFERENCES import (company_id, id) ON DELETE CASCADE
);
SELECT protect_tenant('import_row_choice');
GRANT SELECT, INSERT, UPDATE, DELETE ON import_row_choice TO leasify_app;

-- How the company's columns were matched before.
CREATE TABLE import_memory (
    company_id uuid PRIMARY KEY REFERENCES company (id) ON DELETE CASCADE,
    remembered json NOT NULL,
    updated_at timestamptz NOT NULL
);
SELECT protect_tenant('import_memory');
GRANT SELECT, INSERT, UPDATE ON import_memory TO leasify_app;
