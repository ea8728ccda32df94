//! The only place that knows which database it is: how each is opened, what its errors mean, and the few
//! queries that have to be written twice.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::DatabaseErrorKind;
use diesel::sql_types::{BigInt, Bool, Nullable, Text};

use super::schema::{outbox, requests};
use super::{Conn, MultiBackend};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::MailId;
use crate::persian::search;

/// Whether the URL names an SQLite file (`sqlite:path`) or a PostgreSQL server (`postgres://…`).
///
/// # Errors
/// When it is neither: an unknown scheme would otherwise become a file of that name.
pub fn is_sqlite(url: &str) -> Result<bool> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(false);
    }
    if url.starts_with("sqlite:") {
        return Ok(true);
    }
    Err(Error::config(
        "DATABASE_URL",
        "wants sqlite:FILE or postgres://USER@HOST/NAME",
    ))
}

/// Opens a connection and sets it up. On both databases a statement waits five seconds for a lock of others.
pub fn connect(url: &str) -> ConnectionResult<Conn> {
    let Some(path) = sqlite_file(url) else {
        let mut conn = PgConnection::establish(&with_patience(url))?;
        conn.batch_execute("SET lock_timeout = '5s'")
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        return Ok(Conn::Postgres(conn));
    };
    let mut conn = SqliteConnection::establish(path)?;
    // FULL: an acknowledged write survives power loss. Foreign keys are off in SQLite unless asked for.
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -4000; PRAGMA mmap_size = 268435456; PRAGMA temp_store = MEMORY;",
    )
    .map_err(ConnectionError::CouldntSetupConfiguration)?;
    Ok(Conn::Sqlite(conn))
}

/// A PostgreSQL URL with limits for what libpq would wait for without end, or for hours: a server that takes a
/// connection and says nothing, or whose machine is gone without a word. What the URL says itself, stays.
fn with_patience(url: &str) -> String {
    // Seconds, but for tcp_user_timeout, which is in milliseconds (libpq, parameter key words).
    const PATIENCE: &[(&str, &str)] = &[
        ("connect_timeout", "5"),
        ("keepalives_idle", "10"),
        ("keepalives_interval", "5"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "20000"),
    ];
    let mut url = url.to_owned();
    for (key, value) in PATIENCE {
        if !url.contains(key) {
            let joint = if url.contains('?') { '&' } else { '?' };
            url.push_str(&format!("{joint}{key}={value}"));
        }
    }
    url
}

/// The file of an SQLite URL.
fn sqlite_file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?;
    Some(path.strip_prefix("//").unwrap_or(path))
}

/// Opens the database once and looks whether it is sound: what is wrong is told at the start, at once, and before
/// anything is written.
///
/// # Errors
/// Names `database_url`, and the file when it is one.
pub fn check(url: &str) -> Result<()> {
    let wrong = |why: String| {
        let file = sqlite_file(url).map(|file| format!("{file}: ")).unwrap_or_default();
        let one_line: Vec<_> = why.split_whitespace().collect();
        Error::config("database_url", format!("{file}{}", one_line.join(" ")))
    };
    let mut conn = connect(url).map_err(|e| wrong(e.to_string()))?;
    let Conn::Sqlite(c) = &mut conn else { return Ok(()) };
    // Pages that are torn or lost by a broken disk or a wrong copy. Reads the whole file, so as fast as the disk.
    let found = diesel::dsl::sql::<Text>("PRAGMA quick_check(1)").get_result::<String>(c);
    match found {
        Ok(word) if word == "ok" => Ok(()),
        Ok(damage) => Err(wrong(format!("is damaged, restore a backup: {damage}"))),
        Err(e) => Err(wrong(e.to_string())),
    }
}

/// A server's connection can be lost; a file's is as good as the file.
pub fn has_connection_to_lose(conn: &Conn) -> bool {
    matches!(conn, Conn::Postgres(_))
}

/// What a database error means for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// Locked, full, or gone: the same call may work later (503).
    Unavailable,
    /// Lost a race inside the database: run the transaction again.
    LostRace,
    /// A unique index holds this already.
    Duplicate,
    /// Anything else is our mistake.
    Bug,
}

