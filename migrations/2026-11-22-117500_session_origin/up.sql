-- Where a session was started, as a hash over account and address: whoever has signed in to an account from somewhere is
-- not kept out of it by what strangers guess elsewhere.
ALTER TABLE session ADD COLUMN origin_hash bytea CHECK (length(origin_hash) = 32);
CREATE INDEX session_by_origin ON session (account_id, origin_hash);
