//! A spreadsheet of agreements such as companies have, as long as wanted and the same every time.

use std::fmt::Write as _;

use chrono::{Days, Months, NaiveDate};

const LESSORS: [&str; 12] = [
    "Nordea Finans",
    "SEB Finans",
    "DNB Finans",
    "Danske Finans",
    "Handelsbanken Finans",
    "Siemens Financial",
    "De Lage Landen",
    "Volvo Finans",
    "Toyota Material Handling",
    "Wasa Kredit",
    "Ikano Bank",
    "Grenke",
];
const OBJECTS: [(&str, &str); 6] = [
    ("Motviktstruck Linde H30", "Truck"),
    ("Dumper Bergmann 3012", "Entreprenadmaskin"),
    ("Volvo XC60 B4", "Personbil"),
    ("Kopiator Ricoh IM C3000", "Kontorsmaskin"),
    ("Fleroperationsmaskin Haas VF-2", "Verkstadsmaskin"),
    ("Servrar Dell R760", "IT-utrustning"),
];
const PEOPLE: [&str; 5] = ["Jörgen Nilsson", "Linnéa Sjö", "Åsa Öberg", "Ali Hassan", "Mikael Lund"];
const HEADER: &str = "Avtalsnummer;Benämning;Leasegivare;Avtalstyp;Objekttyp;Startdatum;Slutdatum;Antal månader;\
    Betalas var (mån);Förskott/efterskott;Leasingavgift per betalning;Valuta;Pris exkl. moms;Restvärde;Aviavgift;\
    Uppläggningsavgift;Uppsägningstid (mån);Kostnadsställe;Ansvarig";

/// Takes one of several by a number.
fn one_of<T: Copy, const N: usize>(choices: [T; N], number: u64) -> T {
    choices[(number % N as u64) as usize]
}

/// CSV with a header and `rows` agreements without a fault.
pub(crate) fn csv(rows: u32) -> Vec<u8> {
    let mut text = format!("{HEADER}\r\n");
    let mut random = 20_261_122_u64;
    for row in 1..=rows {
        let mut next = || {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            random >> 33
        };
        let (title, object) = one_of(OBJECTS, next());
        let months = one_of([36_u32, 48, 60], next());
        let interval = one_of([1_u32, 3], next());
        let start = NaiveDate::from_ymd_opt(2023, 1, 1).unwrap_or_default() + Months::new((next() % 44) as u32);
        let end = start + Months::new(months) - Days::new(1);
        let price = 40_000 + next() % 900_000;
        let residual = price / 10;
        let payments = u64::from(months / interval);
        let fee = (price - residual) / payments + price * u64::from(interval) / (500 + next() % 300);
        let kind = one_of(["Finansiell leasing", "Operationell leasing"], next());
        let timing = one_of(["förskott", "efterskott"], next());
        let (lessor, person, notice) = (one_of(LESSORS, next()), one_of(PEOPLE, next()), one_of([1, 3, 9], next()));
        let cost_center = 4_000 + 100 * (next() % 9);
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "B-{row:06};{title};{lessor};{kind};{object};{start};{end};{months};{interval};{timing};{fee};SEK;{price};\
             {residual};45;495;{notice};{cost_center};{person}\r\n"
        );
    }
    text.into_bytes()
}

/// The same in files of some thousand rows, each with the header.
pub(crate) fn files(csv: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    const ROWS: usize = 20_000;
    let mut lines = csv.split_inclusive(|byte| *byte == b'\n');
    let header = lines.next().unwrap_or_default();
    let lines: Vec<&[u8]> = lines.collect();
    let files: Vec<Vec<u8>> = lines
        .chunks(ROWS)
        .map(|rows| std::iter::once(&header).chain(rows).copied().flatten().copied().collect())
        .collect();
    files.into_iter()
}
