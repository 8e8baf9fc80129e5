//! From terms and changes to columns.

use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Map, Value};
use shared::agreements::{AgreementChange, AgreementTerms, ExtensionRule};
use shared::calculation::{Calculation, contract};
use shared::ids::PartyId;
use shared::terms::{self, fields, merge_fields};
use std::collections::{BTreeSet, HashMap};

use super::{Agreement, Lessor, Phase, Portfolio};
use crate::features::agreements::service::PortfolioEntry;

/// The party that an id leads to: one that was merged into another is that other one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub id: PartyId,
    pub name: String,
}

/// What a phase is made of. An amendment of anything else begins none.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct PhaseTerms {
    title: String,
    #[serde(default)]
    lessor_id: Option<PartyId>,
    #[serde(default)]
    cost_center: Option<String>,
    #[serde(default)]
    notice_months: Option<u32>,
    #[serde(default)]
    extension: Option<ExtensionRule>,
}

const PHASE_FIELDS: [&str; 5] = ["title", "lessor_id", "cost_center", "notice_months", "extension"];

impl Portfolio {
    /// `party` names the lessors. An agreement whose terms cannot be calculated is kept, its figures unknown.
    pub fn compile(mut registered: Vec<PortfolioEntry>, party: impl Fn(PartyId) -> Option<Party>) -> Self {
        registered.sort_by(|a, b| (&a.original.number, a.id).cmp(&(&b.original.number, b.id)));
        let mut phases: Vec<Phases> = registered.iter().map(Phases::of).collect();
        let mut followed: HashMap<PartyId, Option<Party>> = HashMap::new();
        for terms in phases.iter_mut().flat_map(Phases::every_mut) {
            // From here on the party that the lessor turned out to be.
            let lessor = terms.lessor_id.and_then(|id| followed.entry(id).or_insert_with(|| party(id)).as_ref());
            if let Some(lessor) = lessor {
                terms.lessor_id = Some(lessor.id);
            }
        }
        let names: HashMap<PartyId, &str> =
            followed.values().flatten().map(|party| (party.id, party.name.as_str())).collect();

        let every = || phases.iter().flat_map(Phases::every);
        let cost_centers: BTreeSet<&str> = every().filter_map(|terms| terms.cost_center.as_deref()).collect();
        let lessors: BTreeSet<(&str, PartyId)> = every()
            .filter_map(|terms| terms.lessor_id)
            .map(|id| (names.get(&id).copied().unwrap_or_default(), id))
            .collect();
        let place_of_lessor: HashMap<PartyId, u32> = lessors.iter().map(|(_, id)| *id).zip(0..).collect();
        let place_of_cost_center: HashMap<&str, u32> = cost_centers.iter().copied().zip(0..).collect();

        let phase = |from: NaiveDate, terms: &PhaseTerms| Phase {
            from,
            lessor: terms.lessor_id.and_then(|id| place_of_lessor.get(&id).copied()),
            cost_center: terms.cost_center.as_deref().and_then(|name| place_of_cost_center.get(name).copied()),
            notice_months: terms.notice_months,
            extension_months: terms.extension.as_ref().map(|rule| rule.months),
        };
        let agreements = registered.iter().zip(&phases).map(|(agreement, phases)| {
            let signed = phase(NaiveDate::MIN, &phases.signed);
            let later = phases.later.iter().map(|(from, terms)| phase(*from, terms)).collect();
            compile(agreement, &phases.last().title, signed, later)
        });
        Self {
            agreements: agreements.collect(),
            merged: followed
                .iter()
                .filter_map(|(id, party)| Some((*id, party.as_ref()?.id)))
                .filter(|(id, into)| id != into)
                .collect(),
            demo: registered.iter().any(|agreement| agreement.demo),
            lessors: lessors.iter().map(|(name, id)| Lessor { id: *id, name: (*name).into() }).collect(),
            cost_centers: cost_centers.iter().map(|name| (*name).into()).collect(),
        }
    }
}

fn compile(registered: &PortfolioEntry, title: &str, signed: Phase, later: Vec<Phase>) -> Agreement {
    let terms = &registered.original;
    let checked = terms::check(terms).ok();
    let plan = checked.as_ref().and_then(|checked| Calculation::new(checked, &registered.changes).ok());
    Agreement {
        id: registered.id,
        number: terms.number.as_deref().unwrap_or_default().into(),
        title: title.into(),
        kind: terms.kind,
        currency: terms.currency,
        all_in: checked.and_then(|checked| engine::all_in(&contract(&checked)).ok()?.rate.rate()),
        plan: plan.map(Calculation::into_plan),
        start_on: terms.start_on,
        end_on: terms.end_on.unwrap_or(terms.start_on),
        ended_on: registered.changes.iter().find_map(|change| match change {
            AgreementChange::Ended { effective_on, .. } => Some(*effective_on),
            AgreementChange::Amended { .. } => None,
        }),
        signed,
        later,
    }
}

/// The terms in force through an agreement, where they differ in what a phase is made of.
struct Phases {
    signed: PhaseTerms,
    later: Vec<(NaiveDate, PhaseTerms)>,
}

impl Phases {
    fn of(agreement: &PortfolioEntry) -> Self {
        let terms = &agreement.original;
        let mut later = Vec::new();
        let mut merged: Option<Map<String, Value>> = None;
        for change in &agreement.changes {
            let AgreementChange::Amended { effective_on, patch, .. } = change else { continue };
            if !PHASE_FIELDS.iter().any(|field| patch.0.contains_key(*field)) {
                continue;
            }
            let whole = merge_fields(merged.take().unwrap_or_else(|| fields(terms)), patch);
            if let Ok(terms) = PhaseTerms::deserialize(&Value::Object(whole.clone())) {
                later.push((*effective_on, terms));
            }
            merged = Some(whole);
        }
        Self { signed: PhaseTerms::of(terms), later }
    }

    fn every(&self) -> impl Iterator<Item = &PhaseTerms> {
        std::iter::once(&self.signed).chain(self.later.iter().map(|(_, terms)| terms))
    }

    fn every_mut(&mut self) -> impl Iterator<Item = &mut PhaseTerms> {
        std::iter::once(&mut self.signed).chain(self.later.iter_mut().map(|(_, terms)| terms))
    }

    fn last(&self) -> &PhaseTerms {
        self.later.last().map_or(&self.signed, |(_, terms)| terms)
    }
}

impl PhaseTerms {
    fn of(terms: &AgreementTerms) -> Self {
        Self {
            title: terms.title.clone(),
            lessor_id: terms.lessor_id,
            cost_center: terms.cost_center.clone(),
            notice_months: terms.notice_months,
            extension: terms.extension.clone(),
        }
    }
}
