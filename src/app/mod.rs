//! The server put together: routes, middleware, the mail worker, and how all of it stops.

mod described;
pub mod files;
pub mod knowing;
mod logged;
mod pages;
mod rounds;
mod unknown;
mod web_app;

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use actix_web::middleware::{Compress, from_fn};
use actix_web::{App, HttpServer, web};
use secrecy::SecretString;
use tokio::sync::watch;
use tracing_actix_web::TracingLogger;
use utoipa::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::AppExt;

use self::web_app::WebApp;
use crate::accounts::tokens::Signer;
use crate::attachments::vault::Vault;
use crate::clock::Clock;
use crate::config::Settings;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::export::pdf::Typesetter;
use crate::http::events::Events;
use crate::http::guard::{self, RateLimit};
use crate::http::news::{Changed, News};
use crate::http::operations::Operations;
use crate::http::{Parts, caller, problem};
use crate::mail_in::model::MailSource;
use crate::mail_in::receive::Envelope;
use crate::notifications::mailer::Mailer;
use crate::notifications::pace::Pace;
use crate::notifications::{Wake, unsubscribe, worker};
use crate::{
    accounts, approvals, calendar, mail_in, meetings, notifications, reports, requests, routing, tables, telemetry,
    units, webhooks,
};

/// What the API's document says besides its operations.
#[derive(OpenApi)]
#[openapi(
    info(title = "Hamahang", description = "The request tracker of a municipality's public-relations units. Conventions: docs/api.md.", license(name = "MIT OR Apache-2.0")),
    components(schemas(
        problem::Problem, problem::ProblemField, requests::model::Sort, requests::state::ActionKind,
        meetings::state::MeetingAction, meetings::agenda::model::CommitmentAction, meetings::proposals::model::ProposalAction, meetings::minutes::model::RemarkAction,
        meetings::papers::routes::PaperFormat, webhooks::model::WebhookAction, meetings::session::model::SessionAction,
        meetings::session::model::LiveState, Changed, meetings::commitments::model::RatesBy,
        tables::TableFormat, meetings::papers::routes::AgendaFormat, requests::themes::model::ThemeSort, requests::themes::model::ThemeAction,
    )),
    tags(
        (name = "sign-in", description = "Sessions, passwords, invitations"),
        (name = "people", description = "Accounts and roles"),
        (name = "structure", description = "Units and desks"),
        (name = "calendar", description = "Weekends, working hours, holidays"),
        (name = "requests", description = "What units raise, and the triage inbox"),
        (name = "deadlines", description = "How long requests may take, and when they are due"),
        (name = "attachments", description = "Files that belong to requests"),
        (name = "routing", description = "Who gets what, and why"),
        (name = "themes", description = "The same problem of several units, grouped and decided on as one"),
        (name = "approvals", description = "Chains of approval, and what waits for a decision"),
        (name = "notifications", description = "What people are told, how they want to hear, and mail"),
        (name = "webhooks", description = "Addresses outside that hear of what happens"),
        (name = "meetings", description = "Series, meetings, agendas, outcomes, minutes, commitments"),
        (name = "reports", description = "What is asked for, how long it has been lying, what comes and goes"),
    )
)]
struct Document;

/// The operations below `/api/v1`.
fn operations(cfg: &mut impl Operations) {
    accounts::routes(cfg);
    units::routes(cfg);
    calendar::routes(cfg);
    routing::routes(cfg);
    approvals::routes(cfg);
    requests::routes(cfg);
    notifications::routes(cfg);
    meetings::routes(cfg);
    webhooks::routes(cfg);
    reports::routes(cfg);
    mail_in::routes(cfg);
}

/// The OpenAPI 3.1 document, generated from the code.
pub fn document() -> utoipa::openapi::OpenApi {
    let (_, mut document) = App::new()
        .into_utoipa_app()
        .openapi(Document::openapi())
        .service(utoipa_actix_web::scope("/api/v1").configure(|cfg| operations(cfg)))
        .split_for_parts();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .bearer_format("JWT")
                .build(),
        ),
    );
    components.add_security_scheme(
        "cookie",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(caller::ACCESS_COOKIE))),
    );
    document
}

/// A server that listens but does not serve yet.
pub struct Server {
    listener: TcpListener,
    db: Db,
    vault: Vault,
    wake: Wake,
    key: SecretString,
    web_app: WebApp,
}

impl Server {
    /// Opens and migrates the database, and takes the port.
    ///
    /// # Errors
    /// Names the setting that is wrong, or says why the database or the port cannot be had.
    pub fn build(settings: &Arc<Settings>, clock: &Clock) -> Result<Self> {
        create_data_dir(settings)?;
        let db = Db::open(settings, clock)?;
        db.migrate()?;
        let listener = TcpListener::bind(settings.listen)
            .map_err(|e| Error::config("listen", format!("{}: {e}", settings.listen)))?;
        telemetry::measures();
        Ok(Self {
            listener,
            db,
            wake: Wake::default(),
            key: settings.signing_key()?,
            vault: Vault::open(settings)?,
            web_app: WebApp::open(settings.web_dir.as_deref())?,
        })
    }

    /// The database, for what is done before serving.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Where it listens; the port is known even when 0 was asked for.
    ///
    /// # Errors
    /// When the operating system does not say.
    pub fn address(&self) -> Result<std::net::SocketAddr> {
        self.listener
            .local_addr()
            .map_err(|e| Error::internal("no local address", e))
    }

    /// Serves until the process is told to stop (SIGTERM, SIGINT): then requests in hand are answered, the mail in
    /// hand is sent and settled, and this returns.
    ///
    /// # Errors
    /// When the server cannot run.
    pub async fn run(self) -> Result<()> {
        let stop = told_to_stop().map_err(|e| Error::internal("no signals can be received", e))?;
        self.run_until(stop).await
    }

