//! The only place that knows which database it is: how each is opened, what its errors mean, and the few
//! queries that have to be written twice.

use diesel::connection::SimpleConnection;
use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::DatabaseErrorKind;
use diesel::sql_types::{Array, BigInt, Bool, Integer, Nullable, Text};

use super::schema::{outbox, requests};
use super::{Conn, MultiBackend};
use crate::clock::Timestamp;
use crate::error::{Error, Result};
use crate::ids::{AgendaItemId, MailId, RequestId, UnitId};
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

/// How long a statement on PostgreSQL waits for a lock of others; SQLite has `busy_timeout`.
const PATIENT: &str = "SET lock_timeout = '5s'";

/// Opens a connection and sets it up. On both databases a statement waits five seconds for a lock of others.
pub fn connect(url: &str) -> ConnectionResult<Conn> {
    let Some(path) = sqlite_file(url) else {
        let mut conn = PgConnection::establish(&with_patience(url))?;
        // What people list fits into memory; with a price on jumping about in it, the planner would rather walk past ten
        // thousand open requests in the order of ids than use the index of the closed ones.
        conn.batch_execute(&format!("{PATIENT}; SET random_page_cost = 1"))
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
        return Ok(Conn::Postgres(conn));
    };
    let mut conn = SqliteConnection::establish(path)?;
    // FULL: an acknowledged write survives power loss. Foreign keys are off in SQLite unless asked for.
    conn.batch_execute(
        "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -2000; PRAGMA temp_store = MEMORY;",
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

/// Opens the database once and reads its schema: what is wrong is told at the start, at once, and before anything is
/// written. The data is not read, or a start would take as long as the file is large.
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
    let tables = sql::<BigInt>("SELECT count(*) FROM sqlite_schema").get_result::<i64>(c);
    tables.map(drop).map_err(|e| wrong(e.to_string()))
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
    let lock = format!("SET lock_timeout = 0; SELECT pg_advisory_lock({LOCK}); {PATIENT}");
    conn.batch_execute(&lock)?;
    let result = f(conn);
    diesel::sql_query(format!("SELECT pg_advisory_unlock({LOCK})")).execute(conn)?;
    result
}

/// Until the transaction ends, nobody else gets past this point with the same number: for what is right by itself and
/// wrong together with another. SQLite has one writer in any case.
///
/// # Errors
/// 503 when others take too long.
pub fn one_at_a_time(conn: &mut Conn, number: i64) -> Result<()> {
    if let Conn::Postgres(c) = conn {
        diesel::sql_query(format!("SELECT pg_advisory_xact_lock({number})")).execute(c)?;
    }
    Ok(())
}

/// Until the transaction ends, nobody else changes this request; rows that refer to it still come. SQLite has one writer in
/// any case.
///
/// # Errors
/// 503 when others take too long.
pub fn lock_request(conn: &mut Conn, id: RequestId) -> Result<()> {
    if let Conn::Postgres(c) = conn {
        let row = requests::table.filter(requests::id.eq(id)).select(requests::id);
        row.for_no_key_update().load::<RequestId>(c)?;
    }
    Ok(())
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

/// Gives lines of agendas their places: in their list, and in the whole order.
///
/// # Errors
/// Only the database's.
pub fn place_agenda_items(conn: &mut Conn, places: &[(AgendaItemId, i32, i32)]) -> Result<()> {
    const SET: &str = "UPDATE agenda_items SET position = p.position, place = p.place FROM";
    match conn {
        Conn::Sqlite(c) => diesel::sql_query(format!(
            "{SET} (SELECT value ->> 0 AS id, value ->> 1 AS position, value ->> 2 AS place FROM json_each($1)) AS p
             WHERE agenda_items.id = p.id"
        ))
        .bind::<Text, _>(serde_json::to_string(places)?)
        .execute(c)?,
        Conn::Postgres(c) => diesel::sql_query(format!(
            "{SET} unnest($1, $2, $3) AS p (id, position, place) WHERE agenda_items.id = p.id"
        ))
        .bind::<Array<BigInt>, _>(places.iter().map(|p| p.0.0).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(places.iter().map(|p| p.1).collect::<Vec<_>>())
        .bind::<Array<Integer>, _>(places.iter().map(|p| p.2).collect::<Vec<_>>())
        .execute(c)?,
    };
    Ok(())
}

/// Writes what making an agenda again says of lines that are there, under the next version, where they still have the
/// version that is said; says of how many that was so.
///
/// # Errors
/// Only the database's.
pub fn remake_agenda_items(conn: &mut Conn, lines: &[serde_json::Value], now: Timestamp) -> Result<usize> {
    const SET: &str = "UPDATE agenda_items SET kind = p.kind, placement = p.placement, title = p.title, minutes = p.minutes,
        carried = p.carried, reason = p.reason, proposal_id = p.proposal_id, version = p.version + 1, updated_at = p.at FROM";
    const WHERE: &str = "AS p WHERE agenda_items.id = p.id AND agenda_items.version = p.version";
    let text = serde_json::to_string(lines)?;
    Ok(match conn {
        Conn::Sqlite(c) => {
            let columns = [
                "id",
                "version",
                "kind",
                "placement",
                "title",
                "minutes",
                "carried",
                "reason",
                "proposal_id",
            ];
            let columns = columns.map(|name| format!("value ->> '{name}' AS {name}")).join(", ");
            diesel::sql_query(format!("{SET} (SELECT $1 AS at, {columns} FROM json_each($2)) {WHERE}"))
                .bind::<diesel::sql_types::Timestamp, _>(now)
                .bind::<Text, _>(text)
                .execute(c)?
        }
        Conn::Postgres(c) => diesel::sql_query(format!(
            "{SET} (SELECT $1 AS at, r.* FROM json_to_recordset($2::json) AS r (id bigint, version integer, kind text,
             placement text, title text, minutes integer, carried integer, reason jsonb, proposal_id bigint)) {WHERE}"
        ))
        .bind::<diesel::sql_types::Timestamp, _>(now)
        .bind::<Text, _>(text)
        .execute(c)?,
    })
}

/// A query on `requests` that filters can be added to.
pub type RequestQuery<'a> = requests::BoxedQuery<'a, MultiBackend>;

/// Narrows a query on `requests` to the rows whose words match.
pub fn matching_words<'a>(conn: &Conn, query: RequestQuery<'a>, words: &search::Query) -> RequestQuery<'a> {
    match conn {
        Conn::Sqlite(_) => query.filter(
            sql::<Bool>("requests.id IN (SELECT rowid FROM requests_fts WHERE requests_fts MATCH ")
                .bind::<Text, _>(words.fts5())
                .sql(")"),
        ),
        Conn::Postgres(_) => query.filter(
            sql::<Bool>("requests.search_tsv @@ ")
                .bind::<Text, _>(words.tsquery())
                .sql("::tsquery"),
        ),
    }
}

