//! The lines of a report: what is read from the ledger, and what is computed from other lines.

use shared::money::Amount;
use shared::reports::{NoteLanguage, ReportFigures};

pub type Of = fn(&ReportFigures) -> Amount;

/// Where a line's figure comes from.
#[derive(Clone, Copy, Debug)]
pub enum From {
    /// What there was before the first day.
    Opening,
    /// What moved.
    Moved,
    /// What there is on the last day.
    Closing,
    /// Other lines added up, with their signs.
    Lines(&'static [(char, &'static str)]),
}

pub struct Item {
    /// By which other lines name it.
    pub id: &'static str,
    sv: &'static str,
    en: &'static str,
    pub from: From,
    pub of: Of,
    /// Begins a part of the report.
    pub heading: Option<(&'static str, &'static str)>,
}

impl Item {
    pub fn name(&self, lang: NoteLanguage) -> &'static str {
        pick(lang, (self.sv, self.en))
    }

    pub fn is_sum(&self) -> bool {
        matches!(self.from, From::Lines(_))
    }
}

pub const fn pick(lang: NoteLanguage, text: (&'static str, &'static str)) -> &'static str {
    match lang {
        NoteLanguage::Sv => text.0,
        NoteLanguage::En => text.1,
    }
}

/// The place of a line among all of them.
pub fn place(id: &str) -> usize {
    ITEMS.iter().position(|item| item.id == id).unwrap_or_default()
}

