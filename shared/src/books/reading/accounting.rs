//! What an accountant knows of a lease, and the lease that is made of payments alone.

use chrono::NaiveDate;
use engine::books as eng;

use super::payments::regular_interval;
use super::{Reader, fault, told};
use crate::agreements::OptionKind;
use crate::books::request::{LeaseAccounting, LeaseContract, LeaseGuarantee, LeaseOption, LeaseSale, NewBook};
use crate::books::words;
use crate::money::Amount;
use crate::problem::{FieldCode, FieldFault};
use crate::terms::{self, CheckedTerms, OPTIONS_MAX, TERM_MONTHS_MAX, TermsFault};

impl Reader {
    /// The agreement where the contract is one.
    pub(super) fn agreement(&mut self, contract: &LeaseContract, accounting: &LeaseAccounting) -> Option<CheckedTerms> {
        let terms = match (&contract.agreement, contract.payments.is_empty()) {
            (Some(_), false) => {
                self.superfluous("contract/payments", "nothing: the agreement says what is paid");
                return None;
            }
            (None, true) => {
                self.missing("contract", "either agreement or payments");
                return None;
            }
            (None, false) => {
                for (field, is_missing) in
                    [("commencement_on", accounting.commencement_on.is_none()), ("end_on", accounting.end_on.is_none())]
                {
                    if is_missing {
                        self.missing(&format!("accounting/{field}"), "a day: the contract lists payments alone");
                    }
                }
                return None;
            }
            (Some(terms), true) => terms,
        };
        match terms::check(terms) {
            Ok(checked) => {
                self.full_guarantee(accounting);
                Some(checked)
            }
            Err(faults) => {
                let inside = |one: TermsFault| fault(&format!("contract/agreement/{}", one.path), one.fault);
                self.faults.extend(faults.into_iter().map(inside));
                None
            }
        }
    }

    /// Of an agreement the terms say it.
    pub(super) fn full_guarantee(&mut self, accounting: &LeaseAccounting) {
        if accounting.guarantee.is_some_and(|guarantee| guarantee.full.is_some()) {
            let expected = "nothing: it is the residual value the lessee carries";
            self.superfluous("accounting/guarantee/full", expected);
        }
    }

    pub(super) fn accounting(&mut self, accounting: &LeaseAccounting) {
        for (field, date) in [
            ("commencement_on", accounting.commencement_on),
            ("end_on", accounting.end_on),
            ("useful_until", accounting.useful_until),
        ] {
            if let Some(date) = date {
                self.reach(&format!("accounting/{field}"), date);
            }
        }
        for (field, amount) in [
            ("initial_direct_costs", accounting.initial_direct_costs),
            ("incentives_received", Some(accounting.incentives_received)),
            ("prepaid", Some(accounting.prepaid)),
            ("restoration", Some(accounting.restoration)),
            ("fair_value", accounting.fair_value),
            ("residual_when_owned", Some(accounting.residual_when_owned)),
        ] {
            if let Some(amount) = amount {
                self.not_negative(&format!("accounting/{field}"), amount);
            }
        }
        if let Some(LeaseSale { price, fair_value, carrying }) = accounting.sale {
            for (field, amount) in [("price", price), ("fair_value", fair_value), ("carrying", carrying)] {
                self.not_negative(&format!("accounting/sale/{field}"), amount);
            }
            if fair_value == Amount::ZERO {
                let fault = FieldFault::new(FieldCode::OutOfRange).found(&fair_value.to_string());
                self.add("accounting/sale/fair_value", fault.expected("more than 0"));
            }
        }
        self.unguaranteed("accounting/guarantee", accounting.guarantee.is_some() && accounting.becomes_owned);
        if let Some(rate) = &accounting.discount_rate {
            self.rate("accounting/discount_rate", rate);
        }
        if let Some(rate) = &accounting.revised_discount_rate {
            self.rate("accounting/revised_discount_rate", rate);
        }
        if let Some(useful_until) = accounting.useful_until
            && accounting.commencement_on.is_some_and(|commencement| useful_until < commencement)
        {
            self.before("accounting/useful_until", useful_until, accounting.commencement_on);
        }
        if accounting.options.len() > OPTIONS_MAX {
            let fault = FieldFault::new(FieldCode::TooManyItems).found(&accounting.options.len().to_string());
            self.add("accounting/options", fault.expected(&format!("at most {OPTIONS_MAX}")));
            return;
        }
        for (at, option) in accounting.options.iter().enumerate() {
            self.option(&format!("accounting/options/{at}"), option);
        }
    }

