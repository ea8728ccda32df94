//! Connections for the pool: opened by URL scheme, checked after a pause, thrown away when the server behind
//! them is gone.

use std::time::{Duration, Instant};

use diesel::r2d2::{self, ManageConnection, R2D2Connection};

use super::{Conn, dialect};
use crate::error::Result;

/// After this pause a connection is pinged before it is used again; under load it never is
/// (a ping at each use costs a quarter of the read rate).
const TRUSTED_FOR: Duration = Duration::from_secs(1);

/// Opens connections to one database.
pub struct Manager {
    url: String,
}

impl Manager {
    pub fn new(url: String) -> Self {
        Self { url }
    }
}

/// A pooled connection, with when it was last seen to work.
pub struct Pooled {
    conn: Conn,
    seen: Instant,
    broken: bool,
}

impl Pooled {
    /// Runs `f`, and remembers whether the connection survived.
    pub fn run<T>(&mut self, f: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let result = f(&mut self.conn);
        match &result {
            Err(e) if e.is_unavailable() => self.broken = dialect::has_connection_to_lose(&self.conn),
            _ => self.seen = Instant::now(),
        }
        result
    }
}

impl ManageConnection for Manager {
    type Connection = Pooled;
    type Error = r2d2::Error;

    fn connect(&self) -> std::result::Result<Pooled, r2d2::Error> {
        let conn = dialect::connect(&self.url).map_err(r2d2::Error::ConnectionError)?;
        Ok(Pooled {
            conn,
            seen: Instant::now(),
            broken: false,
        })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> std::result::Result<(), r2d2::Error> {
        if pooled.seen.elapsed() < TRUSTED_FOR || !dialect::has_connection_to_lose(&pooled.conn) {
            return Ok(());
        }
        pooled.conn.ping().map_err(r2d2::Error::QueryError)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.broken || std::thread::panicking() || pooled.conn.is_broken()
    }
}
