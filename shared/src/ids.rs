//! One type per kind of id. All are UUIDv7: they sort by the time they were made, which keeps indexes dense.
//! They are not secrets; what must not be guessed has a token of its own.

/// Makes an id. Within one process ids rise strictly also inside one millisecond, so rows written together keep
/// their order.
#[cfg(feature = "server")]
fn fresh(now: chrono::DateTime<chrono::Utc>) -> uuid::Uuid {
    use std::sync::Mutex;
    use uuid::{ContextV7, Timestamp, Uuid};

    static SEQUENCE: Mutex<ContextV7> = Mutex::new(ContextV7::new());
    let seconds = u64::try_from(now.timestamp()).unwrap_or_default();
    Uuid::new_v7(Timestamp::from_unix(&SEQUENCE, seconds, now.timestamp_subsec_nanos()))
}

/// An id that can stand in an address.
pub trait Named: std::str::FromStr + Copy {
    /// Its name there, as in `/agreements/{agreement_id}`.
    const PARAM: &'static str;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $param:literal),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "server", schema(value_type = String, format = Uuid, example = "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64"))]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            pub const fn from_uuid(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }

            /// A new id made at `now`.
            #[cfg(feature = "server")]
            pub fn fresh(now: chrono::DateTime<chrono::Utc>) -> Self {
                Self(fresh(now))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl Named for $name {
            const PARAM: &'static str = $param;
        }

        impl From<uuid::Uuid> for $name {
            fn from(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
}

ids! {
    /// A company: the tenant.
    CompanyId "company_id",
    /// A person who can sign in.
    AccountId "account_id",
    /// A signed-in browser.
    SessionId "session_id",
    /// A leasing agreement.
    AgreementId "agreement_id",
    /// A lessor or supplier.
    PartyId "party_id",
    /// One recorded event of an agreement.
    EventId "event_id",
    /// One import of a file.
    ImportId "import_id",
    /// A remembered column mapping.
    MappingId "mapping_id",
    /// A stored exchange rate.
    ExchangeRateId "exchange_rate_id",
    /// A saved view of a list.
    ViewId "view_id",
    /// One change made to many agreements at once.
    BulkEditId "bulk_edit_id",
    /// A report kept as it was given out.
    SealedReportId "sealed_report_id",
    /// Something that happened to a lease in the books.
    LeaseEventId "lease_event_id",
    /// An index or rate change of many agreements at once.
    MassChangeId "mass_change_id",
    /// Vouchers that went to the ledger.
    JournalExportId "journal_export_id",
    /// Time that was closed.
    ClosingId "closing_id",
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;
    use chrono::{TimeZone as _, Utc};

    #[test]
    fn ids_made_together_keep_their_order() {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap();
        let ids: Vec<_> = (0..1_000).map(|_| AgreementId::fresh(now)).collect();
        assert!(ids.is_sorted());
        assert_ne!(ids[0], ids[1]);
    }

    #[test]
    fn an_id_survives_text_and_json() {
        let id = CompanyId::fresh(Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap());
        assert_eq!(id.to_string().parse::<CompanyId>().unwrap(), id);
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{id}\""));
    }
}
