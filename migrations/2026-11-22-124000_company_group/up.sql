-- Which companies a parent reports together with its own. Only ever added to: the newest version rules, and a report of
-- then can be made again.

CREATE TABLE company_group (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    version integer NOT NULL CHECK (version > 0),
    -- json and not jsonb: read whole and never searched. A member that is gone is one that nobody has a role in.
    members json NOT NULL,
    reason text,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, version),
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('company_group');
GRANT SELECT, INSERT ON company_group TO leasify_app;
