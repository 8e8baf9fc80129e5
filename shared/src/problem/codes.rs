//! The two lists of codes. A feature adds its own under its heading.

macro_rules! codes {
    ($(#[doc = $doc:literal])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $text)] $variant,)+
            /// A code this build does not know yet.
            #[serde(rename = "unknown", other)]
            Unknown,
        }

        impl $name {
            /// Every code a server can send.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown => "unknown",
                }
            }
        }

        #[cfg(feature = "server")]
        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::Type::String)
                    .description(Some(concat!($($doc),+).trim()))
                    .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
                    .into()
            }
        }

        #[cfg(feature = "server")]
        impl utoipa::ToSchema for $name {}

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

codes! {
    /// What happened to the request. More may come.
    ErrorCode {
        // The request itself
        /// The body is no JSON, or has values of the wrong type or unknown fields.
        MalformedBody = "malformed_body",
        /// A path or query parameter cannot be read or is not known.
        MalformedParameter = "malformed_parameter",
        /// A header cannot be read.
        MalformedHeader = "malformed_header",
        /// The body reads well but breaks a rule; `errors` says where.
        ValidationFailed = "validation_failed",
        BodyTooLarge = "body_too_large",
        /// The body arrived too slowly to wait for the rest.
        BodyTooSlow = "body_too_slow",
        UnsupportedMediaType = "unsupported_media_type",
        MethodNotAllowed = "method_not_allowed",
        NotFound = "not_found",
        // Who asks
        /// Nobody is signed in, or the session has ended.
        Unauthenticated = "unauthenticated",
        /// E-mail and password do not belong together.
        WrongCredentials = "wrong_credentials",
        /// The member's role does not allow it.
        RoleTooLow = "role_too_low",
        /// The request does not prove that our own page sent it.
        CsrfFailed = "csrf_failed",
        TooManyAttempts = "too_many_attempts",
        // Concurrency and repetition
        /// The request changes something that can be edited by others and carries no `If-Match`.
        PreconditionRequired = "precondition_required",
        /// Someone else changed it since it was read.
        PreconditionFailed = "precondition_failed",
        /// The same `Idempotency-Key` came with another request.
        IdempotencyKeyReused = "idempotency_key_reused",
        /// The first request with this `Idempotency-Key` has not finished.
        IdempotencyKeyInUse = "idempotency_key_in_use",
        /// The change collides with the state of things.
        Conflict = "conflict",
        // The server
        Overloaded = "overloaded",
        /// Somebody else is changing the company's register, an import for instance. Try again after `Retry-After`.
        RegisterBusy = "register_busy",
        Internal = "internal",
        // Identity and companies
        EmailTaken = "email_taken",
        OrgNumberTaken = "org_number_taken",
        AlreadyMember = "already_member",
        /// Nobody has an account with that e-mail yet.
        NoSuchAccount = "no_such_account",
        /// The company would be left without an owner.
        LastOwner = "last_owner",
        // Agreements
        /// Another agreement in the register has the number.
        DuplicateNumber = "duplicate_number",
        /// It is deleted; restore it first.
        AgreementDeleted = "agreement_deleted",
        /// There is nothing to restore.
        AgreementNotDeleted = "agreement_not_deleted",
        /// It has ended, before the day of the change.
        AgreementEnded = "agreement_ended",
        /// Another change in the history cannot stand beside it.
        ClashingChange = "clashing_change",
        AlreadyUndone = "already_undone",
        /// An agreement is taken out of the register by deleting it, not by undoing its creation.
        CreationStays = "creation_stays",
        /// Everything is already as wished.
        NothingChanged = "nothing_changed",
        /// The demo portfolio is in the register already.
        DemoExists = "demo_exists",
        // Parties
        PartyNameTaken = "party_name_taken",
        /// It is merged into another, which is the one to change.
        PartyMerged = "party_merged",
        PartyNotMerged = "party_not_merged",
        // Imports: the file
        FileEmpty = "file_empty",
        /// More rows, columns, cells or sheets than are read.
        SheetTooLarge = "sheet_too_large",
        CellTooLong = "cell_too_long",
        /// A workbook that unpacks to far more than its size.
        UnpacksTooLarge = "unpacks_too_large",
        FileDamaged = "file_damaged",
        /// The workbook has a password.
        FileEncrypted = "file_encrypted",
        /// An older or binary Excel format, or a web page that calls itself one.
        OldWorkbook = "old_workbook",
        NotASpreadsheet = "not_a_spreadsheet",
        QuoteNotClosed = "quote_not_closed",
        /// Nothing with at least two columns.
        NoTable = "no_table",
        OnlyHeaders = "only_headers",
        // Imports: where it stands
        /// It is being applied, or was.
        ImportNotDraft = "import_not_draft",
        /// Rows have to be mended or left out first.
        ImportHasFaults = "import_has_faults",
        ImportNotApplied = "import_not_applied",
        /// The days in which a whole import can be undone are over.
        UndoTimeOver = "undo_time_over",
        // Journals
        /// Every voucher of the time has gone to the ledger as it is.
        NothingToExport = "nothing_to_export",
        /// The checklist has found something that blocks, or that nobody has accepted.
        ClosingBlocked = "closing_blocked",
        /// The book is closed through that day already.
        AlreadyClosed = "already_closed",
        /// Only the last closing can be opened again.
        NotLastClosing = "not_last_closing",
        // Groups
        /// The caller has no role, or a lower one than this takes, in a company of the group.
        GroupAccessMissing = "group_access_missing",
        /// Answered for one company at a time only.
        NotForGroups = "not_for_groups",
    }
}

