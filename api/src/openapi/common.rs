//! What every operation shares: who may call it, the problems it can end in, and the ids in its address.

use shared::problem::Problem;
use utoipa::ToSchema as _;
use utoipa::openapi::path::{Operation, Parameter, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, OpenApi, Ref, RefOr, Required, Response, ResponseBuilder};

const SESSION: &str = "session";
const CSRF: &str = "csrf";

pub(super) fn finish(document: &mut OpenApi) {
    let components = document.components.get_or_insert_with(Components::new);
    add_security(components);
    add_problems(components);
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            secure(operation, method);
            name_ids(operation, path);
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

fn add_security(components: &mut Components) {
    let cookie = ApiKeyValue::with_description("__Host-session", "Set by signing in.");
    let token = ApiKeyValue::with_description("X-CSRF-Token", "Said by signing in and by GET /api/v1/me.");
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    components.add_security_scheme(CSRF, SecurityScheme::ApiKey(ApiKey::Header(token)));
}

/// One named response per status, so that the document says each once.
fn add_problems(components: &mut Components) {
    let mut schemas = vec![(Problem::name().into_owned(), <Problem as utoipa::PartialSchema>::schema())];
    Problem::schemas(&mut schemas);
    components.schemas.extend(schemas);
    for (status, name, description) in PROBLEMS {
        let body = utoipa::openapi::ContentBuilder::new()
            .schema(Some(RefOr::Ref(Ref::from_schema_name(Problem::name()))))
            .build();
        let response =
            ResponseBuilder::new().description(*description).content("application/problem+json", body).build();
        components.responses.insert((*name).to_owned(), RefOr::T(with_retry_after(response, status)));
    }
}

const PROBLEMS: &[(&str, &str, &str)] = &[
    ("400", "Malformed", "The request cannot be read."),
    ("401", "Unauthenticated", "Nobody is signed in, or e-mail and password do not belong together."),
    ("403", "Forbidden", "The role is too low, or the request could not be verified as our own page's."),
    ("404", "NotFound", "There is no such thing, or the caller may not know of it."),
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

fn with_retry_after(mut response: Response, status: &str) -> Response {
    if matches!(status, "429" | "503") {
        let seconds = ObjectBuilder::new().schema_type(Type::Integer).build();
        let header =
            utoipa::openapi::HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait")).build();
        response.headers.insert("Retry-After".to_owned(), header.into());
    }
    response
}

/// Everyone has to be signed in, unless the operation says `security(())`.
fn secure(operation: &mut Operation, method: &str) {
    if operation.security.is_none() {
        let session = SecurityRequirement::new(SESSION, Vec::<String>::new());
        let requirement = if method == "get" { session } else { session.add(CSRF, Vec::<String>::new()) };
        operation.security = Some(vec![requirement]);
    }
}

/// The ids that extractors read from the address by their type's name.
fn name_ids(operation: &mut Operation, path: &str) {
    let parameters = operation.parameters.get_or_insert_with(Vec::new);
    for part in path.split('/') {
        let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else { continue };
        if !named(parameters).any(|parameter| parameter.name == name && parameter.parameter_in == ParameterIn::Path) {
            let id = ObjectBuilder::new()
                .schema_type(Type::String)
                .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
                .build();
            let what = name.trim_end_matches("_id").replace('_', " ");
            parameters.push(
                ParameterBuilder::new()
                    .name(name)
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .description(Some(format!("The {what}.")))
                    .schema(Some(id))
                    .build()
                    .into(),
            );
        }
    }
    if parameters.is_empty() {
        operation.parameters = None;
    }
}

fn named(parameters: &[RefOr<Parameter>]) -> impl Iterator<Item = &Parameter> {
    parameters.iter().filter_map(|parameter| match parameter {
        RefOr::T(parameter) => Some(parameter),
        RefOr::Ref(_) => None,
    })
}

fn answer_problems(operation: &mut Operation, method: &str) {
    let is_unsafe = method != "get";
    let has_body = operation.request_body.is_some();
    let is_open =
        operation.security.as_ref().is_some_and(|all| all.iter().all(|one| *one == SecurityRequirement::default()));
    let parameters = operation.parameters.as_deref().unwrap_or_default();
    let has = |name: &str| named(parameters).any(|parameter| parameter.name == name);
    let in_path = named(parameters).any(|parameter| parameter.parameter_in == ParameterIn::Path);
    let signs_in = is_open && has_body;
    for (status, name, _) in PROBLEMS {
        let applies = match *status {
            "400" => has_body || !parameters.is_empty(),
            "401" => !is_open || signs_in,
            "403" => is_unsafe,
            "404" => in_path || !is_open && has_body,
            "409" => is_unsafe,
            "412" | "428" => has("If-Match"),
            "413" | "415" | "422" => has_body,
            "429" => is_unsafe,
            _ => true,
        };
        if applies && !operation.responses.responses.contains_key(*status) {
            let response = RefOr::Ref(Ref::from_response_name(*name));
            operation.responses.responses.insert((*status).to_owned(), response);
        }
    }
}
