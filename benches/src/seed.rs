//! Databases full of companies. One company's agreements come in through the server, as any import; the other companies
//! have copies of them, with ids of their own. Made once and kept until schema or recipe change.

use anyhow::{Context, Result};

use crate::database::{Database, variable};
use crate::http::Session;
use crate::portfolio;
use crate::report::note;
use crate::server::Server;

/// Raise it when what is made here changes.
const RECIPE: u32 = 1;
/// What each copied company has.
const AGREEMENTS: u32 = 500;

/// How much there is.
struct Size {
    name: &'static str,
    /// Of the company that imports.
    own: u32,
    copies: u32,
    empty: u32,
}

/// 1,000,000 agreements in 2,000 companies, one of them with 5,000.
const LARGE: Size = Size { name: "bench_large", own: 5_000, copies: 1_990, empty: 9 };
/// 1,000 agreements in two companies.
const SMALL: Size = Size { name: "bench_small", own: AGREEMENTS, copies: 1, empty: 0 };

/// One company with 5,000 agreements.
const COMPANY: Size = Size { name: "bench_company", own: 5_000, copies: 0, empty: 1 };
/// One company with 100,000.
const GROUP: Size = Size { name: "bench_group", own: 100_000, copies: 0, empty: 1 };

pub(crate) fn company() -> Result<Database> {
    ready(&COMPANY)
}

pub(crate) fn group() -> Result<Database> {
    ready(&GROUP)
}

pub(crate) fn large() -> Result<Database> {
    ready(&LARGE)
}

pub(crate) fn small() -> Result<Database> {
    ready(&SMALL)
}

/// The company that imported: the first the person ever had. The other is a copy.
pub(crate) struct Companies {
    pub own: String,
    pub copy: String,
}

pub(crate) fn companies(database: &Database) -> Result<Companies> {
    let by_size = |what: &str| {
        database.run(&format!(
            "SELECT company_id FROM membership JOIN account ON account.id = account_id
             WHERE account.email = 'bench@leasify.test' AND {what} company_id IN (SELECT id FROM bench_company)"
        ))
    };
    Ok(Companies { own: by_size("NOT")?, copy: by_size("")? })
}

fn ready(size: &Size) -> Result<Database> {
    let database = Database::named(size.name);
    let mark = format!("{} {RECIPE}", variable("BENCH_SCHEMA")?);
    if database.exists()? {
        let query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()";
        if database.run(query)? == mark {
            return Ok(database);
        }
    }
    let began = std::time::Instant::now();
    database.make_anew()?;
    {
        let server = Server::start(&database)?;
        let session = Session::sign_up(server.address)?;
        let own = session.companies.first().context("no company")?;
        // A file at a time, as large as the server takes.
        let all = portfolio::csv(size.own);
        for file in portfolio::files(&all) {
            session.import(own, &file)?;
        }
        // What PostgreSQL computes itself cannot be copied.
        let columns = database.run(
            "SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) FROM information_schema.columns
             WHERE table_name = 'agreement' AND is_generated = 'NEVER'",
        )?;
        let recipe = copies(size, own, &session.account, &columns);
        database.run(&recipe).context("cannot copy the agreements")?;
    }
    database.run("VACUUM ANALYZE")?;
    let counted = database.run("SELECT count(*) FROM agreement")?;
    let events = database.run("SELECT count(*) FROM agreement_event")?;
    note(&format!(
        "made {}: {counted} agreements and {events} events in {:.0} s",
        size.name,
        began.elapsed().as_secs_f64()
    ))?;
    database.run(&format!("COMMENT ON DATABASE {} IS '{mark}'", size.name))?;
    Ok(database)
}

/// Copies a share of the company `own` into each other company. The person of the bench belongs to the first copy too.
fn copies(Size { copies, empty, .. }: &Size, own: &str, account: &str, columns: &str) -> String {
    let all = copies + empty;
    let copied = columns.replace(", ", ", copy.");
    format!(
        "
        BEGIN;
        -- References are right by construction: their checks would take longer than all the rest.
        SET LOCAL session_replication_role = replica;
        CREATE TABLE bench_company AS
            SELECT place, md5('company ' || place)::uuid AS id, md5('account ' || place)::uuid AS account_id
            FROM generate_series(1, {all}) AS place;
        INSERT INTO company (id, name, org_number, language, created_at)
            SELECT bench_company.id, 'Bolag ' || place, org_number, language, now()
            FROM bench_company, company WHERE company.id = '{own}';
        INSERT INTO account (id, email, name, language, created_at)
            SELECT account_id, place || '@leasify.test', 'Person ' || place, 'sv', now() FROM bench_company;
        INSERT INTO membership (company_id, account_id, role, created_at)
            SELECT id, account_id, 'owner', now() FROM bench_company;
        INSERT INTO membership (company_id, account_id, role, created_at)
            SELECT id, '{account}', 'owner', now() FROM bench_company WHERE place = 1;
        INSERT INTO register (company_id, revision) SELECT id, 1 FROM bench_company;

        CREATE FUNCTION pg_temp.copy_of(company uuid, id uuid) RETURNS uuid LANGUAGE sql IMMUTABLE
            RETURN md5(company::text || id::text)::uuid;
        INSERT INTO party
            SELECT copy.* FROM bench_company AS target, party, json_populate_record(party, json_build_object(
                'company_id', target.id, 'id', pg_temp.copy_of(target.id, party.id))) AS copy
            WHERE party.company_id = '{own}' AND place <= {copies};
        CREATE TEMP TABLE chosen AS
            SELECT id, lessor_id FROM agreement WHERE company_id = '{own}' ORDER BY number LIMIT {AGREEMENTS};
        INSERT INTO agreement ({columns})
            SELECT copy.{copied} FROM bench_company AS target, chosen, agreement, pg_temp.copy_of(target.id, chosen.lessor_id) AS lessor,
                json_populate_record(agreement, json_build_object(
                    'company_id', target.id, 'id', pg_temp.copy_of(target.id, agreement.id), 'lessor_id', lessor,
                    'original_terms', replace(original_terms::text, chosen.lessor_id::text, lessor::text)::json
                )) AS copy
            WHERE agreement.company_id = '{own}' AND agreement.id = chosen.id AND place <= {copies};
        INSERT INTO agreement_event
            SELECT copy.* FROM bench_company AS target, chosen, agreement_event AS event,
                pg_temp.copy_of(target.id, chosen.lessor_id) AS lessor,
                json_populate_record(event, json_build_object(
                    'company_id', target.id, 'agreement_id', pg_temp.copy_of(target.id, chosen.id),
                    'recorded_by', target.account_id,
                    'payload', replace(payload::text, chosen.lessor_id::text, lessor::text)::json
                )) AS copy
            WHERE event.company_id = '{own}' AND event.agreement_id = chosen.id AND place <= {copies};
        COMMIT;"
    )
}
