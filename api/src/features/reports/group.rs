//! The ledger of a group: each company's own, remembered as ever, put beside the others in the parent's currency.
//!
//! Who asks sees the figures of companies that person has a role in, and of the others only that there are any. A lease
//! from one of the companies seen to another is in no total; one from a company that is not seen is a lease as any
//! other, so that nobody learns from a figure who else belongs to the group.

mod merge;
mod translate;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::companies::Company;
use shared::ids::CompanyId;
use shared::money::{Currency, RatePercent};
use shared::org_number::OrgNumber;
use shared::reports::{
    ReportCompanyFinding, ReportCompanyLeftOut, ReportCompanyRates, ReportGroup, ReportScope, SealedReportContent,
};

use super::figures::Sums;
use super::ledger::Ledger;
use super::load::compile;
use super::maturity::MaturitySums;
use super::question::{Intragroup, Question, Span};
use super::service::{Asking, off_thread, plan, remembered};
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::books::service::{self as books, calculating, holdings};
use crate::features::exchange_rates::{RateBook, service as exchange_rates};
use crate::features::groups::service::{self as groups, Member};
use crate::features::{companies, register};
use crate::http::{CompanyScope, Role};
use merge::{Part, merge};
use shared::ids::AgreementId;
use shared::problem::ErrorCode;
use translate::Translation;

/// What a group's ledger has beside its agreements.
#[derive(Debug)]
pub struct GroupLedger {
    pub version: i32,
    /// The parent, then the members by name.
    pub companies: Vec<CompanyPart>,
    pub left_out: Vec<ReportCompanyLeftOut>,
}

impl GroupLedger {
    pub fn company(&self, id: CompanyId) -> Option<&Identity> {
        self.companies.iter().map(|part| &part.identity).find(|company| company.id == id)
    }
}

/// One company's part, in the group's currency.
#[derive(Debug)]
pub struct CompanyPart {
    pub identity: Identity,
    pub currency: Currency,
    pub span: Span,
    pub rates: Option<ReportCompanyRates>,
    pub has_parents_policy: bool,
    pub tax_percent: Option<RatePercent>,
    pub agreements: u32,
    pub figures: Sums,
    pub maturity: MaturitySums,
    pub commitments: MaturitySums,
}

#[derive(Clone, Debug)]
pub struct Identity {
    pub id: CompanyId,
    pub name: String,
    pub org_number: OrgNumber,
}

impl Identity {
    fn of(company: &Company) -> Self {
        Self { id: company.id, name: company.name.clone(), org_number: company.org_number }
    }
}

/// A company whose figures are wanted.
struct Wanted {
    identity: Identity,
    currency: Currency,
    span: Span,
    translation: Translation,
    /// The parent's is the one that is asked.
    scope: Option<CompanyScope>,
}

struct Perimeter {
    version: i32,
    wanted: Vec<Wanted>,
    left_out: Vec<ReportCompanyLeftOut>,
    rates: RateBook,
}

pub async fn ledger(scope: &CompanyScope, asking: Asking) -> ApiResult<Arc<Ledger>> {
    let planned = plan(scope, asking).await?;
    let (question, known_at) = (planned.question, planned.known_at);
    let perimeter = perimeter(scope, &question.span, known_at).await?;
    let lessors: Vec<(Identity, Span)> =
        perimeter.wanted.iter().map(|one| (one.identity.clone(), one.span.clone())).collect();
    let mut parts = Vec::with_capacity(perimeter.wanted.len());
    for Wanted { identity, currency, span, translation, scope: beside } in perimeter.wanted {
        let intragroup = Intragroup { lessors: others(&lessors, identity.id, &span), agreements: Vec::new() };
        let maturity_months = beside.is_some().then_some(planned.maturity_months);
        let own = Question { span, intragroup, maturity_months, ..question.clone() };
        let ledger = match &beside {
            None => remembered(scope, planned.revision, known_at, own, None).await?,
            Some(beside) => {
                let revision = beside.read(async |tx| register::service::revision(tx).await).await?;
                remembered(beside, revision, known_at, own, None).await?
            }
        };
        // Somebody has chosen another base currency meanwhile.
        if ledger.currency != currency {
            return Err(ApiError::new(ErrorCode::RegisterBusy).retry_after(1));
        }
        parts.push(Part { identity, translation, ledger });
    }
    let Perimeter { version, left_out, rates, .. } = perimeter;
    let merged = move || Ok(Arc::new(merge(question, version, parts, left_out, &rates)?));
    off_thread(merged).await
}

/// The companies that the lessee's leases can be from inside the group: by who belongs to it on the lessee's last day.
fn others(all: &[(Identity, Span)], lessee: CompanyId, span: &Span) -> Vec<(OrgNumber, CompanyId)> {
    let day = span.to();
    let others = all.iter().filter(|(one, of)| one.id != lessee && of.from() <= day && day <= of.to());
    let mut lessors: Vec<_> = others.map(|(one, _)| (one.org_number, one.id)).collect();
    lessors.sort();
    lessors
}

