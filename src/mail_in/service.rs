//! What becomes of a mail, in one transaction with its row: the same mail again is only counted.

use std::sync::Arc;

use chrono::TimeDelta;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::model::{IncomingFile, IncomingState, MailReason, MailSource};
use super::parse::{CalendarReply, Letter, Partstat};
use super::rules::{Envelope, Own, Verdict, judge};
use super::store::{self, Incoming};
use super::{notices, words};
use crate::accounts::{self, Actor};
use crate::attachments::Upload;
use crate::audit::{self, Entry};
use crate::db::types::Json;
use crate::db::{Conn, Cx, savepoint};
use crate::error::{Error, FieldError, Result};
use crate::hex::hex;
use crate::ids::{CommentId, IncomingId, MeetingId, RequestId, UnitId, UserId};
use crate::meetings::invitations::answers;
use crate::meetings::model::{Answer, Respond};
use crate::meetings::service::get_meeting;
use crate::notifications::bounces;
use crate::notifications::reply_address::ReplyAddresses;
use crate::persian::text::tidy;
use crate::requests::attached;
use crate::requests::categories::Category;
use crate::requests::comments::model::CreateComment;
use crate::requests::comments::service as comments;
use crate::requests::model::CreateRequest;
use crate::requests::service as requests;

/// A mail that has arrived: read, and its bytes and files kept.
pub struct Arrived {
    pub letter: Letter,
    pub envelope: Envelope,
    pub source: MailSource,
    /// Its length, bytes.
    pub size_bytes: i64,
    /// Where it lies.
    pub object: String,
    /// Its files.
    pub uploads: Vec<Arc<Upload>>,
    /// Names of files that are not taken, whatever they are attached to.
    pub refused: Vec<String>,
    /// The addresses for answers.
    pub replies: Option<ReplyAddresses>,
}

/// What a mail came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    pub id: IncomingId,
    /// None: it was there already.
    pub state: Option<IncomingState>,
}

/// What becomes of a mail, before it is written down.
#[derive(Debug, Default)]
struct Outcome {
    state: Option<IncomingState>,
    reason: Option<MailReason>,
    detail: Option<String>,
    request_id: Option<RequestId>,
    comment_id: Option<CommentId>,
    meeting_id: Option<MeetingId>,
}

impl Outcome {
    fn of(state: IncomingState, reason: MailReason) -> Self {
        Self {
            state: Some(state),
            reason: Some(reason),
            ..Self::default()
        }
    }

    fn held(reason: MailReason) -> Self {
        Self::of(IncomingState::Held, reason)
    }

    fn taken(reason: MailReason) -> Self {
        Self::of(IncomingState::Taken, reason)
    }

    /// Held because what it was to become says no; or the error, when it is not for the mail that it failed.
    fn refused(error: Error) -> Result<Self> {
        match error {
            Error::Forbidden(..) | Error::NotFound => Ok(Self::held(MailReason::NotParticipant)),
            Error::Conflict { said, .. } => Ok(Self {
                detail: Some(said.fa),
                ..Self::held(MailReason::Refused)
            }),
            Error::Invalid(errors) => Ok(Self {
                detail: errors.first().map(why),
                ..Self::held(MailReason::Refused)
            }),
            other => Err(other),
        }
    }
}

pub(super) fn why(error: &FieldError) -> String {
    error.fa.clone()
}

/// The longest text that is shown of a held mail, characters.
const LONGEST_EXCERPT: usize = 2000;

/// Takes a mail. Nothing of it stays when this fails.
///
/// # Errors
/// Only what is no fault of the mail.
pub fn take(c: &mut Conn, cx: &Cx, arrived: &Arrived) -> Result<Receipt> {
    let target = signed_thread(arrived);
    let digest = digest(&arrived.letter.fingerprint, target.as_deref());
    if let Some(id) = store::seen_again(c, &digest)? {
        return Ok(Receipt { id, state: None });
    }
    let mut row = row(cx, arrived, digest);
    row.sender_id = accounts::service::find_by_email(c, &row.sender_address)?;
    row.id = store::insert(c, &row)?;
    let outcome = settle(c, cx, arrived, target.as_deref())?;
    finish(c, cx, row, outcome)
}

