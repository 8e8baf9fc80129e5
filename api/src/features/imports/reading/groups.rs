//! Faults by what mends them: the same fault in the same field stands once.

use shared::imports::{Fault, FaultCode, FaultGroup, FoundCount, ImportField, Severity};
use std::collections::{BTreeMap, HashMap};

/// Collects while the rows go by.
#[derive(Debug, Default)]
pub struct FaultGroups(BTreeMap<Key, Group>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    rank: Rank,
    code: FaultCode,
    field: Option<ImportField>,
    /// Tells the company's own fields apart.
    column: Option<String>,
}

/// Blocking ones first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Blocking,
    Warning,
}

#[derive(Debug, Default)]
struct Group {
    count: u32,
    with_suggestion: u32,
    found: HashMap<String, u32>,
}

const FOUND_LISTED: usize = 20;
/// Beyond these the counts of single texts are of no use, and memory is.
const FOUND_COUNTED: usize = 10_000;

impl FaultGroups {
    pub fn add(&mut self, fault: &Fault) {
        let rank = match fault.severity {
            Severity::Blocking => Rank::Blocking,
            Severity::Warning => Rank::Warning,
        };
        let column = fault.column.clone().filter(|_| fault.field.is_none());
        let group = self.0.entry(Key { rank, code: fault.code, field: fault.field, column }).or_default();
        group.count += 1;
        group.with_suggestion += u32::from(fault.suggestion.is_some());
        let Some(found) = &fault.found else { return };
        if let Some(count) = group.found.get_mut(found) {
            *count += 1;
        } else if group.found.len() < FOUND_COUNTED {
            group.found.insert(found.clone(), 1);
        }
    }

    pub fn into_vec(self) -> Vec<FaultGroup> {
        self.0.into_iter().map(|(key, group)| group.into_dto(key)).collect()
    }
}

impl Group {
    fn into_dto(self, key: Key) -> FaultGroup {
        let Key { rank, code, field, column } = key;
        let mut found: Vec<FoundCount> =
            self.found.into_iter().map(|(found, count)| FoundCount { found, count }).collect();
        found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.found.cmp(&b.found)));
        found.truncate(FOUND_LISTED);
        FaultGroup {
            code,
            severity: match rank {
                Rank::Blocking => Severity::Blocking,
                Rank::Warning => Severity::Warning,
            },
            field,
            column,
            count: self.count,
            found,
            all_suggested: self.with_suggestion == self.count,
        }
    }
}
