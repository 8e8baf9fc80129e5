//! Which account a role of the books is.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
#[cfg(feature = "server")]
use validator::Validate as _;

use super::defaults::{default_accounts, name_of};
use crate::agreements::AgreementKind;
use crate::books::{BookFramework, BookRole};

/// Which account a role is posted on. The rule that asks for the most wins: a project before a cost centre, that
/// before a kind of agreement, and that before a framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct AccountRule {
    pub role: BookRole,
    /// Only in this framework.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub framework: Option<BookFramework>,
    /// Only of this kind of agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AgreementKind>,
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost_center: Option<String>,
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 200)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<String>,
    /// Four to eight digits.
    #[cfg_attr(feature = "server", schema(example = "1260"))]
    pub account: String,
    /// Where debits go, when they go elsewhere: a loss beside a gain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub debit_account: Option<String>,
    /// What the account is called; the usual name of its number when absent.
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 100)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A rule in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct MappedAccount {
    pub rule: AccountRule,
    /// Nobody in the company has chosen it.
    pub default: bool,
    /// A default to hold against the company's own chart of accounts before it is used: BAS has no account of just this
    /// meaning, or several.
    pub confirm: bool,
}

/// The accounts of a company's books.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct AccountMapping {
    /// Also the ETag; 0 while nothing has been chosen.
    pub version: i32,
    /// What was chosen, and the defaults that are left.
    pub accounts: Vec<MappedAccount>,
    /// The series of vouchers in the ledger; left to the ledger when absent.
    pub voucher_series: Option<String>,
    pub recorded_at: Option<DateTime<Utc>>,
    pub recorded_by_name: Option<String>,
}

/// The rules chosen, all of them. What they do not say goes by the defaults.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema, validator::Validate))]
#[serde(deny_unknown_fields)]
pub struct NewAccountMapping {
    #[cfg_attr(feature = "server", validate(length(max = 500), nested), schema(max_items = 500))]
    pub accounts: Vec<AccountRule>,
    #[cfg_attr(feature = "server", validate(length(min = 1, max = 10)))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher_series: Option<String>,
}

/// What is posted, as far as rules ask.
#[derive(Clone, Copy, Debug)]
pub struct Posted<'a> {
    pub role: BookRole,
    pub framework: BookFramework,
    pub kind: AgreementKind,
    pub cost_center: Option<&'a str>,
    pub project: Option<&'a str>,
}

/// Rules ready to be asked.
#[derive(Clone, Debug)]
pub struct Accounts {
    chosen: Vec<AccountRule>,
    defaults: Vec<MappedAccount>,
}

impl AccountRule {
    fn fits(&self, posted: &Posted<'_>) -> bool {
        let same = |asked: Option<&String>, found: Option<&str>| {
            asked.is_none_or(|asked| found.is_some_and(|found| found.trim() == asked.trim()))
        };
        self.role == posted.role
            && self.framework.is_none_or(|framework| framework == posted.framework)
            && self.kind.is_none_or(|kind| kind == posted.kind)
            && same(self.cost_center.as_ref(), posted.cost_center)
            && same(self.project.as_ref(), posted.project)
    }

    fn weight(&self) -> u8 {
        u8::from(self.project.is_some()) * 8
            + u8::from(self.cost_center.is_some()) * 4
            + u8::from(self.kind.is_some()) * 2
            + u8::from(self.framework.is_some())
    }

    /// Whether the two ask for the same.
    pub fn asks_the_same(&self, other: &Self) -> bool {
        let of = |rule: &Self| (rule.role, rule.framework, rule.kind, rule.cost_center.clone(), rule.project.clone());
        of(self) == of(other)
    }

    pub fn account_for(&self, is_debit: bool) -> &str {
        self.debit_account.as_deref().filter(|_| is_debit).unwrap_or(&self.account)
    }
}

impl Accounts {
    pub fn new(chosen: Vec<AccountRule>) -> Self {
        Self { chosen, defaults: default_accounts() }
    }

    /// The rule for a posting, and whether it is a default to confirm. Every role has a default.
    pub fn rule(&self, posted: &Posted<'_>) -> Option<(&AccountRule, bool)> {
        let fitting = self.chosen.iter().filter(|rule| rule.fits(posted));
        match fitting.max_by_key(|rule| rule.weight()) {
            Some(rule) => Some((rule, false)),
            None => {
                let fitting = self.defaults.iter().filter(|mapped| mapped.rule.fits(posted));
                fitting.max_by_key(|mapped| mapped.rule.weight()).map(|mapped| (&mapped.rule, mapped.confirm))
            }
        }
    }

