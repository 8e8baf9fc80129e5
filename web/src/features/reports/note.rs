//! The note of the annual report, ready to be pasted.

use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::books::BookFramework;
use shared::reports::{NoteFramework, NoteLanguage, NoteRounding, ReportNote};

use super::api;
use super::asked::Asked;
use super::fetched::Fetched;
use crate::codes::{code, of_code};
use crate::company::use_company;
use crate::features::books::words as book_words;
use crate::i18n;
use crate::route::Address;
use crate::t;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::field::Field;
use crate::ui::icon::Icon;
use crate::ui::select::{Segments, Select, SelectOption};
use crate::ui::toast::use_toasts;

#[component]
pub fn Note(asked: Memo<Asked>, address: Address) -> impl IntoView {
    let company = StoredValue::new(use_company());
    let framework = Memo::new(move |_| {
        asked.with(|asked| if asked.framework == BookFramework::K3 { NoteFramework::K3 } else { NoteFramework::Ifrs16 })
    });
    let lang = Memo::new(move |_| {
        let own = match i18n::current() {
            i18n::Language::Sv => NoteLanguage::Sv,
            i18n::Language::En => NoteLanguage::En,
        };
        address.get("lang").and_then(|lang| of_code(&lang)).unwrap_or(own)
    });
    let rounding = Memo::new(move |_| {
        address.get("rounding").and_then(|rounding| of_code(&rounding)).unwrap_or(NoteRounding::Thousands)
    });
    let fetched = Fetched::new(move || {
        let (company, asked) = (company.get_value(), asked.get());
        let (framework, lang, rounding) = (framework.get(), lang.get(), rounding.get());
        async move { api::note(&company, &asked, framework, lang, rounding).await }
    });
    let languages: Vec<SelectOption> =
        vec![(code(NoteLanguage::Sv), "Svenska".to_owned()), (code(NoteLanguage::En), "English".to_owned())];
    let roundings: Vec<SelectOption> = [
        (NoteRounding::Units, t!(reports.note.units)),
        (NoteRounding::Thousands, t!(reports.note.thousands)),
        (NoteRounding::Millions, t!(reports.note.millions)),
    ]
    .into_iter()
    .map(|(each, text)| (code(each), text.to_owned()))
    .collect();
    let other = move || {
        let asked = asked.with(|asked| asked.framework);
        let is_written = matches!(asked, BookFramework::Ifrs16 | BookFramework::K3);
        (!is_written)
            .then(|| view! { <p class="books-note">{t!(reports.note.only, book = book_words::framework(asked))}</p> })
    };
    view! {
        {other}
        <div class="report-choose">
            <div class="field">
                <span class="field-label" aria-hidden="true">{t!(frame.language)}</span>
                <Segments label=t!(frame.language) value=Signal::derive(move || code(lang.get())) options=Signal::stored(languages)
                    on_change=move |chosen| address.change(&[("lang", Some(chosen))], true) />
            </div>
            <Field label=t!(reports.note.rounding) pointer="/rounding">
                <Select value=Signal::derive(move || code(rounding.get())) options=Signal::stored(roundings)
                    on_change=move |chosen| address.change(&[("rounding", Some(chosen))], true) />
            </Field>
        </div>
        {fetched.view(|note| view! { <Shown note /> }.into_any())}
    }
}

#[component]
fn Shown(note: ReportNote) -> impl IntoView {
    let toasts = use_toasts();
    let text = StoredValue::new(note.text);
    let copy = move || {
        let copying = window().navigator().clipboard().write_text(&text.get_value());
        spawn_local(async move {
            match wasm_bindgen_futures::JsFuture::from(copying).await {
                Ok(_) => toasts.say(t!(reports.note.copied)),
                Err(_) => toasts.say_failed(t!(reports.note.not_copied)),
            }
        });
    };
    let left_out = (note.left_out_count > 0).then(|| t!(reports.left_out, n = note.left_out_count));
    view! {
        {left_out.map(|text| view! { <div class="notice" data-tone="loss" role="status"><p>{text}</p></div> })}
        <div class="button-row">
            <Button kind=ButtonKind::Primary icon=Icon::Copy on_press=copy>{t!(reports.note.copy)}</Button>
        </div>
        // Paragraphs and tables of our own server, every text in them escaped, without attributes.
        <article class="card report-note" lang=code(note.lang) inner_html=note.html></article>
    }
}
