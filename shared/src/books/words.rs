//! The words of requests and answers as the engine's, one by one.

use engine::books as eng;
use engine::books::classify::Test;
use engine::books::journal::Role;
use engine::books::transition::Method;
use engine::{DayCount, Discounting};

use super::answer::{BookClassTest, BookRole, BookTreatment};
use super::request::{
    BookCurrentSplit, BookDayCount, BookDepreciation, BookDiscounting, BookExemption, BookFramework, BookHalves,
    BookMonthCutoff, BookPolicy, BookRounding, BookScopeProportion, LeaseClassification, LeasePaymentKind,
    LeasePosition, LeaseSale, MarketInterest, TransitionMethod,
};

pub(super) fn framework(framework: BookFramework) -> eng::Framework {
    match framework {
        BookFramework::Ifrs16 => eng::Framework::Ifrs16,
        BookFramework::K3 => eng::Framework::K3,
        BookFramework::Asc842 => eng::Framework::Asc842,
        BookFramework::K2 => eng::Framework::Expensed(eng::ExpensedBecause::K2),
        BookFramework::K3LegalEntity => eng::Framework::Expensed(eng::ExpensedBecause::K3LegalEntity),
        BookFramework::Rfr2 => eng::Framework::Expensed(eng::ExpensedBecause::Rfr2),
    }
}

pub fn sold(sale: LeaseSale) -> eng::Sold {
    let LeaseSale { price, fair_value, carrying } = sale;
    eng::Sold { price: price.minor(), fair_value: fair_value.minor(), carrying: carrying.minor() }
}

pub fn treatment(treatment: eng::Treatment) -> BookTreatment {
    match treatment {
        eng::Treatment::Ifrs16 => BookTreatment::Ifrs16,
        eng::Treatment::K3Finance => BookTreatment::K3Finance,
        eng::Treatment::Asc842Finance => BookTreatment::Asc842Finance,
        eng::Treatment::Asc842Operating => BookTreatment::Asc842Operating,
        eng::Treatment::Expensed(why) => match why {
            eng::ExpensedBecause::K2 => BookTreatment::K2,
            eng::ExpensedBecause::K3LegalEntity => BookTreatment::K3LegalEntity,
            eng::ExpensedBecause::K3Operating => BookTreatment::K3Operating,
            eng::ExpensedBecause::Rfr2 => BookTreatment::Rfr2,
            eng::ExpensedBecause::ShortTerm => BookTreatment::ShortTerm,
            eng::ExpensedBecause::LowValue => BookTreatment::LowValue,
        },
    }
}

pub(super) fn policy(policy: &BookPolicy, period_months: u32) -> eng::Policy {
    eng::Policy {
        discounting: match policy.discounting {
            BookDiscounting::Periodic => Discounting::Periodic,
            BookDiscounting::Dated => Discounting::Dated(match policy.day_count {
                BookDayCount::Act365F => DayCount::Act365F,
                BookDayCount::ActActIsda => DayCount::ActActIsda,
                BookDayCount::Act360 => DayCount::Act360,
                BookDayCount::E30360 => DayCount::E30360,
                BookDayCount::Bond30360 => DayCount::Bond30360,
                BookDayCount::Us30360 => DayCount::Us30360,
            }),
        },
        compounding_months: policy.compounding_months,
        month_cutoff: match policy.month_cutoff {
            BookMonthCutoff::ActualDays => eng::MonthCutoff::ActualDays,
            BookMonthCutoff::EvenMonths => eng::MonthCutoff::EvenMonths,
            BookMonthCutoff::ThirtyDays => eng::MonthCutoff::ThirtyDays,
        },
        depreciation: match policy.depreciation {
            BookDepreciation::ByMonths => eng::Depreciation::ByMonths,
            BookDepreciation::ByDays => eng::Depreciation::ByDays,
        },
        first_payment_in_liability: policy.first_payment_in_liability,
        current_split: match policy.current_split {
            BookCurrentSplit::Principal => eng::CurrentSplit::Principal,
            BookCurrentSplit::PresentValue => eng::CurrentSplit::PresentValue,
        },
        scope_proportion: match policy.scope_proportion {
            BookScopeProportion::Asset => eng::ScopeProportion::Asset,
            BookScopeProportion::Liability => eng::ScopeProportion::Liability,
        },
        rounding: match policy.rounding {
            BookRounding::Cumulative => eng::Rounding::Cumulative,
            BookRounding::EachRow => eng::Rounding::EachRow,
        },
        halves: match policy.halves {
            BookHalves::AwayFromZero => eng::Halves::AwayFromZero,
            BookHalves::ToEven => eng::Halves::ToEven,
        },
        thresholds: eng::Thresholds {
            major_part: policy.thresholds.major_part_percent,
            substantially_all: policy.thresholds.substantially_all_percent,
        },
        exemption: policy.exemption.map(|exemption| match exemption {
            BookExemption::ShortTerm => eng::Exemption::ShortTerm,
            BookExemption::LowValue => eng::Exemption::LowValue,
        }),
        closing_months: period_months,
        fiscal_year_ends: policy.fiscal_year_ends,
    }
}

