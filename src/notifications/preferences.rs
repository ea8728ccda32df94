//! How a person wants to hear of things: read, and put as a whole. What must be told cannot be switched off.

use std::collections::HashMap;
use std::collections::hash_map::Entry as MapEntry;

use super::inbox_model::{PreferencesView, PutPreferences, TopicPreference};
use super::inbox_store::{self as store, Preferences};
use super::plan::{self, Channel, Topic};
use super::texts::{Both, both};
use crate::accounts::{self, Actor, Role};
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::UserId;
use crate::resource::Expected;

fn kept(c: &mut Conn, user: UserId) -> Result<Preferences> {
    Ok(store::preferences_of(c, &[user])?.remove(&user).unwrap_or_default())
}

/// The caller's preferences.
///
/// # Errors
/// Only the database's.
pub fn get(c: &mut Conn, actor: &Actor, locale: Locale) -> Result<PreferencesView> {
    let kept = kept(c, actor.id)?;
    view(c, actor, &kept, locale)
}

fn view(c: &mut Conn, actor: &Actor, kept: &Preferences, locale: Locale) -> Result<PreferencesView> {
    let topics = Topic::ALL.iter().filter(|topic| plan::is_shown(**topic)).map(|topic| {
        let about = plan::about(*topic);
        TopicPreference {
            topic: *topic,
            title: about.title.text(locale).to_owned(),
            channel: plan::channel(*topic, kept.choices.get(topic).copied(), true),
            default: about.default,
            choices: about.choices.to_vec(),
            locked: about.locked.map(|why| why.text(locale).to_owned()),
        }
    });
    Ok(PreferencesView {
        user_id: actor.id,
        topics: topics.collect(),
        digest: kept.digest,
        digest_hour: kept.digest_hour,
        weekly_summary: actor.has(Role::Director).then_some(kept.weekly),
        mail_returned_at: accounts::service::mail_returned(c, actor.id)?,
        version: kept.version,
    })
}

/// Puts the caller's preferences as a whole.
///
/// # Errors
/// 412; 422 for a topic that comes twice, or a way that it cannot go.
pub fn put(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    expected: &Expected,
    body: &PutPreferences,
    locale: Locale,
) -> Result<PreferencesView> {
    let before = kept(c, actor.id)?;
    if !expected.holds(before.version) {
        return Err(Error::stale(&view(c, actor, &before, locale)?));
    }
    let after = Preferences {
        choices: choices(body)?,
        digest: body.digest,
        digest_hour: body.digest_hour,
        weekly: body.weekly_summary,
        version: before.version + 1,
    };
    if !save(c, cx, actor.id, &before, &after)? {
        let current = kept(c, actor.id)?;
        return Err(Error::stale(&view(c, actor, &current, locale)?));
    }
    view(c, actor, &after, locale)
}

fn save(c: &mut Conn, cx: &Cx, user: UserId, before: &Preferences, after: &Preferences) -> Result<bool> {
    if !store::save_preferences(c, cx.now, user, before.version, after)? {
        return Ok(false);
    }
    let entry = Entry {
        subject: "user",
        subject_id: user.0,
        action: "preferences_changed",
        actor: Some(user),
        from: None,
        to: None,
        data: serde_json::json!({ "topics": after.choices, "digest": after.digest, "digest_hour": after.digest_hour, "weekly_summary": after.weekly }),
    };
    audit::record(c, cx, &entry)?;
    Ok(true)
}

/// Why some topics have no digest.
const WHOLE: Both = both(
    "این پیام‌ها پیوستی دارند که در گزارش روزانه نمی‌آید.",
    "These mails bring something along that a digest cannot bring.",
);

fn choices(body: &PutPreferences) -> Result<HashMap<Topic, Channel>> {
    let (mut choices, mut wrong) = (HashMap::new(), Vec::new());
    for (at, choice) in body.topics.iter().enumerate() {
        let about = plan::about(choice.topic);
        let pointer = |field: &str| format!("/topics/{at}/{field}");
        let place = match choices.entry(choice.topic) {
            MapEntry::Vacant(place) => place,
            MapEntry::Occupied(_) => {
                let (fa, en) = ("هر موضوع یک بار می‌آید.", "A topic comes once.");
                wrong.push(FieldError::with(pointer("topic"), FieldCode::Conflict, fa, en));
                continue;
            }
        };
        if !about.choices.contains(&choice.channel) {
            let why = about.locked.unwrap_or(WHOLE);
            wrong.push(FieldError::with(
                pointer("channel"),
                FieldCode::NotAllowed,
                why.fa,
                why.en,
            ));
        } else if choice.channel != about.default {
            place.insert(choice.channel);
        }
    }
    if wrong.is_empty() {
        Ok(choices)
    } else {
        Err(Error::Invalid(wrong))
    }
}

/// What one click in a mail program does: mails of this topic come no more, or no digest, or no weekly summary. Once is
/// enough; it says whether the topic can be switched off at all.
///
/// # Errors
/// Only the database's.
pub fn unsubscribe(c: &mut Conn, cx: &Cx, user: UserId, from: Subscription) -> Result<bool> {
    let before = kept(c, user)?;
    let mut after = before.clone();
    match from {
        Subscription::Topic(topic) if plan::about(topic).choices.contains(&Channel::InApp) => {
            after.choices.insert(topic, Channel::InApp);
        }
        Subscription::Topic(_) => return Ok(false),
        Subscription::Digest => after.digest = false,
        Subscription::Weekly => after.weekly = false,
    }
    if after != before {
        after.version += 1;
        if !save(c, cx, user, &before, &after)? {
            return Err(Error::LostRace("preferences changed meanwhile".into()));
        }
    }
    Ok(true)
}

/// What a mail's reader can do without.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subscription {
    /// Mails of a topic.
    Topic(Topic),
    /// The digest.
    Digest,
    /// The weekly summary.
    Weekly,
}

impl Subscription {
    /// As it stands in a link.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Topic(topic) => topic.as_str(),
            Self::Digest => "digest",
            Self::Weekly => "weekly",
        }
    }

    /// From a link.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "digest" => Some(Self::Digest),
            "weekly" => Some(Self::Weekly),
            topic => topic.parse().ok().map(Self::Topic),
        }
    }
}
