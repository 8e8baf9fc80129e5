//! A lease in the books of a framework: what is asked ([`request`]), what is answered ([`answer`]) and the one road
//! between them ([`calculate`]), for the calculation service, the command line and the books of the register alike.

pub mod accounting;
pub mod answer;
mod checks;
pub mod company;
mod effect;
pub mod finding;
pub mod mass;
mod maturity;
mod reading;
pub mod register;
mod report;
pub mod request;
pub mod review;
mod sheets;
mod words;

pub use accounting::{
    AccountingFacts, AgreementAccounting, BookDifference, BookEffect, BookPeriodEffect, BookPreview, BookSide,
    LeaseEventUndone, NewAgreementAccounting, NewBookPreview, NewLeaseEvent, RecordedLeaseEvent,
};
pub use answer::{
    BookAsset, BookBalances, BookCalculation, BookCheck, BookCheckName, BookClassOutcome, BookClassTest,
    BookClassification, BookDeferral, BookEntry, BookInitial, BookLeaseback, BookLiability, BookMovement, BookPeriod,
    BookPolicies, BookRate, BookRateSource, BookRole, BookRow, BookTreatment, BookVoucher, BookVoucherLine,
};
pub use company::{
    BookChoices, BookFirstApplied, BookKindExemption, CompanyBook, LeaseBookChoices, LeaseExemption, LeasePolicy,
    NewCompanyBook, check_choices,
};
pub use finding::{BookFinding, BookFindingCode, BookRemedy};
pub use mass::{
    FeeChange, IndexChange, MASS_CHANGE_MAX, MassChange, MassChangeBook, MassChangeEffect, MassChangePreview,
    MassChangeTotal, MassChangeTranslated, NewMassChange, RateChange, fee_due,
};
pub use maturity::{BUCKET_BOUNDS_MAX, BookMaturity, BookMaturityBucket, MaturityMonths};
pub use reading::check_facts;
pub use register::{
    BookDefaultRate, BookMarket, LeaseChangeKind, LeaseChangeView, RegisteredLease, RegisteredSchedule,
};
pub use report::{Followed, calculate, follow, of_register, of_register_on, schedule_of};
pub use request::{
    BookCurrentSplit, BookDayCount, BookDepreciation, BookDiscounting, BookExemption, BookFramework, BookHalves,
    BookMonthCutoff, BookPolicy, BookRounding, BookScopeProportion, BookThresholds, BookTransition, LeaseAccounting,
    LeaseClassification, LeaseContract, LeaseEvent, LeaseEventKind, LeaseGuarantee, LeaseMarket, LeaseMarketRate,
    LeaseOption, LeasePaymentKind, LeasePayments, LeasePosition, LeaseRate, LeaseRateBasis, LeaseSale, LeaseScope,
    LeaseShare, LeaseTerms, MarketInterest, NewBook, NewBookCalculation, TransitionMethod,
};
pub use review::{LeaseReview, LeaseReviewReason, LeaseReviewed, LeaseReviews, NewLeaseReviews};
pub use sheets::{LeaseSheet, SheetDays};
pub use words::role as role_of;
pub use words::treatment as treatment_of;

/// Payments of all terms together, each of a series counted.
pub const PAYMENTS_MAX: usize = 5_000;
pub const EVENTS_MAX: usize = 200;
pub const MARKET_RATES_MAX: usize = 10_000;
