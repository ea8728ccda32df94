//! The database: one connection type over SQLite and PostgreSQL, and `Db`, which runs synchronous use
//! cases off the async threads, one transaction each.
//!
//! SQLite has one writer connection and a pool of readers; PostgreSQL has one pool. Which of the two it is
//! is asked here and in `dialect`, nowhere else.

pub mod dialect;
pub mod errand;
mod group;
pub mod kept;
pub mod lease;
mod one_of;
mod pool;
pub mod schema;
mod sort_keys;
pub mod types;

use std::sync::Arc;
use std::time::Duration;

use diesel::backend::Backend;
use diesel::connection::{AnsiTransactionManager, TransactionManager};
use diesel::migration::{Migration, MigrationSource};
use diesel::prelude::*;
use diesel::r2d2::{Pool, PooledConnection};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use tokio::sync::Semaphore;

use crate::clock::{Clock, Timestamp};
use crate::config::Settings;
use crate::error::{Error, Result};
use pool::Manager;

pub use dialect::both;
pub use one_of::one_of;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// What a use case is handed besides its connection: the instant it happens at and the settings.
#[derive(Debug, Clone)]
pub struct Cx {
    /// The instant of the use case; every row it writes carries the same.
    pub now: Timestamp,
    /// Where links lead, and the like.
    pub settings: Arc<Settings>,
    /// Mails of this use case wait, so that they can be called back; none: they are due at once.
    pub hold: Option<Hold>,
}

/// How long mails wait, and what they can be called back by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// They are due at this instant.
    pub until: Timestamp,
    /// All mails under this key are called back together.
    pub key: String,
}

/// Readers of SQLite, and connections to PostgreSQL.
const CONNECTIONS: u32 = 8;

/// The database of a running server. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Manager>,
    writers: Pool<Manager>,
    read_turns: Arc<Semaphore>,
    write_turns: Arc<Semaphore>,
    /// Who waits for SQLite's one writer; PostgreSQL groups commits by itself.
    line: Option<Arc<group::Line>>,
    clock: Clock,
    settings: Arc<Settings>,
}

impl Db {
    /// Opens the database that `settings` name. Does not migrate.
    ///
    /// # Errors
    /// When the URL is of no known kind, or the database cannot be reached or is damaged.
    pub fn open(settings: &Arc<Settings>, clock: &Clock) -> Result<Self> {
        let url = &settings.database_url;
        let sqlite = dialect::is_sqlite(url)?;
        dialect::check(url)?;
        let build = |size| {
            Pool::builder()
                .max_size(size)
                .min_idle(Some(1))
                .idle_timeout(Some(Duration::from_mins(1)))
                .connection_timeout(Duration::from_secs(5))
                .error_handler(Box::new(diesel::r2d2::LoggingErrorHandler))
                .build(Manager::new(url.clone()))
                .map_err(|e| Error::unavailable("the database cannot be opened", e))
        };
        let writers = build(if sqlite { 1 } else { CONNECTIONS })?;
        let readers = if sqlite { build(CONNECTIONS)? } else { writers.clone() };
        let read_turns = Arc::new(Semaphore::new(CONNECTIONS as usize));
        let write_turns = if sqlite {
            Arc::new(Semaphore::new(1))
        } else {
            Arc::clone(&read_turns)
        };
        Ok(Self {
            readers,
            writers,
            read_turns,
            write_turns,
            line: sqlite.then(Arc::default),
            clock: clock.clone(),
            settings: Arc::clone(settings),
        })
    }

