//! What a company chooses rules its reports; and the notes that are written from them.

use super::{agreements, minor, report};
use crate::agreements::{At, truck, with};
use crate::debt::published_portfolio;
use crate::support::TestApp;
use serde_json::{Value, json};
use shared::books::{BookCalculation, BookMaturity, BookTreatment};
use shared::problem::{ErrorCode, FieldCode};
use shared::reports::ReportNote;

async fn choose(app: &TestApp, framework: &str, choices: Value) {
    let request = app.as_editor().put(&app.path(&format!("/books/{framework}"))).if_match(0);
    request.json(choices).send().await.expect_status(200);
}

async fn note(app: &TestApp, query: &str) -> ReportNote {
    app.as_reader().get(&app.path(&format!("/reports/books/note?{query}"))).send().await.expect_status(200).json()
}

#[tokio::test]
async fn a_broken_fiscal_year_and_a_tax_rate_are_the_books_own() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    let untaxed = report(&app, "framework=ifrs16&from=2025-05-01&to=2026-04-30").await;
    choose(&app, "ifrs16", json!({"in_use": true, "policy": {"fiscal_year_ends": 4}, "tax_percent": "20.6"})).await;
    let years = report(&app, "framework=ifrs16&from=2024-05-01&to=2026-04-30&period=year").await;
    let days: Vec<_> = years.periods.iter().map(|one| (one.from.to_string(), one.to.to_string())).collect();
    let said = [("2024-05-01", "2025-04-30"), ("2025-05-01", "2026-04-30")];
    assert_eq!(days, said.map(|(from, to)| (from.to_owned(), to.to_owned())));
    // Where periods end changes no balance and no sum.
    assert_eq!(years.periods[1].figures, untaxed.total);
    let until_now = report(&app, "framework=ifrs16&to=2026-04-15").await;
    assert_eq!(until_now.from.to_string(), "2025-05-01");
    let tax = years.deferred_tax.unwrap();
    let (asset, liability) = (years.total.asset.closing.minor(), years.total.liability.closing.minor());
    assert_eq!(tax.difference_closing.minor(), asset - liability);
    let expected = ((liability - asset) as f64 * 0.206).round() as i64;
    assert_eq!(tax.closing.minor(), expected);
    assert_eq!(tax.change.minor(), tax.closing.minor() - tax.opening.minor());
    assert_eq!(untaxed.deferred_tax, None);
}