macro_rules! items {
    ($($(#[$sv_head:literal, $en_head:literal])? $id:ident $sv:literal $en:literal
        $from:ident $([$($sign:literal $line:ident),+])? = $of:expr;)+) => {
        pub const ITEMS: &[Item] = &[$(Item {
            id: stringify!($id),
            sv: $sv,
            en: $en,
            from: From::$from $((&[$(($sign, stringify!($line))),+]))?,
            of: $of,
            heading: items!(@heading $($sv_head, $en_head)?),
        }),+];
    };
    (@heading) => { None };
    (@heading $sv:literal, $en:literal) => { Some(($sv, $en)) };
}

items! {
    #["Leasingskuld", "Lease liability"]
    liability_opening "Ingående skuld" "Opening liability" Opening = |of| of.liability.opening;
    recognised "Nya avtal" "New leases" Moved = |of| of.liability.recognised;
    interest "Ränta" "Interest" Moved = |of| of.liability.interest;
    paid "Betalt" "Paid" Moved = |of| of.liability.paid;
    remeasured "Omvärderat" "Remeasured" Moved = |of| of.liability.remeasured;
    derecognised "Bortbokat" "Derecognised" Moved = |of| of.liability.derecognised;
    exchange "Valutakursdifferens" "Exchange difference" Moved = |of| of.liability.exchange;
    liability_translation "Omräkningsdifferens" "Translation difference" Moved = |of| of.translation.liability;
    liability_closing "Utgående skuld" "Closing liability" Lines['+' liability_opening, '+' recognised, '+' interest,
        '-' paid, '+' remeasured, '-' derecognised, '+' exchange, '+' liability_translation] = |of| of.liability.closing;
    noncurrent "varav långfristig" "of which non-current" Closing = |of| of.noncurrent;
    current "varav kortfristig" "of which current" Lines['+' liability_closing, '-' noncurrent] = |of| of.current;
    #["Tillgång", "Asset"]
    asset_opening "Ingående tillgång" "Opening asset" Opening = |of| of.asset.opening;
    asset_recognised "Tillkommer" "Additions" Moved = |of| of.asset.recognised;
    asset_depreciation "Avskrivet" "Depreciation" Moved = |of| of.asset.depreciation;
    asset_remeasured "Omvärderat" "Remeasured" Moved = |of| of.asset.remeasured;
    asset_derecognised "Bortbokat" "Derecognised" Moved = |of| of.asset.derecognised;
    asset_impairment "Nedskrivet" "Impairment" Moved = |of| of.asset.impairment;
    asset_translation "Omräkningsdifferens" "Translation difference" Moved = |of| of.translation.asset;
    asset_closing "Utgående tillgång" "Closing asset" Lines['+' asset_opening, '+' asset_recognised,
        '-' asset_depreciation, '+' asset_remeasured, '-' asset_derecognised, '-' asset_impairment,
        '+' asset_translation] = |of| of.asset.closing;
    #["Periodiserade avgifter", "Deferred fees"]
    deferral_opening "Ingående, förskott (+) eller skuld (−)" "Opening, prepaid (+) or accrued (-)" Opening
        = |of| of.deferral.opening;
    deferral_paid "Betalt" "Paid" Moved = |of| of.deferral.paid;
    deferral_cost "Kostnad" "Cost" Moved = |of| of.deferral.cost;
    deferral_translation "Omräkningsdifferens" "Translation difference" Moved = |of| of.translation.deferral;
    deferral_closing "Utgående, förskott (+) eller skuld (−)" "Closing, prepaid (+) or accrued (-)" Lines[
        '+' deferral_opening, '+' deferral_paid, '-' deferral_cost, '+' deferral_translation]
        = |of| of.deferral.closing;
    #["Resultat", "Result"]
    result_depreciation "Avskrivningar" "Depreciation" Moved = |of| of.result.depreciation;
    result_impairment "Nedskrivningar" "Impairment" Moved = |of| of.result.impairment;
    result_interest "Räntekostnad" "Interest expense" Moved = |of| of.result.interest;
    result_exchange "Valutakursdifferens" "Exchange difference" Moved = |of| of.result.exchange;
    operating "Linjär kostnad" "Straight-line cost" Moved = |of| of.result.operating;
    short_term "Korttidsleasing" "Short-term leases" Moved = |of| of.result.short_term;
    low_value "Lågt värde" "Low-value assets" Moved = |of| of.result.low_value;
    variable "Variabla avgifter" "Variable payments" Moved = |of| of.result.variable;
    services "Tjänster och aviavgifter" "Services and invoice fees" Moved = |of| of.result.services;
    gain "Vinst vid ändring" "Gain on changes" Moved = |of| of.result.gain;
    expense "Kostnad, summa" "Expense, total" Lines['+' result_depreciation, '+' result_impairment, '+' result_interest,
        '+' result_exchange, '+' operating, '+' short_term, '+' low_value, '+' variable,
        '+' services, '-' gain]
        = |of| of.result.expense;
    #["Kassaflöde", "Cash flow"]
    principal "Amortering" "Principal" Moved = |of| of.cash.principal;
    interest_paid "Betald ränta" "Interest paid" Moved = |of| of.cash.interest;
    operating_paid "Löpande verksamhet" "Operating activities" Moved = |of| of.cash.operating;
    direct_costs "Direkta utgifter" "Direct costs" Moved = |of| of.cash.direct_costs;
    purchases "Utköp" "Purchases" Moved = |of| of.cash.purchases;
    cash "Betalt, summa" "Paid, total" Lines['+' principal, '+' interest_paid, '+' operating_paid, '+' direct_costs,
        '+' purchases] = |of| of.cash.total;
    #["Övrigt", "Other"]
    deductible_vat "Avdragsgill moms" "Deductible VAT" Moved = |of| of.deductible_vat;
    bought "Utköpta tillgångar" "Assets bought" Moved = |of| of.bought;
    equity "Mot eget kapital" "To equity" Moved = |of| of.equity;
    claim "Fordringar på andrahandshyresgäster" "Claims on sublessees" Moved = |of| of.claim;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_line_is_there_once_and_adds_up_lines_above_it() {
        let ids: BTreeSet<_> = ITEMS.iter().map(|item| item.id).collect();
        assert_eq!(ids.len(), ITEMS.len());
        for (at, item) in ITEMS.iter().enumerate() {
            let From::Lines(lines) = item.from else { continue };
            for (_, line) in lines {
                assert!(
                    ITEMS.iter().take(at).any(|above| above.id == *line),
                    "{line} does not stand above {}",
                    item.id
                );
            }
        }
    }
}
