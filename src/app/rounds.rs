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
use crate::meetings::commitment_rounds;
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
/// Pause between two rounds over promises. They are due by the day; minutes make it early in the morning.
const PROMISES: Duration = Duration::from_mins(5);
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
    let (silent, waiting, late, moved, back, promised) = (
        turn("silence"),
        turn("approvals"),
        turn("deadlines"),
        turn("recount"),
        turn("returned"),
        turn("commitments"),
    );
    tokio::join!(
        sweep(&db),
        again("sweep of attachments", SWEEP, &wake, async || {
            attachments::sweep::sweep(&db, &vault).await
        }),
        // Closes what is done and was not answered.
        again("silence", SILENCE, &wake, async || {
            silent.go(silence::close_silent(&db)).await
        }),
        // Reminds those who can decide on approvals, and tells the director of those that wait too long.
        again("approvals", APPROVALS, &wake, async || waiting
            .go(chasing::chase(&db))
            .await),
        // Warns of deadlines, tells of missed ones, reminds parties that are waited for.
        again("deadlines", DEADLINES, &wake, async || {
            if deadlines::rounds::waits(&db).await? {
                late.go(deadlines::rounds::go(&db)).await
            } else {
                Ok(0)
            }
        }),
        // Counts deadlines anew when the calendar or the policies have changed.
        again("recount of deadlines", RECOUNT, &wake, async || {
            if recount::waits(&db).await? {
                moved.go(count_batches(&moved)).await
            } else {
                Ok(0)
            }
        }),
        // Tells those whose absence is over what is still with their substitutes.
        again("returned", RETURNED, &wake, async || back
            .go(handover::tell_returned(&db))
            .await),
        // Reminds of promises that are due, and tells of those that are late.
        again("commitments", PROMISES, &wake, async || promised
            .go(commitment_rounds::remind(&db))
            .await),
    );
}

/// Goes a round again and again, and wakes the mail worker when something was done.
async fn again(round: &'static str, pause: Duration, wake: &Wake, go: impl AsyncFn() -> Result<usize>) {
    loop {
        match go().await {
            Ok(0) => {}
            Ok(done) => {
                tracing::info!(round, done, "a round has done something");
                wake.mail();
            }
            Err(error) => tracing::warn!(round, %error, "a round could not be gone to its end; it is tried again"),
        }
        tokio::time::sleep(pause).await;
    }
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
