//! Who learns what of a group: of a company that somebody has no role in nothing but that there is one.

use super::{choose, enter, in_euros, of_group, seen, subsidiary};
use crate::debt::enter_rate;
use crate::support::{Answered, TestApp};
use serde_json::{Value, json};
use shared::groups::CompanyGroup;
use shared::ids::CompanyId;
use shared::page::Page;
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::{ReportCompanyFinding, SealedReport, SealedReportItem};

const YEAR: &str = "framework=ifrs16&from=2025-01-01&to=2025-12-31";

async fn hidden_member(app: &TestApp) -> CompanyId {
    let sub = subsidiary(app, "Hemliga Dotter Oy", "556016-0680", "EUR").await;
    enter(app, app.company, json!({"number": "M-1"})).await;
    enter(app, sub, in_euros("D-1")).await;
    enter_rate(app, "EUR", "2023-12-31", "11.0960").await;
    choose(app, json!([{"company_id": sub, "from": "2020-01-01"}])).await;
    sub
}

#[track_caller]
fn says_nothing(answer: &Answered, sub: CompanyId) {
    let text = answer.text();
    for secret in ["Hemliga", "556016-0680", "D-1", &sub.to_string()] {
        assert!(!text.contains(secret), "{secret} stands in {text}");
    }
}

#[tokio::test]
async fn of_a_company_without_a_role_only_its_being_left_out_is_said() {
    let app = TestApp::new().await;
    let sub = hidden_member(&app).await;
    for client in [app.as_editor(), app.as_reader()] {
        let answer = client.get(&app.path("/group")).send().await.expect_status(200);
        says_nothing(&answer, sub);
        let group: CompanyGroup = answer.json();
        assert_eq!((group.members.len(), group.hidden), (0, 1));
        for rest in ["", "/agreements", "/export"] {
            let path = app.path(&format!("/reports/books{rest}?{YEAR}&scope=group"));
            says_nothing(&client.get(&path).send().await.expect_status(200), sub);
        }
        let note = app.path("/reports/books/note?framework=ifrs16&year_end=2025-12-31&scope=group");
        says_nothing(&client.get(&note).send().await.expect_status(200), sub);
    }
    let report = seen(app.as_reader(), app.company, &format!("{YEAR}&scope=group")).await;
    let own = seen(app.as_reader(), app.company, YEAR).await;
    let group = report.group.as_deref().unwrap();
    assert_eq!((report.total, group.companies.len()), (own.total, 1));
    let said: Vec<_> = group.left_out.iter().map(|one| (one.finding, one.company_id)).collect();
    assert_eq!(said, [(ReportCompanyFinding::NoAccess, None)]);
    // What is between two companies shows only to those who know both.
    let with_both = of_group(&app, YEAR).await;
    assert_eq!(with_both.group.unwrap().companies.len(), 2);
}

#[tokio::test]
async fn a_lease_from_a_hidden_company_is_a_lease_as_any_other() {
    let app = TestApp::new().await;
    let party = json!({"name": "Uthyraren", "org_number": "556016-0680"});
    app.as_owner().post(&app.path("/parties")).json(party).send().await.expect_status(201);
    hidden_member(&app).await;
    enter(&app, app.company, json!({"number": "M-2", "lessor_name": "Uthyraren"})).await;
    let reader = seen(app.as_reader(), app.company, &format!("{YEAR}&scope=group")).await;
    assert_eq!((reader.agreements, reader.group.unwrap().eliminated_count), (2, 0));
    let owner = of_group(&app, YEAR).await;
    assert_eq!((owner.agreements, owner.group.unwrap().eliminated_count), (2, 1));
}

#[tokio::test]
async fn only_who_belongs_to_a_company_puts_it_in_and_what_is_not_shown_stays() {
    let app = TestApp::new().await;
    let sub = hidden_member(&app).await;
    let put = async |version: i32, body: Value| {
        app.as_editor().put(&app.path("/group")).if_match(version).json(body).send().await
    };
    let nobody = "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64".parse::<CompanyId>().unwrap();
    let answers =
        [sub, app.other_company, nobody].map(|id| json!({"members": [{"company_id": id, "from": "2025-01-01"}]}));
    for body in answers {
        let refused = put(1, body).await;
        refused.expect_fault(ErrorCode::ValidationFailed, "/members/0/company_id", FieldCode::InvalidId);
    }
    let own = json!({"members": [{"company_id": app.company, "from": "2025-01-01"}]});
    let at = "/members/0/company_id";
    put(1, own).await.expect_fault(ErrorCode::ValidationFailed, at, FieldCode::InvalidValue);
    put(0, json!({"members": []})).await.expect_problem(ErrorCode::PreconditionFailed);
    put(1, json!({"members": []})).await.expect_status(200);
    let kept: CompanyGroup = app.as_owner().get(&app.path("/group")).send().await.expect_status(200).json();
    assert_eq!((kept.version, kept.members.len(), kept.members[0].company_id), (2, 1, sub));
    put(2, json!({"members": [], "without_hidden": true})).await.expect_status(200);
    let gone: CompanyGroup = app.as_owner().get(&app.path("/group")).send().await.expect_status(200).json();
    assert_eq!((gone.members.len(), gone.hidden), (0, 0));
    let twice = json!([{"company_id": sub, "from": "2025-01-01"}, {"company_id": sub, "from": "2026-01-01"}]);
    let early = json!([{"company_id": sub, "from": "2025-01-01", "until": "2024-12-31"}]);
    for (members, at, code) in
        [(twice, "/members/1/company_id", FieldCode::Duplicate), (early, "/members/0/until", FieldCode::OutOfRange)]
    {
        let request = app.as_owner().put(&app.path("/group")).if_match(3).json(json!({"members": members}));
        request.send().await.expect_fault(ErrorCode::ValidationFailed, at, code);
    }
}

#[tokio::test]
async fn what_is_sealed_of_a_group_is_for_those_who_may_read_all_of_it() {
    let app = TestApp::new().await;
    let sub = hidden_member(&app).await;
    app.advance(chrono::TimeDelta::minutes(1));
    let new = || crate::reports::sealed::year(json!({"scope": "group"}));
    app.as_editor()
        .post(&app.path("/sealed-reports"))
        .json(new())
        .send()
        .await
        .expect_problem(ErrorCode::GroupAccessMissing);
    let sealed = app.as_owner().post(&app.path("/sealed-reports")).json(new()).send().await.expect_status(201);
    let sealed: SealedReport = sealed.json();
    let path = app.path(&format!("/sealed-reports/{}", sealed.item.id));
    for rest in ["", "/verification", "/bridge"] {
        let refused = app.as_reader().get(&format!("{path}{rest}")).send().await;
        says_nothing(&refused, sub);
        refused.expect_problem(ErrorCode::GroupAccessMissing);
    }
    let list = app.as_reader().get(&app.path("/sealed-reports")).send().await.expect_status(200);
    says_nothing(&list, sub);
    assert_eq!(list.json::<Page<SealedReportItem>>().data, [sealed.item]);
    // Who only reads a member cannot stop its register for a moment, which sealing takes.
    let reader = json!({"email": app.editor.email, "role": "reader"});
    app.as_owner().post(&format!("/companies/{sub}/members")).json(reader).send().await.expect_status(201);
    app.as_editor()
        .post(&app.path("/sealed-reports"))
        .json(new())
        .send()
        .await
        .expect_problem(ErrorCode::GroupAccessMissing);
    app.as_editor().get(&path).send().await.expect_status(200);
}
