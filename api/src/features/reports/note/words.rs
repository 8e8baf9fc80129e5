//! The words of notes, in both languages.

use shared::agreements::AgreementKind;
use shared::money::Currency;
use shared::reports::{NoteLanguage, NoteRounding};

macro_rules! texts {
    ($($name:ident: $sv:literal, $en:literal;)+) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Text {
            $($name,)+
        }

        pub const fn of(text: Text, lang: NoteLanguage) -> &'static str {
            match (text, lang) {
                $((Text::$name, NoteLanguage::Sv) => $sv, (Text::$name, NoteLanguage::En) => $en,)+
            }
        }
    };
}

texts! {
    Ifrs16Principle:
        "Leasingavtal redovisas enligt IFRS 16. När ett avtal inleds tas en leasingskuld upp till nuvärdet av de avgifter som återstår under leasingperioden, och en nyttjanderättstillgång till skuldens belopp justerat för förskott, direkta utgifter, förmåner och återställande. Avgifterna diskonteras med avtalets implicita ränta eller, när den inte går att fastställa, med den marginella låneräntan. Tillgången skrivs av linjärt. När avgifterna ändras till följd av ett index eller en rörlig ränta, eller när leasingperioden bedöms på nytt, omvärderas skulden mot tillgången. Tjänster och rörliga avgifter kostnadsförs när de uppstår.",
        "Leases are accounted for under IFRS 16. When a lease commences, a lease liability is recognised at the present value of the payments that remain over the lease term, and a right-of-use asset at the amount of the liability adjusted for prepayments, direct costs, incentives and restoration. Payments are discounted at the rate implicit in the lease or, where that cannot be determined, at the incremental borrowing rate. The asset is depreciated on a straight-line basis. When payments change with an index or a floating rate, or when the lease term is reassessed, the liability is remeasured against the asset. Services and variable payments are expensed as incurred.";
    Ifrs16Exemptions:
        "Avgifter för avtal med en leasingperiod på högst tolv månader och för tillgångar av lågt värde kostnadsförs linjärt.",
        "Payments for leases with a term of at most twelve months and for assets of low value are expensed on a straight-line basis.";
    K3Principle:
        "Finansiella leasingavtal tas i koncernredovisningen upp som tillgång och skuld till det lägre av tillgångens verkliga värde och nuvärdet av minimileaseavgifterna. Betalningarna fördelas på ränta och amortering enligt effektivräntemetoden, och tillgången skrivs av över leasingperioden. Avgifter enligt operationella leasingavtal kostnadsförs linjärt över leasingperioden. Variabla avgifter kostnadsförs när de uppstår.",
        "In the consolidated accounts finance leases are recognised as an asset and a liability at the lower of the fair value of the asset and the present value of the minimum lease payments. Payments are apportioned between interest and principal by the effective interest method, and the asset is depreciated over the lease term. Payments under operating leases are expensed on a straight-line basis over the lease term. Variable payments are expensed as incurred.";
    RightOfUseAssets: "Nyttjanderättstillgångar", "Right-of-use assets";
    RightOfUseByKind: "Nyttjanderättstillgångar per slag", "Right-of-use assets by class";
    DepreciationByKind: "Avskrivningar på nyttjanderätter per slag", "Depreciation of right-of-use assets by class";
    LeasedAssets: "Tillgångar enligt finansiella leasingavtal", "Assets under finance leases";
    LeasedAssetsByKind: "Tillgångar enligt finansiella leasingavtal per slag", "Assets under finance leases by class";
    LeaseLiabilities: "Leasingskulder", "Lease liabilities";
    FinanceLeaseLiabilities: "Skulder enligt finansiella leasingavtal", "Finance lease liabilities";
    MaturityAnalysis: "Återstående avgifter, odiskonterade", "Maturity analysis, undiscounted payments";
    MinimumPayments: "Framtida minimileaseavgifter, finansiella avtal", "Future minimum lease payments, finance leases";
    OperatingLeases: "Operationella leasingavtal", "Operating leases";
    Commitments: "Framtida minimileaseavgifter, operationella avtal", "Future minimum lease payments, operating leases";
    InTheResult: "Redovisat i resultatet", "Recognised in profit or loss";
    CashFlow: "Kassautflöde för leasing", "Cash outflow for leases";
    Opening: "Ingående redovisat värde", "Opening carrying amount";
    Additions: "Tillkommande avtal", "Additions";
    Remeasured: "Omvärderingar och ändrade avtal", "Remeasurements and modifications";
    DepreciationOfYear: "Årets avskrivningar", "Depreciation for the year";
    ImpairmentOfYear: "Årets nedskrivningar", "Impairment for the year";
    Ended: "Avslutade avtal", "Terminations";
    Closing: "Utgående redovisat värde", "Closing carrying amount";
    OpeningLiability: "Ingående skuld", "Opening liability";
    NewLeases: "Nya avtal", "New leases";
    Interest: "Räntekostnad", "Interest expense";
    Paid: "Betalda avgifter", "Payments";
    Exchange: "Valutakursdifferens", "Exchange difference";
    Translation: "Omräkningsdifferens", "Translation difference";
    ClosingLiability: "Utgående skuld", "Closing liability";
    Current: "varav kortfristig", "of which current";
    Noncurrent: "varav långfristig", "of which non-current";
    Undiscounted: "Summa odiskonterade avgifter", "Total undiscounted payments";
    Discount: "Avgår framtida ränta", "Less future interest";
    PresentValue: "Nuvärde, redovisad skuld", "Present value, carrying amount";
    Sum: "Summa", "Total";
    Depreciation: "Avskrivningar", "Depreciation";
    Impairment: "Nedskrivningar", "Impairment";
    ShortTerm: "Korttidsleasing", "Short-term leases";
    LowValue: "Tillgångar av lågt värde", "Low-value assets";
    Variable: "Variabla avgifter", "Variable lease payments";
    Services: "Tjänster och aviavgifter som inte är leasing", "Services and invoice fees, not leases";
    Gain: "Vinst (−) eller förlust vid ändring och avslut", "Gain (-) or loss on modification and termination";
    TotalExpense: "Summa kostnad", "Total expense";
    EvenCost: "Linjärt kostnadsförda avgifter", "Straight-line lease cost";
    ExpensedInTheYear: "Årets kostnad", "Expense for the year";
    Principal: "Amortering (finansiering)", "Principal (financing)";
    InterestPaid: "Betald ränta", "Interest paid";
    OperatingPaid: "Avgifter i den löpande verksamheten", "Payments in operating activities";
    DirectCosts: "Direkta utgifter, netto efter förmåner", "Direct costs, net of incentives";
    Purchases: "Utköp", "Purchases";
    TotalCash: "Summa kassautflöde", "Total cash outflow";
    RoundedApart:
        "Beloppen är avrundade vart och ett för sig och summerar därför inte alltid.",
        "Amounts are rounded individually and may therefore not add up.";
}