async fn perimeter(scope: &CompanyScope, span: &Span, known_at: Option<DateTime<Utc>>) -> ApiResult<Perimeter> {
    let role = scope.role();
    let read = async |tx: &CompanyTx| {
        let group = groups::group(tx, known_at).await?;
        let parent = companies::service::find(tx, role).await?;
        Ok::<_, ApiError>((group, parent, exchange_rates::book(tx, known_at).await?))
    };
    let (group, parent, rates) = scope.read_snapshot(read).await?;
    let (members, hidden) = groups::members(scope, &group).await?;
    let mut wanted = vec![Wanted {
        identity: Identity::of(&parent),
        currency: parent.base_currency,
        translation: Translation::none(),
        span: span.clone(),
        scope: None,
    }];
    let mut left_out = Vec::new();
    for Member { scope: beside, company, from, until } in members {
        let Some(part) = span.within(from, until) else { continue };
        match Translation::between(company.base_currency, &rates, &part) {
            Ok(translation) => wanted.push(Wanted {
                identity: Identity::of(&company),
                currency: company.base_currency,
                translation,
                span: part,
                scope: Some(beside),
            }),
            Err(missing) => left_out.push(ReportCompanyLeftOut {
                finding: ReportCompanyFinding::ExchangeRateMissing,
                company_id: Some(company.id),
                name: Some(company.name),
                on: Some(missing),
                currency: Some(company.base_currency),
            }),
        }
    }
    for member in hidden {
        if span.within(member.from, member.until).is_some() {
            let finding = ReportCompanyFinding::NoAccess;
            left_out.push(ReportCompanyLeftOut { finding, company_id: None, name: None, on: None, currency: None });
        }
    }
    Ok(Perimeter { version: group.version, wanted, left_out, rates })
}

/// The companies whose reports are sealed together with the caller's own: each one of them, with the role it takes.
pub async fn sealed_together(scope: &CompanyScope, known_at: DateTime<Utc>) -> ApiResult<Vec<CompanyScope>> {
    let group = scope.read(async |tx| groups::group(tx, Some(known_at)).await).await?;
    let beside = |member: &shared::groups::NewGroupMember| {
        let beside = scope.beside(member.company_id).filter(|beside| beside.role() >= Role::Editor);
        beside.ok_or_else(|| ErrorCode::GroupAccessMissing.into())
    };
    group.members.iter().map(beside).collect()
}

/// A sealed ledger computed anew from the registers of its companies as they were known then. Whose they were and which
/// leases were between them is kept: a party can get another number afterwards.
pub async fn again(
    scope: &CompanyScope,
    question: Question,
    kept: &SealedReportContent,
    known_at: DateTime<Utc>,
) -> ApiResult<Ledger> {
    let Some(group) = kept.report.group.as_deref() else { return Err(ApiError::not_found()) };
    let rates = scope.read(async |tx| exchange_rates::book(tx, Some(known_at)).await).await?;
    let mut parts = Vec::with_capacity(group.companies.len());
    for company in &group.companies {
        let beside = scope.beside(company.id).ok_or(ErrorCode::GroupAccessMissing)?;
        let ids = kept_of(kept, group, company.id);
        let read = async |tx: &CompanyTx| holdings(tx, books::Selection::These(&ids), Some(known_at)).await;
        let held = beside.read_snapshot(read).await?;
        let span = question.span.within(company.from, Some(company.to)).unwrap_or_else(|| question.span.clone());
        let eliminated = group.eliminated.iter().filter(|one| one.agreement.company_id == Some(company.id));
        let agreements = eliminated.map(|one| (one.agreement.id, one.lessor_company_id)).collect();
        let translation = Translation::between(held.own_currency, &rates, &span);
        let translation = translation.map_err(|_| ApiError::internal(anyhow::anyhow!("a sealed rate is gone")))?;
        let intragroup = Intragroup { lessors: Vec::new(), agreements };
        let maturity_months = Some(kept.report.policy.maturity_months);
        let own = Question { span, intragroup, maturity_months, ..question.clone() };
        let ledger = calculating(move || Ok(Arc::new(compile(&held, own)?))).await?;
        let identity = Identity { id: company.id, name: company.name.clone(), org_number: company.org_number };
        parts.push(Part { identity, translation, ledger });
    }
    let (version, left_out) = (group.version, group.left_out.clone());
    off_thread(move || Ok(merge(question, version, parts, left_out, &rates)?)).await
}

fn kept_of(kept: &SealedReportContent, group: &ReportGroup, company: CompanyId) -> Vec<AgreementId> {
    let rows = kept.agreements.iter().map(|one| &one.agreement);
    let eliminated = group.eliminated.iter().map(|one| &one.agreement);
    let left_out = kept.report.left_out.iter().map(|one| &one.agreement);
    let all = rows.chain(eliminated).chain(left_out);
    all.filter(|agreement| agreement.company_id == Some(company)).map(|agreement| agreement.id).collect()
}

/// What is computed for one company at a time does not answer for a group.
pub fn refuse(scope: ReportScope, pointer: &str) -> ApiResult<()> {
    match scope {
        ReportScope::Company => Ok(()),
        ReportScope::Group => {
            use shared::problem::{FieldCode, FieldFault};
            let fault = FieldFault::new(FieldCode::InvalidValue).found("group").expected("company");
            Err(ApiError::new(ErrorCode::NotForGroups).at(pointer, fault))
        }
    }
}
