//! Whether a lessee holds a lease as if it owned the asset: the tests of ASC 842-10-25-2, any one of which makes a
//! finance lease. Under K3 20.3 the same circumstances are indications, and a judgement is still somebody's.

use crate::books::chronology::{At, Phase};
use crate::books::growth::{Growth, Scale};
use crate::books::lease::{Classification, Classified, Lease, PaymentKind};
use crate::books::measure::{Measured, Path, payments};
use crate::books::policy::{Policy, Treatment};
use crate::calendar::{Day, day_of};
use crate::contract::Minor;
use crate::double::Double;
use crate::real::Near;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Test {
    /// Ownership passes to the lessee by the end of the term.
    OwnershipPasses,
    /// A purchase option that is reasonably certain to be used.
    PurchaseOption,
    /// The term is the major part of what is left of the asset's useful life.
    MajorPart,
    /// The payments and the whole guaranteed residual are worth substantially all of the asset's fair value.
    SubstantiallyAll,
    /// Nobody else has a use for the asset.
    Specialised,
}

/// What a test found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome {
    pub test: Test,
    /// `None`: what it asks about is not known.
    pub met: Option<bool>,
    /// Of a test by shares: the part, and of what. Days of a life, or an amount.
    pub share: Option<(i64, i64)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Assessment {
    /// Finance, if any test is met.
    pub class: Classification,
    pub outcomes: [Outcome; 5],
}

impl Assessment {
    pub fn is_met(&self, test: Test) -> bool {
        self.outcomes.iter().any(|outcome| outcome.test == test && outcome.met == Some(true))
    }
}

/// Puts a lease as it stands at commencement to the tests.
pub fn classify(lease: &Lease, policy: &Policy) -> Assessment {
    let bought = lease.terms.payments.iter().any(|payment| payment.kind == PaymentKind::PurchasePrice);
    let owned = lease.terms.becomes_owned;
    let told = |test, met| Outcome { test, met: Some(met), share: None };
    let by_share = |test, share: Option<(i64, i64)>, percent: u32| {
        let met = share.map(|(part, of)| i128::from(part) * 100 >= i128::from(of) * i128::from(percent));
        Outcome { test, met, share }
    };
    let outcomes = [
        told(Test::OwnershipPasses, owned && !bought),
        told(Test::PurchaseOption, owned && bought),
        by_share(Test::MajorPart, life(lease), policy.thresholds.major_part),
        by_share(Test::SubstantiallyAll, value(lease, policy), policy.thresholds.substantially_all),
        told(Test::Specialised, lease.underlying.specialised),
    ];
    let met = outcomes.iter().any(|outcome| outcome.met == Some(true));
    Assessment { class: if met { Classification::Finance } else { Classification::Operating }, outcomes }
}

impl Lease {
    /// Its class under ASC 842, and whether somebody told otherwise of what can be nothing but a finance lease.
    pub(crate) fn us_class(&self, policy: &Policy) -> (Classification, bool) {
        match self.classification {
            Classified::Assumed(_) => (classify(self, policy).class, false),
            Classified::Told(Classification::Operating) if self.terms.becomes_owned => (Classification::Finance, true),
            Classified::Told(class) => (class, false),
        }
    }
}

/// The term and what is left of the useful life, in days.
fn life(lease: &Lease) -> Option<(i64, i64)> {
    let useful = lease.underlying.useful_until?;
    let days = |until| i64::from(day_of(until) - day_of(lease.commencement) + 1);
    let (term, life) = (days(lease.terms.end), days(useful));
    (life > 0).then_some((term, life))
}

/// What the lessee pays is worth, and the fair value.
fn value(lease: &Lease, policy: &Policy) -> Option<(Minor, Minor)> {
    let fair = lease.underlying.fair_value.filter(|fair| *fair > 0)?;
    let worth = worth::<Near>(lease, policy)?.or_else(|| worth::<Double>(lease, policy).flatten())?;
    Some((worth + lease.prepaid - lease.incentives_received, fair))
}

/// `None`: there is no rate. Inside it, `None`: its rounding is open.
fn worth<R: Path>(lease: &Lease, policy: &Policy) -> Option<Option<Minor>> {
    let scale = Scale::new(lease, policy);
    let growth = Growth { scale, rate: R::double(scale.rate(lease.rate.as_ref()?)) };
    // Under K3 the guaranteed residual is counted in full, as it is here.
    let (paid, _) = payments(&lease.terms, Treatment::K3Finance, At::new(Day::MIN, Phase::Arrears));
    let first = day_of(lease.commencement);
    let at_once: Minor = paid.iter().filter(|paid| paid.at.day <= first).map(|paid| paid.lease).sum();
    let later = paid.iter().filter(|paid| paid.at.day > first && paid.lease != 0).map(|paid| (paid.at, paid.lease));
    Some(Measured::new(later.collect(), &growth, first).worth().publish(policy.halves).map(|worth| worth + at_once))
}
