//! What people are told in the application: kept in the transaction of the event, read, marked as read, swept.

use std::collections::{HashMap, HashSet};

use chrono::TimeDelta;

use super::format::{cut, one_line};
use super::inbox_model::{About, NotificationView, ReadNotifications};
pub use super::inbox_store::Row;
use super::inbox_store::{self as store, InDigest, New, Preferences, Which};
use super::model::{Notice, Recipient, Thing};
use super::plan::{self, Channel};
use super::texts::texts;
use crate::accounts::Actor;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, FieldCode, Locale, Result};
use crate::ids::{NotificationId, UserId};
use crate::page::{Page, PageRequest};

/// Which of these people may know of which of these things now. Whoever keeps the things says so.
pub type MayKnow = fn(&mut Conn, &Cx, &[Thing], &[Actor]) -> Result<HashSet<(UserId, Thing)>>;

/// The one order of the list.
pub const SORT: &str = "-id";
/// Characters of what somebody wrote that are kept; the rest is a click away.
const QUOTE: usize = 300;
/// Characters of a title.
const TITLE: usize = 300;
/// What has been read is kept so long.
const READ_FOR: TimeDelta = TimeDelta::days(90);
/// What has not been read is kept so long.
const UNREAD_FOR: TimeDelta = TimeDelta::days(365);
/// Taken away in a transaction.
const SWEPT_TOGETHER: i64 = 1000;

/// How some people want to hear, asked for once.
pub(super) struct Wishes {
    preferences: HashMap<UserId, Preferences>,
    bounced: HashSet<UserId>,
    digests: bool,
}

impl Wishes {
    pub(super) fn of(c: &mut Conn, cx: &Cx, people: &[UserId]) -> Result<Self> {
        Ok(Self {
            preferences: store::preferences_of(c, people)?,
            bounced: store::bounced(c, people)?.into_iter().collect(),
            digests: cx.settings.mail_digests,
        })
    }

    /// By which way this reader hears of it.
    pub(super) fn channel(&self, notice: &Notice, reader: &Recipient) -> Channel {
        let topic = plan::topic(notice.kind, reader.why);
        let theirs = self.preferences.get(&reader.user_id);
        let choice = theirs.and_then(|p| p.choices.get(&topic).copied());
        match plan::channel(topic, choice, self.digests) {
            Channel::Digest if theirs.is_some_and(|p| !p.digest) => Channel::InApp,
            // A mail that cannot arrive is not written; what lets its reader in is tried all the same.
            Channel::AtOnce if self.bounced.contains(&reader.user_id) && topic != plan::Topic::Account => {
                Channel::InApp
            }
            channel => channel,
        }
    }
}

/// Keeps a notice for its reader.
pub(super) fn keep(
    c: &mut Conn,
    cx: &Cx,
    notice: &Notice,
    reader: &Recipient,
    in_place_of: Option<&str>,
    channel: Channel,
) -> Result<()> {
    if !plan::is_kept(notice.kind) {
        return Ok(());
    }
    let thread = notice.thread.as_ref();
    let title = thread.map(|t| cut(&one_line(&t.title), TITLE)).unwrap_or_default();
    let quote = notice.quote.as_deref().map(|quote| cut(quote.trim(), QUOTE));
    let path = path(cx, notice);
    let new = New {
        user_id: reader.user_id,
        kind: notice.kind,
        why: reader.why,
        topic: plan::topic(notice.kind, reader.why),
        thing: thread.map(|t| t.about),
        label: thread.map_or("", |t| &t.label),
        title: &title,
        actor: notice.actor.as_deref(),
        quote: quote.as_deref(),
        in_place_of,
        path: path.as_deref(),
        digest: if channel == Channel::Digest {
            InDigest::Waiting
        } else {
            InDigest::No
        },
    };
    store::insert(c, cx.now, cx.hold.as_ref(), &new)
}

/// Takes back what is kept under a hold.
pub(super) fn call_back(c: &mut Conn, hold_key: &str) -> Result<()> {
    store::call_back(c, hold_key)
}

/// Where it leads inside the application. A link that lets its holder in is for the mail alone: what it is about is led to.
fn path(cx: &Cx, notice: &Notice) -> Option<String> {
    if notice.secret_link {
        let thread = notice.thread.as_ref()?;
        return Some(match thread.about {
            Thing::Meeting(id) => format!("/meetings/{id}"),
            Thing::Theme(id) => format!("/requests?theme_id={id}"),
            Thing::Request(_) | Thing::RequestInternally(_) | Thing::Approval(_) => {
                format!("/requests/{}", thread.label)
            }
        });
    }
    let path = notice.link.as_deref()?.strip_prefix(cx.settings.base_url.as_str())?;
    path.starts_with('/').then(|| path.to_owned())
}

