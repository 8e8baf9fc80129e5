//! The figures of an agreement as numbers, and their sums.

use engine::Minor;
use shared::books::{BookAsset, BookDeferral, BookLiability};
use shared::reports::{ReportCash, ReportFigures, ReportResult, ReportTranslation};

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

            /// Each figure by what it is: what there was at first, what moved, what there is at last.
            pub fn converted(
                &self,
                opening: impl Fn(Minor) -> Option<Minor>,
                moved: impl Fn(Minor) -> Option<Minor>,
                closing: impl Fn(Minor) -> Option<Minor>,
            ) -> Option<Self> {
                Some(Self {
                    $($opening: opening(self.$opening)?,)*
                    $($moved: moved(self.$moved)?,)*
                    $($closing: closing(self.$closing)?,)*
                })
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

            /// This stretch and the one after it as one.
            pub fn then(&self, next: &Self) -> Self {
                Self {
                    $($opening: self.$opening,)*
                    $($moved: self.$moved + next.$moved,)*
                    $($closing: next.$closing,)*
                }
            }

            /// What moved in these and not in the earlier ones; the balances of these.
            pub fn since(&self, earlier: &Self) -> Self {
                Self { $($moved: self.$moved - earlier.$moved,)* ..*self }
            }

            /// Each figure by what it is, as [`Figures::converted`].
            pub fn converted(
                &self,
                opening: impl Fn(i128) -> i128,
                moved: impl Fn(i128) -> i128,
                closing: impl Fn(i128) -> i128,
            ) -> Self {
                Self {
                    $($opening: opening(self.$opening),)*
                    $($moved: moved(self.$moved),)*
                    $($closing: closing(self.$closing),)*
                }
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
        depreciation interest operating short_term low_value variable services gain
        principal_paid interest_paid operating_paid direct_costs_paid purchases_paid
        deductible_vat bought equity claim
        liability_translated asset_translated deferral_translated
    }
    closing { liability_closing noncurrent asset_closing deferral_closing }
}

macro_rules! of_both {
    ($($name:ident)+) => {$(
        impl $name {
            /// What the other figures do not explain of the closing balances is translation.
            pub fn translate_rest(&mut self) {
                self.liability_translated = self.liability_closing - self.liability_opening - self.recognised
                    - self.liability_interest + self.paid - self.remeasured + self.derecognised - self.exchange;
                self.asset_translated = self.asset_closing - self.asset_opening - self.asset_recognised
                    + self.asset_depreciation - self.asset_remeasured + self.asset_derecognised + self.asset_impairment;
                self.deferral_translated =
                    self.deferral_closing - self.deferral_opening - self.deferral_paid + self.deferral_cost;
            }

            /// The company joins the group as the stretch begins: what there was at first is new to it.
            pub fn joins(&mut self) {
                self.recognised += std::mem::take(&mut self.liability_opening);
                self.asset_recognised += std::mem::take(&mut self.asset_opening);
                self.deferral_paid += std::mem::take(&mut self.deferral_opening);
            }

            /// The company leaves the group as the stretch ends, with everything there is at last.
            pub fn leaves(&mut self) {
                self.derecognised += std::mem::take(&mut self.liability_closing);
                self.asset_derecognised += std::mem::take(&mut self.asset_closing);
                self.deferral_paid -= std::mem::take(&mut self.deferral_closing);
                self.noncurrent = 0;
            }
        }
    )+};
}

of_both! { Figures Sums }

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
    /// Opens as another does.
    pub fn opens_as(&mut self, other: &Self) {
        self.liability_opening = other.liability_opening;
        self.asset_opening = other.asset_opening;
        self.deferral_opening = other.deferral_opening;
    }

    /// Opens with what the stretch before closes with.
    pub fn opens_after(&mut self, before: &Self) {
        self.liability_opening = before.liability_closing;
        self.asset_opening = before.asset_closing;
        self.deferral_opening = before.deferral_closing;
    }

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
            translation: ReportTranslation {
                liability: amount(self.liability_translated)?,
                asset: amount(self.asset_translated)?,
                deferral: amount(self.deferral_translated)?,
            },
        })
    }

    /// Liability, asset, deferral, expense, interest and cash.
    pub fn standing(&self) -> [i128; 6] {
        let Self { liability_closing, asset_closing, deferral_closing, interest, .. } = *self;
        [liability_closing, asset_closing, deferral_closing, self.expense(), interest, self.paid_out()]
    }

    fn expense(&self) -> i128 {
        let evenly = self.operating + self.short_term + self.low_value;
        let capitalised = self.depreciation + self.asset_impairment + self.interest + self.exchange;
        capitalised + evenly + self.variable + self.services - self.gain
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
            services: amount(self.services)?,
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
