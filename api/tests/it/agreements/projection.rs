//! The stored row always says what the events say.

use super::{At, truck};
use crate::support::TestApp;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use shared::agreements::{Agreement, AgreementChange, AgreementStatus};

/// The same every time: xorshift.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

async fn step(at: &At<'_>, dice: &mut Dice) {
    let day = |n: u64| (chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(n)).to_string();
    let patch = match dice.roll(5) {
        0 => json!({"fee": (1_000 + dice.roll(9_000)).to_string()}),
        1 => json!({"title": format!("Truck {}", dice.roll(10)), "cost_center": dice.roll(3).to_string()}),
        2 => json!({"term_months": 36 + dice.roll(40)}),
        3 => json!({"lessor_name": format!("Finans {}", dice.roll(4)), "notes": null}),
        _ => json!({"custom": {"Hylla": dice.roll(9).to_string()}, "residual_value": null}),
    };
    // Whatever does not fit the state is refused; that is part of the walk.
    match dice.roll(8) {
        0 | 1 => at.correct(patch).await,
        2 | 3 => at.amend(&day(dice.roll(1_400)), patch).await,
        4 => at.end(&day(900 + dice.roll(900))).await,
        5 => at.delete().await,
        6 => at.restore().await,
        _ => {
            let events = at.events().await;
            let nth = usize::try_from(dice.roll(events.len() as u64)).unwrap();
            at.undo(events[nth].id).await
        }
    };
}

#[tokio::test]
async fn after_any_walk_the_row_equals_the_fold_of_its_events() {
    let app = TestApp::new().await;
    let database = app.database.superuser().await;
    for seed in 1..=6_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let at = At::created(&app, truck()).await;
        for _ in 0..25 {
            step(&at, &mut dice).await;
        }
        let now = at.now().await;
        // The same moment told in full is read from the events instead of the row.
        let known_at = app.clock.now().to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        let told: Agreement = at.on(&format!("?known_at={known_at}")).await;
        assert_eq!(Agreement { known_at: None, ..told }, now, "seed {seed}");

        let row = database
            .query_one(
                "SELECT json_build_object(
                     'version', version, 'title', title, 'fee', fee, 'end_on', end_on, 'ended_on', ended_on,
                     'deleted', deleted_at IS NOT NULL, 'cost_center', cost_center, 'number', number,
                     'lessor', (SELECT name FROM party WHERE party.id = lessor_id),
                     'events', (SELECT max(sequence) FROM agreement_event WHERE agreement_id = agreement.id))::text
                 FROM agreement WHERE id = $1::text::uuid",
                &[&now.id.to_string()],
            )
            .await
            .unwrap();
        let row: Value = serde_json::from_str(row.get(0)).unwrap();
        let ended_on = now.changes.iter().find_map(|change| match change {
            AgreementChange::Ended { effective_on, .. } => Some(*effective_on),
            AgreementChange::Amended { .. } => None,
        });
        let expected = json!({
            "version": now.version, "title": now.terms.title, "fee": now.terms.fee.minor(),
            "end_on": now.terms.end_on, "ended_on": ended_on, "deleted": now.status == AgreementStatus::Deleted,
            "cost_center": now.terms.cost_center, "number": now.terms.number, "lessor": now.terms.lessor_name,
            "events": now.version,
        });
        assert_eq!(row, expected, "seed {seed}");
        assert!(at.events().await.len() > 5, "seed {seed} walked nowhere");
    }
}

#[tokio::test]
async fn the_server_cannot_rewrite_history() {
    let app = TestApp::new().await;
    let at = At::created(&app, truck()).await;
    let url = app.database.url("leasify_app");
    let (database, connection) = tokio_postgres::connect(url.expose_secret(), tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    let scoped = |sql: &str| format!("BEGIN; SET LOCAL app.company_id = '{}'; {sql}; COMMIT", app.company);
    for (sql, refused) in [
        ("UPDATE agreement_event SET reason = 'x'", true),
        ("UPDATE agreement SET demo = true", true),
        ("UPDATE agreement SET created_at = now()", true),
        ("DELETE FROM agreement_event", false),
        ("DELETE FROM agreement", false),
    ] {
        let result = database.batch_execute(&scoped(sql)).await;
        assert_eq!(result.is_err(), refused, "{sql}: {result:?}");
        let _ = database.batch_execute("ROLLBACK").await;
    }
    // Not refused, but blind to whatever is no demo.
    assert_eq!(at.events().await.len(), 1);
    let _: Value = app.as_reader().get(&at.path("")).send().await.expect_status(200).json();
}
