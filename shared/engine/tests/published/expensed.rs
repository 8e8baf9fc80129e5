//! A leased car that is expensed, with a raised first fee and half the VAT deducted.

use chrono::Days;
use engine::Timing;
use engine::books::{ExpensedBecause, Framework, Lease, Payment, PaymentKind, Policy, Terms, journal};

use crate::book::{Book, minor, units};
use crate::leases::{YEARLY, lease, run, start, yearly, years};

pub(crate) fn check(book: &Book) {
    let id = "WIGU-forhojd-forsta-avgift";
    let inputs = &book.example(id)["inputs"];
    let number = |key: &str| inputs[key].as_f64().unwrap();
    let cost = |gross: f64, vat: f64| minor(gross - vat * number("deductible_share"));
    let mut car = lease(0.0, 36, 1, Timing::Advance, yearly(0.05));
    let vat = minor(number("monthly_vat") * number("deductible_share"));
    for payment in &mut car.terms.payments {
        payment.amount = cost(number("monthly_fee_incl_vat"), number("monthly_vat"));
    }
    let deductible: Vec<Payment> = car
        .terms
        .payments
        .iter()
        .map(|paid| Payment { amount: vat, kind: PaymentKind::DeductibleVat, ..*paid })
        .collect();
    // The raised fee is paid when the car is ordered, the day before it is fetched.
    let first = Payment { due: start() - Days::new(1), ..car.terms.payments[0] };
    let raised = cost(number("first_fee_incl_vat"), number("vat"));
    let raised_vat = minor(number("vat") * number("deductible_share"));
    let vat_of_it = Payment { amount: raised_vat, kind: PaymentKind::DeductibleVat, ..first };
    let policy = Policy { closing_months: 1, ..YEARLY };
    let framework = Framework::Expensed(ExpensedBecause::K2);
    let only = |payments: Vec<Payment>| Lease { terms: Terms { payments, ..car.terms.clone() }, ..car.clone() };
    let alone = run(&only(vec![Payment { amount: raised, ..first }, vat_of_it]), &[], framework, policy);
    let vouchers = journal::journal(&alone);
    book.postings(id, "journal_initial", &accounts(&vouchers[0]));
    book.postings(id, "journal_release", &accounts(&vouchers[1]));
    book.figure(id, "monthly_release", units(alone.rows[1].movement.deferral.cost));
    let monthly: Vec<Payment> = car.terms.payments.iter().copied().chain(deductible).collect();
    let fees = years(&run(&only(monthly), &[], framework, policy), 3);
    assert_eq!(fees.iter().map(|year| year.movement.deferral.cost).sum::<i64>(), 36 * minor(3_600.0));
    book.figure(id, "monthly_cost_5615", units(fees[0].movement.deferral.cost) / 12.0);
    book.figure(id, "monthly_vat_deduction", units(fees[0].movement.deductible_vat) / 12.0);
}

/// The accounts a Swedish company would map the roles of an expensed car to.
fn accounts(voucher: &journal::Voucher) -> Vec<(&'static str, &'static str, f64)> {
    let account = |role| match role {
        journal::Role::PrepaidFees => "1720",
        journal::Role::InputVat => "2641",
        journal::Role::Payment => "2440",
        journal::Role::LeaseCost => "5615",
        other => panic!("{other:?} in the book of an expensed car"),
    };
    let line = |line: &journal::Line| {
        let side = if line.amount > 0 { "debit" } else { "credit" };
        (account(line.role), side, units(line.amount.abs()))
    };
    voucher.lines.iter().map(line).collect()
}
