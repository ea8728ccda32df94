//! What the server does by the clock and not by a call. Every instance goes these rounds, one of them at a time each
//! (`db::lease`); what one has done already, the next finds done.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::Instant;

use super::knowing;
use crate::accounts;
use crate::approvals;
use crate::attachments::{self, sweep::Referred, vault::Vault};
use crate::db::{Db, lease};
use crate::error::Result;
use crate::mail_in;
use crate::meetings::commitments::rounds as commitment_rounds;
use crate::meetings::invitations::reminders;
use crate::meetings::{minutes, weekly};
use crate::notifications::{self, Wake, digest};
use crate::requests::approving::chasing;
use crate::requests::deadlines::{coming_year, recount};
use crate::requests::{deadlines, findable, handover, silence, triage};
use crate::webhooks;

/// Pause between two rounds over what silence closes. It is counted in days; minutes make it early in the day.
const SILENCE: Duration = Duration::from_mins(5);
/// Pause between two rounds over approvals that wait. They are counted in days; minutes make it early in the day, and
/// bring what nobody can decide any more to the director.
const APPROVALS: Duration = Duration::from_mins(5);
/// Pause between two rounds over minutes in review. They are counted in days too.
const MINUTES: Duration = Duration::from_mins(5);
/// Pause between two rounds over deadlines: so much later than at the minute somebody may hear of one.
const DEADLINES: Duration = Duration::from_mins(1);
/// Pause between two looks at whether calendar or policies have changed.
const RECOUNT: Duration = Duration::from_secs(30);
/// Pause between two looks at whether older requests lack words, which is over once and for all.
const WORDS: Duration = Duration::from_mins(5);
/// Pause between two looks at the coming year.
const HOLIDAYS: Duration = Duration::from_hours(1);
/// Pause between two batches, and so many times as long as the batch took, whichever is longer: people's
/// reads and writes go before it, on a small machine too.
const BREATH: Duration = Duration::from_millis(100);
const REST: u32 = 3;
/// Pause between two rounds over who is back. Minutes make it early on the first day.
const RETURNED: Duration = Duration::from_mins(5);
/// Pause between two rounds over meetings that are near. Minutes make it early on the day before.
const REMINDERS: Duration = Duration::from_mins(5);
/// Pause between two rounds over promises. They are due by the day; minutes make it early in the morning.
const PROMISES: Duration = Duration::from_mins(5);
/// Pause between two looks at whose digest is due. Hours are chosen; minutes make it early in the hour.
const DIGESTS: Duration = Duration::from_mins(5);
/// Pause between two looks at whether the director has to hear of mail that is held.
const HELD: Duration = Duration::from_mins(5);
/// Pause between two sweeps.
const SWEEP: Duration = Duration::from_hours(24);
/// For so long a round is an instance's own; after that it is taken for dead.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// What keeps bytes in the vault besides attachments.
const KEPT: &[Referred] = &[mail_in::referred];
/// A round prolongs its lease this often.
const PROLONG: Duration = Duration::from_mins(1);

/// Goes all rounds, at the start and then again and again.
pub async fn go(db: Db, vault: Vault, wake: Wake) {
    let turn = |name| Turn::new(&db, name);
    let (silent, waiting, minuted, late, moved, back, near, promised) = (
        turn("silence"),
        turn("approvals"),
        turn("minutes"),
        turn("deadlines"),
        turn("recount"),
        turn("returned"),
        turn("meetings"),
        turn("commitments"),
    );
    let (found, announced, held) = (turn("search words"), turn("holidays"), turn("held mail"));
    let (gathered, summed, digests) = (turn("digests"), turn("weekly summary"), db.settings().mail_digests);
    tokio::join!(
        sweep(&db),
        again("sweep of attachments", SWEEP, &wake, async || {
            attachments::sweep::sweep(&db, &vault, KEPT).await
        }),
        // Closes what is done and was not answered.
        again("silence", SILENCE, &wake, async || {
            silent.go(silence::close_silent(&db)).await
        }),
        // Reminds those who can decide on approvals, and tells the director of those that wait too long.
        again("approvals", APPROVALS, &wake, async || waiting
            .go(chasing::chase(&db))
            .await),
        // Reminds those who attended of minutes in review, and approves those that nobody objects to.
        again("minutes", MINUTES, &wake, async || minuted
            .go(minutes::silence::go(&db))
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
                moved.go(in_batches(async || recount::step(&db).await)).await
            } else {
                Ok(0)
            }
        }),
        // Gives requests of an earlier version the words that they are found by.
        again("words of older requests", WORDS, &wake, async || {
            if findable::waits(&db).await? {
                found.go(in_batches(async || findable::step(&db).await)).await
            } else {
                Ok(0)
            }
        }),
        // Says before a year begins that its holidays are missing.
        again("holidays of the coming year", HOLIDAYS, &wake, async || announced
            .go(coming_year::tell(&db))
            .await),
        // Tells those whose absence is over what is still with their substitutes.
        again("returned", RETURNED, &wake, async || back
            .go(handover::tell_returned(&db))
            .await),
        // Reminds of meetings that are near.
        again("meetings", REMINDERS, &wake, async || near
            .go(reminders::remind(&db))
            .await),
        // What did not come at once, on working mornings.
        again("digests", DIGESTS, &wake, async || if digests {
            gathered.go(digest::go(&db, knowing::may_know)).await
        } else {
            Ok(0)
        }),
        // How everything stands, for the director, once a week.
        again("weekly summary", DIGESTS, &wake, async || if digests {
            summed.go(weekly::go(&db)).await
        } else {
            Ok(0)
        }),
        // Fetches what lies in the mailbox.
        fetched(&db, &vault, &wake),
        // Tells the director of mail that is held.
        again("held mail", HELD, &wake, async || held
            .go(mail_in::rounds::tell(&db))
            .await),
        // Forgets mail that was dealt with.
        again("sweep of mail", SWEEP, &wake, async || {
            mail_in::rounds::sweep(&db, &vault).await
        }),
        // Reminds of promises that are due, and tells of those that are late.
        again("commitments", PROMISES, &wake, async || promised
            .go(commitment_rounds::remind(&db))
            .await),
    );
}

