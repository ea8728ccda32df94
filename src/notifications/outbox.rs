//! The outbox: mails wait here from the transaction that caused them until a worker has sent them.
//!
//! A worker leases a mail, sends it outside any transaction, and settles it; the attempt's number is its fence, so
//! a worker whose lease ran out settles nothing. At least once, and always under the same Message-ID.

use diesel::prelude::*;
use serde::Serialize;

use super::message::OutgoingMail;
use super::model::{Kind, Thing, ThingKind, Why};
use crate::clock::Timestamp;
use crate::db::schema::{outbox, users};
use crate::db::{Conn, Hold, dialect, one_of};
use crate::error::{Locale, Result};
use crate::ids::{MailId, UserId};
use crate::page::{Page, PageRequest};

crate::text_enum! {
    /// Where a mail stands.
    pub enum MailState {
        /// It waits for its time.
        Queued = "queued",
        /// A worker has it.
        Leased = "leased",
        /// The mail server took it.
        Sent = "sent",
        /// It was given up; an administrator can send it again.
        Dead = "dead",
        /// It was not sent, for its reader may not know any more of what it is about.
        Withheld = "withheld",
    }
}

/// A mail that a worker has leased.
#[derive(Debug, Clone)]
pub struct Leased {
    pub id: MailId,
    /// Which try this is, from 1: the fence.
    pub attempt: i32,
    /// After this instant another worker may take it.
    pub until: Timestamp,
    /// Whose it is; none: of no user.
    pub recipient: Option<UserId>,
    /// Whether the recipient may still be written to.
    pub recipient_active: bool,
    /// The reader's language; of who is no user, Persian.
    pub locale: Locale,
    /// The conversation that it belongs to.
    pub thread: Option<String>,
    pub mail: OutgoingMail,
}

/// Puts a mail in, due at once, or when its hold is over. No recipient: its address is of no user.
pub fn insert(c: &mut Conn, recipient: Option<UserId>, hold: Option<&Hold>, mail: &OutgoingMail) -> Result<()> {
    diesel::insert_into(outbox::table)
        .values((
            outbox::message_id.eq(&mail.message_id),
            outbox::kind.eq(mail.kind),
            outbox::thread_key.eq(mail.about.map(Thing::key)),
            outbox::recipient_id.eq(recipient),
            outbox::to_name.eq(&mail.to_name),
            outbox::to_address.eq(&mail.to_address),
            outbox::subject.eq(&mail.subject),
            outbox::body_text.eq(&mail.text),
            outbox::body_html.eq(&mail.html),
            outbox::in_reply_to.eq(&mail.in_reply_to),
            outbox::message_refs.eq(mail.references.join(" ")),
            outbox::state.eq(MailState::Queued),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(hold.map_or(mail.created_at, |hold| hold.until)),
            outbox::created_at.eq(mail.created_at),
            outbox::hold_key.eq(hold.map(|hold| &hold.key)),
            outbox::calendar.eq(&mail.calendar),
            outbox::paper_hash.eq(&mail.paper),
            outbox::why.eq(mail.why),
            outbox::subject_kind.eq(mail.about.map(|thing| thing.parts().0)),
            outbox::subject_id.eq(mail.about.map(|thing| thing.parts().1)),
        ))
        .execute(c)?;
    Ok(())
}

/// Takes the mails of a hold out again; says whether all of them were still there, untried.
pub fn call_back(c: &mut Conn, hold_key: &str) -> Result<bool> {
    let held = outbox::table.filter(outbox::hold_key.eq(hold_key));
    let untried = outbox::state.eq(MailState::Queued).and(outbox::attempts.eq(0));
    diesel::delete(held.filter(untried)).execute(c)?;
    let left: i64 = held.count().get_result(c)?;
    Ok(left == 0)
}

/// What was sent to this person in a conversation, oldest first: all of it, or of a long one the first three and the
/// last six, which is what [`references`](super::message::references) keeps.
pub fn earlier(c: &mut Conn, recipient: UserId, thread_key: &str) -> Result<Vec<String>> {
    const FIRST: usize = 3;
    const LAST: usize = 6;
    let theirs = outbox::table
        .filter(
            outbox::thread_key
                .eq(thread_key)
                .and(outbox::recipient_id.eq(recipient)),
        )
        .select(outbox::message_id);
    let mut last: Vec<String> = theirs.order(outbox::id.desc()).limit(9).load(c)?;
    if last.len() == FIRST + LAST {
        last.truncate(LAST);
        last.extend(theirs.order(outbox::id).limit(3).load::<String>(c)?.into_iter().rev());
    }
    last.reverse();
    Ok(last)
}

type MailRow = (
    MailId,
    i32,
    Option<UserId>,
    Option<bool>,
    Option<Locale>,
    (Option<Why>, Option<ThingKind>, Option<i64>),
    Option<String>,
    (
        String,
        Kind,
        Option<String>,
        String,
        String,
        String,
        String,
        String,
        String,
        Timestamp,
        Option<String>,
        Option<String>,
    ),
);

