//! Which agreements a report lacks or holds on an assumption, why, and what to do about it.

use leptos::prelude::*;
use shared::reports::{BookReport, LeftOut, ReportAgreement, ReportAssumption, ReportFinding};

use super::words;
use crate::company::{OpenCompany, use_company};
use crate::features::books::words as book_words;
use crate::route::Page as Place;
use crate::t;
use crate::ui::disclosure::Disclosure;
use crate::ui::icon::{Icon, IconView};

#[component]
pub fn Missing(report: BookReport) -> impl IntoView {
    let company = use_company();
    let left = StoredValue::new(report.left_out);
    let assumed = StoredValue::new(report.assumed);
    let of_company = StoredValue::new(company);
    let left_out = (report.left_out_count > 0).then(|| {
        view! {
            <div class="notice report-missing" data-tone="loss" role="status">
                <IconView icon=Icon::Warning />
                <div>
                    <p>{t!(reports.left_out, n = report.left_out_count)}</p>
                    <Disclosure summary=t!(reports.show_which)>
                        <ul>{left.get_value().into_iter().map(|each| left_out_line(&of_company.get_value(), &each)).collect_view()}</ul>
                    </Disclosure>
                </div>
            </div>
        }
    });
    let assumptions = (report.assumed_count > 0).then(|| {
        view! {
            <div class="notice report-missing" data-tone="due" role="status">
                <IconView icon=Icon::Info />
                <div>
                    <p>{t!(reports.assumed, n = report.assumed_count)}</p>
                    <Disclosure summary=t!(reports.show_which)>
                        <ul>{assumed.get_value().into_iter().map(|each| assumed_line(&of_company.get_value(), &each)).collect_view()}</ul>
                    </Disclosure>
                </div>
            </div>
        }
    });
    view! { {left_out}{assumptions} }
}

/// The agreement by name, open where it is mended.
fn named(company: &OpenCompany, agreement: &ReportAgreement) -> impl IntoView + use<> {
    let href = company.href_with(Place::Agreement(agreement.id), &[("tab", "accounting")]);
    view! { <a href=href>{format!("{} {}", agreement.number, agreement.title)}</a> }
}

fn in_words(finding: &ReportFinding) -> String {
    let ReportFinding { code, remedy, on, found_on, .. } = *finding;
    format!("{} {}", book_words::found(code, on, found_on), book_words::remedy(remedy))
}

fn left_out_line(company: &OpenCompany, each: &LeftOut) -> impl IntoView + use<> {
    let totals = each.totals.iter().map(|total| words::total(*total)).collect::<Vec<_>>().join(", ");
    let lacks = t!(reports.lacked_by, totals = totals);
    view! { <li>{named(company, &each.agreement)}": "{in_words(&each.finding)}" "{lacks}</li> }
}

fn assumed_line(company: &OpenCompany, each: &ReportAssumption) -> impl IntoView + use<> {
    let findings = each.findings.iter().map(in_words).collect::<Vec<_>>().join(" ");
    view! { <li>{named(company, &each.agreement)}": "{findings}</li> }
}
