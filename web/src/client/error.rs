//! Failures in the reader's words.

use leptos::prelude::*;
use shared::problem::{ErrorCode, FieldCode, FieldError, Problem};

use crate::t;

#[derive(Debug, Clone, PartialEq)]
pub enum ClientError {
    /// The server answered and said what is wrong.
    Problem(Box<Problem>),
    /// No answer: no network, or no server.
    Unreachable,
    /// An answer that this build cannot read.
    Unreadable,
}

impl ClientError {
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Unreachable | Self::Unreadable => None,
        }
    }

    pub fn is(&self, code: ErrorCode) -> bool {
        self.code() == Some(code)
    }

    /// What happened and what to do, as one or two sentences.
    pub fn text(&self) -> String {
        match self {
            Self::Unreachable => t!(errors.unreachable).to_owned(),
            Self::Unreadable => t!(errors.unreadable).to_owned(),
            Self::Problem(problem) => problem_text(problem),
        }
    }

    /// Whether trying the same again may help.
    pub fn may_pass(&self) -> bool {
        match self.code() {
            None
            | Some(
                ErrorCode::Internal | ErrorCode::Overloaded | ErrorCode::RegisterBusy | ErrorCode::TooManyAttempts,
            ) => true,
            Some(_) => false,
        }
    }
}

fn problem_text(problem: &Problem) -> String {
    match problem.code {
        ErrorCode::Internal => t!(errors.internal, trace = &problem.trace_id),
        code => code_text(code).to_owned(),
    }
}

fn code_text(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::MalformedBody | ErrorCode::MalformedParameter | ErrorCode::MalformedHeader => t!(errors.malformed),
        ErrorCode::ValidationFailed => t!(errors.validation_failed),
        ErrorCode::BodyTooLarge => t!(errors.body_too_large),
        ErrorCode::BodyTooSlow => t!(errors.body_too_slow),
        ErrorCode::UnsupportedMediaType => t!(errors.unsupported_media_type),
        ErrorCode::MethodNotAllowed => t!(errors.method_not_allowed),
        ErrorCode::NotFound => t!(errors.not_found),
        ErrorCode::Unauthenticated => t!(errors.unauthenticated),
        ErrorCode::WrongCredentials => t!(errors.wrong_credentials),
        ErrorCode::RoleTooLow => t!(errors.role_too_low),
        ErrorCode::CsrfFailed => t!(errors.csrf_failed),
        ErrorCode::TooManyAttempts => t!(errors.too_many_attempts),
        ErrorCode::PreconditionRequired | ErrorCode::PreconditionFailed => t!(errors.precondition_failed),
        ErrorCode::IdempotencyKeyReused | ErrorCode::IdempotencyKeyInUse => t!(errors.already_sent),
        ErrorCode::Conflict => t!(errors.conflict),
        ErrorCode::Overloaded => t!(errors.overloaded),
        ErrorCode::RegisterBusy => t!(errors.register_busy),
        ErrorCode::EmailTaken => t!(errors.email_taken),
        ErrorCode::OrgNumberTaken => t!(errors.org_number_taken),
        ErrorCode::AlreadyMember => t!(errors.already_member),
        ErrorCode::NoSuchAccount => t!(errors.no_such_account),
        ErrorCode::LastOwner => t!(errors.last_owner),
        ErrorCode::DuplicateNumber => t!(errors.duplicate_number),
        ErrorCode::AgreementDeleted => t!(errors.agreement_deleted),
        ErrorCode::AgreementNotDeleted => t!(errors.agreement_not_deleted),
        ErrorCode::AgreementEnded => t!(errors.agreement_ended),
        ErrorCode::ClashingChange => t!(errors.clashing_change),
        ErrorCode::AlreadyUndone => t!(errors.already_undone),
        ErrorCode::CreationStays => t!(errors.creation_stays),
        ErrorCode::NothingChanged => t!(errors.nothing_changed),
        ErrorCode::DemoExists => t!(errors.demo_exists),
        ErrorCode::PartyNameTaken => t!(errors.party_name_taken),
        ErrorCode::PartyMerged => t!(errors.party_merged),
        ErrorCode::PartyNotMerged => t!(errors.party_not_merged),
        ErrorCode::FileEmpty => t!(errors.file_empty),
        ErrorCode::SheetTooLarge => t!(errors.sheet_too_large),
        ErrorCode::CellTooLong => t!(errors.cell_too_long),
        ErrorCode::UnpacksTooLarge => t!(errors.unpacks_too_large),
        ErrorCode::FileDamaged => t!(errors.file_damaged),
        ErrorCode::FileEncrypted => t!(errors.file_encrypted),
        ErrorCode::OldWorkbook => t!(errors.old_workbook),
        ErrorCode::NotASpreadsheet => t!(errors.not_a_spreadsheet),
        ErrorCode::QuoteNotClosed => t!(errors.quote_not_closed),
        ErrorCode::NoTable => t!(errors.no_table),
        ErrorCode::OnlyHeaders => t!(errors.only_headers),
        ErrorCode::ImportNotDraft => t!(errors.import_not_draft),
        ErrorCode::ImportHasFaults => t!(errors.import_has_faults),
        ErrorCode::ImportNotApplied => t!(errors.import_not_applied),
        ErrorCode::UndoTimeOver => t!(errors.undo_time_over),
        ErrorCode::NothingToExport => t!(errors.nothing_to_export),
        ErrorCode::ClosingBlocked => t!(errors.closing_blocked),
        ErrorCode::AlreadyClosed => t!(errors.already_closed),
        ErrorCode::NotLastClosing => t!(errors.not_last_closing),
        ErrorCode::GroupAccessMissing => t!(errors.group_access_missing),
        ErrorCode::NotForGroups => t!(errors.not_for_groups),
        ErrorCode::Internal | ErrorCode::Unknown => t!(errors.unknown),
    }
}