    /// [`Server::run`] that stops when `stop` is done, and at no signal.
    ///
    /// # Errors
    /// When the server cannot run.
    pub async fn run_until(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<()> {
        let Self {
            listener,
            db,
            vault,
            wake,
            key,
            web_app,
        } = self;
        let rounds = actix_web::rt::spawn(rounds::go(db.clone(), vault.clone(), wake.clone()));
        // Inside the runtime: its pool of connections lives there.
        let settings = db.settings();
        let mailer = Mailer::from_settings(settings.smtp.as_ref(), settings.data_dir.join("mail"))?;
        let care = worker::Care {
            may_know: knowing::may_know,
            unsubscribe: unsubscribe::Key::new(&key),
            pace: Pace::new(settings.mail_pace_per_minute),
        };
        let (stop_mail, mail_stopped) = watch::channel(false);
        let mail = actix_web::rt::spawn(worker::run(
            db.clone(),
            mailer,
            care,
            wake.clone(),
            mail_stopped.clone(),
        ));
        let hooks = actix_web::rt::spawn(webhooks::worker::run(db.clone(), wake.clone(), mail_stopped));
        let seconds = db.settings().shutdown_seconds;
        let served = serve(listener, db, vault, wake, &key, web_app, stop)?.await;
        rounds.abort();
        // Nobody listens when the worker has ended already.
        stop_mail.send(true).ok();
        let both = async { tokio::join!(mail, hooks) };
        if tokio::time::timeout(Duration::from_secs(seconds), both).await.is_err() {
            tracing::warn!("what was being sent did not end in time; it will be sent again");
        }
        served.map_err(|e| Error::internal("the server stopped", e))
    }
}

fn serve(
    listener: TcpListener,
    db: Db,
    vault: Vault,
    wake: Wake,
    key: &SecretString,
    web_app: WebApp,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<actix_web::dev::Server> {
    let settings = Arc::clone(db.settings());
    let events = Events::default();
    let parts = web::Data::new(Parts {
        news: News::default(),
        may_know: knowing::may_know,
        unsubscribe: unsubscribe::Key::new(key),
        events: events.clone(),
        tokens: Signer::new(key, settings.access_token_minutes),
        db,
        wake,
        vault,
        typesetter: Typesetter::new(&settings),
        settings: Arc::clone(&settings),
    });
    let limit = web::Data::new(RateLimit::new(settings.rate_limit_per_minute));
    let document = described::Document::new()?;
    let addresses =
        unknown::Addresses::of(document.read()).map_err(|e| Error::internal("the API's document is broken", e))?;
    let (addresses, document, web_app) = (
        web::Data::new(addresses),
        web::Data::new(document),
        web::Data::new(web_app),
    );
    let server = HttpServer::new(move || {
        App::new()
            .app_data(parts.clone())
            .app_data(limit.clone())
            .app_data(addresses.clone())
            .wrap(from_fn(unknown::refuse))
            .wrap(from_fn(guard::limit))
            .wrap(from_fn(problem::render))
            .wrap(from_fn(guard::headers))
            .wrap(from_fn(guard::measure))
            .wrap(Compress::default())
            .wrap(TracingLogger::<logged::WithoutSecrets>::new())
            .service(web::scope("/api/v1").configure(operations))
            .app_data(document.clone())
            .app_data(web_app.clone())
            .configure(pages::routes)
            .configure(requests::approving::link_routes::pages)
            .configure(notifications::unsubscribe_routes::pages)
            .configure(meetings::minutes::verify_routes::pages)
            .configure(meetings::invitations::guest_routes::pages)
            .configure(web_app::routes)
            .default_service(web::to(web_app::answer))
    });
    let server = server
        .workers(settings.http_workers)
        .worker_max_blocking_threads(16)
        .shutdown_timeout(settings.shutdown_seconds)
        // In place of the framework's own signals, of which SIGINT would cut requests off.
        .shutdown_signal(async move {
            stop.await;
            // Streams have no end of their own, and would be waited for.
            events.close();
        })
        .listen(listener)
        .map_err(|e| Error::internal("the server cannot listen", e))?;
    Ok(server.run())
}

/// Is done when the process is told to stop: SIGTERM or SIGINT.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send> {
    Ok(async { tokio::signal::ctrl_c().await.unwrap_or(()) })
}

/// Takes a mail in beside a server that may be running. Does not migrate: a mail server hands over dozens at once, and a
/// program of another version than the database's has to leave it alone.
///
/// # Errors
/// What [`mail_in::receive::exit::code`] tells the mail server.
pub fn receive_mail(settings: &Arc<Settings>, envelope: Envelope, from: impl std::io::Read) -> Result<()> {
    let raw = mail_in::receive::read(from, settings.incoming.max_mib)?;
    let db = Db::open(settings, &Clock::System)?;
    if db.pending_migrations()? > 0 {
        return Err(Error::Unavailable(
            "the database has not been migrated to this version yet".into(),
        ));
    }
    let vault = Vault::open(settings)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Error::internal("no runtime", e))?;
    let taken = mail_in::receive::take(&db, &vault, &raw, envelope, MailSource::Pipe);
    runtime.block_on(taken).map(drop)
}

/// Makes the data folder for its owner alone: the database and the mails are in it.
///
/// # Errors
/// Names `data_dir` when it cannot be made.
pub fn create_data_dir(settings: &Settings) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(&settings.data_dir)
        .map_err(|e| Error::config("data_dir", format!("{}: {e}", settings.data_dir.display())))
}
