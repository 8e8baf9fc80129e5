//! Which column is which, how numbers and dates are written, and what stands where the file says nothing.

use std::collections::BTreeMap;

use leptos::prelude::*;
use shared::imports::{
    ColumnTarget, DateOrder, DecimalMark, Delimiter, ImportColumn, ImportField, ImportMapping, TextEncoding,
};

use super::show::Hand;
use super::words;
use crate::features::agreements::words as agreement_words;
use crate::ui::Tone;
use crate::ui::badge::Badge;
use crate::ui::field::Field;
use crate::ui::icon::{Icon, IconView};
use crate::ui::select::{Select, SelectOption, currency_options};
use crate::ui::table::{Heading, Table};
use crate::{format, t};

const IGNORED: &str = "-";
const CUSTOM: &str = "+";

#[component]
pub(super) fn Columns(hand: Hand) -> impl IntoView {
    let columns = Memo::new(move |_| hand.import.with(|import| import.columns.clone()));
    let missing = Memo::new(move |_| hand.import.with(|import| import.missing_fields.clone()));
    let headings = vec![
        Heading::text(t!(imports.columns.header)),
        Heading::text(t!(imports.columns.samples)),
        Heading::text(t!(imports.columns.target)),
        Heading::text(t!(imports.columns.how)),
    ];
    view! {
        <p class="import-lead">{t!(imports.columns.lead)}</p>
        {move || Some(missing.get()).filter(|missing| !missing.is_empty()).map(|missing| {
            let names = missing.into_iter().map(words::field).collect::<Vec<_>>().join(", ");
            view! {
                <div class="notice" data-tone="due" role="status">
                    <IconView icon=Icon::Warning />
                    <p>{t!(imports.columns.missing, fields = names)}</p>
                </div>
            }
        })}
        <Unread hand />
        <WholeFile hand />
        <Table caption=t!(imports.step.match_columns) headings>
            <For
                each=move || columns.get()
                key=|column| format!("{column:?}")
                children=move |column| view! { <ColumnRow hand column /> }
            />
        </Table>
    }
}

/// What of the file is not read, before it is missed.
#[component]
pub(super) fn Unread(hand: Hand) -> impl IntoView {
    let unread = Memo::new(move |_| hand.import.with(words::unread));
    move || {
        Some(unread.get()).filter(|unread| !unread.is_empty()).map(|unread| {
            view! {
                <div class="notice" data-tone="due" role="status">
                    <IconView icon=Icon::Warning />
                    <p>{t!(imports.columns.unread, n = unread.len(), columns = unread.join(", "))}</p>
                </div>
            }
        })
    }
}

#[component]
fn ColumnRow(hand: Hand, column: ImportColumn) -> impl IntoView {
    let header = words::column_name(&column);
    let value = match &column.target {
        ColumnTarget::Field { field } => code(*field),
        ColumnTarget::Custom { .. } => CUSTOM.to_owned(),
        ColumnTarget::Ignored {} => IGNORED.to_owned(),
    };
    let index = column.index;
    // In a workbook a number has no mark of its own; in a text file the mark is what the reader must see.
    let has_marks = hand.import.with_untracked(|import| import.encoding.is_some() || import.delimiter.is_some());
    let shown = |sample: &String| {
        let number = (!has_marks).then(|| format::plain_number(sample)).flatten();
        number.unwrap_or_else(|| sample.clone())
    };
    let name = header.clone();
    let choose = move |chosen: String| {
        let target = match chosen.as_str() {
            IGNORED => ColumnTarget::Ignored {},
            CUSTOM => ColumnTarget::Custom { name: name.clone() },
            code => match from_code(code) {
                Some(field) => ColumnTarget::Field { field },
                None => return,
            },
        };
        hand.map(ImportMapping { columns: BTreeMap::from([(index, target)]), ..kept(hand) });
    };
    let tone = match column.target {
        ColumnTarget::Ignored {} => Tone::Neutral,
        ColumnTarget::Field { .. } | ColumnTarget::Custom { .. } => Tone::Gain,
    };
    view! {
        <tr>
            <th scope="row">{header.clone()}</th>
            <td class="import-samples">{column.samples.iter().take(3).map(shown).collect::<Vec<_>>().join(" · ")}</td>
            <td>
                <Select
                    value=Signal::stored(value)
                    on_change=choose
                    options=Signal::stored(targets())
                    label=t!(imports.columns.target_of, header = header)
                    disabled=hand.busy
                />
            </td>
            <td><Badge tone>{words::matched_by(column.matched_by)}</Badge></td>
        </tr>
    }
}

