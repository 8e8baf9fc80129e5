//! What the books of a company come to between two days: figures that tie, how they came about, and reports kept as they
//! were given out.
//!
//! Every amount is in the company's base currency unless a field says otherwise. A total is the sum of its agreements,
//! each rounded by itself.

mod bridge;
mod difference;
mod explanation;
mod figures;
mod group;
mod note;
mod report;
mod sealed;

pub use bridge::{BridgeAgreement, BridgeEvent, BridgeReason, BridgeRecord, ReportBridge};
pub use difference::{AgreementDifference, BookStanding, DifferenceTotal, ReportDifference};
pub use explanation::{AgreementExplanation, ExplainedChange, ExplainedTotal, ReportCause, ReportExplanation};
pub use figures::{ReportCash, ReportDeferredTax, ReportFigures, ReportResult, ReportTranslation};
pub use group::{
    ReportCompany, ReportCompanyFinding, ReportCompanyLeftOut, ReportCompanyRates, ReportEliminated, ReportGroup,
    ReportScope,
};
pub use note::{NoteFramework, NoteLanguage, NoteRounding, ReportNote};
pub use report::{
    AgreementReport, BookReport, LeftOut, ReportAgreement, ReportAssumption, ReportClosed, ReportFinding, ReportLine,
    ReportLineKey, ReportPeriod, ReportPeriodFigures, ReportRate, ReportSplit, ReportTotal,
};
pub use sealed::{NewSealedReport, SealedReport, SealedReportContent, SealedReportItem, SealedVerification};

/// As many periods as one report has.
pub const PERIODS_MAX: usize = 120;
/// As many agreements left out, or counted on an assumption, as a report names; it always says how many there are.
pub const FINDINGS_MAX: usize = 1_000;
