//! What a mass change does to fees and books.

use shared::books::{
    BookEffect, BookFramework, BookRole, BookSide, BookVoucher, BookVoucherLine, MassChangeBook, MassChangeEffect,
    MassChangePreview, MassChangeTotal, MassChangeTranslated,
};
use shared::money::{Amount, Currency};
use shared::problem::{ErrorCode, FieldCode, FieldFault};

use super::super::{BookHolding, HeldLease, of_lease_on, refused};
use super::{MassTrial, Tried};
use crate::error::{ApiError, ApiResult};
use std::collections::BTreeSet;

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
        let currencies: BTreeSet<Currency> = agreements.iter().map(|effect| effect.currency).collect();
        let rates = currencies.into_iter().filter_map(|currency| self.holdings.rates.conversion(currency, self.on));
        let totals = sums.iter().map(Sum::total).collect::<ApiResult<_>>()?;
        Ok(MassChangePreview { agreements, totals, rates: rates.collect() })
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
            match self.effect_in(before, after, framework, sums) {
                Ok(book) => effect.books.push(book),
                Err(error) if error.code() == ErrorCode::ValidationFailed => effect.not_calculable.push(framework),
                Err(error) => return Err(error),
            }
        }
        Ok(effect)
    }

    fn effect_in(
        &self,
        before: &BookHolding,
        after: &BookHolding,
        framework: BookFramework,
        sums: &mut Vec<Sum>,
    ) -> ApiResult<MassChangeBook> {
        let between = |without: HeldLease<'_>, with: HeldLease<'_>| {
            let (before, after) = (of_lease_on(&without, self.on)?, of_lease_on(&with, self.on)?);
            Moved::of(BookEffect::between(framework, with.currency, before, after))
        };
        let own = between(self.holdings.lease(before, framework), self.holdings.lease(after, framework))?;
        let contractual = if own.currency == after.currency() {
            None
        } else {
            Some(between(self.holdings.contractual(before, framework), self.holdings.contractual(after, framework))?)
        };
        own.count(sums)?;
        let (shown, translated) = match contractual {
            Some(contractual) => (contractual, Some(own.translated()?)),
            None => (own, None),
        };
        Ok(MassChangeBook {
            framework,
            currency: shown.currency,
            treatment: shown.after.treatment,
            liability_before: shown.before.liability,
            liability_after: shown.after.liability,
            asset_before: shown.before.asset,
            asset_after: shown.after.asset,
            journal: shown.posted.lines()?,
            translated,
            findings: shown.after.findings,
        })
    }
}

/// An agreement in a book, without the change and with it, in one currency.
struct Moved {
    framework: BookFramework,
    currency: Currency,
    before: BookSide,
    after: BookSide,
    posted: Posted,
}

impl Moved {
    fn of(effect: BookEffect) -> ApiResult<Self> {
        let BookEffect { framework, currency, before, after, journal, withdrawn, .. } = effect;
        let mut posted = Posted::default();
        posted.add(&journal, 1)?;
        posted.add(&withdrawn, -1)?;
        Ok(Self { framework, currency, before, after, posted })
    }

    fn count(&self, sums: &mut Vec<Sum>) -> ApiResult<()> {
        let Self { framework, currency, before, after, posted } = self;
        let place = sums.iter().position(|sum| (sum.framework, sum.currency) == (*framework, *currency));
        let place = place.unwrap_or_else(|| {
            let (liability, asset, posted) = ([0; 2], [0; 2], Posted::default());
            let (framework, currency) = (*framework, *currency);
            sums.push(Sum { framework, currency, agreements: 0, liability, asset, posted });
            sums.len() - 1
        });
        let Some(sum) = sums.get_mut(place) else { return Ok(()) };
        sum.agreements += 1;
        let sides = [before, after];
        for (sum, side) in sum.liability.iter_mut().zip(sides) {
            *sum = added(*sum, side.liability.minor())?;
        }
        for (sum, side) in sum.asset.iter_mut().zip(sides) {
            *sum = added(*sum, side.asset.minor())?;
        }
        posted.0.iter().try_for_each(|(role, amount)| sum.posted.post(*role, *amount))
    }

    fn translated(&self) -> ApiResult<MassChangeTranslated> {
        Ok(MassChangeTranslated {
            currency: self.currency,
            liability_before: self.before.liability,
            liability_after: self.after.liability,
            asset_before: self.before.asset,
            asset_after: self.after.asset,
            journal: self.posted.lines()?,
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