/// One field's fault, in words.
pub fn field_text(error: &FieldError) -> String {
    let text = match error.code {
        FieldCode::MissingField => t!(errors.field.missing),
        FieldCode::TooShort => t!(errors.field.too_short),
        FieldCode::TooLong => t!(errors.field.too_long),
        FieldCode::OutOfRange => t!(errors.field.out_of_range),
        FieldCode::TooManyItems => t!(errors.field.too_many_items),
        FieldCode::Duplicate => t!(errors.field.duplicate),
        FieldCode::InvalidText => t!(errors.field.invalid_text),
        FieldCode::InvalidDate => t!(errors.field.invalid_date),
        FieldCode::InvalidAmount => t!(errors.field.invalid_amount),
        FieldCode::InvalidRate => t!(errors.field.invalid_rate),
        FieldCode::TooManyDecimals => t!(errors.field.too_many_decimals),
        FieldCode::UnknownCurrency => t!(errors.field.unknown_currency),
        FieldCode::InvalidEmail => t!(errors.field.invalid_email),
        FieldCode::InvalidOrgNumber => t!(errors.field.invalid_org_number),
        FieldCode::OrgNumberChecksum => t!(errors.field.org_number_checksum),
        FieldCode::PasswordTooCommon => t!(errors.field.password_too_common),
        FieldCode::PasswordTooPersonal => t!(errors.field.password_too_personal),
        FieldCode::WrongPassword => t!(errors.field.wrong_password),
        FieldCode::UnknownField
        | FieldCode::UnknownParameter
        | FieldCode::WrongType
        | FieldCode::UnknownValue
        | FieldCode::InvalidValue
        | FieldCode::InvalidId
        | FieldCode::InvalidCursor
        | FieldCode::Unknown => t!(errors.field.invalid_value),
    };
    match &error.expected {
        Some(expected) if error.code == FieldCode::OutOfRange => format!("{text} ({expected})"),
        _ => text.to_owned(),
    }
}