/// Holds a mail that we have failed at, or that nobody has read.
///
/// # Errors
/// Only the database's.
pub fn hold(c: &mut Conn, cx: &Cx, arrived: &Arrived, reason: MailReason) -> Result<Receipt> {
    let digest = digest(&arrived.letter.fingerprint, signed_thread(arrived).as_deref());
    if let Some(id) = store::seen_again(c, &digest)? {
        return Ok(Receipt { id, state: None });
    }
    let mut row = row(cx, arrived, digest);
    row.id = store::insert(c, &row)?;
    finish(c, cx, row, Outcome::held(reason))
}

/// The conversation that a genuine address for answers says: of those that the mail went to, the one that it was handed over for
/// first.
fn signed_thread(arrived: &Arrived) -> Option<String> {
    let replies = arrived.replies.as_ref()?;
    let addresses = arrived.envelope.recipient.iter().chain(&arrived.letter.recipients);
    addresses.into_iter().find_map(|address| replies.read(address))
}

/// The same mail for two requests is two.
fn digest(fingerprint: &str, target: Option<&str>) -> String {
    hex(Sha256::digest(format!("{fingerprint} {}", target.unwrap_or_default())))
}

fn row(cx: &Cx, arrived: &Arrived, digest: String) -> Incoming {
    let letter = &arrived.letter;
    let files: Vec<IncomingFile> = letter
        .files
        .iter()
        .map(|file| IncomingFile {
            name: words::file_name(&file.name),
            size_bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
        })
        .collect();
    let (sender_name, sender_address) = letter
        .sender
        .as_ref()
        .map(|s| (s.name.clone(), s.address.clone()))
        .unwrap_or_default();
    Incoming {
        id: IncomingId(0),
        digest,
        source: arrived.source,
        state: IncomingState::Held,
        reason: None,
        detail: None,
        message_id: letter.message_id.clone(),
        sender_name,
        sender_address,
        sender_id: None,
        subject: letter.subject.clone(),
        excerpt: words::cut(&tidy(&letter.whole), LONGEST_EXCERPT),
        files: Json(json!(files)),
        size_bytes: arrived.size_bytes,
        object: arrived.object.clone(),
        request_id: None,
        comment_id: None,
        meeting_id: None,
        repeats: 0,
        version: 0,
        received_at: cx.now,
        told_at: None,
        handled_at: None,
        handled_by_id: None,
    }
}

fn finish(c: &mut Conn, cx: &Cx, mut row: Incoming, outcome: Outcome) -> Result<Receipt> {
    let state = outcome.state.unwrap_or(IncomingState::Held);
    row.state = state;
    row.reason = outcome.reason;
    row.detail = outcome.detail;
    row.request_id = outcome.request_id;
    row.comment_id = outcome.comment_id;
    row.meeting_id = outcome.meeting_id;
    row.handled_at = (state != IncomingState::Held).then_some(cx.now);
    store::save(c, &mut row)?;
    record(c, cx, &row, None, json!({ "reason": row.reason }))?;
    Ok(Receipt {
        id: row.id,
        state: Some(state),
    })
}

/// Writes what became of a mail into its history.
pub(super) fn record(
    c: &mut Conn,
    cx: &Cx,
    row: &Incoming,
    actor: Option<&Actor>,
    data: serde_json::Value,
) -> Result<()> {
    let entry = Entry {
        subject: "incoming_mail",
        subject_id: row.id.0,
        action: row.state.as_str(),
        actor: actor.map(|a| a.id),
        from: None,
        to: Some(row.state.as_str()),
        data,
    };
    audit::record_for(c, cx, &entry, actor.and_then(|a| a.acting_for.as_ref()).map(|p| p.id)).map(drop)
}

