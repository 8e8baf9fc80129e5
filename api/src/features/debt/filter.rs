//! Which agreements a figure is made of.

use shared::agreements::AgreementKind;
use shared::ids::PartyId;
use shared::money::Currency;

/// Every given field must fit. An agreement is judged by what it was on the day asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub kind: Option<AgreementKind>,
    pub lessor: Option<PartyId>,
    pub currency: Option<Currency>,
    /// The empty string: agreements without a cost centre.
    pub cost_center: Option<String>,
}
