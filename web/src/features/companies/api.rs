use shared::companies::{Company, CompanyPatch, Member, MemberPatch, NewCompany, NewMember, Role};
use shared::ids::CompanyId;
use shared::page::Page;

use crate::client::{self, ClientError};
use crate::company::OpenCompany;

/// The organisation number keeps it from happening twice.
pub async fn create(body: &NewCompany) -> Result<Company, ClientError> {
    client::post("/companies").json(body).receive().await
}

pub async fn show(company: CompanyId) -> Result<Company, ClientError> {
    client::get(format!("/companies/{company}")).receive().await
}

pub async fn change(company: CompanyId, version: i32, patch: &CompanyPatch) -> Result<Company, ClientError> {
    client::patch(format!("/companies/{company}")).if_version(version).json(patch).receive().await
}

pub async fn members(company: &OpenCompany) -> Result<Page<Member>, ClientError> {
    client::get(company.api("/members")).receive().await
}

pub async fn add_member(company: &OpenCompany, body: &NewMember, key: &str) -> Result<Member, ClientError> {
    client::post(company.api("/members")).json(body).idempotent(key).receive().await
}

pub async fn change_role(company: &OpenCompany, member: &Member, role: Role) -> Result<Member, ClientError> {
    client::patch(member_path(company, member)).if_version(member.version).json(&MemberPatch { role }).receive().await
}

pub async fn remove_member(company: &OpenCompany, member: &Member) -> Result<(), ClientError> {
    client::delete(member_path(company, member)).if_version(member.version).done().await
}

fn member_path(company: &OpenCompany, member: &Member) -> String {
    company.api(&format!("/members/{}", member.account_id))
}
