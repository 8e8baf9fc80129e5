//! What is seen, as a file: the same rows, columns and order.

use leptos::prelude::*;

use super::columns;
use super::row::Row;
use super::{List, status_title};
use crate::files::{self, Format, Sheet};
use crate::ui::icon::{Icon, IconView};
use crate::ui::popover::{Align, MenuItem, MenuLink, Popover};
use crate::{i18n, t};

#[component]
pub(super) fn ExportMenu(list: List) -> impl IntoView {
    let seen = move || list.shown.with(|shown| shown.len());
    let whole = move |format: &str| {
        let question = format!("/agreements/export?format={format}&lang={}", i18n::current().as_str());
        format!("/api/v1{}", list.company().api(&question))
    };
    view! {
        <Popover align=Align::End button=|| view! { <IconView icon=Icon::Download /><span>{t!(agreement_list.export.button)}</span> }>
            <p class="menu-heading">{t!(agreement_list.export.seen, n = seen())}</p>
            <MenuItem on_press=move || save(list, Format::Xlsx)>{t!(agreement_list.export.xlsx)}</MenuItem>
            <MenuItem on_press=move || save(list, Format::Csv)>{t!(agreement_list.export.csv)}</MenuItem>
            <p class="menu-heading">{t!(agreement_list.export.whole)}</p>
            <MenuLink file=true href=whole("xlsx")>{t!(agreement_list.export.xlsx)}</MenuLink>
            <MenuLink file=true href=whole("csv")>{t!(agreement_list.export.csv)}</MenuLink>
        </Popover>
    }
}

fn save(list: List, format: Format) {
    let rows = list.register.rows().get_untracked();
    let shown = list.shown.get_untracked();
    let seen: Vec<&Row> = shown.iter().filter_map(|at| rows.get(*at)).collect();
    let all = columns::all(list.register.base());
    let keys: Vec<&'static str> =
        list.layout.with_untracked(|layout| layout.shown().map(|placed| placed.key).collect());
    let header = |key: &&'static str| {
        let column = all.iter().find(|column| column.key == *key)?;
        Some(match &column.unit {
            Some(unit) => format!("{} ({unit})", column.title),
            None => column.title.clone(),
        })
    };
    let sheet = Sheet {
        name: t!(agreement_list.title).to_owned(),
        headers: keys.iter().filter_map(header).collect(),
        rows: seen.iter().map(|row| keys.iter().map(|key| columns::file_cell(row, key)).collect()).collect(),
    };
    let status = list.filter.with_untracked(|filter| filter.status);
    let day = untrack(|| list.company().as_of.date());
    let stem = format!("{} {} {day}", t!(agreement_list.title), status_title(status)).to_lowercase().replace(' ', "-");
    files::save_sheet(&stem, &sheet, format);
}
