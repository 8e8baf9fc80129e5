//! What a note says, paragraph by paragraph and table by table.

use engine::Minor;
use shared::books::BookMaturity;
use shared::reports::{BookReport, NoteFramework, ReportFigures, ReportLineKey};

use super::table::{Row, Table, Writing};
use super::words::{self, Text};

pub enum Block {
    Paragraph(&'static str),
    Table(Table),
}

/// A table being written: each row of both years.
struct Draft<'a> {
    writing: &'a Writing,
    year: &'a BookReport,
    before: &'a BookReport,
    table: Table,
}

type Figure = fn(&BookReport) -> Minor;

impl<'a> Draft<'a> {
    fn new(title: Text, writing: &'a Writing, year: &'a BookReport, before: &'a BookReport) -> Self {
        let table = Table { title: words::of(title, writing.lang).to_owned(), rows: Vec::new() };
        Self { writing, year, before, table }
    }

    /// Left out where it is nothing in both years.
    fn row(mut self, label: Text, figure: Figure) -> Self {
        let (year, before) = (figure(self.year), figure(self.before));
        if (year, before) != (0, 0) {
            self.push(label, year, before, false);
        }
        self
    }

    /// What the rows above come to, from the last total on or without it. It is there also where it is nothing.
    fn total(mut self, label: Text, figure: Figure) -> Self {
        self.push(label, figure(self.year), figure(self.before), true);
        self
    }

    /// What falls due when; both years have the same buckets.
    fn buckets(mut self, maturity: fn(&BookReport) -> &BookMaturity) -> Self {
        for (year, before) in maturity(self.year).buckets.iter().zip(&maturity(self.before).buckets) {
            let (minor, minor_before) = (year.amount.minor(), before.amount.minor());
            if (minor, minor_before) != (0, 0) {
                let label = words::bucket(year.after_months, year.within_months, self.writing.lang);
                self.table.rows.push(Row { label, year: minor, before: minor_before, is_total: false });
            }
        }
        self
    }

    fn push(&mut self, label: Text, year: Minor, before: Minor, is_total: bool) {
        let label = words::of(label, self.writing.lang).to_owned();
        self.table.rows.push(Row { label, year, before, is_total });
    }

    fn done(self) -> Block {
        Block::Table(self.table)
    }
}

pub fn blocks(framework: NoteFramework, year: &BookReport, before: &BookReport, writing: &Writing) -> Vec<Block> {
    let draft = |title| Draft::new(title, writing, year, before);
    let say = |text| Block::Paragraph(words::of(text, writing.lang));
    let is_either = |figure: Figure| figure(year) != 0 || figure(before) != 0;
    match framework {
        NoteFramework::Ifrs16 => {
            let mut blocks = vec![say(Text::Ifrs16Principle)];
            if is_either(|report| report.total.result.short_term.minor() + report.total.result.low_value.minor()) {
                blocks.push(say(Text::Ifrs16Exemptions));
            }
            blocks.push(assets(draft(Text::RightOfUseAssets)));
            blocks.extend(by_kind(Text::RightOfUseByKind, Text::Closing, carried, writing, year, before));
            blocks.extend(by_kind(
                Text::DepreciationByKind,
                Text::DepreciationOfYear,
                depreciated,
                writing,
                year,
                before,
            ));
            blocks.push(liabilities(draft(Text::LeaseLiabilities)));
            blocks.push(maturities(draft(Text::MaturityAnalysis)));
            blocks.push(result(draft(Text::InTheResult)));
            blocks.push(cash(draft(Text::CashFlow)));
            blocks
        }
        NoteFramework::K3 => {
            let mut blocks = vec![say(Text::K3Principle), assets(draft(Text::LeasedAssets))];
            blocks.extend(by_kind(Text::LeasedAssetsByKind, Text::Closing, carried, writing, year, before));
            blocks.push(liabilities(draft(Text::FinanceLeaseLiabilities)));
            blocks.push(minimum_payments(draft(Text::MinimumPayments)));
            blocks.push(
                draft(Text::OperatingLeases)
                    .row(Text::EvenCost, |report| {
                        let result = &report.total.result;
                        result.operating.minor() + result.short_term.minor() + result.low_value.minor()
                    })
                    .row(Text::Variable, |report| report.total.result.variable.minor())
                    .row(Text::Services, |report| report.total.result.services.minor())
                    .total(Text::ExpensedInTheYear, |report| {
                        let result = &report.total.result;
                        let evenly = result.operating.minor() + result.short_term.minor() + result.low_value.minor();
                        evenly + result.variable.minor() + result.services.minor()
                    })
                    .done(),
            );
            blocks.push(commitments(draft(Text::Commitments)));
            blocks
        }
    }
}