/// Sheet, decimal mark, order of day and month, and defaults.
#[component]
fn WholeFile(hand: Hand) -> impl IntoView {
    let sheets = hand.import.with_untracked(|import| import.sheets.clone());
    let sheet_options: Vec<SelectOption> = sheets.iter().map(|name| (name.clone(), name.clone())).collect();
    let sheet = Signal::derive(move || hand.import.with(|import| import.sheet.clone().unwrap_or_default()));
    let mark = Signal::derive(move || {
        hand.import.with(|import| match import.mapping.decimal_mark {
            None => String::new(),
            Some(DecimalMark::Comma) => "comma".to_owned(),
            Some(DecimalMark::Point) => "point".to_owned(),
        })
    });
    let order = Signal::derive(move || {
        hand.import.with(|import| match import.mapping.date_order {
            None => String::new(),
            Some(DateOrder::DayFirst) => "day".to_owned(),
            Some(DateOrder::MonthFirst) => "month".to_owned(),
            Some(DateOrder::YearFirst) => "year".to_owned(),
        })
    });
    let choose_mark = move |chosen: String| {
        let decimal_mark = match chosen.as_str() {
            "comma" => Some(DecimalMark::Comma),
            "point" => Some(DecimalMark::Point),
            _ => None,
        };
        hand.map(ImportMapping { decimal_mark, ..kept(hand) });
    };
    let choose_order = move |chosen: String| {
        let date_order = match chosen.as_str() {
            "day" => Some(DateOrder::DayFirst),
            "month" => Some(DateOrder::MonthFirst),
            "year" => Some(DateOrder::YearFirst),
            _ => None,
        };
        hand.map(ImportMapping { date_order, ..kept(hand) });
    };
    let choose_sheet = move |sheet: String| hand.map(ImportMapping { sheet: Some(sheet), ..ImportMapping::default() });
    let by_itself = || (String::new(), t!(imports.columns.by_itself).to_owned());
    let marks = vec![
        by_itself(),
        ("comma".to_owned(), t!(imports.columns.comma).to_owned()),
        ("point".to_owned(), t!(imports.columns.point).to_owned()),
    ];
    let orders = vec![
        by_itself(),
        ("day".to_owned(), t!(imports.columns.day_first).to_owned()),
        ("month".to_owned(), t!(imports.columns.month_first).to_owned()),
        ("year".to_owned(), t!(imports.columns.year_first).to_owned()),
    ];
    view! {
        <div class="form-columns import-whole">
            {(sheets.len() > 1).then(|| view! {
                <Field label=t!(imports.columns.sheet) pointer="/sheet">
                    <Select value=sheet on_change=choose_sheet options=Signal::stored(sheet_options) disabled=hand.busy />
                </Field>
            })}
            <TextFile hand />
            <Field label=t!(imports.columns.decimal_mark) pointer="/decimal_mark">
                <Select value=mark on_change=choose_mark options=Signal::stored(marks) disabled=hand.busy />
            </Field>
            <Field label=t!(imports.columns.date_order) pointer="/date_order">
                <Select value=order on_change=choose_order options=Signal::stored(orders) disabled=hand.busy />
            </Field>
            <Default hand field=ImportField::Currency pointer="/defaults/currency" options=currency_options() />
            <Default hand field=ImportField::Kind pointer="/defaults/kind" options=kinds() />
        </div>
    }
}