    /// The clock that use cases are timed by.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The settings that use cases see.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    fn cx(&self) -> Cx {
        Cx {
            now: self.clock.now(),
            settings: Arc::clone(&self.settings),
            hold: None,
        }
    }

    /// Runs a use case that only reads.
    ///
    /// # Errors
    /// The use case's own, or 503 while the database cannot be reached.
    pub async fn read<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn, &Cx) -> Result<T> + Send + 'static,
    {
        let (this, turn) = (self.clone(), take_turn(&self.read_turns).await?);
        run_blocking(move || {
            let _turn = turn;
            this.read_now(f)
        })
        .await
    }

    /// Runs a use case that writes, in one transaction; nothing of it stays when it fails.
    /// It may be run again from the start when the database asks for that.
    ///
    /// # Errors
    /// The use case's own, or 503 while the database cannot be reached or is full.
    pub async fn write<T, F>(&self, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn, &Cx) -> Result<T> + Send + 'static,
    {
        if let Some(line) = &self.line {
            return self.write_in_line(line, f).await;
        }
        let (this, turn) = (self.clone(), take_turn(&self.write_turns).await?);
        run_blocking(move || {
            let _turn = turn;
            this.write_now(f)
        })
        .await
    }

    /// Stands in line until somebody has written it among others, or it is this one's turn to write what stands there.
    async fn write_in_line<T, F>(&self, line: &Arc<group::Line>, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn, &Cx) -> Result<T> + Send + 'static,
    {
        let this = self.clone();
        let (place, mut answer) = line.join(move |c| f(c, &this.cx()));
        // More than one turn where a full group stood before it.
        loop {
            tokio::select! {
                biased;
                done = &mut answer => {
                    return done.unwrap_or_else(|lost| Err(Error::internal("a group of writes stopped", lost)));
                }
                turn = take_turn(&self.write_turns) => match turn {
                    Ok(turn) => {
                        let (this, line) = (self.clone(), Arc::clone(line));
                        run_blocking(move || {
                            let _turn = turn;
                            line.serve(|group| this.write_alone(group));
                            Ok(())
                        })
                        .await?;
                    }
                    // Who has been taken into a group already is answered by it.
                    Err(late) if line.leave(place) => return Err(late),
                    Err(_) => {}
                },
            }
        }
    }

    /// One transaction on the writer.
    fn write_alone(&self, f: &mut dyn FnMut(&mut Conn) -> Result<()>) -> Result<()> {
        let mut pooled = connection(&self.writers)?;
        pooled.run(|conn| transaction(conn, f))
    }

    /// [`Db::read`] on the calling thread: for the command line and tests.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub fn read_now<T>(&self, f: impl FnOnce(&mut Conn, &Cx) -> Result<T>) -> Result<T> {
        let mut pooled = connection(&self.readers)?;
        kept::forget();
        pooled.run(|conn| f(conn, &self.cx()))
    }

    /// [`Db::write`] on the calling thread: for the command line and tests.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_now<T>(&self, f: impl Fn(&mut Conn, &Cx) -> Result<T>) -> Result<T> {
        self.write_at(self.clock.now(), f)
    }

    /// [`Db::write_now`] at an instant of the caller's choice: the demo tells a story of the past.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub fn write_at<T>(&self, now: Timestamp, f: impl Fn(&mut Conn, &Cx) -> Result<T>) -> Result<T> {
        let mut pooled = connection(&self.writers)?;
        let cx = Cx { now, ..self.cx() };
        // A transaction that lost a race (deadlock, serialisation) is run again; two tries, then it is busy.
        let first = pooled.run(|conn| transaction(conn, |c| f(c, &cx)));
        match first {
            Err(e) if e.is_lost_race() => pooled.run(|conn| transaction(conn, |c| f(c, &cx))),
            other => other,
        }
    }

    /// A SQLite database in this folder, up to date.
    ///
    /// # Panics
    /// When there can be none.
    #[cfg(test)]
    pub fn in_folder(folder: &std::path::Path, clock: &Clock) -> Self {
        let values = std::collections::BTreeMap::from([("data_dir".to_owned(), folder.display().to_string())]);
        let settings = Settings::from_values(&values).expect("settings");
        let db = Self::open(&Arc::new(settings), clock).expect("a database");
        db.migrate().expect("an empty database");
        db
    }

    /// Brings the schema up to date, and the order of names with it.
    ///
    /// # Errors
    /// When a migration fails; what it had done is rolled back. When a newer version was here before: nothing is done.
    pub fn migrate(&self) -> Result<()> {
        let mut pooled = connection(&self.writers)?;
        pooled.run(|conn| match conn {
            Conn::Sqlite(c) => run_migrations(c, SQLITE),
            Conn::Postgres(c) => dialect::with_migration_lock(c, |c| run_migrations(c, POSTGRES)),
        })?;
        pooled.run(|conn| transaction(conn, sort_keys::refresh))
    }

    /// Takes every migration back: only tests do.
    ///
    /// # Errors
    /// When a migration's `down.sql` fails.
    pub fn revert_all(&self) -> Result<()> {
        let mut pooled = connection(&self.writers)?;
        pooled.run(|conn| {
            match conn {
                Conn::Sqlite(c) => c.revert_all_migrations(SQLITE).map(drop),
                Conn::Postgres(c) => c.revert_all_migrations(POSTGRES).map(drop),
            }
            .map_err(Error::from_boxed)
        })
    }

    /// How many migrations wait to be run.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub fn pending_migrations(&self) -> Result<usize> {
        self.read_now(|conn, _| {
            match conn {
                Conn::Sqlite(c) => c.pending_migrations(SQLITE).map(|m| m.len()),
                Conn::Postgres(c) => c.pending_migrations(POSTGRES).map(|m| m.len()),
            }
            .map_err(Error::from_boxed)
        })
    }
}