/// Looks into the mailbox again and again, if there is one.
async fn fetched(db: &Db, vault: &Vault, wake: &Wake) {
    if let Some(mailbox) = &db.settings().incoming.mailbox {
        let turn = Turn::new(db, "mailbox");
        let pause = Duration::from_secs(mailbox.seconds);
        let look = async || turn.go(mail_in::mailbox::look(db, vault, mailbox)).await;
        again("mailbox", pause, wake, look).await;
    }
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
    /// How often it is prolonged while it is gone.
    prolong: Duration,
}

impl Turn {
    fn new(db: &Db, name: &'static str) -> Self {
        Self {
            db: db.clone(),
            name,
            holder: format!("{:032x}", rand::random::<u128>()),
            prolong: PROLONG,
        }
    }

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
        let done = tokio::select! {
            done = work => done,
            // Another instance has it now: it goes on with what is left.
            () = self.keep() => Ok(T::default()),
        };
        self.give_back().await;
        done
    }

    /// Prolongs the round for as long as it is this instance's.
    async fn keep(&self) {
        loop {
            tokio::time::sleep(self.prolong).await;
            match self.take().await {
                Ok(true) => {}
                Ok(false) => return,
                // The work sees it, too, if the database is gone; else the next minute comes in time.
                Err(error) => tracing::warn!(%error, round = self.name, "a round could not be prolonged"),
            }
        }
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
        if let Err(error) = notifications::inbox::sweep(db).await {
            tracing::warn!(%error, "old notifications could not be swept");
        }
        if let Err(error) = webhooks::sweep(db).await {
            tracing::warn!(%error, "the log of webhooks could not be swept");
        }
        tokio::time::sleep(SWEEP).await;
    }
}

/// Goes batch after batch until there is none; says what came of them.
async fn in_batches(step: impl AsyncFn() -> Result<Option<usize>>) -> Result<usize> {
    let mut sum = 0;
    loop {
        let began = Instant::now();
        let Some(done) = step().await? else { return Ok(sum) };
        sum += done;
        tokio::time::sleep(BREATH.max(began.elapsed() * REST)).await;
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::clock::Clock;

    #[tokio::test]
    async fn a_round_that_outlasts_its_lease_stays_with_who_goes_it_until_another_has_it() {
        let folder = tempfile::TempDir::new().unwrap();
        let clock = Clock::at("2019-12-03T06:30:00Z".parse().unwrap());
        let db = Db::in_folder(folder.path(), &clock);
        let turn = |prolong| Turn {
            prolong,
            ..Turn::new(&db, "a long one")
        };
        let (own, other) = (turn(Duration::from_millis(5)), turn(PROLONG));
        let done = own.go(async {
            for _ in 0..3 {
                clock.advance(TimeDelta::minutes(9));
                while db.read(|c, _| lease::until(c, "a long one")).await? < Some(clock.now().plus(LEASE)) {
                    tokio::time::sleep(Duration::from_millis(5)).await;
                }
                assert!(!other.take().await?, "it is not theirs");
            }
            Ok(2)
        });
        assert_eq!(done.await.unwrap(), 2);
        let lost = own.go(async {
            own.give_back().await;
            // Whether it is prolonged once more in between or not, in the end it is the other's.
            while !other.take().await? {
                own.give_back().await;
            }
            std::future::pending::<Result<usize>>().await
        });
        assert_eq!(lost.await.unwrap(), 0, "it is left to the other");
    }
}
