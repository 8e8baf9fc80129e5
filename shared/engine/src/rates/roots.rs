//! Internal rates of return of flows of any sign: every root, never a silently picked one.
//!
//! In the force of interest x = ln(1 + rate) a net present value is Σ a·e^(−t·x). Multiplied by e^(c·x) it keeps its
//! roots; differentiated after that with c between the times at which the signs turn, it turns once less often. So the
//! turning points of the sum are found before its roots, and between two of them lies at most one root (Rolle).

use chrono::NaiveDate;

use crate::contract::{DayCount, Minor};
use crate::day_count::year_fraction;
use crate::outcome::NoRate;

/// Rates per period, or per year where the flows are dated.
#[derive(Debug, Clone, PartialEq)]
pub enum Roots {
    One(f64),
    /// `nearest` is the only root that is not negative, if there is just one such, else the root nearest 0.
    Several {
        roots: Vec<f64>,
        nearest: f64,
    },
    None(NoRate),
}

/// −99.9999 % … 1 000 000 % as force of interest.
const LEFT: f64 = -13.815_510_557_964_274;
const RIGHT: f64 = 9.210_440_366_976_517;

/// More turns of sign than this are no agreement, and would take long.
const MOST_TURNS: usize = 64;

#[derive(Debug, Clone, Copy)]
struct Term {
    time: f64,
    amount: f64,
}

/// Flows one period apart, the first now.
pub fn irr_periodic(flows: &[Minor]) -> Roots {
    let terms = flows.iter().enumerate().map(|(at, amount)| Term { time: at as f64, amount: *amount as f64 });
    roots(terms.collect())
}

/// Flows on their dates, in any order; the rate is effective a year, counted from the earliest.
pub fn irr_dated(flows: &[(NaiveDate, Minor)], convention: DayCount) -> Roots {
    let Some(first) = flows.iter().map(|(date, _)| *date).min() else { return Roots::None(NoRate::OneSided) };
    let term = |(date, amount): &(NaiveDate, Minor)| Term {
        time: year_fraction(convention, first, *date),
        amount: *amount as f64,
    };
    roots(flows.iter().map(term).collect())
}

fn roots(mut terms: Vec<Term>) -> Roots {
    terms.sort_by(|a, b| a.time.total_cmp(&b.time));
    terms.dedup_by(|later, kept| {
        let same = later.time == kept.time;
        if same {
            kept.amount += later.amount;
        }
        same
    });
    terms.retain(|term| term.amount != 0.0);
    match turns(&terms) {
        0 => return Roots::None(NoRate::OneSided),
        turns if turns > MOST_TURNS => return Roots::None(NoRate::TooManyTurns),
        _ => {}
    }
    let found: Vec<f64> = zeros(&terms).into_iter().map(libm::expm1).collect();
    match found.as_slice() {
        [] => Roots::None(NoRate::NoRoot),
        [one] => Roots::One(*one),
        several => {
            let mut positive = several.iter().copied().filter(|root| *root >= 0.0);
            let nearest = match (positive.next(), positive.next()) {
                (Some(only), None) => only,
                _ => several.iter().copied().min_by(|a, b| a.abs().total_cmp(&b.abs())).unwrap_or(0.0),
            };
            Roots::Several { roots: found, nearest }
        }
    }
}

fn turns(terms: &[Term]) -> usize {
    terms.iter().zip(terms.iter().skip(1)).filter(|(a, b)| a.amount * b.amount < 0.0).count()
}

/// Σ a·e^(−t·x), scaled by a positive factor so that no power grows, and the scale of its terms.
fn value(terms: &[Term], x: f64) -> (f64, f64) {
    let anchor = if x < 0.0 { terms.last() } else { terms.first() }.map_or(0.0, |term| term.time);
    terms.iter().fold((0.0, 0.0), |(sum, scale), term| {
        let part = term.amount * libm::exp((anchor - term.time) * x);
        (sum + part, scale + part.abs())
    })
}

/// All zeros between the bounds, ascending.
fn zeros(terms: &[Term]) -> Vec<f64> {
    let turn = terms.iter().zip(terms.iter().skip(1)).find(|(a, b)| a.amount * b.amount < 0.0);
    let Some((before, after)) = turn else { return Vec::new() };
    let centre = 0.5 * (before.time + after.time);
    let slope: Vec<Term> =
        terms.iter().map(|term| Term { time: term.time, amount: term.amount * (centre - term.time) }).collect();
    let mut marks = vec![LEFT];
    marks.extend(zeros(&slope));
    marks.push(RIGHT);
    let mut found: Vec<f64> = Vec::new();
    for (left, right) in marks.iter().zip(marks.iter().skip(1)) {
        let touches = |x: f64| {
            let (sum, scale) = value(terms, x);
            sum.abs() <= 1e-13 * scale
        };
        let root = between(terms, *left, *right);
        let touched = (*left > LEFT && touches(*left)).then_some(*left);
        for root in touched.into_iter().chain(root) {
            if found.last().is_none_or(|last| root - last > 1e-7) {
                found.push(root);
            }
        }
    }
    found
}

/// The zero between two marks, where the signs differ.
fn between(terms: &[Term], mut left: f64, mut right: f64) -> Option<f64> {
    let sign = |x: f64| value(terms, x).0;
    let (at_left, at_right) = (sign(left), sign(right));
    if at_left == 0.0 {
        return Some(left);
    }
    if at_left.is_sign_positive() == at_right.is_sign_positive() {
        return None;
    }
    for _ in 0..200 {
        let middle = 0.5 * (left + right);
        if middle <= left || middle >= right {
            break;
        }
        if sign(middle).is_sign_positive() == at_left.is_sign_positive() {
            left = middle;
        } else {
            right = middle;
        }
    }
    Some(0.5 * (left + right))
}
