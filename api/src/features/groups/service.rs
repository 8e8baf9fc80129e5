//! Rules of groups.

use chrono::{DateTime, NaiveDate, Utc};
use shared::companies::Company;
use shared::groups::{CompanyGroup, GROUP_MEMBERS_MAX, GroupMember, NewCompanyGroup, NewGroupMember};
use shared::ids::CompanyId;
use shared::problem::{ErrorCode, FieldCode, FieldFault};
use std::collections::BTreeSet;

use super::store;
use crate::db::CompanyTx;
use crate::error::{ApiError, ApiResult};
use crate::features::{companies, register};
use crate::http::{CompanyScope, IfMatch, day_within_reach};

/// A version of a group, with every member: what a caller may see of it is for [`shown`] to say.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// 0: nobody has made one.
    pub version: i32,
    pub members: Vec<NewGroupMember>,
    pub reason: Option<String>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub recorded_by_name: Option<String>,
}

/// A member that the caller may read.
pub struct Member {
    pub scope: CompanyScope,
    pub company: Company,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// As it rules now or ruled at `known_at`.
pub async fn group(tx: &CompanyTx, known_at: Option<DateTime<Utc>>) -> ApiResult<Group> {
    let Some(row) = store::latest(tx, known_at).await? else { return Ok(Group::default()) };
    Ok(Group {
        version: row.version,
        members: serde_json::from_value(row.members).map_err(ApiError::internal)?,
        reason: row.reason,
        recorded_at: Some(row.recorded_at),
        recorded_by_name: row.recorded_by_name,
    })
}

/// The members that the caller has a role in, by name, and those left.
pub async fn members(scope: &CompanyScope, group: &Group) -> ApiResult<(Vec<Member>, Vec<NewGroupMember>)> {
    let (mut seen, mut hidden) = (Vec::new(), Vec::new());
    for member in &group.members {
        let Some(beside) = scope.beside(member.company_id) else {
            hidden.push(*member);
            continue;
        };
        let role = beside.role();
        let company = beside.read(async |tx| companies::service::find(tx, role).await).await?;
        seen.push(Member { scope: beside, company, from: member.from, until: member.until });
    }
    seen.sort_by(|a, b| (&a.company.name, a.company.id).cmp(&(&b.company.name, b.company.id)));
    Ok((seen, hidden))
}

pub async fn shown(scope: &CompanyScope, known_at: Option<DateTime<Utc>>) -> ApiResult<CompanyGroup> {
    let read = async |tx: &CompanyTx| {
        Ok::<_, ApiError>((group(tx, known_at).await?, companies::service::base_currency(tx).await?))
    };
    let (group, currency) = scope.read(read).await?;
    let (seen, hidden) = members(scope, &group).await?;
    let member = |Member { company, from, until, .. }: Member| GroupMember {
        company_id: company.id,
        name: company.name,
        org_number: company.org_number,
        currency: company.base_currency,
        from,
        until,
    };
    Ok(CompanyGroup {
        version: group.version,
        currency,
        members: seen.into_iter().map(member).collect(),
        hidden: u32::try_from(hidden.len()).unwrap_or(u32::MAX),
        reason: group.reason,
        recorded_at: group.recorded_at,
        recorded_by_name: group.recorded_by_name,
    })
}

/// Records a new version. Members that the caller may not read stay, unless told otherwise: nobody takes out by
/// accident what is not shown.
pub async fn choose(scope: &CompanyScope, if_match: IfMatch, new: &NewCompanyGroup) -> ApiResult<CompanyGroup> {
    check(scope, new)?;
    scope
        .write(async |tx| {
            register::service::change(tx).await?;
            let current = group(tx, None).await?;
            if_match.check(current.version)?;
            let hidden = current.members.into_iter().filter(|member| scope.beside(member.company_id).is_none());
            let kept = hidden.filter(|_| !new.without_hidden);
            let members: Vec<NewGroupMember> = new.members.iter().copied().chain(kept).collect();
            if members.len() > GROUP_MEMBERS_MAX {
                let fault = FieldFault::new(FieldCode::TooManyItems).found(&members.len().to_string());
                return Err(refused("/members", fault.expected("at most 50 members, those not shown counted in")));
            }
            let members = serde_json::to_value(&members).map_err(ApiError::internal)?;
            Ok(store::insert(tx, current.version + 1, members, new.reason.as_deref()).await?)
        })
        .await?;
    shown(scope, None).await
}

fn check(scope: &CompanyScope, new: &NewCompanyGroup) -> ApiResult<()> {
    let mut seen: BTreeSet<CompanyId> = BTreeSet::new();
    for (at, member) in new.members.iter().enumerate() {
        let place = |field: &str| format!("/members/{at}/{field}");
        let found = member.company_id.to_string();
        if member.company_id == scope.company_id() {
            let fault = FieldFault::new(FieldCode::InvalidValue).found(&found);
            return Err(refused(&place("company_id"), fault.expected("another company than the parent")));
        }
        // One that the caller may not read is answered as one that there is not.
        if scope.beside(member.company_id).is_none() {
            let fault = FieldFault::new(FieldCode::InvalidId).found(&found);
            return Err(refused(&place("company_id"), fault.expected("a company that you belong to")));
        }
        if !seen.insert(member.company_id) {
            let fault = FieldFault::new(FieldCode::Duplicate).found(&found);
            return Err(refused(&place("company_id"), fault.expected("each company once")));
        }
        day_within_reach(&place("from"), member.from)?;
        if let Some(until) = member.until {
            day_within_reach(&place("until"), until)?;
            if until < member.from {
                let fault = FieldFault::new(FieldCode::OutOfRange).found(&until.to_string());
                return Err(refused(&place("until"), fault.expected(&format!("a day on or after {}", member.from))));
            }
        }
    }
    Ok(())
}

fn refused(pointer: &str, fault: FieldFault) -> ApiError {
    ApiError::new(ErrorCode::ValidationFailed).at(pointer, fault)
}
