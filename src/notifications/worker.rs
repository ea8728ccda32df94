//! The mail worker: leases due mails, sends them outside any transaction, settles what came of them. Several may run
//! on one database, in one process or in many.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use lettre::message::Message;
use tokio::sync::watch;
use tokio::time::Instant;

use super::enclosures::{Enclosed, Enclosures};
use super::inbox::MayKnow;
use super::mailer::{Mailer, SendError, file_stem};
use super::message::{self, OutgoingMail, Sender};
use super::model::Kind;
use super::outbox::{self, Ending, Leased};
use super::pace::Pace;
use super::preferences::Subscription;
use super::reply_address::ReplyAddresses;
use super::unsubscribe::{self, Key};
use super::{Wake, plan};
use crate::accounts;
use crate::clock::Timestamp;
use crate::config::Settings;
use crate::db::Db;
use crate::error::Result;
use crate::ids::{MailId, UserId};

/// Mails leased at once.
const BATCH: i64 = 16;
/// After a wake-up more mails are waited for: one at a time, each would cost two transactions of its own, for which
/// the writes of people wait.
const GATHER: Duration = Duration::from_millis(100);
/// Mails that were sent are recorded together, but none later than this: a crash before it repeats them.
const RECORD_WITHIN: Duration = Duration::from_secs(1);
/// Without a wake-up the outbox is looked at this often: other instances and due retries do not wake this one.
const PAUSE: Duration = Duration::from_secs(2);

/// Mails that were leased together are sent one after another: whether their readers may know of things is asked again after
/// so long.
const ASK_AGAIN: Duration = Duration::from_secs(5);

/// Tries at recording what became of a mail, a second apart: a mail that is sent but not recorded goes twice.
const SETTLE_TRIES: u32 = 5;

/// What mails are sent through: the mailer, or in tests what stands in for it.
pub trait Post: Send + Sync + 'static {
    /// Sends one message; `file_stem` is the same for each try of the same mail.
    fn post(&self, message: &Message, file_stem: &str) -> impl Future<Output = Result<(), SendError>> + Send;
    /// Says goodbye, for the end of the program.
    fn close(&self) -> impl Future<Output = ()> + Send;
}

impl Post for Mailer {
    async fn post(&self, message: &Message, file_stem: &str) -> Result<(), SendError> {
        self.send(message, file_stem).await
    }

    async fn close(&self) {
        Mailer::close(self).await;
    }
}

/// What is asked before a mail leaves, and what it is given on its way.
#[derive(Clone)]
pub struct Care {
    /// Whether its reader may still know of what it is about.
    pub may_know: MayKnow,
    /// Signs the link by which the reader does without.
    pub unsubscribe: Key,
    /// How many go to one domain.
    pub pace: Pace,
}

/// Drains the outbox until `stop` turns true; the mail in hand is sent and settled first.
pub async fn run<P: Post>(db: Db, mailer: P, care: Care, wake: Wake, mut stop: watch::Receiver<bool>) {
    let tools = Tools::new(db.settings(), care);
    while !stopped(&stop) {
        match claim(&db).await {
            Ok(batch) => {
                let more = batch.len() == usize::try_from(BATCH).unwrap_or(usize::MAX);
                deliver(&db, &mailer, &tools, batch, &stop).await;
                if more {
                    continue;
                }
            }
            Err(error) => tracing::warn!(%error, "the outbox cannot be read"),
        }
        tokio::select! {
            () = wake.wait() => {}
            _ = stop.changed() => {}
            () = tokio::time::sleep(PAUSE) => {}
        }
        tokio::select! {
            _ = stop.changed() => {}
            () = tokio::time::sleep(GATHER) => {}
        }
    }
    mailer.close().await;
}

async fn claim(db: &Db) -> Result<Vec<Leased>> {
    // A look first: an idle worker must not take the write lock every two seconds.
    let waiting = db.read(|c, _| outbox::waiting(c)).await?;
    metrics::gauge!("outbox_waiting").set(f64::from(i32::try_from(waiting).unwrap_or(i32::MAX)));
    if waiting == 0 {
        return Ok(Vec::new());
    }
    db.write(|c, cx| {
        let buried = outbox::bury(c, cx.now, cx.settings.mail_max_attempts)?;
        metrics::counter!("mail_dead_total").increment(buried as u64);
        // A lease shorter than one sending may take would let two workers send the same mail.
        let lease = cx.settings.mail_lease_seconds.max(2 * timeout_seconds(&cx.settings));
        outbox::claim(c, cx.now, cx.now.plus(TimeDelta::seconds(lease)), BATCH)
    })
    .await
}

/// Whether to stop; also when nobody is left to say so.
fn stopped(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}

/// What mails are made ready with.
struct Tools {
    care: Care,
    papers: Enclosures,
    replies: Option<ReplyAddresses>,
}

impl Tools {
    fn new(settings: &Arc<Settings>, care: Care) -> Self {
        // Mail goes out though answers to it may be harder to place.
        let replies = ReplyAddresses::from_settings(settings).unwrap_or_else(|error| {
            tracing::warn!(%error, "mails go out without an address for answers");
            None
        });
        Self {
            care,
            papers: Enclosures::new(settings),
            replies,
        }
    }
}

