//! Whatever is sent, the answer is a problem and never a 5xx.

use crate::support::{Answered, Client, Operation, TestApp, operations};
use serde_json::{Value, json};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

fn garbage() -> Vec<(&'static str, Vec<u8>)> {
    let deep = |open: &str, times: usize| open.repeat(times).into_bytes();
    vec![
        ("nothing", Vec::new()),
        ("not JSON", b"hello".to_vec()),
        ("cut off", br#"{"name": "#.to_vec()),
        ("not UTF-8", b"{\"name\": \"\xff\xfe\"}".to_vec()),
        ("UTF-16", "{\"name\": 1}".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("a byte order mark", b"\xEF\xBB\xBF{}".to_vec()),
        ("null", b"null".to_vec()),
        ("a number", b"1e999".to_vec()),
        ("NaN", b"NaN".to_vec()),
        ("an array", b"[]".to_vec()),
        ("an unknown field", br#"{"no_such_field_anywhere": true}"#.to_vec()),
        ("a prototype", br#"{"__proto__": {"role": "owner"}}"#.to_vec()),
        ("a lone surrogate", br#"{"name": "\ud800"}"#.to_vec()),
        ("a NUL", br#"{"name": "a\u0000b"}"#.to_vec()),
        ("deep arrays", deep("[", 100_000)),
        ("deep objects", deep("{\"a\":", 100_000)),
        ("two values", b"{} {}".to_vec()),
        ("too large", vec![b' '; (1 << 20) + 1]),
    ]
}

fn judge(operation: &Operation, what: &str, answer: &Answered) -> Option<String> {
    let is_fine = match answer.status() {
        400..500 => answer.header("content-type") == Some("application/problem+json"),
        status => status < 400 && what == "an empty object",
    };
    (!is_fine).then(|| format!("{} given {what}: {} {}", operation.id, answer.status(), answer.text()))
}

fn address(app: &TestApp, operation: &Operation) -> String {
    operation.path_parameters().iter().fold(operation.path.clone(), |path, name| {
        let id = if name == "company_id" { app.company.to_string() } else { uuid::Uuid::max().to_string() };
        path.replace(&format!("{{{name}}}"), &id)
    })
}

async fn fresh_owner(app: &TestApp) -> crate::support::Person {
    let email = format!("{:016x}@hostile.example", rand::random::<u64>());
    app.add_person(shared::companies::Role::Owner, &email).await
}

#[tokio::test]
async fn no_body_is_more_than_a_client_error() {
    let app = TestApp::new().await;
    let mut wrong = Vec::new();
    for operation in operations().iter().filter(|operation| operation.takes_json) {
        let person = fresh_owner(&app).await;
        for (what, body) in garbage() {
            let request = app.as_person(&person).plain(operation.method.clone(), &address(&app, operation));
            let answer = request.header("if-match", "*").body("application/json", body).send().await;
            wrong.extend(judge(operation, what, &answer));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values that break careless code, put into every field of every body the document knows.
fn poison() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(-1),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.5e308),
        json!(""),
        json!("   "),
        json!("x".repeat(100_000)),
        json!("'; DROP TABLE account; --"),
        json!("=cmd|' /C calc'!A0"),
        json!("\u{202E}\u{200B}\u{FEFF}"),
        json!("0000-00-00"),
        json!("+262143-12-31"),
        json!("-262143-01-01"),
        json!("9999-12-31"),
        json!("99999999999999999999.99"),
        json!("-9999999999999.99"),
        json!("NaN"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!([]),
        json!([[[[]]]]),
        json!({"a": {"b": {}}}),
    ]
}

#[tokio::test]
async fn no_value_in_any_field_is_more_than_a_client_error() {
    let app = TestApp::new().await;
    let document = serde_json::to_value(api::openapi::document()).unwrap();
    let mut wrong = Vec::new();
    for operation in operations().iter().filter(|operation| operation.takes_json) {
        let schema = &operation.spec["requestBody"]["content"]["application/json"]["schema"];
        let valid = example(&document, schema, 0);
        for field in valid.as_object().map(|fields| fields.keys().cloned().collect::<Vec<_>>()).unwrap_or_default() {
            let person = fresh_owner(&app).await;
            for value in poison() {
                let mut body = valid.clone();
                body[&field] = value.clone();
                let request = app.as_person(&person).plain(operation.method.clone(), &address(&app, operation));
                let answer = request.header("if-match", "*").json(&body).send().await;
                if answer.status() >= 500 {
                    wrong.push(format!("{} with {field} = {value}: {}", operation.id, answer.text()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Something the schema describes.
fn example(document: &Value, schema: &Value, depth: usize) -> Value {
    if let Some(reference) = schema["$ref"].as_str() {
        let found = document.pointer(reference.trim_start_matches('#')).unwrap_or(&Value::Null);
        return example(document, found, depth + 1);
    }
    if depth > 12 {
        return Value::Null;
    }
    if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return example.clone();
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(options) = schema[choice].as_array() {
            let option = options.iter().find(|option| option["type"] != "null").unwrap_or(&Value::Null);
            return example(document, option, depth + 1);
        }
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let merged = parts.iter().filter_map(|part| example(document, part, depth + 1).as_object().cloned()).flatten();
        return Value::Object(merged.collect());
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"].get(0).and_then(Value::as_str));
    match (kind, schema["format"].as_str()) {
        (Some("object"), _) => {
            let properties = schema["properties"].as_object().cloned().unwrap_or_default();
            Value::Object(
                properties.iter().map(|(name, inner)| (name.clone(), example(document, inner, depth + 1))).collect(),
            )
        }
        (Some("array"), _) => json!([]),
        (Some("integer" | "number"), _) => json!(1),
        (Some("boolean"), _) => json!(false),
        (_, Some("date")) => json!("2026-01-31"),
        (_, Some("date-time")) => json!("2026-01-31T08:00:00Z"),
        (_, Some("uuid")) => json!("01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64"),
        (_, Some("email")) => json!("someone@hostile.example"),
        _ => json!("vinter-tunnland-7-orgel"),
    }
}

#[tokio::test]
async fn no_path_or_query_is_more_than_a_client_error() {
    let app = TestApp::new().await;
    let reader = app.as_reader();
    let queries = ["a=b", "cursor=%00", "limit=-1", "limit=1e9", "cursor=AAAA", "%FF=%FF", "sort=%27%3B--", "&&&=&"];
    let ids = ["0", "null", "%00", "..%2f..", "01936f2a-7c1e-7d4b-9a55-3f0c2b1d8e64", "%F0%9F%92%A9", "a%2Fb"];
    let mut wrong = Vec::new();
    for operation in operations().iter().filter(|operation| operation.method.is_safe()) {
        for query in queries {
            let answer = get(&reader, &format!("{}?{query}", address(&app, operation))).await;
            if answer.status() >= 500 {
                wrong.push(format!("{}?{query}: {}", operation.id, answer.text()));
            }
        }
        for id in ids {
            let path = operation
                .path_parameters()
                .iter()
                .fold(operation.path.clone(), |path, name| path.replace(&format!("{{{name}}}"), id));
            let answer = get(&reader, &path).await;
            if !operation.path_parameters().is_empty() && !(400..500).contains(&answer.status()) {
                wrong.push(format!("{} at {path}: {}", operation.id, answer.status()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn get(client: &Client<'_>, path: &str) -> Answered {
    client.plain(actix_web::http::Method::GET, path).send().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_bytes_on_the_wire_bring_the_server_down() {
    let app = TestApp::new().await;
    let address = app.serve();
    let requests: Vec<(&str, Vec<u8>)> = vec![
        ("noise", vec![0xff; 4096]),
        ("a TLS hello", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec()),
        ("no version", b"GET /\r\n\r\n".to_vec()),
        ("HTTP/2 by force", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
        ("a header without an end", [b"GET / HTTP/1.1\r\nA: ".as_slice(), &vec![b'a'; 200_000]].concat()),
        ("a thousand headers", [b"GET / HTTP/1.1\r\n".as_slice(), &b"A: b\r\n".repeat(1_000), b"\r\n"].concat()),
        ("a long path", [b"GET /".as_slice(), &vec![b'a'; 100_000], b" HTTP/1.1\r\nHost: x\r\n\r\n"].concat()),
        ("a raw byte in the path", b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("two lengths", b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab".to_vec()),
        ("a negative length", b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n".to_vec()),
        ("length and chunks", b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n".to_vec()),
        ("a broken chunk", b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n".to_vec()),
        ("an announced terabyte", b"POST /api/v1/sessions HTTP/1.1\r\nHost: x\r\nOrigin: http://x\r\nContent-Type: application/json\r\nContent-Length: 1099511627776\r\n\r\n".to_vec()),
    ];
    for (what, bytes) in requests {
        let answer = raw(address, &bytes);
        let status = answer.split_whitespace().nth(1).and_then(|status| status.parse::<u16>().ok());
        assert!(status.is_none_or(|status| status < 500), "{what}: {answer}");
    }
    let alive = raw(address, b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(alive.starts_with("HTTP/1.1 200"), "{alive}");
}

fn raw(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    // The server may hang up while it is still being written to.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}