fn settle(c: &mut Conn, cx: &Cx, arrived: &Arrived, target: Option<&str>) -> Result<Outcome> {
    let replies = arrived.replies.as_ref();
    let address = accounts::service::fold_email(&cx.settings.mail_from);
    let own = Own {
        address: &address,
        domain: cx.settings.mail_domain(),
        takes_answers: &|address| replies.is_some_and(|r| r.is_own(address)),
        auth_server: &cx.settings.incoming.auth_server,
    };
    match judge(&arrived.letter, &arrived.envelope, &own) {
        Verdict::Hold(reason) => Ok(Outcome::held(reason)),
        Verdict::Ignore(reason) => Ok(Outcome::of(IncomingState::Ignored, reason)),
        Verdict::Report => report(c, cx, &arrived.letter),
        Verdict::Calendar => match &arrived.letter.calendar {
            Some(reply) => calendar(c, cx, &arrived.letter, reply),
            None => Ok(Outcome::held(MailReason::Broken)),
        },
        Verdict::Letter => letter(c, cx, arrived, target),
    }
}

/// Marks the addresses that are wrong for good. What is no mail of ours, or only late, changes nothing.
fn report(c: &mut Conn, cx: &Cx, letter: &Letter) -> Result<Outcome> {
    let mut marked = Vec::new();
    if let Some(report) = &letter.report {
        for failure in report.failures.iter().filter(|f| f.for_good) {
            let about = report.about.as_deref().unwrap_or_default();
            if bounces::bounced(c, cx, about, &failure.address, &failure.status, &failure.said)? {
                marked.push(failure.address.clone());
            }
        }
    }
    if marked.is_empty() {
        return Ok(Outcome::of(IncomingState::Ignored, MailReason::Automatic));
    }
    Ok(Outcome {
        detail: Some(marked.join(", ")),
        ..Outcome::taken(MailReason::Bounce)
    })
}

/// Who has written it, if they have an account that is active.
fn writer(c: &mut Conn, cx: &Cx, letter: &Letter) -> Result<Option<Actor>> {
    let Some(sender) = &letter.sender else { return Ok(None) };
    match accounts::service::find_by_email(c, &sender.address)? {
        Some(id) => accounts::service::acting(c, cx, id),
        None => Ok(None),
    }
}

/// An answer to an invitation: of the person whose calendar it is, who has to be the one who sends it.
fn calendar(c: &mut Conn, cx: &Cx, letter: &Letter, reply: &CalendarReply) -> Result<Outcome> {
    let domain = cx.settings.mail_domain();
    let meeting = reply
        .uid
        .strip_prefix("meeting-")
        .and_then(|rest| rest.strip_suffix(domain)?.strip_suffix('@')?.parse().ok())
        .map(MeetingId);
    let held = |reason| Outcome {
        meeting_id: None,
        ..Outcome::held(reason)
    };
    let Some(meeting) = meeting else {
        return Ok(held(MailReason::OtherConversation));
    };
    if letter.sender.as_ref().is_none_or(|s| s.address != reply.attendee) {
        return Ok(held(MailReason::SenderUnclear));
    }
    let Some(person) = writer(c, cx, letter)? else {
        return Ok(held(MailReason::SenderUnknown));
    };
    let answer = match reply.answer {
        Partstat::Accepted => Answer::Accept,
        Partstat::Declined => Answer::Decline,
        Partstat::Tentative => Answer::Tentative,
        // Whom they send has to be read by a person.
        Partstat::Delegated => return Ok(held(MailReason::Refused)),
    };
    let done = savepoint(c, |c| {
        let seen = get_meeting(c, &person, meeting)?;
        let current = u32::try_from(seen.calendar_sequence).unwrap_or_default();
        // RFC 5546, 2.1.5: what was answered is not what is asked any more.
        if reply.sequence.is_some_and(|sequence| sequence < current) {
            return Ok(Outcome::held(MailReason::Outdated));
        }
        let respond = Respond {
            answer,
            substitute_id: None,
            substitute_name: None,
            note: reply.comment.as_deref().map(|note| words::cut(note, 1000)),
            user_id: None,
        };
        answers::take(c, cx, meeting, person.id, &respond)?;
        Ok(Outcome::taken(MailReason::Invitation))
    });
    let outcome = done.or_else(Outcome::refused)?;
    // Of a meeting that is not there the row names none.
    let known = outcome.reason != Some(MailReason::NotParticipant);
    Ok(Outcome {
        meeting_id: known.then_some(meeting),
        ..outcome
    })
}