/// Sends the mails of a batch one after another, and settles them.
async fn deliver<P: Post>(db: &Db, mailer: &P, tools: &Tools, batch: Vec<Leased>, stop: &watch::Receiver<bool>) {
    let (mut tried, mut since) = (Vec::new(), Instant::now());
    let (mut withheld, mut asked) = (withheld(db, &tools.care, &batch).await, Instant::now());
    let mut batch = VecDeque::from(batch);
    while let Some(mut leased) = batch.pop_front() {
        if tried.is_empty() {
            since = Instant::now();
        }
        if asked.elapsed() >= ASK_AGAIN {
            batch.push_front(leased.clone());
            (withheld, asked) = (
                self::withheld(db, &tools.care, batch.make_contiguous()).await,
                Instant::now(),
            );
            batch.pop_front();
        }
        let verdict = withheld.as_ref().map(|ids| ids.contains(&leased.id));
        let (id, number, recipient) = (leased.id, leased.attempt, leased.recipient);
        leased.mail.list_unsubscribe = unsubscribe(db, &tools.care, &leased);
        let sending = attempt(db, mailer, tools, &leased, verdict, stop);
        tokio::pin!(sending);
        let ending = tokio::select! {
            ending = &mut sending => ending,
            // This one takes long: those before it do not wait for it.
            () = tokio::time::sleep_until(since + RECORD_WITHIN) => {
                tokio::join!(settle(db, std::mem::take(&mut tried)), sending).1
            }
        };
        tried.push(Tried {
            id,
            attempt: number,
            recipient,
            ending,
        });
    }
    settle(db, tried).await;
}

/// A mail that was tried.
#[derive(Debug, Clone)]
struct Tried {
    id: MailId,
    attempt: i32,
    recipient: Option<UserId>,
    ending: Ending,
}

/// The mails of these whose readers may not know of what they are about any more; none: it cannot be asked now.
async fn withheld(db: &Db, care: &Care, batch: &[Leased]) -> Option<HashSet<MailId>> {
    let about = |leased: &Leased| {
        let (why, thing) = (leased.mail.why?, leased.mail.about?);
        let asks = plan::asks_for_right(leased.mail.kind, why);
        Some((leased.id, leased.recipient?, thing)).filter(|_| asks)
    };
    let asked: Vec<_> = batch.iter().filter_map(about).collect();
    if asked.is_empty() {
        return Some(HashSet::new());
    }
    let may_know = care.may_know;
    let found = db
        .read(move |c, cx| {
            let mut withheld = HashSet::new();
            let readers: HashSet<UserId> = asked.iter().map(|(_, reader, _)| *reader).collect();
            let readers: Vec<_> = readers.into_iter().collect();
            for person in accounts::service::acting_all(c, cx, &readers)? {
                let theirs: Vec<_> = asked.iter().filter(|(_, who, _)| *who == person.id).collect();
                let things: HashSet<_> = theirs.iter().map(|(.., thing)| *thing).collect();
                let things: Vec<_> = things.into_iter().collect();
                let known = may_know(c, cx, &things, std::slice::from_ref(&person))?;
                let unknown = theirs.iter().filter(|(_, who, thing)| !known.contains(&(*who, *thing)));
                withheld.extend(unknown.map(|(id, ..)| *id));
            }
            Ok(withheld)
        })
        .await;
    found
        .map_err(|error| tracing::warn!(%error, "who may read mails could not be asked; they wait"))
        .ok()
}

/// The address by which a mail's reader does without more of its kind, if they can.
fn unsubscribe(db: &Db, care: &Care, leased: &Leased) -> Option<String> {
    let (reader, why) = (leased.recipient?, leased.mail.why?);
    let from = match leased.mail.kind {
        Kind::Digest => Subscription::Digest,
        Kind::WeeklySummary => Subscription::Weekly,
        kind => unsubscribe::subscription(plan::topic(kind, why))?,
    };
    Some(care.unsubscribe.link(&db.settings().base_url, reader, from))
}

/// Sends one mail, or leaves it when the program is to stop.
async fn attempt<P: Post>(
    db: &Db,
    mailer: &P,
    tools: &Tools,
    leased: &Leased,
    withheld: Option<bool>,
    stop: &watch::Receiver<bool>,
) -> Ending {
    match withheld {
        None => return Ending::Untried,
        Some(true) => return Ending::Withheld,
        Some(false) => {}
    }
    if let Some(wait) = tools.care.pace.wait(&leased.mail.to_address) {
        return Ending::Later(db.clock().now().plus(wait));
    }
    let enclosed = tools.papers.of(db, leased).await;
    let (settings, now) = (db.settings(), db.clock().now());
    // The mails before it may have taken long: another worker may have this one by the time it is sent.
    if stopped(stop) || now.plus(TimeDelta::seconds(timeout_seconds(settings))) >= leased.until {
        return Ending::Untried;
    }
    let sender = Sender {
        name: settings.mail_from_name.clone(),
        address: settings.mail_from.clone(),
        domain: settings.mail_domain().to_owned(),
        returns: tools.replies.as_ref().map(ReplyAddresses::plain),
    };
    let mut mail = leased.mail.clone();
    if let (Some(replies), Some(thread)) = (&tools.replies, &leased.thread) {
        mail.reply_to = replies.of(thread);
    }
    let sent = match enclosed {
        _ if !leased.recipient_active => Err(gone()),
        Ok(enclosed) => send(mailer, leased.id, &mail, &sender, &enclosed).await,
        Err(e) => Err(e),
    };
    let ending = ending(sent, leased.attempt, settings.mail_max_attempts, db.clock().now());
    if let Ending::Again(_, error) | Ending::Dead(error) | Ending::Returned(error) = &ending {
        tracing::warn!(
            mail = leased.id.0,
            attempt = leased.attempt,
            error,
            "a mail was not sent"
        );
    }
    ending
}

