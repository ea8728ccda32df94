//! Telling people: rendered and enqueued in the transaction of the change, one mail for a person and an event.

use std::collections::{HashMap, HashSet};

use super::inbox::{self, Wishes};
use super::letterhead::{self, Letter};
use super::message::{self, OutgoingMail};
use super::model::{Kind, Notice, Recipient, Why};
use super::outbox::{self, MailState, MailView};
use super::plan::Channel;
use super::render::{self, Rendered};
use super::{paper_store, policy};
use crate::accounts::stand_ins::{self, StandIn};
use crate::accounts::{self, Actor};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result, said};
use crate::export::Paper;
use crate::ids::{MailId, UserId};
use crate::page::{Page, PageRequest};

/// Tells each of `to` once, but not `actor`, who knows. For somebody who is away their substitute is told, and the mail
/// says in whose place. What concerns an account, lets its reader in, or asks for their own decision goes to them alone.
///
/// # Errors
/// Only the database's.
pub fn notify(c: &mut Conn, cx: &Cx, actor: Option<UserId>, notice: &Notice, to: &[Recipient]) -> Result<()> {
    send(c, cx, actor, notice, to, &mut |_, _| Ok(true), &|_| Brings::default())
}

/// What a mail brings along.
#[derive(Debug, Clone, Default)]
pub struct Brings {
    /// An entry for the reader's calendar, in which they stand as the one who is asked.
    pub calendar: Option<String>,
    /// A paper that is [kept](keep_paper).
    pub paper: Option<PaperKey>,
}

/// A paper that mails can bring along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperKey(String);

/// Keeps a paper for mails to bring along as PDF and Word, under a name for its files. The same paper is kept once.
///
/// # Errors
/// Only the database's.
pub fn keep_paper(c: &mut Conn, cx: &Cx, name: &str, paper: &Paper) -> Result<PaperKey> {
    paper_store::keep(c, cx.now, name, paper).map(PaperKey)
}

/// [`notify`] with what each reader's mail brings along.
///
/// # Errors
/// As [`notify`].
pub fn notify_with(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<UserId>,
    notice: &Notice,
    to: &[Recipient],
    brings: &dyn Fn(&Recipient) -> Brings,
) -> Result<()> {
    send(c, cx, actor, notice, to, &mut |_, _| Ok(true), brings)
}

/// [`notify`] for what not everybody may read: who stands in for somebody is told only if `may_read` says so. Else it
/// waits with the one who is away.
///
/// # Errors
/// As [`notify`].
pub fn notify_where(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<UserId>,
    notice: &Notice,
    to: &[Recipient],
    may_read: &mut dyn FnMut(&mut Conn, UserId) -> Result<bool>,
) -> Result<()> {
    send(c, cx, actor, notice, to, may_read, &|_| Brings::default())
}

fn send(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<UserId>,
    notice: &Notice,
    to: &[Recipient],
    may_read: &mut dyn FnMut(&mut Conn, UserId) -> Result<bool>,
    brings: &dyn Fn(&Recipient) -> Brings,
) -> Result<()> {
    let mut told = HashSet::new();
    let mut reached = reached(c, cx, actor, notice, to, may_read)?;
    reached.retain(|(reader, _)| Some(reader.user_id) != actor && told.insert(reader.user_id));
    if reached.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = reached.iter().map(|(reader, _)| reader.user_id).collect();
    let wishes = Wishes::of(c, cx, &ids)?;
    let letterhead = letterhead::current(c)?;
    for (recipient, in_place_of) in reached {
        let channel = wishes.channel(notice, &recipient);
        inbox::keep(c, cx, notice, &recipient, in_place_of.as_deref(), channel)?;
        if channel != Channel::AtOnce {
            continue;
        }
        let thread = notice.thread.as_ref().map(|t| t.about.key());
        let earlier = thread
            .as_ref()
            .map_or(Ok(Vec::new()), |key| outbox::earlier(c, recipient.user_id, key))?;
        let letter = letterhead.letter(&cx.settings, recipient.locale);
        let mail = mail(cx, notice, &recipient, in_place_of.as_deref(), &earlier, &letter)?;
        let mail = brings(&recipient).with(mail);
        outbox::insert(c, Some(recipient.user_id), cx.hold.as_ref(), &mail)?;
    }
    Ok(())
}

/// Who gets a mail that is meant for these: they themselves, or who stands in for them and in whose place. Who gets it
/// for their own part comes first.
fn reached(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<UserId>,
    notice: &Notice,
    to: &[Recipient],
    may_read: &mut dyn FnMut(&mut Conn, UserId) -> Result<bool>,
) -> Result<Vec<(Recipient, Option<String>)>> {
    let passes_on = |r: &&Recipient| {
        !notice.secret_link && !matches!(r.why, Why::Account | Why::Approver) && Some(r.user_id) != actor
    };
    let ids: Vec<_> = to.iter().filter(passes_on).map(|r| r.user_id).collect();
    let stand_ins = if ids.is_empty() {
        HashMap::new()
    } else {
        stand_ins::stand_ins(c, &ids, cx.now.date_tehran())?
    };
    let (mut own, mut in_place) = (Vec::new(), Vec::new());
    for recipient in to {
        let mut stand_in = Some(recipient)
            .filter(passes_on)
            .and_then(|r| stand_ins.get(&r.user_id))
            .cloned();
        if let Some(found) = &stand_in
            && !may_read(c, found.person.id)?
        {
            stand_in = None;
        }
        if stand_in.as_ref().is_none_or(|found| found.keeps_mail) {
            own.push((recipient.clone(), None));
        }
        in_place.extend(stand_in.map(|StandIn { person, .. }| {
            let substitute = Recipient::new(&person, recipient.why);
            (substitute, Some(recipient.name.clone()))
        }));
    }
    own.extend(in_place);
    Ok(own)
}

