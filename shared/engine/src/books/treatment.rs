//! Which treatment a framework gives a lease.

use crate::books::lease::{Classification, Lease};
use crate::books::movement::Finding;
use crate::books::policy::{Book, Exemption, ExpensedBecause, Framework, Treatment};
use crate::calendar::add_months;

pub(crate) fn treatment(lease: &Lease, book: &Book, findings: &mut Vec<Finding>) -> Treatment {
    let exempt = match book.policy.exemption {
        Some(Exemption::LowValue) => Some(ExpensedBecause::LowValue),
        Some(Exemption::ShortTerm) => {
            let short = lease.terms.end < add_months(lease.commencement, 12) && !lease.options.purchase;
            if !short {
                findings.push(Finding::ShortTermNotMet);
            }
            short.then_some(ExpensedBecause::ShortTerm)
        }
        None => None,
    };
    let class = match (book.framework, exempt) {
        (Framework::Asc842, None) => {
            let (class, overruled) = lease.us_class(&book.policy);
            if overruled {
                findings.push(Finding::OwnershipMakesFinance);
            }
            class
        }
        _ => lease.classification.class(),
    };
    match (book.framework, class, exempt) {
        (Framework::Expensed(why), ..) => Treatment::Expensed(why),
        (Framework::K3, Classification::Finance, _) => Treatment::K3Finance,
        (Framework::K3, Classification::Operating, _) => Treatment::Expensed(ExpensedBecause::K3Operating),
        (Framework::Ifrs16 | Framework::Asc842, _, Some(why)) => Treatment::Expensed(why),
        (Framework::Ifrs16, ..) => Treatment::Ifrs16,
        (Framework::Asc842, Classification::Finance, None) => Treatment::Asc842Finance,
        (Framework::Asc842, Classification::Operating, None) => Treatment::Asc842Operating,
    }
}
