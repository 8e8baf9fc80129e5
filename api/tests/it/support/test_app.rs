//! The whole server in the test's own process, on its own database, with people in it.

use super::{Answered, Client, TestDatabase};
use actix_http::Request;
use actix_web::HttpServer;
use actix_web::body::to_bytes;
use actix_web::dev::{Service as _, ServiceResponse};
use api::app::{self, AppState};
use api::clock::Clock;
use api::config::{Config, Database, Passwords, Server};
use api::db::schema::{account, company, membership};
use api::http::{Origin, SessionToken, Sessions, TrustedProxies};
use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use futures_util::future::LocalBoxFuture;
use shared::companies::Role;
use shared::ids::{AccountId, CompanyId};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

type InProcess = Box<dyn Fn(Request) -> LocalBoxFuture<'static, Result<ServiceResponse, actix_web::Error>>>;

/// Company A has an owner, an editor and a reader. Company B has an owner of its own: the outsider.
pub struct TestApp {
    pub state: AppState,
    pub clock: Clock,
    pub company: CompanyId,
    pub other_company: CompanyId,
    pub owner: Person,
    pub editor: Person,
    pub reader: Person,
    pub outsider: Person,
    service: InProcess,
    // Last, so that the connections are closed before the database is dropped.
    pub database: Rc<TestDatabase>,
}

#[derive(Clone)]
pub struct Person {
    pub id: AccountId,
    pub email: String,
    token: SessionToken,
}

impl TestApp {
    pub async fn new() -> Self {
        Self::with_web_dir(PathBuf::from("no-web-app")).await
    }

    /// With a built web app to serve.
    pub async fn with_web_dir(web_dir: PathBuf) -> Self {
        Self::with(web_dir, 4).await
    }

    /// Behind proxies whose word is taken.
    pub async fn behind(proxies: &str) -> Self {
        let first = Self::new().await;
        let mut state = first.state.clone();
        let mut config = (*state.config).clone();
        config.server.trusted_proxies = proxies.parse().unwrap();
        state.config = Arc::new(config);
        Self::on(&first, state).await
    }

    /// With so many connections to the database.
    pub async fn with_pool_size(size: usize) -> Self {
        Self::with(PathBuf::from("no-web-app"), size).await
    }

    async fn with(web_dir: PathBuf, pool_size: usize) -> Self {
        let database = Rc::new(TestDatabase::new().await);
        let clock = Clock::fixed(Self::start());
        let state = AppState::new(config(&database, web_dir, pool_size), clock.clone()).unwrap();
        let company = add_company(&state, "Alfa Åkeri AB", "556036-0793").await;
        let other_company = add_company(&state, "Beta Bygg AB", "556703-7485").await;
        let owner = add_person(&state, company, Role::Owner, "olga.owner@alfa.example").await;
        let editor = add_person(&state, company, Role::Editor, "edvin.editor@alfa.example").await;
        let reader = add_person(&state, company, Role::Reader, "rita.reader@alfa.example").await;
        let outsider = add_person(&state, other_company, Role::Owner, "ove.outsider@beta.example").await;
        let service = in_process(&state).await;
        Self { state, clock, company, other_company, owner, editor, reader, outsider, service, database }
    }

    /// A second server process on the same database, with the same people.
    pub async fn beside(first: &Self, sessions: Sessions) -> Self {
        let mut state = first.state.clone();
        state.sessions = sessions;
        Self::on(first, state).await
    }

    async fn on(first: &Self, state: AppState) -> Self {
        let service = in_process(&state).await;
        Self {
            state,
            clock: first.clock.clone(),
            company: first.company,
            other_company: first.other_company,
            owner: first.owner.clone(),
            editor: first.editor.clone(),
            reader: first.reader.clone(),
            outsider: first.outsider.clone(),
            service,
            database: first.database.clone(),
        }
    }

    /// When every test begins.
    pub fn start() -> DateTime<Utc> {
        Utc.with_ymd_and_hms(2026, 11, 22, 8, 0, 0).unwrap()
    }

    pub fn advance(&self, by: TimeDelta) {
        self.clock.advance(by);
    }