/// Which conversation a mail belongs to.
enum Thread {
    /// A request's, by its id or number.
    Request(String),
    /// Something else of ours.
    Other,
    /// None.
    New,
}

fn thread(c: &mut Conn, cx: &Cx, letter: &Letter, target: Option<&str>) -> Result<Thread> {
    let of = |key: &str| {
        key.strip_prefix("request-")
            .map_or(Thread::Other, |id| Thread::Request(id.to_owned()))
    };
    if let Some(target) = target {
        return Ok(of(target));
    }
    if let Some(thread) = bounces::conversation(c, &letter.answers)? {
        return Ok(thread.as_deref().map_or(Thread::Other, of));
    }
    // The root of a conversation is a mail that was never sent.
    let domain = format!("@{}", cx.settings.mail_domain());
    let roots = letter.answers.iter().filter_map(|id| id.strip_suffix(domain.as_str()));
    let root = roots.filter(|key| key.starts_with("request-")).map(of).next();
    Ok(root
        .or_else(|| words::number_in(&letter.subject).map(Thread::Request))
        .unwrap_or(Thread::New))
}

fn letter(c: &mut Conn, cx: &Cx, arrived: &Arrived, target: Option<&str>) -> Result<Outcome> {
    let letter = &arrived.letter;
    let thread = thread(c, cx, letter, target)?;
    let Some(person) = writer(c, cx, letter)? else {
        return Ok(Outcome::held(MailReason::SenderUnknown));
    };
    bounces::alive(c, cx, &person)?;
    let hour_ago = cx.now.plus(-TimeDelta::hours(1));
    // The mail itself is counted already.
    if store::from_sender(c, &person.email, hour_ago)? > cx.settings.incoming.per_sender_hour {
        return Ok(Outcome::held(MailReason::TooMany));
    }
    match thread {
        Thread::Request(key) => answer(c, cx, arrived, &person, &key),
        Thread::Other => Ok(Outcome::held(MailReason::OtherConversation)),
        Thread::New => draft(c, cx, arrived, &person),
    }
}

/// An answer: a comment on its request, with its files.
fn answer(c: &mut Conn, cx: &Cx, arrived: &Arrived, person: &Actor, key: &str) -> Result<Outcome> {
    let request = match requests::get(c, cx, person, key) {
        Ok(found) => found.id,
        Err(error) => return Outcome::refused(error),
    };
    let about = |outcome| Outcome {
        request_id: Some(request),
        ..outcome
    };
    let hour_ago = cx.now.plus(-TimeDelta::hours(1));
    if store::on_request(c, request, hour_ago)? >= cx.settings.incoming.per_request_hour {
        return Ok(about(Outcome::held(MailReason::TooMany)));
    }
    if arrived.letter.said.is_empty() && arrived.uploads.is_empty() && arrived.refused.is_empty() {
        return Ok(about(Outcome::held(MailReason::Empty)));
    }
    // What answers a mail that not everybody was sent is not for everybody.
    let internal = bounces::any_internal(c, &arrived.letter.answers)?;
    let done = savepoint(c, |c| {
        let comment = comment(c, cx, person, request, arrived, &arrived.letter.said, internal)?;
        Ok(Outcome {
            comment_id: Some(comment),
            ..Outcome::taken(MailReason::Comment)
        })
    });
    done.or_else(|error| refuse(arrived, error)).map(about)
}

/// [`Outcome::refused`] of a mail whose files may have been attached before: with the rest they are no more.
fn refuse(arrived: &Arrived, error: Error) -> Result<Outcome> {
    arrived.uploads.iter().for_each(|upload| upload.set_taken(false));
    Outcome::refused(error)
}

