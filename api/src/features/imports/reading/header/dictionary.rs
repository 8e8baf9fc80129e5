//! What people call the fields, in Swedish and English. The order inside a field does not matter.

use super::words::Words;
use crate::features::imports::reading::fields::ImportField;
use std::sync::LazyLock;

pub(super) struct Entry {
    pub field: ImportField,
    pub phrases: Vec<Words>,
}

/// Every field with its synonyms, both labels among them.
pub(super) static DICTIONARY: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    ImportField::ALL
        .iter()
        .map(|field| {
            let labels = [field.label_sv(), field.label_en(), field.name()];
            let phrases = labels.into_iter().chain(synonyms(*field).split('|')).map(Words::of).collect();
            Entry { field: *field, phrases }
        })
        .collect()
});

/// Words that make a header mean something else.
pub(super) fn excludes(field: ImportField) -> &'static [&'static str] {
    match field {
        ImportField::NominalRatePercent => {
            &["effektiv", "effective", "effektivranta", "marginal", "bas", "base", "stibor"]
        }
        ImportField::Fee => &["antal", "number", "datum", "date", "typ", "type", "total", "totalt", "forsta", "first"],
        ImportField::StartOn | ImportField::EndOn => &["forsakring", "insurance", "garanti", "warranty", "service"],
        ImportField::Number => &["telefon", "phone", "org", "serie", "serial", "faktura", "invoice"],
        ImportField::Price => &["total", "inkl"],
        _ => &[],
    }
}