    pub(super) fn option(&mut self, path: &str, option: &LeaseOption) {
        for (field, date) in [("assessed_on", option.assessed_on), ("ends_on", option.ends_on)] {
            if let Some(date) = date {
                self.reach(&format!("{path}/{field}"), date);
            }
        }
        if let Some(amount) = option.amount {
            self.not_negative(&format!("{path}/amount"), amount);
        }
        match (option.kind, option.ends_on, option.amount) {
            (OptionKind::Purchase, Some(_), _) => {
                self.superfluous(&format!("{path}/ends_on"), "nothing: a purchase does not move the end");
            }
            (OptionKind::Purchase, None, None) => self.missing(&format!("{path}/amount"), "the price"),
            (OptionKind::Purchase, None, Some(_)) => {}
            (_, None, _) => self.missing(&format!("{path}/ends_on"), "the last day of the term if it is used"),
            (OptionKind::Extension, _, Some(_)) => {
                self.superfluous(&format!("{path}/amount"), "nothing: an extension is at the fee in force");
            }
            _ => {}
        }
    }

    /// A term that is assessed to end before it begins.
    pub(super) fn assessed_end(&mut self, accounting: &LeaseAccounting, commencement: NaiveDate) {
        if let Some(end) = accounting.end_on.filter(|end| *end < commencement) {
            self.before("accounting/end_on", end, Some(commencement));
        }
    }

    /// A lease of payments alone.
    pub(super) fn lease(
        &mut self,
        contract: &LeaseContract,
        accounting: &LeaseAccounting,
        book: &NewBook,
        commencement: NaiveDate,
    ) -> Option<eng::Lease> {
        let end = accounting.end_on?;
        self.term("accounting/end_on", commencement, end);
        let payments = self.payments("contract/payments", &contract.payments);
        let guarantee = self.guarantee("accounting/guarantee", accounting.guarantee.as_ref());
        if words::framework(book.framework) == eng::Framework::K3 && accounting.classification.is_none() {
            self.missing("accounting/classification", "finance or operating: the framework asks for it");
        }
        let mut lease = eng::Lease {
            commencement,
            interval_months: regular_interval(&contract.payments),
            terms: eng::Terms { end, payments, guarantee, becomes_owned: accounting.becomes_owned },
            rate: accounting.discount_rate.as_ref().map(told),
            classification: accounting
                .classification
                .map(words::classification)
                .map_or(eng::Classified::Assumed(eng::Classification::Finance), eng::Classified::Told),
            underlying: eng::Underlying {
                fair_value: accounting.fair_value.map(Amount::minor),
                useful_until: accounting.useful_until,
                residual: accounting.residual_when_owned.minor(),
                specialised: accounting.specialised,
                sold: accounting.sale.map(words::sold),
            },
            options: eng::Options { purchase: !accounting.options.is_empty() },
            initial_direct_costs: accounting.initial_direct_costs.map_or(0, Amount::minor),
            incentives_received: accounting.incentives_received.minor(),
            prepaid: accounting.prepaid.minor(),
            restoration: accounting.restoration.minor(),
        };
        if accounting.revised_discount_rate.is_some() {
            let expected = "nothing: the event that revises the rate says it";
            self.superfluous("accounting/revised_discount_rate", expected);
        }
        for (at, option) in accounting.options.iter().enumerate() {
            let path = format!("accounting/options/{at}");
            if option.kind != OptionKind::Purchase {
                let expected = "a purchase: listed payments say the term in end_on, and a reassessment is an event";
                self.superfluous(&format!("{path}/kind"), expected);
            } else if option.assessed_on.is_some_and(|assessed| assessed > commencement) {
                self.superfluous(&format!("{path}/assessed_on"), "an event of the kind purchase_reassessed instead");
            } else if option.reasonably_certain {
                lease.terms.becomes_owned = true;
                self.unguaranteed("accounting/guarantee", guarantee.is_some());
                lease.terms.payments.push(eng::Payment {
                    due: end,
                    moment: eng::Moment::EndOfDay,
                    amount: option.amount.map_or(0, Amount::minor),
                    kind: eng::PaymentKind::PurchasePrice,
                });
            }
        }
        Some(lease)
    }

    pub(super) fn unguaranteed(&mut self, path: &str, is_guaranteed: bool) {
        if is_guaranteed {
            self.superfluous(path, "nothing: what becomes the lessee's has no residual value to settle");
        }
    }

    pub(super) fn term(&mut self, path: &str, commencement: NaiveDate, end: NaiveDate) {
        if end < commencement {
            self.before(path, end, Some(commencement));
        } else if terms::months_of_term(commencement, end) > TERM_MONTHS_MAX {
            let fault = FieldFault::new(FieldCode::OutOfRange).found(&end.to_string());
            self.add(path, fault.expected("at most 99 years after commencement"));
        }
    }

    pub(super) fn guarantee(&mut self, path: &str, guarantee: Option<&LeaseGuarantee>) -> Option<eng::Guarantee> {
        let LeaseGuarantee { expected, full } = guarantee?;
        let expected = self.not_negative(&format!("{path}/expected"), *expected);
        match full {
            Some(full) => {
                let most = self.not_negative(&format!("{path}/full"), *full);
                if most < expected {
                    let fault = FieldFault::new(FieldCode::OutOfRange).found(&full.to_string());
                    self.add(&format!("{path}/full"), fault.expected("at least what is expected"));
                }
                Some(eng::Guarantee { expected, full: most })
            }
            None => {
                self.missing(&format!("{path}/full"), "the most that can be paid under it");
                None
            }
        }
    }
}