/// Records how these tries ended, in one transaction. Should that fail to the last, the leases run out and the same
/// mails go again.
async fn settle(db: &Db, tried: Vec<Tried>) {
    if tried.is_empty() {
        return;
    }
    for one in &tried {
        let word = match &one.ending {
            Ending::Sent => "sent",
            Ending::Again(..) => "again",
            Ending::Dead(_) => "dead",
            Ending::Returned(_) => "returned",
            Ending::Withheld => "withheld",
            Ending::Untried | Ending::Later(_) => "untried",
        };
        metrics::counter!("mail_tries_total", "ending" => word).increment(1);
    }
    for left in (0..SETTLE_TRIES).rev() {
        let these = tried.clone();
        let recorded = db
            .write(move |c, cx| {
                for one in &these {
                    if !outbox::settle(c, cx.now, one.id, one.attempt, &one.ending)? {
                        tracing::warn!(mail = one.id.0, "a mail was no longer this worker's to settle");
                    } else if let (Ending::Returned(said), Some(reader)) = (&one.ending, one.recipient) {
                        accounts::service::mail_returns(c, cx, reader, said)?;
                    }
                }
                Ok(())
            })
            .await;
        match recorded {
            Ok(()) => return,
            Err(error) => {
                tracing::warn!(mails = tried.len(), %error, left, "what became of mails could not be recorded");
            }
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// How long one sending may take, seconds.
fn timeout_seconds(settings: &Settings) -> i64 {
    settings
        .smtp
        .as_ref()
        .map_or(0, |smtp| i64::try_from(smtp.server.timeout_seconds).unwrap_or(600))
}

fn gone() -> SendError {
    SendError {
        permanent: true,
        returns: false,
        text: "the recipient is no longer active".to_owned(),
    }
}

async fn send<P: Post>(
    mailer: &P,
    id: MailId,
    mail: &OutgoingMail,
    sender: &Sender,
    enclosed: &Enclosed,
) -> Result<(), SendError> {
    let message = message::build(mail, sender, enclosed)?;
    mailer.post(&message, &file_stem(mail.created_at, id)).await
}

/// What comes of a try.
fn ending(sent: Result<(), SendError>, attempt: i32, max_attempts: i32, now: Timestamp) -> Ending {
    match sent {
        Ok(()) => Ending::Sent,
        Err(e) if e.returns => Ending::Returned(e.text),
        Err(e) if e.permanent || attempt >= max_attempts => Ending::Dead(e.text),
        Err(e) => Ending::Again(now.plus(TimeDelta::seconds(backoff(attempt, rand::random()))), e.text),
    }
}

/// Seconds until the next try: 30, 60, 120 … up to an hour, and up to a quarter more by `chance` (0 to 1), so that
/// mails which failed together do not come back together.
fn backoff(attempt: i32, chance: f64) -> i64 {
    let base = (30_i64 << (attempt - 1).clamp(0, 7)).min(3600);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "seconds up to an hour"
    )]
    let jitter = (base as f64 / 4.0 * chance.clamp(0.0, 1.0)) as i64;
    base + jitter
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    #[test]
    fn the_pause_doubles_to_an_hour_and_varies_by_a_quarter() {
        let pauses: Vec<_> = (1..=9).map(|n| backoff(n, 0.0)).collect();
        assert_eq!(pauses, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(
            (
                backoff(1, 1.0),
                backoff(8, 1.0),
                backoff(i32::MAX, 0.0),
                backoff(0, 0.0)
            ),
            (37, 4500, 3600, 30)
        );
    }

    #[test]
    fn a_refusal_for_good_or_the_last_try_is_the_end() {
        let now = Timestamp::new(DateTime::default());
        let failed = |permanent| {
            Err(SendError {
                permanent,
                returns: false,
                text: "no".into(),
            })
        };
        assert_eq!(ending(Ok(()), 1, 3, now), Ending::Sent);
        assert_eq!(ending(failed(true), 1, 3, now), Ending::Dead("no".into()));
        assert_eq!(ending(failed(false), 3, 3, now), Ending::Dead("no".into()));
        assert!(matches!(ending(failed(false), 2, 3, now), Ending::Again(at, _) if at > now));
    }
}

#[cfg(test)]
#[path = "worker_tests.rs"]
mod on_a_database;
