//! What the server does by the clock and not by a call. Every instance goes these rounds, one of them at a time each
//! (`db::lease`); what one has done already, the next finds done.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::Instant;

use crate::accounts;
use crate::approvals;
use crate::attachments::{self, vault::Vault};
use crate::db::{Db, lease};
use crate::error::Result;
use crate::notifications::Wake;
use crate::requests::approving::chasing;
use crate::requests::deadlines::recount::{self, Progress};
use crate::requests::{deadlines, handover, silence, triage};

/// Pause between two rounds over what silence closes. It is counted in days; minutes make it early in the day.
const SILENCE: Duration = Duration::from_mins(5);
/// Pause between two rounds over approvals that wait. They are counted in days; minutes make it early in the day, and
/// bring what nobody can decide any more to the director.
const APPROVALS: Duration = Duration::from_mins(5);
/// Pause between two rounds over deadlines: so much later than at the minute somebody may hear of one.
const DEADLINES: Duration = Duration::from_mins(1);
/// Pause between two looks at whether calendar or policies have changed.
const RECOUNT: Duration = Duration::from_secs(30);
/// Pause between two batches of a recount, and so many times as long as the batch took, whichever is longer: people's
/// reads and writes go before it, on a small machine too.
const BREATH: Duration = Duration::from_millis(100);
const REST: u32 = 3;
/// Pause between two rounds over who is back. Minutes make it early on the first day.
const RETURNED: Duration = Duration::from_mins(5);
/// Pause between two sweeps.
const SWEEP: Duration = Duration::from_hours(24);
/// For so long a round is an instance's own; after that it is taken for dead.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// A long round prolongs its lease this often.
const PROLONG: Duration = Duration::from_mins(1);

/// Goes all rounds, at the start and then again and again.
pub async fn go(db: Db, vault: Vault, wake: Wake) {
    let turn = |name| Turn {
        db: db.clone(),
        name,
        holder: format!("{:032x}", rand::random::<u128>()),
    };
    tokio::join!(
        sweep(&db),
        sweep_attachments(&db, &vault),
        close_silent(turn("silence"), &wake),
        chase_approvals(turn("approvals"), &wake),
        tell_of_deadlines(turn("deadlines"), &wake),
        count_anew(turn("recount")),
        tell_returned(turn("returned"), &wake),
    );
}

/// An instance's share in a round that one goes at a time.
struct Turn {
    db: Db,
    name: &'static str,
    holder: String,
}

impl Turn {
    /// Takes the round or prolongs it; says whether it is this instance's.
    async fn take(&self) -> Result<bool> {
        let (name, holder) = (self.name, self.holder.clone());
        self.db
            .write(move |c, cx| lease::take(c, cx, name, &holder, LEASE))
            .await
    }

    async fn give_back(&self) {
        let (name, holder) = (self.name, self.holder.clone());
        let given = self.db.write(move |c, cx| lease::give_back(c, cx, name, &holder)).await;
        if let Err(error) = given {
            tracing::debug!(%error, round = name, "a round was not given back; its lease runs out by itself");
        }
    }

    /// Does the work if it is this instance's turn.
    async fn go<T: Default>(&self, work: impl Future<Output = Result<T>>) -> Result<T> {
        if !self.take().await? {
            return Ok(T::default());
        }
        let done = work.await;
        self.give_back().await;
        done
    }
}

/// Takes away the bytes of attachments that no row refers to.
async fn sweep_attachments(db: &Db, vault: &Vault) {
    loop {
        match attachments::sweep::sweep(db, vault).await {
            Ok(0) => {}
            Ok(objects) => tracing::info!(objects, "attachments that nothing refers to were swept"),
            Err(error) => tracing::warn!(%error, "attachments could not be swept; it is tried again"),
        }
        tokio::time::sleep(SWEEP).await;
    }
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
async fn close_silent(turn: Turn, wake: &Wake) {
    loop {
        match turn.go(silence::close_silent(&turn.db)).await {
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
async fn chase_approvals(turn: Turn, wake: &Wake) {
    loop {
        match turn.go(chasing::chase(&turn.db)).await {
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

/// Warns of deadlines, tells of missed ones, reminds parties that are waited for.
async fn tell_of_deadlines(turn: Turn, wake: &Wake) {
    loop {
        let round = async {
            if deadlines::rounds::waits(&turn.db).await? {
                turn.go(deadlines::rounds::go(&turn.db)).await
            } else {
                Ok(0)
            }
        };
        match round.await {
            Ok(0) => {}
            Ok(mails) => {
                tracing::info!(mails, "deadlines were told of");
                wake.mail();
            }
            Err(error) => tracing::warn!(%error, "deadlines could not be told of; it is tried again"),
        }
        tokio::time::sleep(DEADLINES).await;
    }
}

/// Counts deadlines anew when the calendar or the policies have changed.
async fn count_anew(turn: Turn) {
    loop {
        let round = async {
            if recount::waits(&turn.db).await? {
                turn.go(count_batches(&turn)).await
            } else {
                Ok(0)
            }
        };
        match round.await {
            Ok(0) => {}
            Ok(moved) => tracing::info!(moved, "deadlines have moved with the calendar or the policies"),
            Err(error) => tracing::warn!(%error, "deadlines could not be counted anew; it is tried again"),
        }
        tokio::time::sleep(RECOUNT).await;
    }
}

async fn count_batches(turn: &Turn) -> Result<usize> {
    let (mut sum, mut taken, mut began) = (0, Instant::now(), Instant::now());
    while let Progress::Moved(moved) = recount::step(&turn.db).await? {
        sum += moved;
        tokio::time::sleep(BREATH.max(began.elapsed() * REST)).await;
        began = Instant::now();
        if taken.elapsed() > PROLONG {
            if !turn.take().await? {
                break;
            }
            taken = Instant::now();
        }
    }
    Ok(sum)
}

/// Tells those whose absence is over what is still with their substitutes.
async fn tell_returned(turn: Turn, wake: &Wake) {
    loop {
        match turn.go(handover::tell_returned(&turn.db)).await {
            Ok(0) => {}
            Ok(told) => {
                tracing::info!(
                    told,
                    "people who are back have been told what is with their substitutes"
                );
                wake.mail();
            }
            Err(error) => tracing::warn!(%error, "people who are back could not be told; it is tried again"),
        }
        tokio::time::sleep(RETURNED).await;
    }
}