    pub fn as_owner(&self) -> Client<'_> {
        self.as_person(&self.owner)
    }

    pub fn as_editor(&self) -> Client<'_> {
        self.as_person(&self.editor)
    }

    pub fn as_reader(&self) -> Client<'_> {
        self.as_person(&self.reader)
    }

    /// Owner of company B; a stranger to company A.
    pub fn as_outsider(&self) -> Client<'_> {
        self.as_person(&self.outsider)
    }

    pub fn as_anonymous(&self) -> Client<'_> {
        Client::new(self, None)
    }

    pub fn as_person<'a>(&'a self, person: &Person) -> Client<'a> {
        Client::new(self, Some(&person.token))
    }

    /// `/companies/<company A><rest>`.
    pub fn path(&self, rest: &str) -> String {
        format!("/companies/{}{rest}", self.company)
    }

    /// One more person in company A.
    pub async fn add_person(&self, role: Role, email: &str) -> Person {
        add_person(&self.state, self.company, role, email).await
    }

    /// One more owner in company B.
    pub async fn add_outsider(&self, email: &str) -> Person {
        add_person(&self.state, self.other_company, Role::Owner, email).await
    }

    /// On a real port, for as long as the test lives.
    pub fn serve(&self) -> SocketAddr {
        let state = self.state.clone();
        let (tell, told) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let server = HttpServer::new(move || app::build(&state)).workers(1).bind(("127.0.0.1", 0)).unwrap();
            tell.send(server.addrs()[0]).unwrap();
            actix_web::rt::System::new().block_on(server.disable_signals().run())
        });
        told.recv().unwrap()
    }

    pub(super) async fn call(&self, request: Request) -> Answered {
        match (self.service)(request).await {
            Ok(response) => read(response.into_parts().1).await,
            // What actix does with an error that no handler is left to answer for.
            Err(error) => read(error.error_response()).await,
        }
    }
}

async fn read(response: actix_web::HttpResponse) -> Answered {
    let (head, body) = response.into_parts();
    let body = to_bytes(body).await.map_err(|_| "the body broke off").unwrap();
    Answered { status: head.status(), headers: head.headers().clone(), body: body.to_vec() }
}

async fn in_process(state: &AppState) -> InProcess {
    let service = Rc::new(actix_web::test::init_service(app::build(state)).await);
    Box::new(move |request| {
        let service = service.clone();
        Box::pin(async move { service.call(request).await })
    })
}

fn config(database: &TestDatabase, web_dir: PathBuf, pool_size: usize) -> Config {
    Config {
        server: Server {
            listen: ([127, 0, 0, 1], 0).into(),
            public_origin: None,
            trusted_proxies: TrustedProxies::default(),
            web_dir,
            workers: 1,
        },
        database: Database { app_url: database.url("leasify_app"), auth_url: database.url("leasify_auth"), pool_size },
        // As cheap as argon2 goes: tests are not attacked.
        passwords: Passwords { memory_kib: 16, iterations: 1 },
    }
}

async fn add_company(state: &AppState, name: &str, org_number: &str) -> CompanyId {
    state
        .db
        .system(async |tx| {
            let id = CompanyId::fresh(tx.now());
            diesel::insert_into(company::table)
                .values((
                    company::id.eq(id.uuid()),
                    company::name.eq(name),
                    company::org_number.eq(org_number),
                    company::language.eq("sv"),
                    company::created_at.eq(tx.now()),
                ))
                .execute(&mut tx.connection())
                .await?;
            Ok::<_, diesel::result::Error>(id)
        })
        .await
        .unwrap()
}

/// Signed in, without a password: hashing one would be most of a test's time.
async fn add_person(state: &AppState, company: CompanyId, role: Role, email: &str) -> Person {
    let name = email.split('@').next().unwrap().replace('.', " ");
    state
        .db
        .system(async |tx| {
            let id = AccountId::fresh(tx.now());
            diesel::insert_into(account::table)
                .values((
                    account::id.eq(id.uuid()),
                    account::email.eq(email),
                    account::name.eq(&name),
                    account::language.eq("sv"),
                    account::created_at.eq(tx.now()),
                ))
                .execute(&mut tx.connection())
                .await?;
            diesel::insert_into(membership::table)
                .values((
                    membership::company_id.eq(company.uuid()),
                    membership::account_id.eq(id.uuid()),
                    membership::role.eq(role.as_str()),
                    membership::created_at.eq(tx.now()),
                ))
                .execute(&mut tx.connection())
                .await?;
            let token = api::http::start_session(tx, id, &Origin::of_operator()).await?;
            Ok::<_, api::error::ApiError>(Person { id, email: email.to_owned(), token })
        })
        .await
        .unwrap()
}