/// Waits for one of the pool's connections.
fn connection(pool: &Pool<Manager>) -> Result<PooledConnection<Manager>> {
    pool.get().map_err(|e| Error::unavailable("no database connection", e))
}

/// Runs what has not been run, unless a version newer than this one has left more than it knows.
fn run_migrations<DB: Backend>(conn: &mut impl MigrationHarness<DB>, known: EmbeddedMigrations) -> Result<()> {
    let migrations: Vec<Box<dyn Migration<DB>>> = known.migrations().map_err(Error::from_boxed)?;
    let applied = conn.applied_migrations().map_err(Error::from_boxed)?;
    if let Some(newer) = applied
        .iter()
        .find(|v| migrations.iter().all(|m| m.name().version() != **v))
    {
        let why = format!("the database was migrated by a newer version of hamahang (migration {newer}): use that one");
        return Err(Error::config("database_url", why));
    }
    conn.run_pending_migrations(known).map(drop).map_err(Error::from_boxed)
}

/// One transaction: immediate on SQLite, so that it never has to upgrade a read snapshot.
fn transaction<T>(conn: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Sqlite(c) => AnsiTransactionManager::begin_transaction_sql(c, "BEGIN IMMEDIATE")?,
        Conn::Postgres(c) => AnsiTransactionManager::begin_transaction(c)?,
    }
    kept::forget();
    match f(conn) {
        Ok(value) => {
            <Conn as Connection>::TransactionManager::commit_transaction(conn)?;
            Ok(value)
        }
        Err(error) => {
            // The first error is the one to tell; a failed rollback marks the connection as broken by itself.
            if let Err(rollback) = <Conn as Connection>::TransactionManager::rollback_transaction(conn) {
                tracing::warn!(%rollback, "rollback failed");
            }
            Err(error)
        }
    }
}

/// Runs a part of a use case and, if this is a trial, takes back whatever it wrote: what it gave is then what would have
/// come of it. For use cases that are tried before they are done, and would else have to be written twice.
///
/// # Errors
/// The part's own.
pub fn tried<T>(trial: bool, c: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    if !trial {
        return f(c);
    }
    <Conn as Connection>::TransactionManager::begin_transaction(c)?;
    let given = f(c);
    let taken_back = <Conn as Connection>::TransactionManager::rollback_transaction(c);
    kept::forget();
    // The first error is the one to tell.
    let value = given?;
    taken_back?;
    Ok(value)
}

/// Runs a part of a transaction that may fail by itself: nothing of it stays, and the rest goes on.
///
/// # Errors
/// What `f` says.
pub fn savepoint<T>(conn: &mut Conn, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    let done = conn.transaction(f);
    kept::forget();
    done
}

/// Waits in line for a connection: a waiting task costs less than a blocked thread.
async fn take_turn(turns: &Arc<Semaphore>) -> Result<tokio::sync::OwnedSemaphorePermit> {
    const PATIENCE: Duration = Duration::from_secs(10);
    match tokio::time::timeout(PATIENCE, Arc::clone(turns).acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        Ok(Err(closed)) => Err(Error::unavailable("the database is closing", closed)),
        Err(late) => Err(Error::unavailable("the database is busy", late)),
    }
}

async fn run_blocking<T: Send + 'static>(f: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let span = tracing::Span::current();
    match tokio::task::spawn_blocking(move || span.in_scope(f)).await {
        Ok(result) => result,
        Err(stopped) => Err(Error::internal("a database task stopped", stopped)),
    }
}