/// Ids of a portion, at most: a list of them is held in memory.
const LARGEST_PORTION: i64 = 16_384;

/// The matches of a search in the order of ids, a part at a time: those of a common word are too many to read for a
/// page, and the rows of a rare one too far apart to look for in the table.
///
/// FTS5 gives its matches in the order of ids, so on SQLite the parts are portions of them that grow. GIN has no order:
/// on PostgreSQL few matches (the planner knows how many to expect) are all taken from the index and sorted. Of many, the
/// first part is the table's next rows, where a common word fills the page, and the second all others. (Left to itself, the
/// planner walks the whole table for a word that only old rows have, since it knows how many have it, but not where.)
pub struct Matches<'q> {
    words: &'q search::Query,
    descends: bool,
    after: Option<i64>,
    /// The only unit whose rows can match.
    unit: Option<UnitId>,
    /// Rows of the next part; 0: the rest.
    size: i64,
    exhausted: bool,
}

impl<'q> Matches<'q> {
    /// The matches beyond the id `after`, for a page of so many rows. `unit`: the only one whose rows are wanted, if it is one.
    pub fn new(words: &'q search::Query, descends: bool, after: Option<i64>, unit: Option<UnitId>, page: i64) -> Self {
        Self {
            words,
            descends,
            after,
            unit,
            size: 4 * page,
            exhausted: false,
        }
    }

