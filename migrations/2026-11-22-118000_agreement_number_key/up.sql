-- Numbers that differ in case, in spacing or in how their letters are encoded are one number: `A 12` is `a12`. The
-- server makes the same key (agreements/service/numbers.rs). Not unique: a register may hold such a pair from before,
-- and who checks a number holds the register's turn until it is written.
ALTER TABLE agreement ADD COLUMN number_key text NOT NULL GENERATED ALWAYS AS (
    lower(regexp_replace(normalize(number COLLATE "und-x-icu", NFKC), '\s', '', 'g'))
) STORED;
CREATE INDEX agreement_by_number_key ON agreement (company_id, number_key) WHERE deleted_at IS NULL;