/// Leases up to `limit` due mails until `until`.
pub fn claim(c: &mut Conn, now: Timestamp, until: Timestamp, limit: i64) -> Result<Vec<Leased>> {
    let due = dialect::lock_due_mail(c, now, limit)?;
    if due.is_empty() {
        return Ok(Vec::new());
    }
    diesel::update(outbox::table.filter(one_of(outbox::id, &due)))
        .set((
            outbox::state.eq(MailState::Leased),
            outbox::attempts.eq(outbox::attempts + 1),
            outbox::leased_until.eq(until),
        ))
        .execute(c)?;
    let rows: Vec<MailRow> = outbox::table
        .left_join(users::table.on(outbox::recipient_id.eq(users::id.nullable())))
        .filter(one_of(outbox::id, &due))
        .order(outbox::id)
        .select((
            outbox::id,
            outbox::attempts,
            outbox::recipient_id,
            users::active.nullable(),
            users::locale.nullable(),
            (outbox::why, outbox::subject_kind, outbox::subject_id),
            outbox::thread_key,
            (
                outbox::message_id,
                outbox::kind,
                outbox::in_reply_to,
                outbox::message_refs,
                outbox::to_name,
                outbox::to_address,
                outbox::subject,
                outbox::body_text,
                outbox::body_html,
                outbox::created_at,
                outbox::calendar,
                outbox::paper_hash,
            ),
        ))
        .load(c)?;
    Ok(rows.into_iter().map(|row| leased(row, until)).collect())
}

fn leased(
    (id, attempt, recipient, recipient_active, locale, (why, kind, thing), thread, mail): MailRow,
    until: Timestamp,
) -> Leased {
    let (
        message_id,
        event,
        in_reply_to,
        references,
        to_name,
        to_address,
        subject,
        text,
        html,
        created_at,
        calendar,
        paper,
    ) = mail;
    let references = references
        .split(' ')
        .filter(|r| !r.is_empty())
        .map(str::to_owned)
        .collect();
    let mail = OutgoingMail {
        message_id,
        in_reply_to,
        references,
        to_name,
        to_address,
        subject,
        text,
        html,
        created_at,
        kind: event,
        why,
        about: kind.zip(thing).map(|(kind, id)| Thing::of(kind, id)),
        reply_to: None,
        list_unsubscribe: None,
        calendar,
        paper,
    };
    Leased {
        id,
        attempt,
        until,
        recipient,
        // Who is no user cannot be deactivated.
        recipient_active: recipient_active.unwrap_or(true),
        locale: locale.unwrap_or_default(),
        thread,
        mail,
    }
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// The mail server took it.
    Sent,
    /// Again at this time.
    Again(Timestamp, String),
    /// Never again by itself.
    Dead(String),
    /// The address is not one: never again, and nothing else is sent there.
    Returned(String),
    /// Its reader may not know any more of what it is about.
    Withheld,
    /// Not before this time: there have been enough to its domain. It was not tried.
    Later(Timestamp),
    /// Given back before it was sent: as if it had not been leased.
    Untried,
}

/// Settles a try; says whether it was still this worker's to settle.
pub fn settle(c: &mut Conn, now: Timestamp, id: MailId, attempt: i32, ending: &Ending) -> Result<bool> {
    let mine = outbox::table.filter(
        outbox::id
            .eq(id)
            .and(outbox::attempts.eq(attempt))
            .and(outbox::state.eq(MailState::Leased)),
    );
    let free = outbox::leased_until.eq(None::<Timestamp>);
    let settled = match ending {
        Ending::Sent => diesel::update(mine)
            .set((
                outbox::state.eq(MailState::Sent),
                outbox::sent_at.eq(now),
                outbox::last_error.eq(None::<String>),
                free,
            ))
            .execute(c)?,
        Ending::Again(at, error) => diesel::update(mine)
            .set((
                outbox::state.eq(MailState::Queued),
                outbox::next_attempt_at.eq(*at),
                outbox::last_error.eq(error),
                free,
            ))
            .execute(c)?,
        Ending::Untried => diesel::update(mine)
            .set((
                outbox::state.eq(MailState::Queued),
                outbox::attempts.eq(outbox::attempts - 1),
                free,
            ))
            .execute(c)?,
        Ending::Later(at) => diesel::update(mine)
            .set((
                outbox::state.eq(MailState::Queued),
                outbox::attempts.eq(outbox::attempts - 1),
                outbox::next_attempt_at.eq(*at),
                free,
            ))
            .execute(c)?,
        Ending::Withheld => diesel::update(mine)
            .set((outbox::state.eq(MailState::Withheld), free))
            .execute(c)?,
        Ending::Dead(error) | Ending::Returned(error) => diesel::update(mine)
            .set((outbox::state.eq(MailState::Dead), outbox::last_error.eq(error), free))
            .execute(c)?,
    };
    Ok(settled == 1)
}

