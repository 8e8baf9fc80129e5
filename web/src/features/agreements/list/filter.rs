//! Which agreements are seen. Stands in the address, word for word, so that a list can be shared.

use chrono::NaiveDate;
use leptos_router::params::ParamsMap;
use shared::agreements::{AgreementKind, AgreementStatus};
use shared::ids::PartyId;

use super::row::Row;

/// The figure of the start page that a list makes up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    Debt,
    Rate,
    Extended,
}

impl Figure {
    pub const ALL: [Self; 3] = [Self::Debt, Self::Rate, Self::Extended];

    pub fn key(self) -> &'static str {
        match self {
            Self::Debt => "debt",
            Self::Rate => "rate",
            Self::Extended => "extended",
        }
    }

    /// The columns that show it.
    pub fn columns(self) -> &'static str {
        match self {
            Self::Debt => "title,number,lessor,end_on,currency,debt,debt_base,effective",
            Self::Rate => "title,number,lessor,debt_base,nominal,effective,all_in",
            Self::Extended => "title,number,lessor,kind,end_on,currency,fee,interval,extended_cost",
        }
    }

    pub fn sort(self) -> &'static str {
        match self {
            Self::Debt | Self::Rate => "-debt_base",
            Self::Extended => "-extended_cost",
        }
    }

    /// Whether an agreement enters the figure, or would if it were known.
    fn holds(self, row: &Row) -> bool {
        let running = matches!(row.status(), AgreementStatus::Running | AgreementStatus::Extended);
        match self {
            Self::Debt => running && row.debt_base().is_none_or(|debt| debt.minor() != 0),
            Self::Rate => running && row.debt_base().is_none_or(|debt| debt.minor() > 0),
            Self::Extended => row.status() == AgreementStatus::Extended,
        }
    }

    fn is_known(self, row: &Row) -> bool {
        match self {
            Self::Debt => row.debt_base().is_some(),
            Self::Rate => row.rate().is_some(),
            Self::Extended => row.figures.as_ref().is_some_and(|figures| figures.extended_yearly_cost.is_some()),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Filter {
    pub search: String,
    pub status: Option<AgreementStatus>,
    pub kinds: Vec<AgreementKind>,
    /// Each is a value of the column, word for word.
    pub lessor: Option<String>,
    /// A party by its id, as links from elsewhere have it.
    pub lessor_id: Option<PartyId>,
    pub currency: Option<String>,
    pub cost_center: Option<String>,
    pub department: Option<String>,
    pub responsible: Option<String>,
    pub object_type: Option<String>,
    pub ends_after: Option<NaiveDate>,
    pub ends_before: Option<NaiveDate>,
    pub notice_before: Option<NaiveDate>,
    pub figure: Option<Figure>,
    /// Only those whose figure is unknown.
    pub unknown: bool,
}

const STATUSES: [(AgreementStatus, &str); 5] = [
    (AgreementStatus::NotStarted, "not_started"),
    (AgreementStatus::Running, "running"),
    (AgreementStatus::Extended, "extended"),
    (AgreementStatus::Ended, "ended"),
    (AgreementStatus::Deleted, "deleted"),
];

const KINDS: [(AgreementKind, &str); 5] = [
    (AgreementKind::FinancialLease, "financial_lease"),
    (AgreementKind::OperationalLease, "operational_lease"),
    (AgreementKind::Rental, "rental"),
    (AgreementKind::Premises, "premises"),
    (AgreementKind::Car, "car"),
];

pub fn status_key(status: AgreementStatus) -> &'static str {
    STATUSES.into_iter().find(|(each, _)| *each == status).map_or("", |(_, key)| key)
}

pub fn kind_key(kind: AgreementKind) -> &'static str {
    KINDS.into_iter().find(|(each, _)| *each == kind).map_or("", |(_, key)| key)
}

/// Parameters of the address that are the filter's. The rest of the address is left alone.
pub const PARAMETERS: [&str; 15] = [
    "q",
    "status",
    "kind",
    "lessor",
    "lessor_id",
    "currency",
    "cost_center",
    "department",
    "responsible",
    "object_type",
    "ends_after",
    "ends_before",
    "notice_before",
    "figure",
    "unknown",
];

