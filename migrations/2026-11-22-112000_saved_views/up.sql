-- Saved views of lists: a person's own, or shared in the company.

CREATE TABLE saved_view (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text COLLATE "sv-x-icu" NOT NULL CHECK (name <> ''),
    query text NOT NULL,
    column_names text[] NOT NULL,
    shared boolean NOT NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, account_id) REFERENCES membership (company_id, account_id)
);
CREATE INDEX saved_view_by_name ON saved_view (company_id, name, id);
SELECT protect_tenant('saved_view');
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_view TO leasify_app;