/// What falls due after so many months and within so many; in years where it can be.
pub fn bucket(after: u32, within: Option<u32>, lang: NoteLanguage) -> String {
    let is_years = after.is_multiple_of(12) && within.is_none_or(|months| months.is_multiple_of(12));
    let count = |months: u32| if is_years { months / 12 } else { months };
    let unit = |count: u32| match (lang, is_years, count) {
        (NoteLanguage::Sv, true, _) => "år",
        (NoteLanguage::Sv, false, 1) => "månad",
        (NoteLanguage::Sv, false, _) => "månader",
        (NoteLanguage::En, true, 1) => "year",
        (NoteLanguage::En, true, _) => "years",
        (NoteLanguage::En, false, 1) => "month",
        (NoteLanguage::En, false, _) => "months",
    };
    let after_count = count(after);
    match (lang, within.map(count)) {
        (NoteLanguage::Sv, None) => format!("Senare än {after_count} {}", unit(after_count)),
        (NoteLanguage::En, None) => format!("Later than {after_count} {}", unit(after_count)),
        (NoteLanguage::Sv, Some(n)) if after == 0 => format!("Inom {n} {}", unit(n)),
        (NoteLanguage::En, Some(n)) if after == 0 => format!("Within {n} {}", unit(n)),
        (NoteLanguage::Sv, Some(n)) => format!("{after_count} till {n} {}", unit(n)),
        (NoteLanguage::En, Some(n)) => format!("{after_count} to {n} {}", unit(n)),
    }
}

pub const fn title(lang: NoteLanguage) -> &'static str {
    match lang {
        NoteLanguage::Sv => "Leasingavtal",
        NoteLanguage::En => "Leases",
    }
}

pub const fn kind(kind: AgreementKind, lang: NoteLanguage) -> &'static str {
    match (kind, lang) {
        (AgreementKind::FinancialLease, NoteLanguage::Sv) => "Finansiell leasing",
        (AgreementKind::FinancialLease, NoteLanguage::En) => "Financial leases",
        (AgreementKind::OperationalLease, NoteLanguage::Sv) => "Operationell leasing",
        (AgreementKind::OperationalLease, NoteLanguage::En) => "Operational leases",
        (AgreementKind::Rental, NoteLanguage::Sv) => "Hyra av inventarier",
        (AgreementKind::Rental, NoteLanguage::En) => "Equipment rentals",
        (AgreementKind::Premises, NoteLanguage::Sv) => "Lokaler",
        (AgreementKind::Premises, NoteLanguage::En) => "Premises",
        (AgreementKind::Car, NoteLanguage::Sv) => "Bilar",
        (AgreementKind::Car, NoteLanguage::En) => "Cars",
    }
}

pub fn unit(rounding: NoteRounding, currency: Currency, lang: NoteLanguage) -> String {
    let code = currency.code();
    match (rounding, lang, currency) {
        (NoteRounding::Units, NoteLanguage::Sv, Currency::SEK) => "kr".to_owned(),
        (NoteRounding::Thousands, NoteLanguage::Sv, Currency::SEK) => "tkr".to_owned(),
        (NoteRounding::Millions, NoteLanguage::Sv, Currency::SEK) => "mkr".to_owned(),
        (NoteRounding::Units, ..) => code.to_owned(),
        (NoteRounding::Thousands, NoteLanguage::Sv, _) => format!("tusental {code}"),
        (NoteRounding::Millions, NoteLanguage::Sv, _) => format!("miljoner {code}"),
        (NoteRounding::Thousands, NoteLanguage::En, _) => format!("{code} thousand"),
        (NoteRounding::Millions, NoteLanguage::En, _) => format!("{code} million"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_named_in_years_where_it_can_be() {
        let sv = |after, within| bucket(after, within, NoteLanguage::Sv);
        assert_eq!(sv(0, Some(3)), "Inom 3 månader");
        assert_eq!(sv(3, Some(12)), "3 till 12 månader");
        assert_eq!(sv(12, Some(60)), "1 till 5 år");
        assert_eq!(sv(60, None), "Senare än 5 år");
        let en = |after, within| bucket(after, within, NoteLanguage::En);
        assert_eq!((en(0, Some(12)), en(0, Some(1))), ("Within 1 year".to_owned(), "Within 1 month".to_owned()));
        assert_eq!((en(18, None), en(12, Some(18))), ("Later than 18 months".to_owned(), "12 to 18 months".to_owned()));
    }
}