impl Filter {
    /// What an address cannot say is left out of the filter.
    pub fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).filter(|value| !value.is_empty());
        let day = |name: &str| text(name).and_then(|value| value.parse().ok());
        let of = |value: &str| KINDS.into_iter().find(|(_, key)| *key == value).map(|(kind, _)| kind);
        Self {
            search: text("q").unwrap_or_default(),
            status: text("status")
                .and_then(|value| STATUSES.into_iter().find(|(_, key)| *key == value))
                .map(|(s, _)| s),
            kinds: text("kind").map(|value| value.split(',').filter_map(of).collect()).unwrap_or_default(),
            lessor: text("lessor"),
            lessor_id: text("lessor_id").and_then(|id| id.parse().ok()),
            currency: text("currency"),
            cost_center: text("cost_center"),
            department: text("department"),
            responsible: text("responsible"),
            object_type: text("object_type"),
            ends_after: day("ends_after"),
            ends_before: day("ends_before"),
            notice_before: day("notice_before"),
            figure: text("figure").and_then(|value| Figure::ALL.into_iter().find(|figure| figure.key() == value)),
            unknown: text("unknown").is_some(),
        }
    }

    pub fn of_address(query: &ParamsMap) -> Self {
        Self::read(|name| query.get(name))
    }

    /// Name and value of each parameter that is set.
    pub fn parameters(&self) -> Vec<(&'static str, String)> {
        let kinds: Vec<_> = self.kinds.iter().map(|kind| kind_key(*kind)).collect();
        let day = |day: Option<NaiveDate>| day.map(|day| day.to_string());
        let all = [
            ("q", Some(self.search.clone())),
            ("status", self.status.map(|status| status_key(status).to_owned())),
            ("kind", Some(kinds.join(","))),
            ("lessor", self.lessor.clone()),
            ("lessor_id", self.lessor_id.map(|id| id.to_string())),
            ("currency", self.currency.clone()),
            ("cost_center", self.cost_center.clone()),
            ("department", self.department.clone()),
            ("responsible", self.responsible.clone()),
            ("object_type", self.object_type.clone()),
            ("ends_after", day(self.ends_after)),
            ("ends_before", day(self.ends_before)),
            ("notice_before", day(self.notice_before)),
            ("figure", self.figure.map(|figure| figure.key().to_owned())),
            ("unknown", self.unknown.then(|| "1".to_owned())),
        ];
        all.into_iter()
            .filter_map(|(name, value)| Some((name, value?)))
            .filter(|(_, value)| !value.is_empty())
            .collect()
    }

    pub fn shows_bin(&self) -> bool {
        self.status == Some(AgreementStatus::Deleted)
    }

    /// Whether anything narrows the list, the status aside.
    pub fn narrows(&self) -> bool {
        let without_status = Self { status: None, ..self.clone() };
        without_status != Self::default()
    }

    pub fn holds(&self, row: &Row) -> bool {
        self.status.is_none_or(|status| row.status() == status) && self.holds_but_status(row)
    }

    /// For the counts beside the statuses.
    pub fn holds_but_status(&self, row: &Row) -> bool {
        let item = &row.item;
        let is = |wanted: &Option<String>, found: Option<&str>| {
            wanted.as_deref().is_none_or(|wanted| found.unwrap_or_default() == wanted)
        };
        (self.kinds.is_empty() || self.kinds.contains(&item.kind))
            && is(&self.lessor, item.lessor_name.as_deref())
            && self.lessor_id.is_none_or(|id| item.lessor_id == Some(id))
            && is(&self.currency, Some(item.currency.code()))
            && is(&self.cost_center, item.cost_center.as_deref())
            && is(&self.department, item.department.as_deref())
            && is(&self.responsible, item.responsible.as_deref())
            && is(&self.object_type, item.object_type.as_deref())
            && self.ends_after.is_none_or(|day| item.end_on >= day)
            && self.ends_before.is_none_or(|day| item.end_on <= day)
            && self.notice_before.is_none_or(|day| row.notice_by().is_some_and(|notice| notice <= day))
            && self.figure.is_none_or(|figure| figure.holds(row))
            && (!self.unknown || !self.figure.unwrap_or(Figure::Debt).is_known(row))
            && self.finds(&row.haystack)
    }

    /// Every word that was typed stands somewhere.
    fn finds(&self, haystack: &str) -> bool {
        self.search.to_lowercase().split_whitespace().all(|word| haystack.contains(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::agreements::AgreementListItem;

    fn item() -> AgreementListItem {
        serde_json::from_value(serde_json::json!({
            "id": "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64", "version": 1, "number": "L-17", "title": "Dumper Bergmann",
            "kind": "financial_lease", "status": "running", "lessor_id": null, "lessor_name": "SEB Finans",
            "object_type": "Entreprenadmaskin", "start_on": "2024-01-01", "end_on": "2027-12-31", "ended_on": null,
            "currency": "SEK", "fee": "1000.00", "interval_months": 3, "cost_center": "4100", "department": null,
            "responsible": "Jörgen Nilsson", "notice_months": 3, "demo": false,
        }))
        .unwrap()
    }

    fn of(pairs: &[(&str, &str)]) -> Filter {
        Filter::read(|name| pairs.iter().find(|(each, _)| *each == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn a_filter_survives_its_address() {
        let pairs = [
            ("q", "dumper"),
            ("status", "running"),
            ("kind", "car,financial_lease"),
            ("lessor", "SEB Finans"),
            ("ends_before", "2027-12-31"),
            ("figure", "rate"),
            ("unknown", "1"),
        ];
        let filter = of(&pairs);
        let written = filter.parameters();
        let again = Filter::read(|name| written.iter().find(|(each, _)| *each == name).map(|(_, value)| value.clone()));
        assert_eq!(again, filter);
        assert!(written.iter().all(|(name, _)| PARAMETERS.contains(name)));
    }

    #[test]
    fn nonsense_in_an_address_filters_nothing() {
        let filter =
            of(&[("status", "asleep"), ("kind", "boat"), ("ends_after", "soon"), ("figure", "x"), ("lessor", "")]);
        assert_eq!(filter, Filter::default());
        assert!(!filter.narrows());
    }

    #[test]
    fn every_typed_word_must_be_found() {
        let row = Row::new(item(), None);
        assert!(of(&[("q", "seb dump")]).holds(&row));
        assert!(of(&[("q", "JÖRGEN 4100")]).holds(&row));
        assert!(!of(&[("q", "seb grävare")]).holds(&row));
    }

    #[test]
    fn the_notice_day_is_counted_back_from_the_end() {
        let row = Row::new(item(), None);
        assert_eq!(row.notice_by(), Some("2027-09-30".parse().unwrap()));
        assert!(of(&[("notice_before", "2027-09-30")]).holds(&row));
        assert!(!of(&[("notice_before", "2027-09-29")]).holds(&row));
        assert_eq!(row.yearly_cost().map(|cost| cost.minor()), Some(400_000));
    }
}
