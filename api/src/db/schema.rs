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
    account_mapping (company_id, version) {
        company_id -> Uuid,
        version -> Integer,
        rules -> Json,
        voucher_series -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    agreement (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        version -> Integer,
        number -> Text,
        title -> Text,
        kind -> Text,
        lessor_id -> Uuid,
        supplier_id -> Nullable<Uuid>,
        start_on -> Date,
        end_on -> Date,
        ended_on -> Nullable<Date>,
        ending -> Nullable<Text>,
        currency -> Text,
        fee -> BigInt,
        interval_months -> Integer,
        notice_months -> Nullable<Integer>,
        object_type -> Nullable<Text>,
        department -> Nullable<Text>,
        cost_center -> Nullable<Text>,
        project -> Nullable<Text>,
        responsible -> Nullable<Text>,
        search_text -> Text,
        original_terms -> Json,
        changes -> Json,
        next_change_on -> Nullable<Date>,
        deleted_at -> Nullable<Timestamptz>,
        demo -> Bool,
        import_id -> Nullable<Uuid>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        number_key -> Text,
    }
}

diesel::table! {
    agreement_event (company_id, agreement_id, sequence) {
        company_id -> Uuid,
        agreement_id -> Uuid,
        sequence -> Integer,
        id -> Uuid,
        kind -> Text,
        effective_on -> Date,
        recorded_at -> Timestamptz,
        recorded_by -> Nullable<Uuid>,
        source -> Text,
        source_id -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        payload -> Jsonb,
        undoes -> Nullable<Uuid>,
    }
}

diesel::table! {
    bulk_edit (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        patch -> Json,
        effective_on -> Nullable<Date>,
        reason -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
        undone_at -> Nullable<Timestamptz>,
        undone_by -> Nullable<Uuid>,
    }
}

diesel::table! {
    closing (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        framework -> Text,
        from_on -> Nullable<Date>,
        through -> Date,
        closed_at -> Timestamptz,
        closed_by -> Uuid,
        note -> Nullable<Text>,
        vouchers -> Integer,
        debit -> BigInt,
        sha256 -> Bytea,
        checks -> Json,
    }
}

diesel::table! {
    closing_reopening (company_id, closing_id) {
        company_id -> Uuid,
        closing_id -> Uuid,
        reason -> Text,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
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
        founded_by -> Nullable<Uuid>,
        founding_key -> Nullable<Text>,
        founding_fingerprint -> Nullable<Bytea>,
    }
}

