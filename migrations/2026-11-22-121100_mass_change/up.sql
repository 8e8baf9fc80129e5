-- Index and rate changes of many agreements at once. What they did stands in the histories of the agreements, as the
-- bulk edit by which it is undone.

CREATE TABLE mass_change (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    bulk_edit_id uuid NOT NULL,
    -- json and not jsonb: read whole and never searched.
    request json NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid NOT NULL,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, bulk_edit_id) REFERENCES bulk_edit (company_id, id),
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id)
);
SELECT protect_tenant('mass_change');
GRANT SELECT, INSERT ON mass_change TO leasify_app;