pub(super) fn classification(classification: LeaseClassification) -> eng::Classification {
    match classification {
        LeaseClassification::Finance => eng::Classification::Finance,
        LeaseClassification::Operating => eng::Classification::Operating,
    }
}

pub(super) fn class(class: eng::Classification) -> LeaseClassification {
    match class {
        eng::Classification::Finance => LeaseClassification::Finance,
        eng::Classification::Operating => LeaseClassification::Operating,
    }
}

pub(super) fn test(test: Test) -> BookClassTest {
    match test {
        Test::OwnershipPasses => BookClassTest::OwnershipPasses,
        Test::PurchaseOption => BookClassTest::PurchaseOption,
        Test::MajorPart => BookClassTest::MajorPart,
        Test::SubstantiallyAll => BookClassTest::SubstantiallyAll,
        Test::Specialised => BookClassTest::Specialised,
    }
}

pub(super) fn payment_kind(kind: LeasePaymentKind) -> eng::PaymentKind {
    match kind {
        LeasePaymentKind::Lease => eng::PaymentKind::Lease,
        LeasePaymentKind::TerminationPenalty => eng::PaymentKind::TerminationPenalty,
        LeasePaymentKind::PurchasePrice => eng::PaymentKind::PurchasePrice,
        LeasePaymentKind::Expensed => eng::PaymentKind::Expensed,
        LeasePaymentKind::Service => eng::PaymentKind::Service,
        LeasePaymentKind::DeductibleVat => eng::PaymentKind::DeductibleVat,
    }
}

pub(super) fn when(position: LeasePosition) -> eng::When {
    match position {
        LeasePosition::BeforePayment => eng::When::BeforePayment,
        LeasePosition::AfterPayment => eng::When::AfterPayment,
        LeasePosition::EndOfDay => eng::When::EndOfDay,
    }
}

pub(super) fn method(method: TransitionMethod) -> Method {
    match method {
        TransitionMethod::FromLiability => Method::FromLiability,
        TransitionMethod::AsIfApplied => Method::AsIfApplied,
    }
}

pub(super) fn interest(interest: MarketInterest) -> eng::exchange::InterestRate {
    match interest {
        MarketInterest::Average => eng::exchange::InterestRate::Average,
        MarketInterest::Closing => eng::exchange::InterestRate::Closing,
    }
}

pub fn role(role: Role) -> BookRole {
    match role {
        Role::RightOfUse => BookRole::RightOfUse,
        Role::AccumulatedDepreciation => BookRole::AccumulatedDepreciation,
        Role::AccumulatedImpairment => BookRole::AccumulatedImpairment,
        Role::OwnedAsset => BookRole::OwnedAsset,
        Role::PrepaidFees => BookRole::PrepaidFees,
        Role::AccruedFees => BookRole::AccruedFees,
        Role::InputVat => BookRole::InputVat,
        Role::AdvanceToLessor => BookRole::AdvanceToLessor,
        Role::RestorationProvision => BookRole::RestorationProvision,
        Role::LiabilityNoncurrent => BookRole::LiabilityNoncurrent,
        Role::LiabilityCurrent => BookRole::LiabilityCurrent,
        Role::Payment => BookRole::Payment,
        Role::LeaseCost => BookRole::LeaseCost,
        Role::VariableCost => BookRole::VariableCost,
        Role::ServiceCost => BookRole::ServiceCost,
        Role::Depreciation => BookRole::Depreciation,
        Role::Impairment => BookRole::Impairment,
        Role::Interest => BookRole::Interest,
        Role::ExchangeResult => BookRole::ExchangeResult,
        Role::GainOrLoss => BookRole::GainOrLoss,
        Role::RetainedEarnings => BookRole::RetainedEarnings,
        Role::NetInvestment => BookRole::NetInvestment,
        Role::Intercompany => BookRole::Intercompany,
    }
}
