//! Random leases held against a second implementation of the standards, which shares nothing with the engine.

use std::process::Command;

use serde::Deserialize;
use shared::books::{NewBookCalculation, calculate};

#[derive(Deserialize)]
struct Case {
    name: String,
    request: NewBookCalculation,
    /// Liability and asset at the end of each period; `None`: not worked out.
    closings: Vec<(String, Option<String>)>,
    gain: Option<String>,
    tolerance: String,
}

/// Any, and the same every time.
const SEED: &str = "20261122";

#[test]
fn leases_come_to_what_another_implementation_makes_of_them() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/books/independent.py");
    let output = Command::new("python3").args([script, SEED]).output();
    let output = output.unwrap_or_else(|error| panic!("python3 is needed to work leases out apart: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let cases: Vec<Case> = serde_json::from_slice(&output.stdout).unwrap();
    assert!(cases.len() >= 400, "{}", cases.len());
    for Case { name, request, closings, gain, tolerance } in cases {
        let told = || format!("{name}: {}", serde_json::to_string(&request).unwrap());
        let answer = calculate(&request).unwrap_or_else(|faults| panic!("{}: {faults:?}", told()));
        let number = |text: &str| text.parse::<f64>().unwrap();
        let tolerance = number(&tolerance);
        let near = |ours: shared::money::Amount, theirs: &str, what: &str| {
            let ours = ours.minor() as f64 / 100.0;
            assert!((ours - number(theirs)).abs() <= tolerance, "{what}: {ours} beside {theirs}, {}", told());
        };
        assert!(answer.periods.len() >= closings.len() && !closings.is_empty(), "{}", told());
        for (period, (liability, asset)) in answer.periods.iter().zip(&closings) {
            let movement = &period.movement;
            near(movement.liability.unwrap().closing, liability, &format!("liability {}", period.to));
            if let Some(asset) = asset {
                near(movement.asset.unwrap().closing, asset, &format!("asset {}", period.to));
            }
        }
        if let Some(gain) = gain {
            let gained = answer.periods.iter().map(|period| period.movement.gain.minor()).sum::<i64>();
            near(shared::money::Amount::from_minor(gained).unwrap(), &gain, "gain");
        }
        let broken: Vec<_> = answer.checks.iter().filter(|check| !check.held).collect();
        assert!(broken.is_empty(), "{broken:?}, {}", told());
    }
}