/// Between bars.
const fn synonyms(field: ImportField) -> &'static str {
    match field {
        ImportField::Number => {
            "Avtalsnr | Avtal nr | Avtals-ID | Avtal ID | Kontraktsnummer | Kontraktsnr | Kontrakt nr | Kontrakt | \
             Leasingnummer | Leasingnr | Leasingavtalsnummer | Leasingavtal nr | Leasingavtal | Avtal | Nr | Contract \
             number | Contract no | Contract ID | Contract | Agreement no | Agreement ID | Agreement | Lease number | \
             Lease no | Lease ID"
        }
        ImportField::Title => {
            "Avtalsnamn | Namn | Beskrivning | Titel | Rubrik | Avser | Avtalsbeskrivning | Name | Description | \
             Agreement name | Contract name | Lease name"
        }
        ImportField::Lessor => {
            "Leasinggivare | Leasingbolag | Leasingföretag | Finansbolag | Finansiär | Finansieringsbolag | Uthyrare \
             | Hyresvärd | Motpart | Leasing company | Finance company | Landlord | Bank | Counterparty | \
             Leasegivarens namn | Lessor name"
        }
        ImportField::Supplier => "Återförsäljare | Säljare | Vendor | Dealer | Leverantörsnamn | Supplier name",
        ImportField::Kind => {
            "Typ av avtal | Leasingtyp | Klassificering | Avtalsform | Leasingform | Typ | Contract type | Lease type \
             | Classification | Type of lease | Type"
        }
        ImportField::ObjectType => {
            "Typ av objekt | Objektslag | Tillgångsslag | Tillgångstyp | Kategori | Objektkategori | Typ | Asset type \
             | Asset class | Category | Equipment type | Type"
        }
        ImportField::Object => {
            "Leasingobjekt | Objektbeskrivning | Leaseobjekt | Utrustning | Tillgång | Maskin | Fordon | Regnr | \
             Registreringsnummer | Serienummer | Asset | Leased asset | Equipment | Vehicle | Registration number | \
             Serial number"
        }
        ImportField::StartOn => {
            "Start | Startdag | Avtalsstart | Från | Fr o m | Fr o m datum | Från och med | Gäller från | Första dag \
             | Leasingstart | Hyresstart | Tillträde | Tillträdesdag | Begynnelsedatum | Avtal från | Commencement \
             date | Lease start | Lease start date | Contract start | Contract start date | Effective date | Valid \
             from | From"
        }
        ImportField::EndOn => {
            "Slut | Slutdag | Avtalsslut | Till | T o m | T o m datum | Till och med | Gäller till | Upphör | Löper \
             till | Löper ut | Utgång | Utgångsdatum | Förfallodatum | Sista dag | Avtal till | End | Expiry date | \
             Expiration date | Maturity | Maturity date | Valid to | Lease end | Lease end date | Contract end | \
             Contract end date | To"
        }
        ImportField::TermMonths => {
            "Avtalstid | Löptid | Löptid månader | Avtalslängd | Leasingperiod | Hyrestid | Leasingtid | Bindningstid \
             | Månader | Period månader | Löptid år | Avtalstid år | Term | Term months | Lease term | Lease term \
             months | Duration | Number of months | Months | Term years"
        }
        ImportField::IntervalMonths => {
            "Betalningsintervall | Betalningsperiod | Faktureringsintervall | Faktureringsperiod | \
             Aviseringsintervall | Aviseringsperiod | Avgiftsperiod | Betalningsfrekvens | Debiteringsintervall | \
             Betalperiod | Betalintervall | Månader mellan betalningar | Payment interval | Payment frequency | \
             Billing period | Payment period | Billing frequency | Billing interval | Interval | Betalas | Betalas var | \
             Faktureras | Aviseras | Periodicitet | Frekvens | Frequency | Periodicity | Payment every | Payment every \
             months | Paid every | Months between payments"
        }
        ImportField::Timing => {
            "Förskott eller efterskott | Betalas i | Förskott | Betalning i | Payment timing | Advance or arrears | \
             Timing | In advance or arrears | In advance | I förskott | Förskottsbetalning | Betalningssätt"
        }
        ImportField::Fee => {
            "Leasingavgift | Avgift | Avgift per betalning | Hyra | Månadshyra | Månadsavgift | Leasinghyra | \
             Periodavgift | Hyra per betalning | Belopp | Månadsbelopp | Månadskostnad | Leasingkostnad | \
             Kvartalsavgift | Kvartalshyra | Avgift per månad | Leasingavgift per månad | Hyra per månad | Avgift per \
             kvartal | Betalning | Fee | Lease payment | Payment | Rent | Monthly fee | Monthly payment | Monthly \
             rent | Rental | Lease fee | Amount | Instalment | Installment | Payment amount | Quarterly payment | \
             Quarterly fee"
        }
        ImportField::Currency => "Valutakod | Val | Currency code | Ccy | Curr",
        ImportField::Price => {
            "Pris | Inköpspris | Anskaffningsvärde | Anskaffningspris | Objektpris | Objektets pris | Investering | \
             Finansierat belopp | Baspris | Köpeskilling | Kontantpris | Verkligt värde | Price | Cash price | Fair value | Purchase price | Cost | Object price \
             | Asset price | Acquisition cost | Financed amount | Principal | Investment | Asset cost"
        }
        ImportField::FirstIncreasedFee => {
            "Första förhöjd avgift | Första förhöjd hyra | Första förhöjda hyra | Första förhöjda avgift | Förhöjd första hyra | Förhöjd avgift | Första förhöjd \
             leasingavgift | Första förhöjda leasingavgift | Förhöjd första leasingavgift | Särskild leasingavgift | \
             Handpenning | Kontantinsats | Increased first fee | First payment | Down payment | Initial payment | \
             Increased first rent | Increased first payment"
        }
        ImportField::FirstIncreasedReplaces => {
            "Ersätter första avgiften | Ersätter första | Ersätter första avgift | Förhöjd ersätter första | Replaces \
             first fee | Replaces first payment | Replaces the first"
        }
        ImportField::ResidualValue => {
            "Restv | Slutvärde | Garanterat restvärde | Kalkylerat restvärde | RV | Residual | Balloon | Guaranteed \
             residual value | Residual amount"
        }
        ImportField::ResidualCarrier => {
            "Restvärdesrisk | Restvärdesansvar | Restvärdesgarant | Restvärde bärs av | Öppet stängt restvärde | \
             Öppet eller stängt restvärde | Residual risk | Residual carrier | Residual guarantor"
        }
        ImportField::InvoiceFee => {
            "Aviseringsavgift | Fakturaavgift | Faktureringsavgift | Administrationsavgift | Handläggningsavgift | \
             Adm avgift | Billing fee | Administration fee | Admin fee | Handling fee"
        }
        ImportField::ArrangementFee => {
            "Upplägg | Startavgift | Uppläggningskostnad | Etableringsavgift | Set-up fee | Setup fee | Documentation \
             fee | Start fee"
        }
        ImportField::ServiceFee => {
            "Service | Servicekostnad | Underhåll | Underhållsavgift | Maintenance fee | Service per betalning | \
             Service per månad | Service cost"
        }
        ImportField::NominalRatePercent => {
            "Ränta | Nominell ränta | Räntesats | Avtalsränta | Kalkylränta | Leasingränta | Årsränta | Ränta procent \
             | Nominal rate | Interest rate | Interest | Rate | Nominal interest rate | Stated rate | Nominal \
             interest"
        }
        ImportField::NoticeMonths => {
            "Uppsägningstid | Uppsägningstid månader | Uppsägning | Notice period | Notice months | Notice | Notice \
             period months | Termination notice"
        }
        ImportField::ExtensionMonths => {
            "Förlängning | Förlängningstid | Förlängningsperiod | Förlängs med | Förlängning månader | Extension | \
             Extension months | Extension period | Renewal period | Renewal"
        }
        ImportField::Department => "Enhet | Dept | Unit | Division | Avd",
        ImportField::CostCenter => "Kst | K-ställe | Kostnadsst | Kostn ställe | Resultatenhet | Cost center | CC",
        ImportField::Project => "Projektnr | Projektnummer | Project no | Project number",
        ImportField::Responsible => {
            "Avtalsansvarig | Kontraktsansvarig | Handläggare | Kontaktperson | Owner | Contract owner | Responsible \
             person | Ansvarig person"
        }
        ImportField::EndedOn => {
            "Avslutat | Avslutad | Avslutsdatum | Avslutat datum | Återlämnat | Återlämnad | Inlöst | Ended | \
             Terminated on | Closed on | Returned on | Closed | Actual end date"
        }
        ImportField::Ending => "Avslutssätt | Avslutsorsak | Ending | Termination type | Reason ended",
        ImportField::Notes => {
            "Anteckning | Kommentar | Kommentarer | Övrigt | Notering | Noteringar | Anmärkning | Note | Comment | \
             Comments | Remarks | Memo"
        }
    }
}
