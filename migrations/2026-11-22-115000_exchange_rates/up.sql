-- What a company's currencies cost, by day. Append-only: a newer entry for the same currency and day rules, the older
-- stays, so that a report of then can be made again.

CREATE TABLE exchange_rate (
    company_id uuid NOT NULL REFERENCES company (id) ON DELETE CASCADE,
    id uuid NOT NULL,
    -- Of the register: every entry raises it, so of two entries for one currency and day the higher one rules.
    revision bigint NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    -- The company's base currency when the entry was made. Rates into another base are kept and not used.
    base text NOT NULL CHECK (base ~ '^[A-Z]{3}$'),
    quoted_on date NOT NULL,
    -- Hundred-millionths of the base currency for one unit. NULL: what was entered for the day is taken back.
    rate_e8 bigint CHECK (rate_e8 > 0),
    source text NOT NULL,
    -- Part of the demo portfolio, and taken back with it.
    demo boolean NOT NULL DEFAULT false,
    recorded_at timestamptz NOT NULL,
    recorded_by uuid,
    PRIMARY KEY (company_id, id),
    FOREIGN KEY (company_id, recorded_by) REFERENCES membership (company_id, account_id),
    CHECK (currency <> base)
);
CREATE UNIQUE INDEX exchange_rate_by_day ON exchange_rate (company_id, base, currency, quoted_on, revision);
SELECT protect_tenant('exchange_rate');
GRANT SELECT, INSERT ON exchange_rate TO leasify_app;