/// Buries mails whose last allowed try was leased and never settled: their worker died each time.
pub fn bury(c: &mut Conn, now: Timestamp, max_attempts: i32) -> Result<usize> {
    let lost = outbox::table.filter(
        outbox::state
            .eq(MailState::Leased)
            .and(outbox::leased_until.lt(now))
            .and(outbox::attempts.ge(max_attempts)),
    );
    Ok(diesel::update(lost)
        .set((
            outbox::state.eq(MailState::Dead),
            outbox::last_error.eq("the worker stopped during the last try"),
            outbox::leased_until.eq(None::<Timestamp>),
        ))
        .execute(c)?)
}

/// How many mails wait or are being sent.
pub fn waiting(c: &mut Conn) -> Result<i64> {
    Ok(outbox::table
        .filter(outbox::state.eq_any([MailState::Queued, MailState::Leased]))
        .count()
        .get_result(c)?)
}

/// Where a mail goes.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Address {
    /// The person's name.
    pub name: String,
    /// Their address.
    pub address: String,
}

/// A mail as administrators see it; what it says is not theirs to read.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 9, "kind": "request_submitted", "to": { "name": "مدیر ارتباطات", "address": "director@demo.test" }, "message_id": "<9.request-1@hamahang.test>", "state": "sent", "attempts": 1, "next_attempt_at": "2019-12-03T06:30:00Z", "last_error": null, "created_at": "2019-12-03T06:30:00Z", "sent_at": "2019-12-03T06:30:00Z" }))]
pub struct MailView {
    /// Which.
    pub id: MailId,
    /// What it tells of.
    pub kind: Kind,
    /// To whom.
    pub to: Address,
    /// Its Message-ID, the same at each try.
    pub message_id: String,
    /// Where it stands.
    pub state: MailState,
    /// Tries so far.
    pub attempts: i32,
    /// When it is tried next.
    pub next_attempt_at: Timestamp,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was enqueued.
    pub created_at: Timestamp,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
}

type ViewRow = (
    MailId,
    Kind,
    String,
    String,
    String,
    MailState,
    i32,
    Timestamp,
    Option<String>,
    Timestamp,
    Option<Timestamp>,
);

fn view_row(
    (id, kind, name, address, message_id, state, attempts, next_attempt_at, last_error, created_at, sent_at): ViewRow,
) -> MailView {
    MailView {
        id,
        kind,
        to: Address { name, address },
        message_id,
        state,
        attempts,
        next_attempt_at,
        last_error,
        created_at,
        sent_at,
    }
}

macro_rules! view_columns {
    () => {
        (
            outbox::id,
            outbox::kind,
            outbox::to_name,
            outbox::to_address,
            outbox::message_id,
            outbox::state,
            outbox::attempts,
            outbox::next_attempt_at,
            outbox::last_error,
            outbox::created_at,
            outbox::sent_at,
        )
    };
}

/// The sort of [`list`], for its cursors.
pub const SORT: &str = "-id";

/// A page of mails, newest first.
pub fn list(c: &mut Conn, state: Option<MailState>, page: &PageRequest) -> Result<Page<MailView>> {
    let mut query = outbox::table
        .order(outbox::id.desc())
        .limit(page.limit + 1)
        .select(view_columns!())
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(outbox::state.eq(state));
    }
    if let Some(after) = &page.after {
        query = query.filter(outbox::id.lt(MailId(after.i)));
    }
    let rows: Vec<ViewRow> = query.load(c)?;
    let views = rows.into_iter().map(view_row).collect();
    Ok(Page::from_rows(views, page, SORT, |v: &MailView| {
        (String::new(), v.id.0)
    }))
}

/// A mail.
pub fn find(c: &mut Conn, id: MailId) -> Result<Option<MailView>> {
    let row: Option<ViewRow> = outbox::table
        .filter(outbox::id.eq(id))
        .select(view_columns!())
        .first(c)
        .optional()?;
    Ok(row.map(view_row))
}

/// Whose mail it is; none: of no user.
pub fn recipient(c: &mut Conn, id: MailId) -> Result<Option<UserId>> {
    let reader = outbox::table.filter(outbox::id.eq(id)).select(outbox::recipient_id);
    Ok(reader.first::<Option<UserId>>(c).optional()?.flatten())
}

/// Makes a dead mail due again; says whether it was dead.
pub fn revive(c: &mut Conn, now: Timestamp, id: MailId) -> Result<bool> {
    let dead = outbox::table.filter(outbox::id.eq(id).and(outbox::state.eq(MailState::Dead)));
    let revived = diesel::update(dead)
        .set((
            outbox::state.eq(MailState::Queued),
            outbox::attempts.eq(0),
            outbox::next_attempt_at.eq(now),
        ))
        .execute(c)?;
    Ok(revived == 1)
}