/// Sorts a Diesel error. SQLite reports most trouble as `Unknown` with a text, so its texts are read here.
pub fn trouble(error: &diesel::result::Error) -> Trouble {
    use diesel::result::Error as E;
    match error {
        E::DatabaseError(DatabaseErrorKind::ClosedConnection | DatabaseErrorKind::UnableToSendCommand, _) => {
            Trouble::Unavailable
        }
        E::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Trouble::LostRace,
        E::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Trouble::Duplicate,
        E::DatabaseError(_, info) => trouble_by_text(info.message()),
        E::BrokenTransactionManager => Trouble::Unavailable,
        E::RollbackErrorOnCommit { commit_error, .. } => trouble(commit_error),
        _ => Trouble::Bug,
    }
}

/// Whether a database's text says that it is locked, full or gone.
pub fn says_unavailable(message: &str) -> bool {
    const UNAVAILABLE: &[&str] = &[
        // SQLite: SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL, SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY
        "database is locked",
        "database table is locked",
        "database or disk is full",
        "disk I/O error",
        "unable to open database file",
        "attempt to write a readonly database",
        // PostgreSQL and libpq
        "server closed the connection",
        "terminating connection",
        "could not connect",
        "connection to server",
        "no connection to the server",
        "SSL connection has been closed",
        "the database system is",
        "too many clients",
        "could not extend file",
        "No space left on device",
        "could not write to file",
        "cannot execute",
        "canceling statement due to",
    ];
    UNAVAILABLE.iter().any(|text| message.contains(text))
}

fn trouble_by_text(message: &str) -> Trouble {
    if message.contains("deadlock detected") {
        return Trouble::LostRace;
    }
    if says_unavailable(message) {
        Trouble::Unavailable
    } else {
        Trouble::Bug
    }
}

/// Runs `f` while no other instance migrates the same PostgreSQL database; waits as long as another one does.
pub fn with_migration_lock<T>(conn: &mut PgConnection, f: impl FnOnce(&mut PgConnection) -> Result<T>) -> Result<T> {
    // Any number will do, as long as every instance takes the same: «hamahang» in ASCII.
    const LOCK: i64 = 0x6861_6d61_6861_6e67;
    let lock = format!("SET lock_timeout = 0; SELECT pg_advisory_lock({LOCK}); RESET lock_timeout");
    conn.batch_execute(&lock)?;
    let result = f(conn);
    diesel::sql_query(format!("SELECT pg_advisory_unlock({LOCK})")).execute(conn)?;
    result
}

/// Up to `limit` mails that are due, oldest first, and nobody else's: other workers skip the rows that are
/// locked here (PostgreSQL), or wait for this transaction (SQLite has one writer).
pub fn lock_due_mail(conn: &mut Conn, now: Timestamp, limit: i64) -> QueryResult<Vec<MailId>> {
    let due = outbox::table
        .filter(
            outbox::state
                .eq("queued")
                .and(outbox::next_attempt_at.le(now))
                .or(outbox::state.eq("leased").and(outbox::leased_until.lt(now))),
        )
        .order(outbox::id)
        .limit(limit)
        .select(outbox::id);
    match conn {
        Conn::Sqlite(c) => due.load(c),
        Conn::Postgres(c) => due.for_update().skip_locked().load(c),
    }
}

/// A query on `requests` that filters can be added to.
pub type RequestQuery<'a> = requests::BoxedQuery<'a, MultiBackend>;

/// A number of matches in the order of ids, from one id on.
#[derive(Debug, Clone, Copy)]
pub struct Portion {
    /// Whether the greatest id comes first.
    pub descends: bool,
    /// The matches beyond this id.
    pub after: Option<i64>,
    /// At most so many.
    pub size: i64,
}

impl Portion {
    /// The rest of an SQL query for the ids of the matches.
    fn sql(self) -> String {
        let Self { descends, after, .. } = self;
        let (way, beyond) = if descends { ("DESC", "<") } else { ("ASC", ">") };
        let after = after.map_or_else(String::new, |id| format!(" AND rowid {beyond} {id}"));
        format!("{after} ORDER BY rowid {way}")
    }
}

