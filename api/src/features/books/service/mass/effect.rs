//! What a mass change does to fees and books.

use shared::books::{
    BookEffect, BookFramework, BookRole, BookVoucher, BookVoucherLine, MassChangeBook, MassChangeEffect,
    MassChangePreview, MassChangeTotal,
};
use shared::money::{Amount, Currency};
use shared::problem::{ErrorCode, FieldCode, FieldFault};

use super::super::{of_lease, refused};
use super::{MassTrial, Tried};
use crate::error::{ApiError, ApiResult};

/// Debits (positive) and credits of each role, in the order they were met.
#[derive(Default)]
struct Posted(Vec<(BookRole, i64)>);

/// Of many agreements in a book, in one currency.
struct Sum {
    framework: BookFramework,
    currency: Currency,
    agreements: u32,
    liability: [i64; 2],
    asset: [i64; 2],
    posted: Posted,
}

impl MassTrial {
    pub fn outcome(&self) -> ApiResult<MassChangePreview> {
        let mut sums: Vec<Sum> = Vec::new();
        let agreements = self.tried.iter().map(|tried| self.effect(tried, &mut sums)).collect::<ApiResult<Vec<_>>>()?;
        sums.sort_by_key(|sum| {
            (BookFramework::ALL.iter().position(|framework| *framework == sum.framework), sum.currency.code())
        });
        Ok(MassChangePreview { agreements, totals: sums.iter().map(Sum::total).collect::<ApiResult<_>>()? })
    }

    fn effect(&self, tried: &Tried, sums: &mut Vec<Sum>) -> ApiResult<MassChangeEffect> {
        let Tried { after, version, changed, .. } = tried;
        let before = self.holdings.leases.get(tried.before).ok_or_else(ApiError::not_found)?;
        let fee = |original, changes| shared::books::fee_due(original, changes, self.on).map_err(refused);
        let mut effect = MassChangeEffect {
            id: after.id,
            number: after.number().to_owned(),
            title: after.title().to_owned(),
            version: *version,
            changed: *changed,
            currency: after.currency(),
            old_fee: fee(&before.original, &before.changes)?,
            new_fee: fee(&after.original, &after.changes)?,
            books: Vec::new(),
            not_calculable: Vec::new(),
        };
        for framework in self.frameworks.iter().copied() {
            let (without, with) = (self.holdings.lease(before, framework), self.holdings.lease(after, framework));
            let currency = with.currency;
            match (of_lease(&without, self.on, 12), of_lease(&with, self.on, 12)) {
                (Ok(without), Ok(with)) => {
                    let between = BookEffect::between(framework, currency, without, with);
                    effect.books.push(self.book(between, sums)?);
                }
                _ => effect.not_calculable.push(framework),
            }
        }
        Ok(effect)
    }

    fn book(&self, effect: BookEffect, sums: &mut Vec<Sum>) -> ApiResult<MassChangeBook> {
        let BookEffect { framework, currency, before, after, journal, withdrawn, .. } = effect;
        let mut posted = Posted::default();
        posted.add(&journal, 1)?;
        posted.add(&withdrawn, -1)?;
        let place = sums.iter().position(|sum| (sum.framework, sum.currency) == (framework, currency));
        let place = place.unwrap_or_else(|| {
            let (liability, asset, posted) = ([0; 2], [0; 2], Posted::default());
            sums.push(Sum { framework, currency, agreements: 0, liability, asset, posted });
            sums.len() - 1
        });
        if let Some(sum) = sums.get_mut(place) {
            sum.agreements += 1;
            let sides = [&before, &after];
            for (sum, side) in sum.liability.iter_mut().zip(sides) {
                *sum = added(*sum, side.liability.minor())?;
            }
            for (sum, side) in sum.asset.iter_mut().zip(sides) {
                *sum = added(*sum, side.asset.minor())?;
            }
            for (role, amount) in &posted.0 {
                sum.posted.post(*role, *amount)?;
            }
        }
        Ok(MassChangeBook {
            framework,
            currency,
            treatment: after.treatment,
            liability_before: before.liability,
            liability_after: after.liability,
            asset_before: before.asset,
            asset_after: after.asset,
            journal: posted.lines()?,
            findings: after.findings,
        })
    }
}

impl Posted {
    fn add(&mut self, vouchers: &[BookVoucher], sign: i64) -> ApiResult<()> {
        for line in vouchers.iter().flat_map(|voucher| &voucher.lines) {
            let amount = line.debit.map_or(0, Amount::minor) - line.credit.map_or(0, Amount::minor);
            self.post(line.role, sign * amount)?;
        }
        Ok(())
    }

    fn post(&mut self, role: BookRole, amount: i64) -> ApiResult<()> {
        match self.0.iter_mut().find(|(known, _)| *known == role) {
            Some((_, sum)) => *sum = added(*sum, amount)?,
            None => self.0.push((role, amount)),
        }
        Ok(())
    }

    fn lines(&self) -> ApiResult<Vec<BookVoucherLine>> {
        let posted = self.0.iter().filter(|(_, amount)| *amount != 0);
        posted
            .map(|(role, amount)| {
                let size = written(amount.abs())?;
                let (debit, credit) = if *amount > 0 { (Some(size), None) } else { (None, Some(size)) };
                Ok(BookVoucherLine { role: *role, debit, credit })
            })
            .collect()
    }
}

impl Sum {
    fn total(&self) -> ApiResult<MassChangeTotal> {
        let ([liability_before, liability_after], [asset_before, asset_after]) = (self.liability, self.asset);
        Ok(MassChangeTotal {
            framework: self.framework,
            currency: self.currency,
            agreements: self.agreements,
            liability_before: written(liability_before)?,
            liability_after: written(liability_after)?,
            asset_before: written(asset_before)?,
            asset_after: written(asset_after)?,
            journal: self.posted.lines()?,
        })
    }
}

fn added(sum: i64, amount: i64) -> ApiResult<i64> {
    sum.checked_add(amount).ok_or_else(too_large)
}

fn written(minor: i64) -> ApiResult<Amount> {
    Amount::from_minor(minor).ok_or_else(too_large)
}

fn too_large() -> ApiError {
    let fault = FieldFault::new(FieldCode::OutOfRange).expected("amounts that stay below 10000000000000 together");
    ApiError::new(ErrorCode::ValidationFailed).at("/agreements", fault)
}
