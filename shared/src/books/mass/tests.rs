use super::*;

fn index(said: serde_json::Value) -> IndexChange {
    let index: IndexChange = serde_json::from_value(said).unwrap();
    index.check().unwrap();
    index
}

fn of(said: serde_json::Value, fee: &str) -> String {
    index(said).of(fee.parse().unwrap(), Currency::SEK).unwrap().to_string()
}

#[test]
fn a_fee_follows_its_share_of_the_index_within_its_limits_and_is_rounded() {
    use serde_json::json;
    assert_eq!(of(json!({"percent": "2.5"}), "100.01"), "102.51");
    assert_eq!(of(json!({"percent": "-2.5"}), "100.00"), "97.50");
    // 12,500 x 417.51 / 404.24 = 12,910.337…
    assert_eq!(of(json!({"old_index": "404.24", "new_index": "417.51"}), "12500.00"), "12910.34");
    // Three quarters of it: 12,500 x (1 + 0.75 x 13.27 / 404.24) = 12,807.753…
    let share = json!({"old_index": "404.24", "new_index": "417.51", "share_percent": "75"});
    assert_eq!(of(share, "12500.00"), "12807.75");
    assert_eq!(of(json!({"percent": "9", "cap_percent": "5"}), "1000.00"), "1050.00");
    assert_eq!(of(json!({"percent": "-3", "floor_percent": "0"}), "1000.00"), "1000.00");
    assert_eq!(of(json!({"percent": "1", "floor_percent": "2", "cap_percent": "4"}), "1000.00"), "1020.00");
    assert_eq!(of(json!({"percent": "4", "floor_percent": "2", "cap_percent": "4"}), "1000.00"), "1040.00");
    assert_eq!(of(json!({"percent": "2.46", "round_to": "1"}), "12345.00"), "12649.00");
    assert_eq!(of(json!({"percent": "2.46", "round_to": "50"}), "12345.00"), "12650.00");
    // Half away from zero, also below it.
    assert_eq!(of(json!({"percent": "1", "round_to": "1"}), "50.00"), "51.00");
    assert_eq!(of(json!({"percent": "1", "round_to": "1"}), "-50.00"), "-51.00");
    assert_eq!(of(json!({"percent": "0"}), "99.99"), "99.99");
}

#[test]
fn a_currency_without_decimals_gets_whole_units() {
    let fee = index(serde_json::json!({"percent": "1.5"})).of("10000".parse().unwrap(), Currency::JPY);
    assert_eq!(fee.unwrap().to_string(), "10150.00");
    let fee = index(serde_json::json!({"percent": "1.55"})).of("1010".parse().unwrap(), Currency::JPY);
    assert_eq!(fee.unwrap().to_string(), "1026.00");
}

#[test]
fn more_than_an_amount_is_none_and_never_a_wrong_one() {
    let most = Amount::from_minor(Amount::MAX_MINOR).unwrap();
    assert_eq!(index(serde_json::json!({"percent": "1"})).of(most, Currency::SEK), None);
    let far =
        serde_json::json!({"old_index": "0.00000001", "new_index": "999999.99999999", "share_percent": "33.3333333"});
    assert_eq!(index(far).of(most, Currency::SEK), None);
}

#[test]
fn what_is_said_twice_or_not_at_all_is_refused_at_its_place() {
    for (said, path) in [
        (serde_json::json!({}), "percent"),
        (serde_json::json!({"percent": "1", "new_index": "2"}), "percent"),
        (serde_json::json!({"new_index": "2"}), "old_index"),
        (serde_json::json!({"old_index": "2"}), "new_index"),
        (serde_json::json!({"percent": "1", "share_percent": "101"}), "share_percent"),
        (serde_json::json!({"percent": "1", "floor_percent": "3", "cap_percent": "2"}), "cap_percent"),
        (serde_json::json!({"percent": "1", "round_to": "0"}), "round_to"),
    ] {
        let index: IndexChange = serde_json::from_value(said).unwrap();
        let paths: Vec<_> = index.check().unwrap_err().into_iter().map(|fault| fault.path).collect();
        assert_eq!(paths, [path]);
    }
    let rate = RateChange { percent: "4".parse().ok(), points: "1".parse().ok(), discount_rate: None };
    assert_eq!(rate.check().unwrap_err()[0].path, "percent");
    assert!(RateChange::default().check().is_err());
}

#[test]
fn steps_that_are_left_follow_too() {
    let terms: AgreementTerms = serde_json::from_value(serde_json::json!({
        "title": "Lokal", "kind": "premises", "lessor_name": "Värden", "start_on": "2024-01-01", "end_on": "2030-12-31",
        "currency": "SEK", "fee": "1000.00", "interval_months": 3,
        "fee_steps": [{"from": "2025-01-01", "fee": "1100.00"}, {"from": "2028-01-01", "fee": "1200.00"}],
    }))
    .unwrap();
    let ten = FeeChange::Index(index(serde_json::json!({"percent": "10"})));
    let patch = ten.patch(&terms, "2027-01-01".parse().unwrap()).unwrap();
    let said = serde_json::json!({"fee": "1210.00", "fee_steps": [{"from": "2028-01-01", "fee": "1320.00"}]});
    assert_eq!(serde_json::Value::Object(patch.0), said);
    let points = FeeChange::Rate(RateChange { points: "0.5".parse().ok(), ..RateChange::default() });
    assert!(points.patch(&terms, "2027-01-01".parse().unwrap()).is_err());
    let stated = AgreementTerms { nominal_rate_percent: "4".parse().ok(), ..terms };
    let patch = points.patch(&stated, "2027-01-01".parse().unwrap()).unwrap();
    assert_eq!(serde_json::Value::Object(patch.0), serde_json::json!({"nominal_rate_percent": "4.5000"}));
}
