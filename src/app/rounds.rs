//! What the server does by the clock and not by a call. Every instance goes these rounds; what one has done already,
//! the next finds done.

use std::time::Duration;

use crate::accounts;
use crate::db::Db;
use crate::notifications::Wake;
use crate::requests::silence;

/// Pause between two rounds over what silence closes. It is counted in days; minutes make it early in the day.
const SILENCE: Duration = Duration::from_mins(5);
/// Pause between two sweeps.
const SWEEP: Duration = Duration::from_hours(24);

/// Goes all rounds, at the start and then again and again.
pub async fn go(db: Db, wake: Wake) {
    tokio::join!(sweep(&db), close_silent(&db, &wake));
}

/// Takes away ended sessions, used links and old idempotency answers.
async fn sweep(db: &Db) {
    loop {
        if let Err(error) = db.write(accounts::service::sweep).await {
            tracing::warn!(%error, "old sessions and links could not be swept");
        }
        tokio::time::sleep(SWEEP).await;
    }
}

/// Closes what is done and was not answered.
async fn close_silent(db: &Db, wake: &Wake) {
    loop {
        match silence::close_silent(db).await {
            Ok(0) => {}
            Ok(closed) => {
                tracing::info!(closed, "silence has closed requests");
                wake.mail();
            }
            Err(error) => tracing::warn!(%error, "silence could not close requests; it is tried again"),
        }
        tokio::time::sleep(SILENCE).await;
    }
}