fn assets(draft: Draft<'_>) -> Block {
    draft
        .row(Text::Opening, |report| report.total.asset.opening.minor())
        .row(Text::Additions, |report| report.total.asset.recognised.minor())
        .row(Text::Remeasured, |report| report.total.asset.remeasured.minor())
        .row(Text::DepreciationOfYear, |report| -report.total.asset.depreciation.minor())
        .row(Text::ImpairmentOfYear, |report| -report.total.asset.impairment.minor())
        .row(Text::Ended, |report| -report.total.asset.derecognised.minor())
        .row(Text::Translation, |report| report.total.translation.asset.minor())
        .total(Text::Closing, |report| report.total.asset.closing.minor())
        .done()
}

type OfKind = fn(&ReportFigures) -> Minor;

const fn carried(figures: &ReportFigures) -> Minor {
    figures.asset.closing.minor()
}

const fn depreciated(figures: &ReportFigures) -> Minor {
    figures.asset.depreciation.minor()
}

/// A figure by the class of the asset, where there is any.
fn by_kind(
    title: Text,
    total: Text,
    figure: OfKind,
    writing: &Writing,
    year: &BookReport,
    before: &BookReport,
) -> Option<Block> {
    let of = |report: &BookReport, key: &ReportLineKey| {
        report.lines.iter().find(|line| line.key == *key).map_or(0, |line| figure(&line.figures))
    };
    let mut keys: Vec<&ReportLineKey> = year.lines.iter().chain(&before.lines).map(|line| &line.key).collect();
    keys.sort();
    keys.dedup();
    let rows = keys.into_iter().filter_map(|key| {
        let ReportLineKey::Kind(kind) = key else { return None };
        let (year, before) = (of(year, key), of(before, key));
        let label = words::kind(*kind, writing.lang).to_owned();
        ((year, before) != (0, 0)).then_some(Row { label, year, before, is_total: false })
    });
    let mut table = Table { title: words::of(title, writing.lang).to_owned(), rows: rows.collect() };
    if table.rows.is_empty() {
        return None;
    }
    let label = words::of(total, writing.lang).to_owned();
    table.rows.push(Row { label, year: figure(&year.total), before: figure(&before.total), is_total: true });
    Some(Block::Table(table))
}

fn liabilities(draft: Draft<'_>) -> Block {
    draft
        .row(Text::OpeningLiability, |report| report.total.liability.opening.minor())
        .row(Text::NewLeases, |report| report.total.liability.recognised.minor())
        .row(Text::Remeasured, |report| report.total.liability.remeasured.minor())
        .row(Text::Interest, |report| report.total.liability.interest.minor())
        .row(Text::Paid, |report| -report.total.liability.paid.minor())
        .row(Text::Ended, |report| -report.total.liability.derecognised.minor())
        .row(Text::Exchange, |report| report.total.liability.exchange.minor())
        .row(Text::Translation, |report| report.total.translation.liability.minor())
        .total(Text::ClosingLiability, |report| report.total.liability.closing.minor())
        .row(Text::Current, |report| report.total.current.minor())
        .row(Text::Noncurrent, |report| report.total.noncurrent.minor())
        .done()
}

fn maturities(draft: Draft<'_>) -> Block {
    draft
        .buckets(|report| &report.maturity)
        .total(Text::Undiscounted, |report| report.maturity.total.minor())
        .row(Text::Discount, |report| -report.maturity.discount.minor())
        .total(Text::ClosingLiability, |report| report.total.liability.closing.minor())
        .done()
}

fn minimum_payments(draft: Draft<'_>) -> Block {
    draft
        .buckets(|report| &report.maturity)
        .total(Text::Undiscounted, |report| report.maturity.total.minor())
        .row(Text::Discount, |report| -report.maturity.discount.minor())
        .total(Text::PresentValue, |report| report.total.liability.closing.minor())
        .done()
}

fn commitments(draft: Draft<'_>) -> Block {
    draft.buckets(|report| &report.commitments).total(Text::Sum, |report| report.commitments.total.minor()).done()
}

fn result(draft: Draft<'_>) -> Block {
    draft
        .row(Text::Depreciation, |report| report.total.result.depreciation.minor())
        .row(Text::Impairment, |report| report.total.result.impairment.minor())
        .row(Text::Interest, |report| report.total.result.interest.minor())
        .row(Text::Exchange, |report| report.total.result.exchange.minor())
        .row(Text::ShortTerm, |report| report.total.result.short_term.minor())
        .row(Text::LowValue, |report| report.total.result.low_value.minor())
        .row(Text::Variable, |report| report.total.result.variable.minor())
        .row(Text::Services, |report| report.total.result.services.minor())
        .row(Text::Gain, |report| -report.total.result.gain.minor())
        .total(Text::TotalExpense, |report| report.total.result.expense.minor())
        .done()
}

fn cash(draft: Draft<'_>) -> Block {
    draft
        .row(Text::Principal, |report| report.total.cash.principal.minor())
        .row(Text::InterestPaid, |report| report.total.cash.interest.minor())
        .row(Text::OperatingPaid, |report| report.total.cash.operating.minor())
        .row(Text::DirectCosts, |report| report.total.cash.direct_costs.minor())
        .row(Text::Purchases, |report| report.total.cash.purchases.minor())
        .total(Text::TotalCash, |report| report.total.cash.total.minor())
        .done()
}
