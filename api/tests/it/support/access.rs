//! The words of the access test.

use super::{Sending, TestApp};
use actix_web::http::Method;
use api::openapi;
use futures_util::future::LocalBoxFuture;
use serde_json::Value;
use shared::companies::Role;
use shared::problem::ErrorCode;
use std::collections::BTreeMap;

/// Who an operation lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Least {
    /// Also people who are not signed in.
    Anyone,
    SignedIn,
    /// Members of the company in the address with at least this role.
    Member(Role),
}

/// Puts what the operation wants into a request.
pub type Completes = for<'a> fn(&Ids, Sending<'a>) -> Sending<'a>;

/// One operation's row.
#[derive(Clone)]
pub struct AccessRow {
    pub operation: &'static str,
    pub least: Least,
    pub query: &'static str,
    pub needs: &'static [&'static str],
    pub body: Option<Completes>,
    pub ends_in: Option<ErrorCode>,
}

impl AccessRow {
    pub fn anyone(operation: &'static str) -> Self {
        Self { operation, least: Least::Anyone, query: "", needs: &[], body: None, ends_in: None }
    }

    pub fn signed_in(operation: &'static str) -> Self {
        Self { least: Least::SignedIn, ..Self::anyone(operation) }
    }

    pub fn member(least: Role, operation: &'static str) -> Self {
        Self { least: Least::Member(least), ..Self::anyone(operation) }
    }

    /// Without `?`.
    pub fn query(self, query: &'static str) -> Self {
        Self { query, ..self }
    }

    /// Things the body names beside those in the address; see [`Maker`].
    pub fn needs(self, needs: &'static [&'static str]) -> Self {
        Self { needs, ..self }
    }

    /// Completes the request: `.sends(|ids, request| request.json(json!({..})))`.
    pub fn sends(self, body: Completes) -> Self {
        Self { body: Some(body), ..self }
    }

    /// Those who are let in get this problem instead of a success.
    pub fn ends_in(self, code: ErrorCode) -> Self {
        Self { ends_in: Some(code), ..self }
    }
}

/// Makes something in company A and returns its id. `name` is the parameter in the address, such as `agreement_id`, or
/// what a row says it needs; what stands before it in the address is made already.
#[derive(Clone)]
pub struct Maker {
    pub name: &'static str,
    pub make: for<'a> fn(&'a TestApp, &'a Ids) -> LocalBoxFuture<'a, String>,
}

/// What was made for one attempt.
#[derive(Clone, Debug, Default)]
pub struct Ids(BTreeMap<String, String>);

impl Ids {
    pub fn with(mut self, name: &str, id: &str) -> Self {
        self.0.insert(name.to_owned(), id.to_owned());
        self
    }

    #[track_caller]
    pub fn get(&self, name: &str) -> &str {
        self.0.get(name).unwrap_or_else(|| panic!("{name} was not made: the row needs it"))
    }
}

#[derive(Clone, Copy, Debug)]
pub enum Caller {
    Anonymous,
    Outsider,
    Reader,
    Editor,
    Owner,
}

impl Caller {
    pub const ALL: &'static [Self] = &[Self::Anonymous, Self::Outsider, Self::Reader, Self::Editor, Self::Owner];

    /// In company A.
    pub fn role(self) -> Option<Role> {
        match self {
            Self::Anonymous | Self::Outsider => None,
            Self::Reader => Some(Role::Reader),
            Self::Editor => Some(Role::Editor),
            Self::Owner => Some(Role::Owner),
        }
    }
}

/// An operation as the document has it.
#[derive(Debug)]
pub struct Operation {
    pub id: String,
    pub method: Method,
    pub path: String,
    pub needs_version: bool,
    pub takes_key: bool,
    pub takes_json: bool,
    pub spec: Value,
}

impl Operation {
    pub fn path_parameters(&self) -> Vec<String> {
        let name = |part: &str| Some(part.strip_prefix('{')?.strip_suffix('}')?.to_owned());
        self.path.split('/').filter_map(name).collect()
    }

    /// Whether it names something inside a company, beside the company itself. Frameworks are the same in all.
    pub fn names_things_in_a_company(&self) -> bool {
        let names = self.path_parameters();
        let things = names.iter().filter(|name| !["company_id", "framework"].contains(&name.as_str()));
        things.count() > 0 && names.iter().any(|name| name == "company_id")
    }

    pub fn address(&self, ids: &Ids, query: &str) -> String {
        let path = self
            .path_parameters()
            .iter()
            .fold(self.path.clone(), |path, name| path.replace(&format!("{{{name}}}"), ids.get(name)));
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }
}

/// Every operation of the document.
pub fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(openapi::document()).unwrap();
    let mut operations = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, spec) in item.as_object().unwrap() {
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            let parameters = spec["parameters"].as_array().cloned().unwrap_or_default();
            operations.push(Operation {
                id: spec["operationId"].as_str().unwrap_or_default().to_owned(),
                method,
                path: path.clone(),
                needs_version: parameters.iter().any(|parameter| parameter["name"] == "If-Match"),
                takes_key: parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key"),
                takes_json: !spec["requestBody"]["content"]["application/json"].is_null(),
                spec: spec.clone(),
            });
        }
    }
    operations
}
