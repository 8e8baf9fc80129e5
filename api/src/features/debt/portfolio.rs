//! All agreements of a company with their plans compiled: rates solved once, every day afterwards is arithmetic.
//!
//! A compiled agreement answers for its whole life: what changed from a day is part of the plan, so the past comes out
//! with the terms in force then, and the future with the terms agreed today.

mod compile;
mod position;

pub use compile::Party;
pub use position::{Day, Position};

use chrono::NaiveDate;
use engine::{EffectiveRate, Plan};
use shared::agreements::AgreementKind;
use shared::debt::Split;
use shared::ids::{AgreementId, PartyId};
use shared::money::Currency;
use std::collections::HashMap;

use super::filter::Filter;

#[derive(Debug)]
pub struct Portfolio {
    /// By number.
    agreements: Vec<Agreement>,
    /// By name.
    lessors: Vec<Lessor>,
    /// By name.
    cost_centers: Vec<Box<str>>,
    /// Parties that were merged, and into which.
    merged: HashMap<PartyId, PartyId>,
    demo: bool,
}

#[derive(Debug)]
pub struct Agreement {
    pub id: AgreementId,
    pub number: Box<str>,
    pub title: Box<str>,
    pub kind: AgreementKind,
    pub currency: Currency,
    pub all_in: Option<EffectiveRate>,
    /// `None` where the terms cannot be calculated.
    pub plan: Option<Plan>,
    start_on: NaiveDate,
    /// As signed.
    end_on: NaiveDate,
    ended_on: Option<NaiveDate>,
    signed: Phase,
    /// Ascending by day.
    later: Vec<Phase>,
}

/// What the terms in force from a day say, as far as figures are grouped or notice is given by it.
#[derive(Clone, Copy, Debug)]
struct Phase {
    from: NaiveDate,
    /// Place among the lessors and the cost centres.
    lessor: Option<u32>,
    cost_center: Option<u32>,
    notice_months: Option<u32>,
    extension_months: Option<u32>,
}

/// Until when an agreement runs, and how long before it must be said that it should not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub end_on: NaiveDate,
    pub notice_months: Option<u32>,
    pub extension_months: Option<u32>,
}

#[derive(Debug)]
struct Lessor {
    id: PartyId,
    name: Box<str>,
}

/// What a compiled plan keeps beside itself for each stretch of terms, rounded up.
const PLAN_BYTES: usize = 1_024;

/// What a split puts in one line. Lessors and cost centres by their place, so by name; agreements without one last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    All,
    Kind(AgreementKind),
    Currency(Currency),
    Lessor(u32),
    CostCenter(u32),
    Without,
}

impl Portfolio {
    /// True while the demo portfolio is in the register.
    pub fn demo(&self) -> bool {
        self.demo
    }

    /// The filter with the lessor it leads to today.
    pub fn follow(&self, filter: Filter) -> Filter {
        let lessor = filter.lessor.map(|id| self.merged.get(&id).copied().unwrap_or(id));
        Filter { lessor, ..filter }
    }

    /// Every agreement that the filter could let through on some day.
    pub fn agreements(&self, filter: &Filter) -> impl Iterator<Item = &Agreement> {
        self.agreements.iter().filter(|agreement| {
            filter.kind.is_none_or(|kind| kind == agreement.kind)
                && filter.currency.is_none_or(|currency| currency == agreement.currency)
        })
    }

    /// Whether the terms in force on the day are what the filter asks for.
    pub fn fits(&self, agreement: &Agreement, day: NaiveDate, filter: &Filter) -> bool {
        if filter.lessor.is_none() && filter.cost_center.is_none() {
            return true;
        }
        let phase = agreement.phase(day);
        let lessor = phase.lessor.and_then(|place| self.lessor(place)).map(|(id, _)| id);
        let cost_center = phase.cost_center.and_then(|place| self.cost_center(place)).unwrap_or_default();
        filter.lessor.is_none_or(|wanted| lessor == Some(wanted))
            && filter.cost_center.as_deref().is_none_or(|wanted| cost_center == wanted)
    }

    pub fn lessor(&self, place: u32) -> Option<(PartyId, &str)> {
        self.lessors.get(place as usize).map(|lessor| (lessor.id, lessor.name.as_ref()))
    }

    pub fn cost_center(&self, place: u32) -> Option<&str> {
        self.cost_centers.get(place as usize).map(AsRef::as_ref)
    }

    /// Roughly what the portfolio takes in memory.
    pub fn bytes(&self) -> usize {
        let agreement = |agreement: &Agreement| {
            size_of::<Agreement>()
                + agreement.number.len()
                + agreement.title.len()
                + agreement.later.len() * size_of::<Phase>()
                + agreement.plan.as_ref().map_or(0, |plan| plan.segments().len() * PLAN_BYTES)
        };
        let lessor = |lessor: &Lessor| size_of::<Lessor>() + lessor.name.len();
        size_of::<Self>()
            + self.agreements.iter().map(agreement).sum::<usize>()
            + self.lessors.iter().map(lessor).sum::<usize>()
            + self.cost_centers.iter().map(|name| size_of::<Box<str>>() + name.len()).sum::<usize>()
    }
}

impl Agreement {
    fn phase(&self, day: NaiveDate) -> &Phase {
        let begun = self.later.partition_point(|phase| phase.from <= day);
        begun.checked_sub(1).and_then(|last| self.later.get(last)).unwrap_or(&self.signed)
    }

    pub fn group(&self, day: NaiveDate, split: Split) -> Group {
        match split {
            Split::None => Group::All,
            Split::Kind => Group::Kind(self.kind),
            Split::Currency => Group::Currency(self.currency),
            Split::Lessor => self.phase(day).lessor.map_or(Group::Without, Group::Lessor),
            Split::CostCenter => self.phase(day).cost_center.map_or(Group::Without, Group::CostCenter),
        }
    }

    /// As it stands on a day.
    pub fn term(&self, day: NaiveDate) -> Term {
        let Phase { notice_months, extension_months, .. } = *self.phase(day);
        let end_on = self.plan.as_ref().map_or(self.end_on, |plan| plan.end_on(day));
        Term { end_on, notice_months, extension_months }
    }

    /// What the fee costs a year; before the start what it will cost.
    pub fn yearly_cost(&self, day: NaiveDate) -> Option<i64> {
        self.plan.as_ref()?.yearly_cost_on(day.max(self.start_on))
    }
}
