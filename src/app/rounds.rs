//! What the server does by the clock and not by a call. Every instance goes these rounds; what one has done already,
//! the next finds done.

use std::time::Duration;

use crate::accounts;
use crate::approvals;
use crate::db::Db;
use crate::notifications::Wake;
use crate::requests::approving::chasing;
use crate::requests::{silence, triage};

/// Pause between two rounds over what silence closes. It is counted in days; minutes make it early in the day.
const SILENCE: Duration = Duration::from_mins(5);
/// Pause between two rounds over approvals that wait. They are counted in days; minutes make it early in the day, and
/// bring what nobody can decide any more to the director.
const APPROVALS: Duration = Duration::from_mins(5);
/// Pause between two sweeps.
const SWEEP: Duration = Duration::from_hours(24);

/// Goes all rounds, at the start and then again and again.
pub async fn go(db: Db, wake: Wake) {
    tokio::join!(sweep(&db), close_silent(&db, &wake), chase_approvals(&db, &wake));
}

/// Takes away ended sessions, used links, old idempotency answers, and batches of triage that can no longer be undone.
async fn sweep(db: &Db) {
    loop {
        if let Err(error) = db.write(accounts::service::sweep).await {
            tracing::warn!(%error, "old sessions and links could not be swept");
        }
        if let Err(error) = db.write(approvals::links::sweep).await {
            tracing::warn!(%error, "old links of approvals could not be swept");
        }
        if let Err(error) = db.write(triage::service::sweep).await {
            tracing::warn!(%error, "old batches of triage could not be swept");
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

/// Reminds those who can decide on approvals, and tells the director of those that wait too long.
async fn chase_approvals(db: &Db, wake: &Wake) {
    loop {
        match chasing::chase(db).await {
            Ok(0) => {}
            Ok(chased) => {
                tracing::info!(chased, "approvals were chased");
                wake.mail();
            }
            Err(error) => tracing::warn!(%error, "approvals could not be chased; it is tried again"),
        }
        tokio::time::sleep(APPROVALS).await;
    }
}