    /// Narrows the query to the next part, in order; `None` when there is none.
    ///
    /// # Errors
    /// Only the database's.
    pub fn next<'a>(&mut self, conn: &mut Conn, query: RequestQuery<'a>) -> Result<Option<RequestQuery<'a>>> {
        if self.exhausted {
            return Ok(None);
        }
        match conn {
            Conn::Sqlite(_) => self.next_portion(conn, query).map(Some),
            Conn::Postgres(_) => self.next_rows(conn, query).map(Some),
        }
    }

    fn way(&self) -> (&'static str, &'static str) {
        if self.descends { ("DESC", "<") } else { ("ASC", ">") }
    }

    fn beyond(&self, column: &str) -> String {
        let (_, beyond) = self.way();
        self.after
            .map_or_else(|| "TRUE".to_owned(), |id| format!("{column} {beyond} {id}"))
    }

    fn next_portion<'a>(&mut self, conn: &mut Conn, query: RequestQuery<'a>) -> Result<RequestQuery<'a>> {
        let (way, _) = self.way();
        let rest = format!(" AND {} ORDER BY rowid {way} LIMIT {}", self.beyond("rowid"), self.size);
        let ids: Vec<i64> = sql::<BigInt>("SELECT rowid FROM requests_fts WHERE requests_fts MATCH ")
            .bind::<Text, _>(self.words.fts5())
            .sql(&rest)
            .load(conn)?;
        self.after = ids.last().copied();
        self.exhausted = i64::try_from(ids.len()).is_ok_and(|found| found < self.size);
        self.size = (4 * self.size).min(LARGEST_PORTION);
        Ok(query
            .filter(
                sql::<Bool>("requests.id IN (SELECT value FROM json_each(")
                    .bind::<Text, _>(serde_json::to_string(&ids)?)
                    .sql("))"),
            )
            .order(sql::<BigInt>(&format!("requests.id {way}"))))
    }

    fn next_rows<'a>(&mut self, conn: &mut Conn, query: RequestQuery<'a>) -> Result<RequestQuery<'a>> {
        /// Rows that are looked through for each row of the page.
        const DENSITY: i64 = 25;
        if self.size > 0 && are_rare(conn, self.words)? {
            self.size = 0;
        }
        let (way, _) = self.way();
        let query = matching_words(conn, query, self.words).filter(sql::<Bool>(&self.beyond("requests.id")));
        if self.size == 0 {
            self.exhausted = true;
            // An expression, so that no index has this order.
            return Ok(query.order(sql::<BigInt>(&format!("requests.id + 0 {way}"))));
        }
        let whose = self
            .unit
            .map_or_else(String::new, |unit| format!(" AND unit_id = {unit}"));
        let end = format!(
            "(SELECT id FROM requests WHERE {}{whose} ORDER BY id {way} LIMIT 1 OFFSET {})",
            self.beyond("id"),
            self.size * DENSITY
        );
        self.size = 0;
        let end: Option<i64> = diesel::select(sql::<Nullable<BigInt>>(&end)).get_result(conn)?;
        let query = query.order(sql::<BigInt>(&format!("requests.id {way}")));
        let Some(end) = end else {
            self.exhausted = true;
            return Ok(query);
        };
        self.after = Some(end);
        let within = if self.descends { ">=" } else { "<=" };
        Ok(query.filter(sql::<Bool>(&format!("requests.id {within} {end}"))))
    }
}

/// Whether PostgreSQL's planner takes the words for rare: by its statistics of the commonest thousand, without looking. Of a
/// word that is not among them it expects one in two hundred rows.
fn are_rare(conn: &mut Conn, words: &search::Query) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Step {
        #[diesel(sql_type = Text, column_name = "QUERY PLAN")]
        text: String,
    }
    let plan: Vec<Step> = diesel::sql_query("EXPLAIN SELECT 1 FROM requests WHERE search_tsv @@ $1::tsquery")
        .bind::<Text, _>(words.tsquery())
        .load(conn)?;
    // `Bitmap Heap Scan on requests  (cost=12.77..16.78 rows=500 width=4)`
    let expected = plan.first().and_then(|step| {
        let rows = step.text.split_once(" rows=")?.1;
        rows.split(' ').next()?.parse::<i64>().ok()
    });
    let all = diesel::select(sql::<BigInt>(
        "(SELECT reltuples::bigint FROM pg_class WHERE oid = 'requests'::regclass)",
    ));
    // A table that was never analysed has -1.
    let all: i64 = all.get_result(conn)?;
    Ok(expected.is_some_and(|rows| rows <= all.max(0) / 180))
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
