//! The rows of what people have been told in the application, and how each of them wants to hear.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Kind, Thing, ThingKind, Why};
use super::plan::{Channel, Topic};
use crate::clock::Timestamp;
use crate::db::schema::{notification_preferences, notifications, users};
use crate::db::types::Json;
use crate::db::{Conn, Hold, both, one_of};
use crate::error::Result;
use crate::ids::{NotificationId, UserId};

crate::text_enum! {
    /// Whether a notification goes into a digest.
    pub enum InDigest {
        /// It came by mail, or is for the application alone.
        No = "no",
        /// It waits for the next one.
        Waiting = "waiting",
        /// It was in one.
        Told = "told",
    }
}

/// A notification to be kept.
#[derive(Debug, Clone)]
pub struct New<'a> {
    pub user_id: UserId,
    pub kind: Kind,
    pub why: Why,
    pub topic: Topic,
    pub thing: Option<Thing>,
    pub label: &'a str,
    pub title: &'a str,
    pub actor: Option<&'a str>,
    pub quote: Option<&'a str>,
    pub in_place_of: Option<&'a str>,
    pub path: Option<&'a str>,
    pub digest: InDigest,
}

/// Keeps one.
pub fn insert(c: &mut Conn, now: Timestamp, hold: Option<&Hold>, new: &New<'_>) -> Result<()> {
    use notifications as n;
    let thing = new.thing.map(Thing::parts);
    diesel::insert_into(n::table)
        .values((
            n::user_id.eq(new.user_id),
            n::kind.eq(new.kind),
            n::why.eq(new.why),
            n::topic.eq(new.topic),
            n::subject.eq(thing.map(|(kind, _)| kind)),
            n::subject_id.eq(thing.map(|(_, id)| id)),
            n::label.eq(new.label),
            n::title.eq(new.title),
            n::actor.eq(new.actor),
            n::quote.eq(new.quote),
            n::in_place_of.eq(new.in_place_of),
            n::path.eq(new.path),
            n::digest.eq(new.digest),
            n::hold_key.eq(hold.map(|hold| &hold.key)),
            n::created_at.eq(now),
            n::visible_at.eq(hold.map_or(now, |hold| hold.until)),
        ))
        .execute(c)?;
    Ok(())
}

/// Takes those of a hold back.
pub fn call_back(c: &mut Conn, hold_key: &str) -> Result<()> {
    diesel::delete(notifications::table.filter(notifications::hold_key.eq(hold_key))).execute(c)?;
    Ok(())
}

/// A notification as it is kept.
#[derive(Debug, Clone, Queryable, Selectable)]
#[diesel(table_name = notifications)]
pub struct Row {
    pub id: NotificationId,
    pub user_id: UserId,
    pub kind: Kind,
    pub why: Why,
    pub topic: Topic,
    pub subject: Option<ThingKind>,
    pub subject_id: Option<i64>,
    pub label: String,
    pub title: String,
    pub actor: Option<String>,
    pub quote: Option<String>,
    pub in_place_of: Option<String>,
    pub path: Option<String>,
    pub created_at: Timestamp,
    pub visible_at: Timestamp,
    pub read_at: Option<Timestamp>,
}

impl Row {
    /// What it is about.
    pub fn thing(&self) -> Option<Thing> {
        Some(Thing::of(self.subject?, self.subject_id?))
    }
}

/// One for tests, with what all have.
#[cfg(test)]
pub fn sample(
    id: NotificationId,
    kind: Kind,
    why: Why,
    thing: Option<Thing>,
    label: &str,
    title: &str,
    at: Timestamp,
) -> Row {
    let parts = thing.map(Thing::parts);
    Row {
        id,
        user_id: UserId(1),
        kind,
        why,
        topic: super::plan::topic(kind, why),
        subject: parts.map(|(kind, _)| kind),
        subject_id: parts.map(|(_, id)| id),
        label: label.to_owned(),
        title: title.to_owned(),
        actor: None,
        quote: None,
        in_place_of: None,
        path: None,
        created_at: at,
        visible_at: at,
        read_at: None,
    }
}

/// A person's, newest first: those before an id, all or only the unread.
pub fn list(
    c: &mut Conn,
    now: Timestamp,
    user: UserId,
    unread: bool,
    before: Option<NotificationId>,
    limit: i64,
) -> Result<Vec<Row>> {
    let mut query = notifications::table
        .filter(notifications::user_id.eq(user).and(notifications::visible_at.le(now)))
        .order(notifications::id.desc())
        .limit(limit)
        .select(Row::as_select())
        .into_boxed();
    if unread {
        query = query.filter(notifications::read_at.is_null());
    }
    if let Some(before) = before {
        query = query.filter(notifications::id.lt(before));
    }
    Ok(query.load(c)?)
}

/// How many a person has not read.
pub fn unread(c: &mut Conn, now: Timestamp, user: UserId) -> Result<i64> {
    Ok(notifications::table
        .filter(
            notifications::user_id
                .eq(user)
                .and(notifications::read_at.is_null())
                .and(notifications::visible_at.le(now)),
        )
        .count()
        .get_result(c)?)
}

/// Which of a person's are read: these, or all up to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    These(Vec<NotificationId>),
    UpTo(NotificationId),
}

/// Marks a person's as read; says how many were not.
pub fn read(c: &mut Conn, now: Timestamp, user: UserId, which: &Which) -> Result<usize> {
    let theirs = notifications::table.filter(
        notifications::user_id
            .eq(user)
            .and(notifications::read_at.is_null())
            .and(notifications::visible_at.le(now)),
    );
    let read = notifications::read_at.eq(now);
    Ok(match which {
        Which::These(ids) => diesel::update(theirs.filter(one_of(notifications::id, ids)))
            .set(read)
            .execute(c)?,
        Which::UpTo(last) => diesel::update(theirs.filter(notifications::id.le(*last)))
            .set(read)
            .execute(c)?,
    })
}

