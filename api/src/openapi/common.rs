//! What every operation shares: who may call it, the ids in its address, and the problems it can end in.

use shared::problem::Problem;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, HeaderBuilder, OpenApi, Ref, RefOr, Required, ResponseBuilder};
use utoipa::{PartialSchema as _, ToSchema as _};

const SESSION: &str = "session";
const CSRF: &str = "csrf";

/// Status, name and meaning. One named response per status, so that the document says each once.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("400", "Malformed", "The request cannot be read."),
    ("401", "Unauthenticated", "Nobody is signed in, or e-mail and password do not belong together."),
    ("403", "Forbidden", "The role is too low, or the request could not be verified as our own page's."),
    ("404", "NotFound", "There is no such thing, or the caller may not know of it."),
    ("408", "TooSlow", "The body did not arrive in time."),
    ("409", "Conflict", "It collides with the state of things."),
    ("412", "PreconditionFailed", "It has changed since it was read."),
    ("413", "TooLarge", "The body is too large."),
    ("415", "UnsupportedMediaType", "The body has the wrong content type."),
    ("422", "Invalid", "The request reads well but breaks a rule; `errors` says where."),
    ("428", "PreconditionRequired", "`If-Match` is missing."),
    ("429", "TooManyAttempts", "Wait for as long as `Retry-After` says."),
    ("500", "Internal", "The fault is ours."),
    ("503", "Unavailable", "Try again when `Retry-After` says."),
];

pub(super) fn finish(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Components::new);
    add_security(components);
    add_problems(components);
    for (path, item) in &mut document.paths.paths {
        let is_versioned = operations(item).any(|(_, operation)| has_parameter(operation, "If-Match"));
        for (method, operation) in operations(item) {
            secure(operation, method);
            name_ids(operation, path);
            describe_paging(operation);
            describe_success(operation, is_versioned);
            answer_problems(operation, method);
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", item.get.as_mut()),
        ("post", item.post.as_mut()),
        ("put", item.put.as_mut()),
        ("patch", item.patch.as_mut()),
        ("delete", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

fn parameters(operation: &Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().flatten().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

fn has_parameter(operation: &Operation, name: &str) -> bool {
    parameters(operation).any(|parameter| parameter.name == name)
}

fn add_security(components: &mut Components) {
    let cookie = ApiKeyValue::with_description("__Host-session", "Set by signing in.");
    let token = ApiKeyValue::with_description("X-CSRF-Token", "Said by signing in and by GET /api/v1/me.");
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    components.add_security_scheme(CSRF, SecurityScheme::ApiKey(ApiKey::Header(token)));
}

fn add_problems(components: &mut Components) {
    let mut schemas = vec![(Problem::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    for (status, name, description) in PROBLEMS {
        let schema = RefOr::Ref(Ref::from_schema_name(Problem::name()));
        let body = utoipa::openapi::ContentBuilder::new().schema(Some(schema)).build();
        let mut response =
            ResponseBuilder::new().description(*description).content("application/problem+json", body).build();
        if matches!(*status, "429" | "503") {
            let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
            let header = HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait")).build();
            response.headers.insert("Retry-After".to_owned(), header.into());
        }
        components.responses.insert((*name).to_owned(), RefOr::T(response));
    }
}

/// Everyone has to be signed in, unless the operation says `security(())`.
fn secure(operation: &mut Operation, method: &str) {
    if operation.security.is_none() {
        let session = SecurityRequirement::new(SESSION, Vec::<String>::new());
        let requirement = if method == "get" { session } else { session.add(CSRF, Vec::<String>::new()) };
        operation.security = Some(vec![requirement]);
    }
}

fn is_open(operation: &Operation) -> bool {
    let open = SecurityRequirement::default();
    operation.security.as_ref().is_some_and(|requirements| requirements.contains(&open))
}

/// The ids that extractors read from the address by their type's name.
fn name_ids(operation: &mut Operation, path: &str) {
    let names = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    for name in names {
        if has_parameter(operation, name) {
            continue;
        }
        let id = ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
            .build();
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(format!("The {}.", name.trim_end_matches("_id").replace('_', " "))))
            .schema(Some(id))
            .build();
        operation.parameters.get_or_insert_default().push(parameter.into());
    }
    let place = |parameter: &RefOr<Parameter>| match parameter {
        RefOr::T(parameter) => match parameter.parameter_in {
            ParameterIn::Path => 0,
            ParameterIn::Query => 1,
            _ => 2,
        },
        RefOr::Ref(_) => 3,
    };
    if let Some(parameters) = &mut operation.parameters {
        parameters.sort_by_key(place);
    }
}

/// The same words on every list.
fn describe_paging(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        let RefOr::T(parameter) = parameter else { continue };
        if parameter.description.as_ref().is_none_or(String::is_empty) {
            parameter.description = match parameter.name.as_str() {
                "cursor" => Some("`next_cursor` of the page before; absent for the first page".to_owned()),
                "limit" => Some("Rows on a page".to_owned()),
                _ => None,
            };
        }
    }
}

/// A response needs words, a new thing says where it is, and what can be edited says its version.
fn describe_success(operation: &mut Operation, is_versioned: bool) {
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        if response.description.is_empty() {
            response.description = match status.as_str() {
                "201" => "Created".to_owned(),
                "202" => "Accepted; the work goes on".to_owned(),
                "204" => "Done".to_owned(),
                _ => "Done; the body says the rest".to_owned(),
            };
        }
        let mut header = |name: &str, description: &str| {
            let text = ObjectBuilder::new().schema_type(Type::String).build();
            let header = HeaderBuilder::new().schema(Some(text)).description(Some(description)).build();
            response.headers.entry(name.to_owned()).or_insert(header.into());
        };
        if is_versioned && status == "200" {
            header("ETag", "Its version; goes back as If-Match with a change");
        }
        if matches!(status.as_str(), "201" | "202") {
            header("Location", "Where it is");
        }
    }
}

fn answer_problems(operation: &mut Operation, method: &str) {
    let is_unsafe = method != "get";
    let is_open = is_open(operation);
    let has_body = operation.request_body.is_some();
    let has_parameters = parameters(operation).next().is_some();
    let in_path = parameters(operation).any(|parameter| parameter.parameter_in == ParameterIn::Path);
    let is_conditional = has_parameter(operation, "If-Match");
    for (status, name, _) in PROBLEMS {
        let applies = match *status {
            "400" => has_body || has_parameters,
            "401" => !is_open || has_body,
            "403" | "409" | "429" => is_unsafe,
            "404" => in_path || !is_open && has_body,
            "412" | "428" => is_conditional,
            "408" | "413" | "415" => has_body,
            "422" => has_body || has_parameters,
            _ => true,
        };
        if applies {
            let response = RefOr::Ref(Ref::from_response_name(*name));
            operation.responses.responses.entry((*status).to_owned()).or_insert(response);
        }
    }
}
