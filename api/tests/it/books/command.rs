//! `api calculate`: the same answer as over HTTP.

use super::{example, example_file};
use crate::support::TestApp;
use serde_json::json;
use shared::books::BookCalculation;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn calculate(file: &str, input: &[u8]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_api"));
    command.args(["calculate", file]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    // Nothing of the surroundings is needed.
    let mut running = command.env_clear().spawn().unwrap();
    let mut pipe = running.stdin.take().unwrap();
    // Whoever is refused at the name of the file reads nothing.
    let _ = pipe.write_all(input);
    drop(pipe);
    running.wait_with_output().unwrap()
}

#[tokio::test]
async fn calculations_on_the_command_line_are_those_of_the_service() {
    let app = TestApp::new().await;
    for name in ["ifrs16", "k3", "asc842", "expensed", "agreement"] {
        let file = calculate(example_file(name).to_str().unwrap(), b"");
        assert_eq!((file.status.code(), file.stderr.is_empty()), (Some(0), true), "{name}");
        let answer: BookCalculation = serde_json::from_slice(&file.stdout).unwrap();
        let served = app.as_reader().post("/calculations").json(example(name)).send().await.expect_status(200);
        assert_eq!(answer, served.json::<BookCalculation>(), "{name}");
        let piped = calculate("-", example(name).to_string().as_bytes());
        assert_eq!(piped.stdout, file.stdout, "{name}");
    }
}

#[test]
fn calculations_that_cannot_be_made_say_why_and_where() {
    let mut request = example("ifrs16");
    request["accounting"]["prepaid"] = json!("-1");
    request["as_of"] = json!("9999-12-31");
    let refused = calculate("-", request.to_string().as_bytes());
    assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0));
    let lines = String::from_utf8(refused.stderr).unwrap();
    assert!(
        lines.contains("/as_of: ") && lines.contains("found 9999-12-31; expected in the years 1900 to 2200"),
        "{lines}"
    );
    assert!(lines.contains("/accounting/prepaid: ") && lines.contains("found -1.00; expected 0 or more"), "{lines}");
    assert!(lines.lines().count() == 3, "{lines}");

    for (file, input) in
        [("no-such-file.json", &b""[..]), ("-", b""), ("-", b"{"), ("-", b"[]"), ("-", &[b' '; 1 << 21])]
    {
        let refused = calculate(file, input);
        assert_eq!((refused.status.code(), refused.stdout.len()), (Some(2), 0), "{file}");
        assert!(!refused.stderr.is_empty(), "{file}");
    }
}