impl ErrorCode {
    pub const fn status(self) -> u16 {
        match self {
            Self::MalformedBody | Self::MalformedParameter | Self::MalformedHeader => 400,
            Self::Unauthenticated | Self::WrongCredentials => 401,
            Self::RoleTooLow | Self::CsrfFailed | Self::GroupAccessMissing => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::Conflict
            | Self::IdempotencyKeyInUse
            | Self::EmailTaken
            | Self::OrgNumberTaken
            | Self::AlreadyMember
            | Self::LastOwner
            | Self::DuplicateNumber
            | Self::AgreementDeleted
            | Self::AgreementNotDeleted
            | Self::AgreementEnded
            | Self::ClashingChange
            | Self::AlreadyUndone
            | Self::CreationStays
            | Self::NothingChanged
            | Self::DemoExists
            | Self::PartyNameTaken
            | Self::PartyMerged
            | Self::PartyNotMerged
            | Self::ImportNotDraft
            | Self::ImportHasFaults
            | Self::ImportNotApplied
            | Self::UndoTimeOver
            | Self::NothingToExport
            | Self::ClosingBlocked
            | Self::AlreadyClosed
            | Self::NotLastClosing => 409,
            Self::PreconditionFailed => 412,
            Self::BodyTooSlow => 408,
            Self::BodyTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::ValidationFailed
            | Self::IdempotencyKeyReused
            | Self::NoSuchAccount
            | Self::FileEmpty
            | Self::SheetTooLarge
            | Self::CellTooLong
            | Self::UnpacksTooLarge
            | Self::FileDamaged
            | Self::FileEncrypted
            | Self::OldWorkbook
            | Self::NotASpreadsheet
            | Self::QuoteNotClosed
            | Self::NoTable
            | Self::OnlyHeaders
            | Self::NotForGroups => 422,
            Self::PreconditionRequired => 428,
            Self::TooManyAttempts => 429,
            Self::Internal | Self::Unknown => 500,
            Self::Overloaded | Self::RegisterBusy => 503,
        }
    }
}

codes! {
    /// What is wrong at one place. More may come.
    FieldCode {
        // Shape
        MissingField = "missing_field",
        UnknownField = "unknown_field",
        UnknownParameter = "unknown_parameter",
        WrongType = "wrong_type",
        /// A word outside the list of allowed ones.
        UnknownValue = "unknown_value",
        TooShort = "too_short",
        TooLong = "too_long",
        OutOfRange = "out_of_range",
        TooManyItems = "too_many_items",
        /// Control characters or other text that cannot be kept.
        InvalidText = "invalid_text",
        /// What may stand once stands twice.
        Duplicate = "duplicate",
        /// Anything else that breaks a rule of the field.
        InvalidValue = "invalid_value",
        // Basics
        InvalidId = "invalid_id",
        InvalidDate = "invalid_date",
        InvalidAmount = "invalid_amount",
        InvalidRate = "invalid_rate",
        TooManyDecimals = "too_many_decimals",
        UnknownCurrency = "unknown_currency",
        InvalidCursor = "invalid_cursor",
        InvalidEmail = "invalid_email",
        // Organisation numbers
        InvalidOrgNumber = "invalid_org_number",
        /// The last digit does not belong to the others: usually one digit is mistyped.
        OrgNumberChecksum = "org_number_checksum",
        // Passwords
        /// Among the first that a guesser would try.
        PasswordTooCommon = "password_too_common",
        /// Contains the person's or the company's name or address.
        PasswordTooPersonal = "password_too_personal",
        WrongPassword = "wrong_password",
    }
}
