//! Faults by repair: what one decision mends stands together.

use super::faults::{Fault, FaultCode, Repair, Severity};
use super::fields::Field;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaultGroup {
    pub severity: Severity,
    pub repair: Repair,
    pub code: FaultCode,
    pub field: Field,
    pub column: Option<String>,
    /// Where one answer serves every cell with the same text.
    pub found: Option<String>,
    /// Where it is the same for all of them.
    pub suggestion: Option<String>,
    pub count: u32,
    /// The first of them.
    pub sheet_rows: Vec<u32>,
}

const ROWS_LISTED: usize = 200;

/// Collects while the rows go by.
#[derive(Debug, Default)]
pub struct FaultGroups(BTreeMap<Key, FaultGroup>);

type Key = (Severity, Repair, FaultCode, Field, Option<String>);

impl FaultGroups {
    pub fn add(&mut self, fault: &Fault) {
        let (severity, repair) = (fault.code.severity(), fault.code.repair());
        let found = fault.found.clone().filter(|_| repair == Repair::ChooseOne);
        let group =
            self.0.entry((severity, repair, fault.code, fault.field, found.clone())).or_insert_with(|| FaultGroup {
                severity,
                repair,
                code: fault.code,
                field: fault.field,
                column: fault.column.clone(),
                found,
                suggestion: fault.suggestion.clone(),
                count: 0,
                sheet_rows: Vec::new(),
            });
        group.count += 1;
        if group.suggestion != fault.suggestion {
            group.suggestion = None;
        }
        if group.sheet_rows.len() < ROWS_LISTED {
            group.sheet_rows.push(fault.sheet_row);
        }
    }

    /// Blocking ones first, and first among them what mends the most at once.
    pub fn into_vec(self) -> Vec<FaultGroup> {
        self.0.into_values().collect()
    }
}
