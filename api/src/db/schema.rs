//! The tables as diesel knows them. `tests/it/rls.rs` compares them with the database.

diesel::table! {
    account (id) {
        id -> Uuid,
        email -> Text,
        name -> Text,
        language -> Text,
        password_hash -> Nullable<Text>,
        last_company_id -> Nullable<Uuid>,
        version -> Integer,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    company (id) {
        id -> Uuid,
        name -> Text,
        org_number -> Text,
        base_currency -> Text,
        language -> Text,
        version -> Integer,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency (company_id, account_id, key) {
        company_id -> Uuid,
        account_id -> Uuid,
        key -> Text,
        fingerprint -> Bytea,
        status -> SmallInt,
        headers -> Jsonb,
        body -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    membership (company_id, account_id) {
        company_id -> Uuid,
        account_id -> Uuid,
        role -> Text,
        version -> Integer,
        created_at -> Timestamptz,
        removed_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    session (id) {
        id -> Uuid,
        account_id -> Uuid,
        token_hash -> Bytea,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        ended_at -> Nullable<Timestamptz>,
        end_reason -> Nullable<Text>,
    }
}

diesel::table! {
    throttle (verifier, key_hash) {
        verifier -> Text,
        key_hash -> Bytea,
        attempts -> Integer,
        last_attempt_at -> Timestamptz,
    }
}

diesel::joinable!(membership -> account (account_id));
diesel::joinable!(membership -> company (company_id));
diesel::joinable!(session -> account (account_id));
diesel::allow_tables_to_appear_in_same_query!(account, company, idempotency, membership, session, throttle);