/// Writes a comment with the files of a mail. Those that are not taken are named in it.
pub(super) fn comment(
    c: &mut Conn,
    cx: &Cx,
    person: &Actor,
    request: RequestId,
    arrived: &Arrived,
    said: &str,
    internal: bool,
) -> Result<CommentId> {
    let key = request.to_string();
    let refused = attach(c, cx, person, &key, arrived)?;
    let attached = arrived
        .uploads
        .iter()
        .filter(|u| u.is_taken())
        .map(|u| u.name.clone())
        .collect::<Vec<_>>();
    let input = CreateComment {
        text: words::comment(said, &attached, &refused),
        internal,
        mentions: Vec::new(),
    };
    Ok(comments::create(c, cx, person, &key, &input)?.id)
}

/// Attaches the files of a mail; says which were not taken.
fn attach(c: &mut Conn, cx: &Cx, person: &Actor, key: &str, arrived: &Arrived) -> Result<Vec<String>> {
    let mut refused = arrived.refused.clone();
    for upload in &arrived.uploads {
        match savepoint(c, |c| attached::attach(c, cx, person, key, upload)) {
            Ok(_) => {}
            Err(Error::Forbidden(..) | Error::NotFound | Error::Conflict { .. } | Error::Invalid(_)) => {
                upload.set_taken(false);
                refused.push(upload.name.clone());
            }
            Err(other) => return Err(other),
        }
    }
    Ok(refused)
}

/// The unit that somebody writes for: the only one, or of several the only one that they head.
fn unit_of(person: &Actor) -> Option<UnitId> {
    let units = person.units();
    if let [only] = units[..] {
        return Some(only);
    }
    let mut headed = units.into_iter().filter(|unit| person.heads(*unit));
    let first = headed.next();
    first.filter(|_| headed.next().is_none())
}

/// A mail that answers nothing: a draft of its writer, which only they and their unit see until they submit it.
fn draft(c: &mut Conn, cx: &Cx, arrived: &Arrived, person: &Actor) -> Result<Outcome> {
    let letter = &arrived.letter;
    if letter.whole.is_empty() && letter.subject.is_empty() && arrived.uploads.is_empty() {
        return Ok(Outcome::held(MailReason::Empty));
    }
    let Some(unit) = unit_of(person) else {
        return Ok(Outcome::held(MailReason::NoUnit));
    };
    let done = savepoint(c, |c| {
        let request = new_draft(c, cx, person, unit, arrived, "")?;
        Ok(Outcome {
            request_id: Some(request),
            ..Outcome::taken(MailReason::Draft)
        })
    });
    let outcome = done.or_else(|error| refuse(arrived, error))?;
    if let Some(request) = outcome.request_id {
        notices::drafted(c, cx, person, request, &words::title(letter))?;
    }
    Ok(outcome)
}

/// Writes a draft of a unit with the files of a mail.
pub(super) fn new_draft(
    c: &mut Conn,
    cx: &Cx,
    person: &Actor,
    unit: UnitId,
    arrived: &Arrived,
    heading: &str,
) -> Result<RequestId> {
    let letter = &arrived.letter;
    let description = words::description(heading, &letter.whole, &arrived.refused);
    let title = words::title(letter);
    let need = if description.is_empty() {
        title.clone()
    } else {
        words::cut(&description, 3900)
    };
    let input = CreateRequest {
        category: Category::Other,
        unit_id: unit,
        title,
        description,
        priority: None,
        private: false,
        tags: Vec::new(),
        details: json!({ "need": need }),
        raised_in: None,
        draft: true,
    };
    let made = requests::create(c, cx, person, &input)?;
    attach(c, cx, person, &made.id.to_string(), arrived)?;
    Ok(made.id)
}

/// Who may be named as the author of a comment by their mail: its writer, if they are known.
pub(super) fn known_writer(c: &mut Conn, cx: &Cx, id: Option<UserId>) -> Result<Option<Actor>> {
    match id {
        Some(id) => accounts::service::acting(c, cx, id),
        None => Ok(None),
    }
}