/// How the text of the file was read, where it is text.
#[component]
fn TextFile(hand: Hand) -> impl IntoView {
    let (encoding, delimiter) =
        hand.import.with_untracked(|import| (import.encoding.is_some(), import.delimiter.is_some()));
    let encodings = TextEncoding::ALL.map(|encoding| (encoding.as_str().to_owned(), encoding.as_str().to_owned()));
    let delimiters =
        Delimiter::ALL.map(|delimiter| (delimiter.as_str().to_owned(), words::delimiter(delimiter).to_owned()));
    let choose_encoding = move |chosen: String| {
        let encoding = TextEncoding::ALL.into_iter().find(|encoding| encoding.as_str() == chosen);
        hand.map(ImportMapping { encoding, ..kept(hand) });
    };
    let choose_delimiter = move |chosen: String| {
        let delimiter = Delimiter::ALL.into_iter().find(|delimiter| delimiter.as_str() == chosen);
        hand.map(ImportMapping { delimiter, ..kept(hand) });
    };
    view! {
        {encoding.then(|| {
            let value = Signal::derive(move || hand.import.with(|import| import.encoding.clone().unwrap_or_default()));
            view! {
                <Field label=t!(imports.columns.encoding) pointer="/encoding">
                    <Select value on_change=choose_encoding options=Signal::stored(encodings.to_vec()) disabled=hand.busy />
                </Field>
            }
        })}
        {delimiter.then(|| {
            let value = Signal::derive(move || hand.import.with(|import| import.delimiter.clone().unwrap_or_default()));
            view! {
                <Field label=t!(imports.columns.delimiter) pointer="/delimiter">
                    <Select value on_change=choose_delimiter options=Signal::stored(delimiters.to_vec()) disabled=hand.busy />
                </Field>
            }
        })}
    }
}

/// What a field is where the file leaves it blank.
#[component]
fn Default(hand: Hand, field: ImportField, pointer: &'static str, options: Vec<SelectOption>) -> impl IntoView {
    let value = Signal::derive(move || {
        hand.import.with(|import| import.mapping.defaults.get(&field).cloned().unwrap_or_default())
    });
    let choose = move |chosen: String| {
        let mut mapping = kept(hand);
        if chosen.is_empty() {
            mapping.defaults.remove(&field);
        } else {
            mapping.defaults.insert(field, chosen);
        }
        hand.map(mapping);
    };
    let nothing = std::iter::once((String::new(), t!(imports.columns.no_default).to_owned()));
    let options: Vec<SelectOption> = nothing.chain(options).collect();
    view! {
        <Field label=t!(imports.columns.default_of, field = words::field(field)) pointer>
            <Select value on_change=choose options=Signal::stored(options) disabled=hand.busy />
        </Field>
    }
}

/// The choices so far; columns left out keep their target.
fn kept(hand: Hand) -> ImportMapping {
    hand.import.with_untracked(|import| ImportMapping { columns: BTreeMap::new(), ..import.mapping.clone() })
}

fn targets() -> Vec<SelectOption> {
    let fields = words::FIELDS.iter().map(|field| (code(*field), words::field(*field).to_owned()));
    [
        (IGNORED.to_owned(), t!(imports.columns.ignored).to_owned()),
        (CUSTOM.to_owned(), t!(imports.columns.custom).to_owned()),
    ]
    .into_iter()
    .chain(fields)
    .collect()
}

fn kinds() -> Vec<SelectOption> {
    shared::agreements::AgreementKind::ALL
        .iter()
        .map(|kind| (agreement_words::kind(*kind).to_owned(), agreement_words::kind(*kind).to_owned()))
        .collect()
}

/// The field's name on the wire.
fn code(field: ImportField) -> String {
    match serde_json::to_value(field) {
        Ok(serde_json::Value::String(code)) => code,
        _ => String::new(),
    }
}

fn from_code(code: &str) -> Option<ImportField> {
    serde_json::from_value(serde_json::Value::String(code.to_owned())).ok()
}