/// A page of the caller's, newest first, and how many they have not read. What they may not know of any more says so
/// and nothing else.
///
/// # Errors
/// Only the database's.
pub fn list(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    unread: bool,
    page: &PageRequest,
    locale: Locale,
    may_know: MayKnow,
) -> Result<(Page<NotificationView>, i64)> {
    let before = page.after.as_ref().map(|cursor| NotificationId(cursor.i));
    let rows = store::list(c, cx.now, actor.id, unread, before, page.limit + 1)?;
    let rows = Page::from_rows(rows, page, SORT, |row| (String::new(), row.id.0));
    let views = views(c, cx, actor, &rows.items, locale, may_know)?;
    let page = Page {
        items: views,
        next: rows.next,
    };
    Ok((page, store::unread(c, cx.now, actor.id)?))
}

/// How many the caller has not read.
///
/// # Errors
/// Only the database's.
pub fn unread(c: &mut Conn, cx: &Cx, who: UserId) -> Result<i64> {
    store::unread(c, cx.now, who)
}

/// A person's notifications as they see them.
///
/// # Errors
/// Only the database's.
pub fn views(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    rows: &[Row],
    locale: Locale,
    may_know: MayKnow,
) -> Result<Vec<NotificationView>> {
    let things: Vec<Thing> = rows
        .iter()
        .filter_map(asked)
        .collect::<HashSet<_>>()
        .into_iter()
        .collect();
    let known = if things.is_empty() {
        HashSet::new()
    } else {
        may_know(c, cx, &things, std::slice::from_ref(actor))?
    };
    let known = |row: &Row| asked(row).is_none_or(|thing| known.contains(&(actor.id, thing)));
    Ok(rows.iter().map(|row| view(row, locale, known(row))).collect())
}

/// What the reader has to have the right to know of.
pub fn asked(row: &Row) -> Option<Thing> {
    row.thing().filter(|_| plan::asks_for_right(row.kind, row.why))
}

fn view(row: &Row, locale: Locale, known: bool) -> NotificationView {
    let texts = texts(row.kind, row.why);
    let shown = |text: &Option<String>| text.clone().filter(|_| known);
    let some = |text: &str| Some(text.to_owned()).filter(|text| known && !text.is_empty());
    NotificationView {
        id: row.id,
        kind: row.kind,
        topic: row.topic,
        why: row.why,
        headline: texts.headline.text(locale).to_owned(),
        text: texts.lead.text(locale).to_owned(),
        about: row.thing().filter(|_| known).map(About::of),
        number: some(&row.label),
        title: some(&row.title),
        actor: shown(&row.actor),
        quote: shown(&row.quote),
        in_place_of: shown(&row.in_place_of),
        link: shown(&row.path),
        hidden: !known,
        created_at: row.visible_at,
        read_at: row.read_at,
    }
}

/// Marks the caller's as read: those named, or all up to one. What is read already, or is not theirs, is passed over.
///
/// # Errors
/// 422 unless exactly one of both is said.
pub fn read(c: &mut Conn, cx: &Cx, actor: &Actor, body: &ReadNotifications) -> Result<i64> {
    let which = match (&body.ids, body.up_to) {
        (Some(ids), None) => Which::These(ids.clone()),
        (None, Some(last)) => Which::UpTo(last),
        _ => {
            return Err(Error::refused(
                "/ids",
                FieldCode::Conflict,
                "یا شناسه‌ها را بنویسید یا آخرین پیامی را که دیده‌اید.",
                "Give either ids or the last one that you have seen.",
            ));
        }
    };
    store::read(c, cx.now, actor.id, &which)?;
    store::unread(c, cx.now, actor.id)
}

/// Those of all people after this one, and these, for who tells them live. Some are not to be seen yet.
///
/// # Errors
/// Only the database's.
pub fn after(c: &mut Conn, after: NotificationId, these: &[i64], limit: i64) -> Result<Vec<Row>> {
    store::after(c, after, these, limit)
}

/// A person's after this one, oldest first.
///
/// # Errors
/// Only the database's.
pub fn of_after(c: &mut Conn, cx: &Cx, user: UserId, after: NotificationId, limit: i64) -> Result<Vec<Row>> {
    store::of_after(c, cx.now, user, after, limit)
}

/// The id of the newest of all.
///
/// # Errors
/// Only the database's.
pub fn newest(c: &mut Conn) -> Result<NotificationId> {
    store::newest(c)
}

/// Takes away what is old, a thousand at a time.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn sweep(db: &Db) -> Result<()> {
    let some = |c: &mut Conn, cx: &Cx| {
        let (read, all) = (cx.now.plus(-READ_FOR), cx.now.plus(-UNREAD_FOR));
        store::sweep(c, read, all, SWEPT_TOGETHER)
    };
    while db.write(some).await? > 0 {
        tokio::task::yield_now().await;
    }
    Ok(())
}
