//! What the figures rest on, and what is not in them.

use rust_xlsxwriter::Worksheet;
use serde_json::Value;
use shared::books::BookFramework;

use super::{Contents, code};
use crate::features::workbooks::sheet::Formats;

pub fn framework(framework: BookFramework) -> &'static str {
    crate::features::journals::framework_name(framework)
}

pub fn write(contents: &Contents, formats: &Formats) -> anyhow::Result<Worksheet> {
    let mut sheet = Worksheet::new();
    sheet.set_name(contents.say("Uppgifter", "About"))?;
    sheet.set_column_width(0, 36)?;
    sheet.set_column_range_width(1, 4, 24)?;
    let mut page = Page { sheet, formats, row: 0 };
    let report = &contents.report;
    let known_at = report.known_at.map_or_else(
        || contents.say("vad som var känt när boken gjordes", "what was known when the workbook was made").to_owned(),
        |moment| moment.to_rfc3339(),
    );
    let selection = &contents.ledger.question.selection;
    let chosen = [
        selection.kind.map(|kind| super::super::note::kind(kind, contents.lang).to_owned()),
        selection
            .lessor
            .map(|id| contents.ledger.lessors.get(&id).map_or_else(|| id.to_string(), |name| name.to_string())),
        selection.currency.map(|currency| currency.code().to_owned()),
        selection.cost_center.clone(),
    ];
    let chosen: Vec<String> = chosen.into_iter().flatten().collect();
    let all = contents.say("Alla avtal", "All agreements").to_owned();
    page.head(contents.say("Rapporten", "The report"))?;
    for ((sv, en), value) in [
        (("Bolag", "Company"), contents.company.clone()),
        (("Regelverk", "Framework"), framework(report.framework).to_owned()),
        (("Från", "From"), report.from.to_string()),
        (("Till", "To"), report.to.to_string()),
        (("Periodlängd", "Period"), code(&report.period)),
        (("Känt", "Known at"), known_at),
        (("Urval", "Selection"), if chosen.is_empty() { all } else { chosen.join(", ") }),
        (("Valuta", "Currency"), report.currency.code().to_owned()),
        (("Antal avtal", "Agreements"), report.agreements.to_string()),
        (("Motorns version", "Engine version"), report.engine_version.clone()),
    ] {
        page.line(&[contents.say(sv, en), &value])?;
    }
    page.head(contents.say("Redovisningsval", "Policies"))?;
    policies(&mut page, "", &serde_json::to_value(report.policy)?)?;
    page.head(contents.say("Växelkurser sista dagen", "Exchange rates on the last day"))?;
    for one in &report.conversions {
        page.line(&[one.currency.code(), &one.rate.to_string(), &one.on.to_string(), &one.source])?;
    }
    if let Some(group) = report.group.as_deref() {
        page.head(contents.say("Koncernens bolag", "Companies of the group"))?;
        for one in &group.companies {
            let rates = one.rates.map(|rates| format!("{} / {} / {}", rates.opening, rates.average, rates.closing));
            let days = format!("{}–{}", one.from, one.to);
            let number = one.org_number.to_string();
            page.line(&[&one.name, &number, one.currency.code(), &days, &rates.unwrap_or_default()])?;
        }
        page.head(contents.say("Bolag som inte är med", "Companies left out"))?;
        for one in &group.left_out {
            let day = one.on.map(|on| on.to_string()).unwrap_or_default();
            page.line(&[one.name.as_deref().unwrap_or("–"), &code(&one.finding), &day])?;
        }
        page.head(contents.say("Avtal mellan bolagen, borttagna", "Leases between the companies, taken away"))?;
        for one in &group.eliminated {
            let closing = one.figures.liability.closing.to_string();
            page.line(&[&one.agreement.number, &one.agreement.title, &closing])?;
        }
    }
    page.head(contents.say("Avtal som inte är med", "Agreements left out"))?;
    for one in &report.left_out {
        let on = one.finding.on.map(|on| on.to_string()).unwrap_or_default();
        let (finding, remedy) = (code(&one.finding.code), code(&one.finding.remedy));
        page.line(&[&one.agreement.number, &one.agreement.title, &finding, &remedy, &on])?;
    }
    Ok(page.sheet)
}

struct Page<'a> {
    sheet: Worksheet,
    formats: &'a Formats,
    row: u32,
}

impl Page<'_> {
    fn head(&mut self, text: &str) -> anyhow::Result<()> {
        self.row += u32::from(self.row > 0);
        self.sheet.write_string_with_format(self.row, 0, text, &self.formats.head)?;
        self.row += 1;
        Ok(())
    }

    fn line(&mut self, cells: &[&str]) -> anyhow::Result<()> {
        for (column, text) in (0_u16..).zip(cells) {
            self.sheet.write_string(self.row, column, *text)?;
        }
        self.row += 1;
        Ok(())
    }
}

/// Each choice under the name that the API has for it.
fn policies(page: &mut Page<'_>, above: &str, value: &Value) -> anyhow::Result<()> {
    let Value::Object(fields) = value else { return Ok(()) };
    for (name, value) in fields {
        let name = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        match value {
            Value::Object(_) => policies(page, &name, value)?,
            Value::String(text) => page.line(&[&name, text])?,
            other => page.line(&[&name, &other.to_string()])?,
        }
    }
    Ok(())
}