/// What is wrong with a form: sentences at the fields, by JSON pointer, and one for the whole.
#[derive(Clone, Copy)]
pub struct FormErrors {
    fields: RwSignal<Vec<(String, String)>>,
    whole: RwSignal<Option<String>>,
    /// What the fields are called, by pointer.
    names: StoredValue<Vec<(&'static str, String)>>,
}

impl FormErrors {
    pub fn new() -> Self {
        Self { fields: RwSignal::new(Vec::new()), whole: RwSignal::new(None), names: StoredValue::new(Vec::new()) }
    }

    pub fn clear(self) {
        self.fields.set(Vec::new());
        self.whole.set(None);
    }

    /// Found in the browser, before anything is sent.
    pub fn add(self, pointer: &str, text: impl Into<String>) {
        self.fields.update(|fields| fields.push((pointer.to_owned(), text.into())));
    }

    /// In place of those shown, at once: for a form that is checked again while it is mended.
    pub fn set_fields(self, fields: Vec<(String, String)>) {
        self.fields.set(fields);
    }

    pub fn set_whole(self, text: impl Into<String>) {
        self.whole.set(Some(text.into()));
    }

    /// What the server found.
    pub fn show(self, error: &ClientError) {
        let fields = match error {
            ClientError::Problem(problem) => {
                problem.errors.iter().map(|error| (error.pointer.clone(), field_text(error))).collect()
            }
            ClientError::Unreachable | ClientError::Unreadable => Vec::new(),
        };
        self.whole.set(Some(error.text()));
        self.fields.set(fields);
    }

    /// Each field says what it is called, for the summary.
    pub fn call(self, pointer: &'static str, name: &str) {
        self.names.update_value(|names| {
            names.retain(|(each, _)| *each != pointer);
            names.push((pointer, name.to_owned()));
        });
    }

    /// The faults as they are read away from their fields: a sentence that does not say what it is about is led by
    /// the field's name.
    pub fn named(self) -> Vec<(String, String)> {
        let name = |pointer: &str| {
            let found = self
                .names
                .try_with_value(|names| names.iter().find(|(each, _)| *each == pointer).map(|(_, name)| name.clone()));
            found.flatten()
        };
        let fields = self.fields.get();
        let lead = |(pointer, text): &(String, String)| {
            let is_repeated = fields.iter().filter(|(_, each)| each == text).count() > 1;
            let text = match name(pointer).filter(|_| is_repeated || is_general(text)) {
                Some(name) => format!("{name}: {text}"),
                None => text.clone(),
            };
            (pointer.clone(), text)
        };
        fields.iter().map(lead).collect()
    }

    pub fn any(self) -> bool {
        self.whole.with_untracked(Option::is_some) || self.fields.with_untracked(|fields| !fields.is_empty())
    }

    pub fn fields(self) -> Signal<Vec<(String, String)>> {
        self.fields.into()
    }

    pub fn whole(self) -> Signal<Option<String>> {
        self.whole.into()
    }

    pub fn of(self, pointer: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.fields.with(|fields| fields.iter().find(|(each, _)| each == pointer).map(|(_, text)| text.clone()))
        })
    }
}

impl Default for FormErrors {
    fn default() -> Self {
        Self::new()
    }
}

/// A sentence that fits any field.
fn is_general(text: &str) -> bool {
    [
        t!(agreement_form.fault.negative),
        t!(agreement_form.fault.no_decimals),
        t!(agreement_form.fault.count),
        t!(agreement_form.fault.day_range),
        t!(ui.entry.no_such_day),
        t!(ui.entry.not_whole),
        t!(ui.entry.too_large),
        t!(errors.field.missing),
        t!(errors.field.too_short),
        t!(errors.field.too_long),
        t!(errors.field.out_of_range),
        t!(errors.field.too_many_decimals),
        t!(errors.field.invalid_value),
    ]
    .contains(&text)
}
