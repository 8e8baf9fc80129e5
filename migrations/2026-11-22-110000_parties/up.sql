-- The company's register as a whole, and the lessors and suppliers in it.

CREATE TABLE register (
    company_id uuid PRIMARY KEY REFERENCES company (id) ON DELETE CASCADE,
    -- Raised by every transaction that writes to the register, which also makes writers take turns. What was computed
    -- at a revision holds until the next.
    revision bigint NOT NULL,
    -- The latest number given to an agreement that came without one.
    last_number integer NOT NULL DEFAULT 0
);
SELECT protect_tenant('register');
GRANT SELECT, INSERT, UPDATE ON register TO leasify_app;

CREATE TABLE party (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    version integer NOT NULL DEFAULT 1,
    -- Swedish order: å, ä and ö come last.
    name text COLLATE "sv-x-icu" NOT NULL CHECK (name <> ''),
    -- The name as imports look for it: lower case, single spaces.
    name_key text NOT NULL,
    org_number text,
    email text,
    phone text,
    -- The party that this one turned out to be. Nothing that names this one is rewritten.
    merged_into uuid,
    demo boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (company_id, id),
    -- Merged parties count: their names still lead to one party.
    CONSTRAINT party_name_key UNIQUE (company_id, name_key),
    FOREIGN KEY (company_id, merged_into) REFERENCES party (company_id, id),
    CHECK (merged_into <> id)
);
CREATE INDEX party_by_name ON party (company_id, name, id);
CREATE INDEX party_by_merge ON party (company_id, merged_into) WHERE merged_into IS NOT NULL;
SELECT protect_tenant('party');
GRANT SELECT, INSERT, UPDATE, DELETE ON party TO leasify_app;