/// Takes away up to `limit` that are older than `all`, or older than `read` and read; says how many. The newest of all
/// stays: its id must not be given again.
pub fn sweep(c: &mut Conn, read: Timestamp, all: Timestamp, limit: i64) -> Result<usize> {
    use notifications as n;
    let newest: Option<NotificationId> = n::table.select(diesel::dsl::max(n::id)).first(c)?;
    let Some(newest) = newest else { return Ok(0) };
    let old = n::created_at
        .lt(all)
        .or(n::created_at.lt(read).and(n::read_at.is_not_null()));
    let ids: Vec<NotificationId> = n::table
        .filter(n::id.lt(newest).and(old))
        .order(n::id)
        .limit(limit)
        .select(n::id)
        .load(c)?;
    Ok(diesel::delete(n::table.filter(one_of(n::id, &ids))).execute(c)?)
}

/// Those of all people after an id, and these, oldest first, whether they are to be seen yet or not.
pub fn after(c: &mut Conn, after: NotificationId, these: &[i64], limit: i64) -> Result<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    if !these.is_empty() {
        rows = notifications::table
            .filter(one_of(notifications::id, these))
            .order(notifications::id)
            .select(Row::as_select())
            .load(c)?;
    }
    rows.extend(
        notifications::table
            .filter(notifications::id.gt(after))
            .order(notifications::id)
            .limit(limit)
            .select(Row::as_select())
            .load::<Row>(c)?,
    );
    Ok(rows)
}

/// A person's that are to be seen, after an id, oldest first.
pub fn of_after(c: &mut Conn, now: Timestamp, user: UserId, after: NotificationId, limit: i64) -> Result<Vec<Row>> {
    Ok(notifications::table
        .filter(
            notifications::user_id
                .eq(user)
                .and(notifications::id.gt(after))
                .and(notifications::visible_at.le(now)),
        )
        .order(notifications::id)
        .limit(limit)
        .select(Row::as_select())
        .load(c)?)
}

/// The newest id there is.
pub fn newest(c: &mut Conn) -> Result<NotificationId> {
    let newest: Option<NotificationId> = notifications::table
        .select(diesel::dsl::max(notifications::id))
        .first(c)?;
    Ok(newest.unwrap_or(NotificationId(0)))
}

/// How a person wants to hear, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preferences {
    /// By topic; what is not there is as it is by itself.
    pub choices: HashMap<Topic, Channel>,
    pub digest: bool,
    /// The hour of Tehran from which the digest is made.
    pub digest_hour: i32,
    /// Whether a director gets the weekly summary.
    pub weekly: bool,
    pub version: i32,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            choices: HashMap::new(),
            digest: true,
            digest_hour: 8,
            weekly: true,
            version: 1,
        }
    }
}

type PreferencesRow = (UserId, Json, bool, i32, bool, i32);

fn preferences((user, choices, digest, digest_hour, weekly, version): PreferencesRow) -> (UserId, Preferences) {
    // A topic or a way that this version does not know is of another one: it is passed over, not lost.
    let known = choices
        .0
        .as_object()
        .into_iter()
        .flatten()
        .filter_map(|(topic, channel)| {
            let channel = channel.as_str()?.parse().ok()?;
            Some((topic.parse().ok()?, channel))
        });
    let kept = Preferences {
        choices: known.collect(),
        digest,
        digest_hour,
        weekly,
        version,
    };
    (user, kept)
}

/// How these people want to hear; who has said nothing is left out.
pub fn preferences_of(c: &mut Conn, people: &[UserId]) -> Result<HashMap<UserId, Preferences>> {
    use notification_preferences as p;
    let rows: Vec<PreferencesRow> = p::table
        .filter(one_of(p::user_id, people))
        .select((p::user_id, p::choices, p::digest, p::digest_hour, p::weekly, p::version))
        .load(c)?;
    Ok(rows.into_iter().map(preferences).collect())
}

/// Keeps how somebody wants to hear, if they still have the version that was seen; says whether they had.
pub fn save_preferences(c: &mut Conn, now: Timestamp, user: UserId, seen: i32, new: &Preferences) -> Result<bool> {
    use notification_preferences as p;
    let default = Preferences::default();
    let first = diesel::insert_into(p::table)
        .values((
            p::user_id.eq(user),
            p::choices.eq(Json(serde_json::json!({}))),
            p::digest.eq(default.digest),
            p::digest_hour.eq(default.digest_hour),
            p::weekly.eq(default.weekly),
            p::version.eq(default.version),
            p::updated_at.eq(now),
        ))
        .on_conflict_do_nothing();
    both(first).execute(c)?;
    let saved = diesel::update(p::table.filter(p::user_id.eq(user).and(p::version.eq(seen))))
        .set((
            p::choices.eq(Json(serde_json::to_value(&new.choices)?)),
            p::digest.eq(new.digest),
            p::digest_hour.eq(new.digest_hour),
            p::weekly.eq(new.weekly),
            p::version.eq(new.version),
            p::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(saved == 1)
}

/// Those of these people whose address sends mail back for good.
pub fn bounced(c: &mut Conn, people: &[UserId]) -> Result<Vec<UserId>> {
    Ok(users::table
        .filter(one_of(users::id, people).and(users::mail_bounced_at.is_not_null()))
        .select(users::id)
        .load(c)?)
}
