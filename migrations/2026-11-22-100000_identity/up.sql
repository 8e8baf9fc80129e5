-- People, companies, who belongs where, and signed-in browsers.

-- The tenant block: see README.md. SECURITY INVOKER, so only the owner of the table can use it.
CREATE FUNCTION protect_tenant(tenant_table regclass) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant_table);
    -- nullif: after a transaction that set the company the setting is the empty string, which is no uuid.
    -- The scalar subselect is evaluated once per query instead of once per row.
    EXECUTE format(
        'CREATE POLICY company ON %s TO leasify_app'
        ' USING (company_id = (SELECT nullif(current_setting(''app.company_id'', true), '''')::uuid))'
        ' WITH CHECK (company_id = (SELECT nullif(current_setting(''app.company_id'', true), '''')::uuid))',
        tenant_table);
END
$$;
REVOKE EXECUTE ON FUNCTION protect_tenant(regclass) FROM PUBLIC;

CREATE TABLE company (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (name <> ''),
    org_number text NOT NULL,
    base_currency text NOT NULL DEFAULT 'SEK',
    language text NOT NULL CHECK (language IN ('sv', 'en')),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL
);
ALTER TABLE company ENABLE ROW LEVEL SECURITY;
ALTER TABLE company FORCE ROW LEVEL SECURITY;
CREATE POLICY company ON company TO leasify_app
    USING (id = (SELECT nullif(current_setting('app.company_id', true), '')::uuid))
    WITH CHECK (id = (SELECT nullif(current_setting('app.company_id', true), '')::uuid));
CREATE POLICY sign_in ON company TO leasify_auth USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON company TO leasify_app;
GRANT SELECT, INSERT ON company TO leasify_auth;

CREATE TABLE account (
    id uuid PRIMARY KEY,
    -- Lower case; the address as a person wrote it is not kept.
    email text NOT NULL,
    name text NOT NULL CHECK (name <> ''),
    language text NOT NULL CHECK (language IN ('sv', 'en')),
    -- PHC string. NULL when the person has no password but signs in another way.
    password_hash text,
    last_company_id uuid REFERENCES company (id) ON DELETE SET NULL,
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    CONSTRAINT account_email_key UNIQUE (email)
);
GRANT SELECT, INSERT, UPDATE ON account TO leasify_auth;

CREATE TABLE membership (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES account (id),
    role text NOT NULL CHECK (role IN ('owner', 'editor', 'reader')),
    version integer NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL,
    -- A former member stays as a row, so that history can still say who did what.
    removed_at timestamptz,
    PRIMARY KEY (company_id, account_id)
);
CREATE INDEX membership_by_account ON membership (account_id) WHERE removed_at IS NULL;
SELECT protect_tenant('membership');
CREATE POLICY sign_in ON membership TO leasify_auth USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON membership TO leasify_app;
GRANT SELECT, INSERT, UPDATE ON membership TO leasify_auth;

-- Inside a company only its own members, present and former, are people one can know of.
ALTER TABLE account ENABLE ROW LEVEL SECURITY;
ALTER TABLE account FORCE ROW LEVEL SECURITY;
CREATE POLICY members ON account FOR SELECT TO leasify_app
    USING (EXISTS (SELECT FROM membership WHERE membership.account_id = account.id));
CREATE POLICY sign_in ON account TO leasify_auth USING (true) WITH CHECK (true);
GRANT SELECT (id, email, name) ON account TO leasify_app;

CREATE TABLE session (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- SHA-256 of the value in the cookie; the value itself is kept nowhere.
    token_hash bytea NOT NULL CHECK (length(token_hash) = 32),
    created_at timestamptz NOT NULL,
    -- Written at most once a minute.
    last_seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    end_reason text,
    CONSTRAINT session_token_key UNIQUE (token_hash)
);
CREATE INDEX session_by_account ON session (account_id) WHERE ended_at IS NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO leasify_auth;

-- Attempts at something that can be guessed. The key is a hash: an address or an e-mail is not kept here.
CREATE TABLE throttle (
    verifier text NOT NULL,
    key_hash bytea NOT NULL CHECK (length(key_hash) = 32),
    attempts integer NOT NULL,
    last_attempt_at timestamptz NOT NULL,
    PRIMARY KEY (verifier, key_hash)
);
CREATE INDEX throttle_by_age ON throttle (last_attempt_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON throttle TO leasify_auth;

-- Answers to requests that carried an Idempotency-Key, kept for a day.
CREATE TABLE idempotency (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES account (id),
    key text NOT NULL,
    fingerprint bytea NOT NULL CHECK (length(fingerprint) = 32),
    status smallint NOT NULL,
    headers jsonb NOT NULL,
    body bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (company_id, account_id, key)
);
CREATE INDEX idempotency_by_age ON idempotency (company_id, created_at);
SELECT protect_tenant('idempotency');
GRANT SELECT, INSERT, DELETE ON idempotency TO leasify_app;
