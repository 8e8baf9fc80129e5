//! The figures of an agreement as numbers, and their sums.

use engine::Minor;
use shared::books::{BookAsset, BookDeferral, BookLiability};
use shared::reports::{ReportCash, ReportFigures, ReportResult};

use super::total::{TooLarge, amount};

macro_rules! figures {
    (opening { $($opening:ident)* } moved { $($moved:ident)* } closing { $($closing:ident)* }) => {
        /// Hundredths of the base currency.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Figures {
            $(pub $opening: Minor,)*
            $(pub $moved: Minor,)*
            $(pub $closing: Minor,)*
        }

        impl Figures {
            /// This stretch and the one after it as one.
            pub fn then(&self, next: &Self) -> Self {
                Self {
                    $($opening: self.$opening,)*
                    $($moved: self.$moved + next.$moved,)*
                    $($closing: next.$closing,)*
                }
            }
        }

        /// Of many agreements.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct Sums {
            $($opening: i128,)*
            $($moved: i128,)*
            $($closing: i128,)*
        }

        impl Sums {
            pub fn add(&mut self, figures: &Figures) {
                $(self.$opening += i128::from(figures.$opening);)*
                $(self.$moved += i128::from(figures.$moved);)*
                $(self.$closing += i128::from(figures.$closing);)*
            }

            pub fn add_all(&mut self, other: &Self) {
                $(self.$opening += other.$opening;)*
                $(self.$moved += other.$moved;)*
                $(self.$closing += other.$closing;)*
            }
        }
    };
}

figures! {
    opening { liability_opening asset_opening deferral_opening }
    moved {
        recognised liability_interest paid remeasured derecognised exchange
        asset_recognised asset_depreciation asset_remeasured asset_derecognised asset_impairment
        deferral_paid deferral_cost
        depreciation interest operating short_term low_value variable gain
        principal_paid interest_paid operating_paid direct_costs_paid purchases_paid
        deductible_vat bought equity claim
    }
    closing { liability_closing noncurrent asset_closing deferral_closing }
}

impl Figures {
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    pub fn shown(&self) -> Result<ReportFigures, TooLarge> {
        let mut sums = Sums::default();
        sums.add(self);
        sums.shown()
    }
}

impl Sums {
    /// Asset less liability, at the beginning and at the end.
    pub fn net_assets(&self) -> (i128, i128) {
        (self.asset_opening - self.liability_opening, self.asset_closing - self.liability_closing)
    }

    pub fn shown(&self) -> Result<ReportFigures, TooLarge> {
        let liability = BookLiability {
            opening: amount(self.liability_opening)?,
            recognised: amount(self.recognised)?,
            interest: amount(self.liability_interest)?,
            paid: amount(self.paid)?,
            remeasured: amount(self.remeasured)?,
            derecognised: amount(self.derecognised)?,
            exchange: amount(self.exchange)?,
            closing: amount(self.liability_closing)?,
        };
        let asset = BookAsset {
            opening: amount(self.asset_opening)?,
            recognised: amount(self.asset_recognised)?,
            depreciation: amount(self.asset_depreciation)?,
            remeasured: amount(self.asset_remeasured)?,
            derecognised: amount(self.asset_derecognised)?,
            impairment: amount(self.asset_impairment)?,
            closing: amount(self.asset_closing)?,
        };
        let deferral = BookDeferral {
            opening: amount(self.deferral_opening)?,
            paid: amount(self.deferral_paid)?,
            cost: amount(self.deferral_cost)?,
            closing: amount(self.deferral_closing)?,
        };
        Ok(ReportFigures {
            liability,
            current: amount(self.liability_closing - self.noncurrent)?,
            noncurrent: amount(self.noncurrent)?,
            asset,
            deferral,
            result: self.result()?,
            cash: self.cash()?,
            deductible_vat: amount(self.deductible_vat)?,
            bought: amount(self.bought)?,
            equity: amount(self.equity)?,
            claim: amount(self.claim)?,
        })
    }

    /// Liability, asset, deferral, expense, interest and cash.
    pub fn standing(&self) -> [i128; 6] {
        let Self { liability_closing, asset_closing, deferral_closing, interest, .. } = *self;
        [liability_closing, asset_closing, deferral_closing, self.expense(), interest, self.paid_out()]
    }

    fn expense(&self) -> i128 {
        let evenly = self.operating + self.short_term + self.low_value;
        self.depreciation + self.asset_impairment + self.interest + self.exchange + evenly + self.variable - self.gain
    }

    fn paid_out(&self) -> i128 {
        self.principal_paid + self.interest_paid + self.operating_paid + self.direct_costs_paid + self.purchases_paid
    }

    fn result(&self) -> Result<ReportResult, TooLarge> {
        Ok(ReportResult {
            depreciation: amount(self.depreciation)?,
            impairment: amount(self.asset_impairment)?,
            interest: amount(self.interest)?,
            exchange: amount(self.exchange)?,
            operating: amount(self.operating)?,
            short_term: amount(self.short_term)?,
            low_value: amount(self.low_value)?,
            variable: amount(self.variable)?,
            gain: amount(self.gain)?,
            expense: amount(self.expense())?,
        })
    }

    fn cash(&self) -> Result<ReportCash, TooLarge> {
        Ok(ReportCash {
            principal: amount(self.principal_paid)?,
            interest: amount(self.interest_paid)?,
            operating: amount(self.operating_paid)?,
            direct_costs: amount(self.direct_costs_paid)?,
            purchases: amount(self.purchases_paid)?,
            total: amount(self.paid_out())?,
        })
    }
}