/// Whether the full-text index gives its matches in the order of their ids, without reading all of them: FTS5 keeps
/// them so; GIN does not, but PostgreSQL knows which words are common and then walks the table instead.
pub fn gives_matches_by_id(conn: &Conn) -> bool {
    matches!(conn, Conn::Sqlite(_))
}

/// Narrows a query on `requests` to the rows whose words match; on SQLite to a portion of them, where one is given.
pub fn matching_words<'a>(
    conn: &Conn,
    query: RequestQuery<'a>,
    words: &search::Query,
    portion: Option<Portion>,
) -> RequestQuery<'a> {
    let limits = portion.map_or_else(String::new, |p| format!("{} LIMIT {}", p.sql(), p.size));
    match conn {
        Conn::Sqlite(_) => query.filter(
            sql::<Bool>("requests.id IN (SELECT rowid FROM requests_fts WHERE requests_fts MATCH ")
                .bind::<Text, _>(words.fts5())
                .sql(&format!("{limits})")),
        ),
        Conn::Postgres(_) => query.filter(
            sql::<Bool>("requests.search_tsv @@ ")
                .bind::<Text, _>(words.tsquery())
                .sql("::tsquery"),
        ),
    }
}

/// The last id of a portion of the matches; `None` when it is not full, and so the last.
///
/// # Errors
/// Only the database's.
pub fn end_of_portion(conn: &mut Conn, words: &search::Query, portion: Portion) -> QueryResult<Option<i64>> {
    let last = portion.size - 1;
    diesel::select(
        sql::<Nullable<BigInt>>("(SELECT rowid FROM requests_fts WHERE requests_fts MATCH ")
            .bind::<Text, _>(words.fts5())
            .sql(&format!("{} LIMIT 1 OFFSET {last})", portion.sql())),
    )
    .get_result(conn)
}

/// Any query that both databases can build, run through the enum connection: `ON CONFLICT` above all,
/// which the derive leaves out.
#[derive(Debug, Clone, Copy)]
pub struct Both<Q>(Q);

/// Wraps a query for [`Both`].
pub fn both<Q>(query: Q) -> Both<Q> {
    Both(query)
}

impl<Q: QueryId> QueryId for Both<Q> {
    type QueryId = Q::QueryId;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q: Query> Query for Both<Q> {
    type SqlType = Q::SqlType;
}

impl<Q> QueryFragment<MultiBackend> for Both<Q>
where
    Q: QueryFragment<diesel::sqlite::Sqlite> + QueryFragment<diesel::pg::Pg>,
{
    fn walk_ast<'b>(&'b self, pass: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        MultiBackend::walk_variant_ast(&self.0, pass)
    }
}

impl<Q> RunQueryDsl<Conn> for Both<Q> {}

/// Inserts a slice of rows in one statement: batches are among what the enum connection leaves out. The rows must
/// leave no column to its default (`treat_none_as_default_value = false`), or SQLite would take them one by one.
#[macro_export]
macro_rules! insert_batch {
    ($conn:expr, $table:expr, $rows:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite(c) => diesel::insert_into($table).values($rows).execute(c),
            $crate::db::Conn::Postgres(c) => diesel::insert_into($table).values($rows).execute(c),
        }
    };
}

#[cfg(test)]
mod tests {
    use super::with_patience;

    #[test]
    fn what_the_url_says_itself_stays() {
        assert_eq!(
            with_patience("postgres://a@b/c"),
            "postgres://a@b/c?connect_timeout=5&keepalives_idle=10&keepalives_interval=5&keepalives_count=3\
             &tcp_user_timeout=20000"
        );
        let own = with_patience("postgres://a@b/c?connect_timeout=30&sslmode=require");
        assert!(
            own.starts_with("postgres://a@b/c?connect_timeout=30&sslmode=require&keepalives_idle=10&"),
            "{own}"
        );
        assert_eq!(own.matches("connect_timeout").count(), 1);
    }
}