#[tokio::test]
async fn exempted_leases_cost_apart_and_owe_what_is_still_to_be_paid() {
    let app = TestApp::new().await;
    let short =
        json!({"number": "A-1", "start_on": "2025-07-01", "term_months": 12, "price": null, "residual_value": null});
    At::created(&app, with(truck(), short)).await;
    At::created(&app, with(truck(), json!({"number": "A-2"}))).await;
    let exemptions = json!([{"exemption": "short_term"}]);
    choose(&app, "ifrs16", json!({"in_use": true, "exemptions": exemptions})).await;
    let year = report(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31").await;
    // Six of twelve fees of 5 000; the other six are still to come.
    assert_eq!(year.total.result.short_term.to_string(), "30000.00");
    assert_eq!(year.commitments.total.to_string(), "30000.00");
    assert_eq!(due(&year.commitments), ["15000.00", "15000.00", "0.00", "0.00", "0.00", "0.00", "0.00"]);
    assert_eq!(year.commitments.discount.minor(), 0);
    let rows = agreements(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31").await;
    assert_eq!(rows[0].treatment, BookTreatment::ShortTerm);
    let cash = &rows[0].figures.cash;
    assert_eq!((cash.operating.to_string(), cash.principal.minor()), ("30000.00".to_owned(), 0));
    // Of a capitalised one a payment settles its interest first.
    let cash = &rows[1].figures.cash;
    assert_eq!(cash.principal.minor() + cash.interest.minor(), rows[1].figures.liability.paid.minor());
    assert!(cash.interest.minor() > 0);
}

/// The figures of a line of a note, in whole kronor.
fn line(note: &ReportNote, label: &str) -> (i64, i64) {
    let row =
        note.text.lines().find(|line| line.starts_with(label)).unwrap_or_else(|| panic!("{label}: {}", note.text));
    let mut figures = row[label.len()..].split(' ').filter(|text| !text.is_empty()).map(|text| {
        let digits: String = text.chars().filter(|sign| sign.is_ascii_digit()).collect();
        let whole = digits.parse::<i64>().unwrap_or(0);
        if text.starts_with(['−', '-']) { -whole } else { whole }
    });
    (figures.next().unwrap(), figures.next().unwrap())
}

fn due(maturity: &BookMaturity) -> Vec<String> {
    maturity.buckets.iter().map(|bucket| bucket.amount.to_string()).collect()
}

#[tokio::test]
async fn a_company_chooses_the_buckets_of_what_falls_due() {
    const YEAR: &str = "from=2025-01-01&to=2025-12-31";
    let app = TestApp::new().await;
    At::created(&app, with(truck(), json!({"number": "A-1"}))).await;
    let usual = report(&app, &format!("framework=ifrs16&{YEAR}")).await;
    assert_eq!(due(&usual.maturity), ["15000.00", "45000.00", "60000.00", "0.00", "0.00", "0.00", "0.00"]);
    let policy = json!({"maturity_months": [1, 12, 18]});
    for framework in ["ifrs16", "k3"] {
        choose(&app, framework, json!({"in_use": true, "policy": policy})).await;
    }
    let chosen = report(&app, &format!("framework=ifrs16&{YEAR}")).await;
    let bounds: Vec<_> =
        chosen.maturity.buckets.iter().map(|bucket| (bucket.after_months, bucket.within_months)).collect();
    assert_eq!(bounds, [(0, Some(1)), (1, Some(12)), (12, Some(18)), (18, None)]);
    assert_eq!((chosen.maturity.total, chosen.maturity.discount), (usual.maturity.total, usual.maturity.discount));
    assert_eq!(due(&chosen.maturity), ["5000.00", "55000.00", "30000.00", "30000.00"]);
    assert_eq!(chosen.maturity, chosen.lines[0].maturity);
    // The agreement's own book and the note have the same ones; K3's notes have their own.
    let rows = agreements(&app, &format!("framework=ifrs16&{YEAR}")).await;
    let own = app.path(&format!("/agreements/{}/books/ifrs16?as_of=2025-12-31", rows[0].agreement.id));
    let book: BookCalculation = app.as_reader().get(&own).send().await.expect_status(200).json();
    assert_eq!(book.balances.maturity.as_ref(), Some(&chosen.maturity));
    let english = note(&app, "framework=ifrs16&year_end=2025-12-31&lang=en&rounding=units").await;
    assert_eq!(line(&english, "12 to 18 months").0, 30_000);
    let k3 = report(&app, &format!("framework=k3&{YEAR}")).await;
    let minors: Vec<i64> = k3.maturity.buckets.iter().map(|bucket| bucket.amount.minor()).collect();
    let english = note(&app, "framework=k3&year_end=2025-12-31&lang=en&rounding=units").await;
    assert_eq!(line(&english, "Within 1 year").0, (minors[0] + minors[1]) / 100);
    assert_eq!(line(&english, "1 to 5 years").0, (minors[2] + minors[3]) / 100);

    for (months, pointer, code) in [
        (json!([12, 12]), "/policy/maturity_months/1", FieldCode::OutOfRange),
        (json!([]), "/policy/maturity_months", FieldCode::MissingField),
    ] {
        let request = app.as_editor().put(&app.path("/books/asc842")).if_match(0);
        let answer = request.json(json!({"in_use": true, "policy": {"maturity_months": months}})).send().await;
        answer.expect_fault(ErrorCode::ValidationFailed, pointer, code);
    }
}

#[tokio::test]
async fn a_note_says_the_figures_of_the_reports_of_both_years() {
    let app = TestApp::new().await;
    published_portfolio(&app).await;
    let this = report(&app, "framework=ifrs16&from=2025-01-01&to=2025-12-31").await;
    let last = report(&app, "framework=ifrs16&from=2024-01-01&to=2024-12-31").await;
    let english = note(&app, "framework=ifrs16&year_end=2025-12-31&lang=en&rounding=units").await;
    assert_eq!((english.title.as_str(), english.year_before.to_string().as_str()), ("Leases", "2024-12-31"));
    let whole = |amount: shared::money::Amount| {
        let hundredths = amount.minor();
        (hundredths + hundredths.signum() * 50) / 100
    };
    for (label, this, last) in [
        ("Closing liability", this.total.liability.closing, last.total.liability.closing),
        ("of which current", this.total.current, last.total.current),
        ("Interest expense", this.total.liability.interest, last.total.liability.interest),
        ("Closing carrying amount", this.total.asset.closing, last.total.asset.closing),
        ("Total undiscounted payments", this.maturity.total, last.maturity.total),
        ("Total expense", this.total.result.expense, last.total.result.expense),
        ("Total cash outflow", this.total.cash.total, last.total.cash.total),
    ] {
        assert_eq!(line(&english, label), (whole(this), whole(last)), "{label}");
    }
    assert_eq!(line(&english, "Depreciation for the year").0, -whole(this.total.asset.depreciation));
    assert!(english.left_out_count >= this.left_out_count.max(last.left_out_count));

    let swedish = note(&app, "framework=k3&year_end=2025-12-31").await;
    assert!(swedish.text.starts_with("Leasingavtal\n") && swedish.text.contains("tkr"));
    assert!(swedish.html.starts_with("<h2>Leasingavtal</h2>") && !swedish.html.contains("style"));
    let k3 = report(&app, "framework=k3&from=2025-01-01&to=2025-12-31").await;
    let closing = (k3.total.liability.closing.minor() + 50_000) / 100_000;
    assert_eq!(line(&swedish, "Utgående skuld").0, closing);
    let commitments = k3.commitments.total.minor();
    assert!(commitments > 0);
    let said = swedish.text.lines().rfind(|line| line.starts_with("Summa")).unwrap();
    let digits: String = said.chars().take_while(|sign| *sign != '\n').filter(char::is_ascii_digit).collect();
    assert!(digits.starts_with(&((commitments + 50_000) / 100_000).to_string()), "{said}");
    let known = note(&app, "framework=k3&year_end=2025-12-31&known_at=2020-01-01T00:00:00Z").await;
    assert_eq!(line(&known, "Utgående skuld"), (0, 0));
    assert_eq!(minor(&json!(k3.commitments.discount)), 0);
    let far = app.path("/reports/books/note?framework=k3&year_end=9999-12-31");
    let far = app.as_reader().get(&far).send().await;
    far.expect_fault(ErrorCode::ValidationFailed, "?year_end", FieldCode::OutOfRange);
}

#[tokio::test]
async fn deferred_tax_is_on_what_a_book_has_and_the_tax_return_has_not() {
    let app = TestApp::new().await;
    At::created(&app, truck()).await;
    for framework in ["ifrs16", "k3", "asc842", "k2"] {
        choose(&app, framework, json!({"in_use": true, "tax_percent": "20.6"})).await;
        let mut before = None;
        for year in [2024, 2025, 2026] {
            let year = report(&app, &format!("framework={framework}&from={year}-01-01&to={year}-12-31")).await;
            let tax = year.deferred_tax.unwrap();
            let (asset, liability) = (year.total.asset, year.total.liability);
            assert_eq!(tax.difference_opening.minor(), asset.opening.minor() - liability.opening.minor());
            assert_eq!(tax.difference_closing.minor(), asset.closing.minor() - liability.closing.minor());
            // A claim where more is owed than carried: the fees will be deducted as they are paid.
            let claim = |difference: shared::money::Amount| (-difference.minor() as f64 * 0.206).round() as i64;
            assert_eq!(tax.opening.minor(), claim(tax.difference_opening), "{framework}");
            assert_eq!(tax.closing.minor(), claim(tax.difference_closing), "{framework}");
            assert_eq!(tax.change.minor(), tax.closing.minor() - tax.opening.minor());
            assert!(before.is_none_or(|before| before == tax.opening), "{framework}");
            before = Some(tax.closing);
            // What is expensed as it is taxed differs in nothing.
            assert_eq!(tax.closing.minor() == 0, framework == "k2" || liability.closing.minor() == 0, "{framework}");
        }
    }
}