diesel::table! {
    company_book (company_id, framework, version) {
        company_id -> Uuid,
        framework -> Text,
        version -> Integer,
        in_use -> Bool,
        choices -> Json,
        reason -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    company_group (company_id, version) {
        company_id -> Uuid,
        version -> Integer,
        members -> Json,
        reason -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    exchange_rate (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        revision -> BigInt,
        currency -> Text,
        base -> Text,
        quoted_on -> Date,
        rate_e8 -> Nullable<BigInt>,
        source -> Text,
        demo -> Bool,
        recorded_at -> Timestamptz,
        recorded_by -> Nullable<Uuid>,
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
    import (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        version -> Integer,
        status -> Text,
        file_name -> Text,
        format -> Text,
        encoding -> Nullable<Text>,
        delimiter -> Nullable<Text>,
        sheets -> Array<Text>,
        sheet -> Nullable<Text>,
        header_row -> Integer,
        matched_columns -> Json,
        mapping -> Json,
        missing_fields -> Json,
        counts -> Json,
        fault_groups -> Json,
        failure -> Nullable<Text>,
        done -> Integer,
        total -> Integer,
        worked_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        created_by -> Uuid,
        applied_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    import_file (company_id, import_id) {
        company_id -> Uuid,
        import_id -> Uuid,
        content -> Bytea,
    }
}

diesel::table! {
    import_memory (company_id) {
        company_id -> Uuid,
        remembered -> Json,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    import_mend (company_id, import_id, sheet_row, field) {
        company_id -> Uuid,
        import_id -> Uuid,
        sheet_row -> Integer,
        field -> Text,
        text -> Text,
    }
}

diesel::table! {
    import_row (company_id, import_id, sheet_row) {
        company_id -> Uuid,
        import_id -> Uuid,
        sheet_row -> Integer,
        action -> Text,
        skip_reason -> Nullable<Text>,
        agreement_id -> Nullable<Uuid>,
        agreement_version -> Nullable<Integer>,
        fault_codes -> Array<Text>,
        reading -> Json,
        cells -> Json,
        faults -> Json,
        differences -> Json,
        fingerprint -> BigInt,
    }
}

diesel::table! {
    import_row_choice (company_id, import_id, sheet_row) {
        company_id -> Uuid,
        import_id -> Uuid,
        sheet_row -> Integer,
        choice -> Text,
    }
}

diesel::table! {
    journal_export (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        framework -> Text,
        from_on -> Date,
        to_on -> Date,
        grouping -> Text,
        format -> Text,
        encoding -> Text,
        new_only -> Bool,
        currency -> Text,
        mapping_version -> Integer,
        vouchers -> Integer,
        already_exported -> Integer,
        left_out -> Integer,
        debit -> BigInt,
        file_name -> Text,
        file -> Bytea,
        sha256 -> Bytea,
        created_at -> Timestamptz,
        created_by -> Uuid,
    }
}

diesel::table! {
    journal_export_part (company_id, export_id, ordinal) {
        company_id -> Uuid,
        export_id -> Uuid,
        ordinal -> Integer,
        framework -> Text,
        agreement_id -> Uuid,
        place -> Text,
        on_day -> Date,
        amounts -> Json,
    }
}

diesel::table! {
    journal_export_withdrawal (company_id, export_id) {
        company_id -> Uuid,
        export_id -> Uuid,
        reason -> Text,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    lease_accounting (company_id, agreement_id, version) {
        company_id -> Uuid,
        agreement_id -> Uuid,
        version -> Integer,
        facts -> Json,
        reason -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    lease_event (company_id, agreement_id, sequence) {
        company_id -> Uuid,
        agreement_id -> Uuid,
        sequence -> Integer,
        id -> Uuid,
        happened_on -> Nullable<Date>,
        payload -> Nullable<Json>,
        undoes -> Nullable<Uuid>,
        reason -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    lease_review (company_id, year_ends_on, agreement_id, revision) {
        company_id -> Uuid,
        agreement_id -> Uuid,
        year_ends_on -> Date,
        revision -> BigInt,
        note -> Nullable<Text>,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
    }
}

diesel::table! {
    mass_change (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        bulk_edit_id -> Uuid,
        request -> Json,
        recorded_at -> Timestamptz,
        recorded_by -> Uuid,
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
    party (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        version -> Integer,
        name -> Text,
        name_key -> Text,
        org_number -> Nullable<Text>,
        email -> Nullable<Text>,
        phone -> Nullable<Text>,
        merged_into -> Nullable<Uuid>,
        demo -> Bool,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        import_id -> Nullable<Uuid>,
        withdrawn_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    register (company_id) {
        company_id -> Uuid,
        revision -> BigInt,
        last_number -> Integer,
    }
}

diesel::table! {
    saved_view (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        account_id -> Uuid,
        name -> Text,
        query -> Text,
        column_names -> Array<Text>,
        shared -> Bool,
        version -> Integer,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    sealed_report (company_id, id) {
        company_id -> Uuid,
        id -> Uuid,
        name -> Text,
        framework -> Text,
        first_on -> Date,
        last_on -> Date,
        request -> Jsonb,
        known_at -> Timestamptz,
        agreement_ids -> Array<Uuid>,
        agreements -> Integer,
        content -> Text,
        hash -> Bytea,
        engine_version -> Text,
        sealed_at -> Timestamptz,
        sealed_by -> Uuid,
        company_ids -> Array<Uuid>,
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
        origin_hash -> Nullable<Bytea>,
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
diesel::allow_tables_to_appear_in_same_query!(
    account,
    account_mapping,
    agreement,
    agreement_event,
    bulk_edit,
    closing,
    closing_reopening,
    company,
    company_book,
    company_group,
    exchange_rate,
    idempotency,
    import,
    import_file,
    import_memory,
    import_mend,
    import_row,
    import_row_choice,
    journal_export,
    journal_export_part,
    journal_export_withdrawal,
    lease_accounting,
    lease_event,
    lease_review,
    mass_change,
    membership,
    party,
    register,
    saved_view,
    sealed_report,
    session,
    throttle,
);