/// Somebody who is no user, and why they get a mail.
#[derive(Debug, Clone, Copy)]
pub struct Outside<'a> {
    pub name: &'a str,
    pub address: &'a str,
    pub why: Why,
}

/// Writes to somebody who is no user, in Persian: the party that a request waits for, a guest of a meeting.
///
/// # Errors
/// Only the database's.
pub fn notify_outside(c: &mut Conn, cx: &Cx, notice: &Notice, to: Outside<'_>, brings: Brings) -> Result<()> {
    let reader = Recipient {
        // Of nobody; it is not written anywhere.
        user_id: UserId(0),
        name: to.name.to_owned(),
        email: to.address.to_owned(),
        locale: Locale::Fa,
        why: to.why,
    };
    let letter = letterhead::current(c)?.letter(&cx.settings, reader.locale);
    let mail = brings.with(mail(cx, notice, &reader, None, &[], &letter)?);
    outbox::insert(c, None, cx.hold.as_ref(), &mail)
}

/// A notice rendered, as an answer to what this reader got `earlier` about the same.
fn mail(
    cx: &Cx,
    notice: &Notice,
    recipient: &Recipient,
    in_place_of: Option<&str>,
    earlier: &[String],
    letter: &Letter,
) -> Result<OutgoingMail> {
    let domain = cx.settings.mail_domain();
    let root = notice
        .thread
        .as_ref()
        .map(|t| message::thread_root(&t.about.key(), domain));
    let rendered = render::render_for(notice, recipient, in_place_of, letter)?;
    Ok(OutgoingMail {
        message_id: message::message_id(notice.kind, &format!("{:032x}", rand::random::<u128>()), domain),
        in_reply_to: earlier.last().cloned().or_else(|| root.clone()),
        references: root.map_or_else(Vec::new, |root| message::references(&root, earlier)),
        to_name: recipient.name.clone(),
        to_address: recipient.email.clone(),
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        created_at: cx.now,
        kind: notice.kind,
        why: Some(recipient.why),
        about: notice.thread.as_ref().map(|t| t.about),
        // Signed when it is sent, with the key of then.
        reply_to: None,
        list_unsubscribe: None,
        calendar: None,
        paper: None,
    })
}

/// A mail that is about no single thing, made outside of here, for somebody by their own setting.
pub(super) fn rendered(cx: &Cx, kind: Kind, reader: &Actor, rendered: Rendered) -> OutgoingMail {
    let domain = cx.settings.mail_domain();
    OutgoingMail {
        message_id: message::message_id(kind, &format!("{:032x}", rand::random::<u128>()), domain),
        in_reply_to: None,
        references: Vec::new(),
        to_name: reader.name.clone(),
        to_address: reader.email.clone(),
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
        created_at: cx.now,
        kind,
        why: Some(Why::Digest),
        about: None,
        reply_to: None,
        list_unsubscribe: None,
        calendar: None,
        paper: None,
    }
}

impl Brings {
    fn with(self, mail: OutgoingMail) -> OutgoingMail {
        OutgoingMail {
            calendar: self.calendar,
            paper: self.paper.map(|key| key.0),
            ..mail
        }
    }
}

/// Takes back what is told in the application and the mails that wait under this key; says whether all of them were still there, untried. When not, the
/// caller has to let its transaction, or the savepoint it stands in, fail.
///
/// # Errors
/// Only the database's.
pub fn call_back(c: &mut Conn, hold_key: &str) -> Result<bool> {
    inbox::call_back(c, hold_key)?;
    outbox::call_back(c, hold_key)
}

/// A page of the outbox.
///
/// # Errors
/// 403.
pub fn list_mail(c: &mut Conn, actor: &Actor, state: Option<MailState>, page: &PageRequest) -> Result<Page<MailView>> {
    if !policy::may_read_outbox(actor) {
        return Err(Error::not_your_right());
    }
    outbox::list(c, state, page)
}

/// Makes a dead mail due again; an address that mail has come back from is tried again with it.
///
/// # Errors
/// 403, 404, 409 when it is not dead.
pub fn retry_mail(c: &mut Conn, cx: &Cx, actor: &Actor, id: MailId) -> Result<MailView> {
    if !policy::may_read_outbox(actor) {
        return Err(Error::not_your_right());
    }
    outbox::find(c, id)?.ok_or(Error::NotFound)?;
    if !policy::may_retry(actor) {
        return Err(Error::not_your_right());
    }
    if !outbox::revive(c, cx.now, id)? {
        let said = said(
            "تنها نامه‌ای که رها شده است دوباره فرستاده می‌شود.",
            "Only a dead mail can be sent again.",
        );
        return Err(Error::conflict("mail_not_dead", said));
    }
    // Who sends there again takes the address for good.
    if let Some(reader) = outbox::recipient(c, id)? {
        accounts::service::try_mail_again(c, cx, actor.id, reader)?;
    }
    let entry = Entry {
        subject: "mail",
        subject_id: id.0,
        action: "retried",
        actor: Some(actor.id),
        from: None,
        to: None,
        data: serde_json::json!({}),
    };
    audit::record(c, cx, &entry)?;
    outbox::find(c, id)?.ok_or(Error::NotFound)
}
