//! The agreements of a report as a file, written while it is sent.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use shared::money::Amount;
use shared::reports::{AgreementReport, NoteLanguage, ReportFigures};

use super::answer;
use super::ledger::{Entry, Ledger};
use crate::csv_file::{self, inert};

/// As many lines as are made at once.
const PART: usize = 500;

type Column = (&'static str, &'static str, fn(&ReportFigures) -> Amount);

const TEXTS: [(&str, &str); 9] = [
    ("Avtalsnummer", "Agreement number"),
    ("Benämning", "Title"),
    ("Avtalstyp", "Kind"),
    ("Behandling", "Treatment"),
    ("Avtalets valuta", "Currency of the agreement"),
    ("Leasegivare", "Lessor"),
    ("Kostnadsställe", "Cost centre"),
    ("Inledningsdatum", "Commencement"),
    ("Rapportens valuta", "Currency of the report"),
];

const FIGURES: [Column; 32] = [
    ("Skuld, ingående", "Liability, opening", |of| of.liability.opening),
    ("Skuld, nya avtal", "Liability, new leases", |of| of.liability.recognised),
    ("Skuld, ränta", "Liability, interest", |of| of.liability.interest),
    ("Skuld, betalt", "Liability, paid", |of| of.liability.paid),
    ("Skuld, omvärderat", "Liability, remeasured", |of| of.liability.remeasured),
    ("Skuld, avslutat", "Liability, derecognised", |of| of.liability.derecognised),
    ("Skuld, valutakurs", "Liability, exchange", |of| of.liability.exchange),
    ("Skuld, utgående", "Liability, closing", |of| of.liability.closing),
    ("Kortfristig", "Current", |of| of.current),
    ("Långfristig", "Non-current", |of| of.noncurrent),
    ("Tillgång, ingående", "Asset, opening", |of| of.asset.opening),
    ("Tillgång, nya avtal", "Asset, additions", |of| of.asset.recognised),
    ("Tillgång, avskrivet", "Asset, depreciation", |of| of.asset.depreciation),
    ("Tillgång, omvärderat", "Asset, remeasured", |of| of.asset.remeasured),
    ("Tillgång, avslutat", "Asset, derecognised", |of| of.asset.derecognised),
    ("Tillgång, nedskrivet", "Asset, impairment", |of| of.asset.impairment),
    ("Tillgång, utgående", "Asset, closing", |of| of.asset.closing),
    ("Periodiserat, ingående", "Deferral, opening", |of| of.deferral.opening),
    ("Periodiserat, utgående", "Deferral, closing", |of| of.deferral.closing),
    ("Avskrivningar", "Depreciation", |of| of.result.depreciation),
    ("Räntekostnad", "Interest expense", |of| of.result.interest),
    ("Linjär kostnad", "Straight-line cost", |of| of.result.operating),
    ("Korttidsleasing", "Short-term leases", |of| of.result.short_term),
    ("Lågt värde", "Low-value assets", |of| of.result.low_value),
    ("Variabla avgifter", "Variable payments", |of| of.result.variable),
    ("Tjänster och aviavgifter", "Services and invoice fees", |of| of.result.services),
    ("Vinst vid ändring", "Gain on changes", |of| of.result.gain),
    ("Kostnad, summa", "Expense, total", |of| of.result.expense),
    ("Amortering", "Principal paid", |of| of.cash.principal),
    ("Betald ränta", "Interest paid", |of| of.cash.interest),
    ("Betalt i löpande verksamhet", "Operating payments", |of| of.cash.operating),
    ("Betalt, summa", "Paid, total", |of| of.cash.total),
];

/// Of groups only: whose the agreement is.
const COMPANY: [(&str, &str); 2] = [("Bolag", "Company"), ("Organisationsnummer", "Organisation number")];

/// Of groups only.
const TRANSLATION: [Column; 3] = [
    ("Skuld, omräkningsdifferens", "Liability, translation", |of| of.translation.liability),
    ("Tillgång, omräkningsdifferens", "Asset, translation", |of| of.translation.asset),
    ("Periodiserat, omräkningsdifferens", "Deferral, translation", |of| of.translation.deferral),
];

/// A line for each agreement, as CSV with decimal commas, in parts.
pub fn csv(ledger: Arc<Ledger>, lang: NoteLanguage) -> impl Stream<Item = anyhow::Result<Bytes>> {
    let parts = ledger.rows.len().div_ceil(PART);
    let parts = std::iter::once(None).chain((0..parts).map(Some));
    stream::iter(parts.map(move |part| match part {
        None => head(&ledger, lang),
        Some(part) => lines(&ledger, part),
    }))
}

fn head(ledger: &Ledger, lang: NoteLanguage) -> anyhow::Result<Bytes> {
    let of = |sv: &'static str, en: &'static str| match lang {
        NoteLanguage::Sv => sv,
        NoteLanguage::En => en,
    };
    let is_group = ledger.group.is_some();
    let companies = COMPANY.iter().filter(|_| is_group).map(|(sv, en)| of(sv, en));
    let texts = TEXTS.iter().map(|(sv, en)| of(sv, en));
    let mut writer = csv_file::writer();
    writer.write_record(companies.chain(texts).chain(columns(is_group).map(|(sv, en, _)| of(sv, en))))?;
    bytes(writer)
}

fn columns(is_group: bool) -> impl Iterator<Item = &'static Column> {
    FIGURES.iter().chain(TRANSLATION.iter().filter(move |_| is_group))
}

fn lines(ledger: &Ledger, part: usize) -> anyhow::Result<Bytes> {
    let mut writer = csv_file::further();
    for entry in ledger.rows.iter().skip(part * PART).take(PART) {
        writer.write_record(line(ledger, entry)?)?;
    }
    bytes(writer)
}

fn line(ledger: &Ledger, entry: &Entry) -> anyhow::Result<Vec<String>> {
    let AgreementReport { agreement, cost_center, treatment, commencement_on, figures, .. } =
        answer::agreement(entry, ledger)?;
    let lessor = entry.lessor.and_then(|id| ledger.lessors.get(&id)).map(AsRef::as_ref).unwrap_or_default();
    let company = entry.company.and_then(|id| ledger.group.as_deref()?.company(id));
    let mut cells: Vec<String> =
        company.into_iter().flat_map(|of| [inert(&of.name), of.org_number.to_string()]).collect();
    cells.extend([
        inert(&agreement.number),
        inert(&agreement.title),
        code(&agreement.kind)?,
        code(&treatment)?,
        agreement.currency.code().to_owned(),
        inert(lessor),
        inert(&cost_center.unwrap_or_default()),
        commencement_on.to_string(),
        ledger.currency.code().to_owned(),
    ]);
    cells.extend(columns(ledger.group.is_some()).map(|(_, _, of)| of(&figures).to_string().replace('.', ",")));
    Ok(cells)
}

/// As the API names it.
fn code(value: &impl serde::Serialize) -> anyhow::Result<String> {
    let value = serde_json::to_value(value)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

fn bytes(writer: csv::Writer<Vec<u8>>) -> anyhow::Result<Bytes> {
    let written = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(Bytes::from(written))
}