    /// What was chosen, and the defaults that are still asked.
    pub fn in_force(&self) -> Vec<MappedAccount> {
        let replaces = |rule: &AccountRule, default: &AccountRule| {
            let no_more = rule.framework.is_none() && rule.cost_center.is_none() && rule.project.is_none();
            rule.role == default.role && no_more && (rule.kind.is_none() || rule.kind == default.kind)
        };
        let chosen =
            self.chosen.iter().map(|rule| MappedAccount { rule: rule.clone(), default: false, confirm: false });
        let left = self.defaults.iter().filter(|default| !self.chosen.iter().any(|rule| replaces(rule, &default.rule)));
        chosen.chain(left.cloned()).collect()
    }

    /// What an account is called here.
    pub fn name(&self, account: &str) -> Option<String> {
        let named = self.chosen.iter().find(|rule| rule.account == account && rule.name.is_some());
        named.and_then(|rule| rule.name.clone()).or_else(|| name_of(account).map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journals::ROLES;

    fn rule(role: BookRole, account: &str) -> AccountRule {
        AccountRule {
            role,
            framework: None,
            kind: None,
            cost_center: None,
            project: None,
            account: account.to_owned(),
            debit_account: None,
            name: None,
        }
    }

    fn posted(role: BookRole, kind: AgreementKind) -> Posted<'static> {
        Posted { role, framework: BookFramework::Ifrs16, kind, cost_center: Some("100"), project: None }
    }

    #[test]
    fn every_role_of_every_kind_has_a_default() {
        let accounts = Accounts::new(Vec::new());
        for role in ROLES {
            for kind in AgreementKind::ALL {
                let (rule, _) = accounts.rule(&posted(role, kind)).unwrap();
                assert!(rule.account.len() == 4 && rule.account.bytes().all(|byte| byte.is_ascii_digit()), "{role:?}");
                assert!(accounts.name(&rule.account).is_some(), "{} has no name", rule.account);
                assert!(accounts.name(rule.account_for(true)).is_some(), "{} has no name", rule.account_for(true));
            }
        }
    }

    #[test]
    fn the_rule_that_asks_for_the_most_wins_and_any_choice_before_a_default() {
        let cost = BookRole::LeaseCost;
        let of_kind = AccountRule { kind: Some(AgreementKind::Car), ..rule(cost, "5616") };
        let of_center = AccountRule { cost_center: Some("100".to_owned()), ..rule(cost, "5617") };
        let of_other = AccountRule { project: Some("P1".to_owned()), ..rule(cost, "5618") };
        let account = |rules: &[AccountRule], kind| {
            Accounts::new(rules.to_vec()).rule(&posted(cost, kind)).unwrap().0.account.clone()
        };
        assert_eq!(account(&[], AgreementKind::Car), "5615");
        assert_eq!(account(&[], AgreementKind::Premises), "5010");
        // A rule for all of a role is a choice for its kinds too.
        assert_eq!(account(&[rule(cost, "5200")], AgreementKind::Car), "5200");
        let all = [rule(cost, "5200"), of_kind, of_center, of_other];
        assert_eq!(account(&all, AgreementKind::Car), "5617");
        assert_eq!(account(&all[..2], AgreementKind::Car), "5616");
        assert_eq!(account(&all[..2], AgreementKind::Rental), "5200");
    }

    #[test]
    fn defaults_that_are_never_asked_are_not_shown() {
        let shown = |rules: Vec<AccountRule>| Accounts::new(rules).in_force();
        let all = shown(Vec::new());
        assert!(all.iter().all(|mapped| mapped.default));
        let costs = |shown: &[MappedAccount]| shown.iter().filter(|one| one.rule.role == BookRole::LeaseCost).count();
        assert_eq!(costs(&all), AgreementKind::ALL.len());
        assert_eq!(costs(&shown(vec![rule(BookRole::LeaseCost, "5200")])), 1);
        let car = AccountRule { kind: Some(AgreementKind::Car), ..rule(BookRole::LeaseCost, "5616") };
        assert_eq!(costs(&shown(vec![car])), AgreementKind::ALL.len());
    }

    #[test]
    fn a_loss_can_have_an_account_of_its_own() {
        let accounts = Accounts::new(Vec::new());
        let (rule, confirm) = accounts.rule(&posted(BookRole::GainOrLoss, AgreementKind::Car)).unwrap();
        assert_eq!((rule.account_for(false), rule.account_for(true), confirm), ("3970", "7970", true));
    }
}
