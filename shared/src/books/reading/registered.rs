//! An agreement of the register as a lease.

use chrono::NaiveDate;
use engine::books as eng;
use engine::books::registered::{self, lease_of};

use super::{Faulty, refused, told};
use crate::agreements::{AgreementChange, OptionKind};
use crate::books::request::LeaseAccounting;
use crate::books::words;
use crate::calculation;
use crate::money::Amount;
use crate::terms::CheckedTerms;

/// An agreement with its changes as a lease with its events. What is not said is read from the agreement.
pub(in crate::books) fn of_agreement(
    checked: &CheckedTerms,
    changes: &[AgreementChange],
    accounting: &LeaseAccounting,
    as_of: NaiveDate,
) -> Faulty<(eng::Lease, Vec<eng::Event>)> {
    let contract = calculation::contract(checked);
    let changes = calculation::engine_changes(checked, changes)?;
    let horizon = as_of.max(checked.end_on());
    let known = registered_accounting(checked, accounting);
    let (mut lease, mut events) =
        lease_of(&contract, &changes, &known, horizon).map_err(|error| vec![refused(&error, 0)])?;
    if let Some(commencement) = accounting.commencement_on {
        lease.commencement = commencement;
    }
    if accounting.becomes_owned {
        own(&mut lease.terms);
        for event in &mut events {
            if let eng::EventKind::Remeasured { terms, .. } | eng::EventKind::Modified { terms, .. } = &mut event.kind {
                own(terms);
            }
        }
    }
    Ok((lease, events))
}

/// What becomes the lessee's has no residual value left to settle.
fn own(terms: &mut eng::Terms) {
    terms.becomes_owned = true;
    terms.guarantee = None;
}

fn registered_accounting(checked: &CheckedTerms, accounting: &LeaseAccounting) -> registered::Accounting {
    let start = checked.terms().start_on;
    let assessed = accounting.end_on.filter(|end| *end != checked.end_on()).map(|end| registered::LeaseOption {
        kind: if end > checked.end_on() {
            registered::OptionKind::Extend { until: end }
        } else {
            registered::OptionKind::Terminate { on: end, penalty: 0 }
        },
        certain: true,
        assessed_on: start,
    });
    let options = accounting.options.iter().filter_map(|option| {
        let amount = option.amount.map_or(0, Amount::minor);
        let kind = match option.kind {
            OptionKind::Extension => registered::OptionKind::Extend { until: option.ends_on? },
            OptionKind::Termination => registered::OptionKind::Terminate { on: option.ends_on?, penalty: amount },
            OptionKind::Purchase => registered::OptionKind::Purchase { price: amount },
        };
        let assessed_on = option.assessed_on.unwrap_or(start);
        Some(registered::LeaseOption { kind, certain: option.reasonably_certain, assessed_on })
    });
    registered::Accounting {
        rate: accounting.discount_rate.as_ref().map(told),
        revised_rate: accounting.revised_discount_rate.as_ref().map(told),
        classification: accounting.classification.map(words::classification),
        fair_value: accounting.fair_value.map(Amount::minor),
        useful_until: accounting.useful_until,
        residual_when_owned: accounting.residual_when_owned.minor(),
        initial_direct_costs: accounting.initial_direct_costs.map(Amount::minor),
        incentives_received: accounting.incentives_received.minor(),
        prepaid: accounting.prepaid.minor(),
        restoration: accounting.restoration.minor(),
        expected_of_guarantee: accounting.guarantee.map_or(0, |guarantee| guarantee.expected.minor()),
        options: assessed.into_iter().chain(options).collect(),
        ..registered::Accounting::default()
    }
}
