//! Notifications in the application and preferences, as the API shows and takes them.

use serde::{Deserialize, Serialize};

use super::model::{Kind, Thing, Why};
use super::plan::{Channel, Topic};
use crate::clock::Timestamp;
use crate::ids::{NotificationId, UserId};
use crate::resource::Resource;

crate::text_enum! {
    /// What kind of thing a notification is about.
    pub enum AboutKind {
        /// A request.
        Request = "request",
        /// A theme.
        Theme = "theme",
        /// A meeting.
        Meeting = "meeting",
    }
}

/// What a notification is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "kind": "request", "id": 42 }))]
pub struct About {
    /// What kind of thing.
    pub kind: AboutKind,
    /// Its id.
    pub id: i64,
}

impl About {
    /// As callers see it.
    pub fn of(thing: Thing) -> Self {
        let (kind, id) = match thing {
            Thing::Request(id) | Thing::RequestInternally(id) | Thing::Approval(id) => (AboutKind::Request, id.0),
            Thing::Theme(id) => (AboutKind::Theme, id.0),
            Thing::Meeting(id) => (AboutKind::Meeting, id.0),
        };
        Self { kind, id }
    }
}

/// What the caller has been told.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 7, "kind": "request_assigned", "topic": "assigned", "why": "owner", "headline": "ارجاع درخواست", "text": "این درخواست به شما ارجاع شد.", "about": { "kind": "request", "id": 42 }, "number": "1398-0042", "title": "خرید دوربین عکاسی", "actor": "مدیر ارتباطات", "quote": null, "in_place_of": null, "link": "/requests/1398-0042", "hidden": false, "created_at": "2019-12-03T06:30:00Z", "read_at": null }))]
pub struct NotificationView {
    /// Which.
    pub id: NotificationId,
    /// What happened.
    pub kind: Kind,
    /// What of the caller's preferences it goes by.
    pub topic: Topic,
    /// Why the caller hears of it.
    pub why: Why,
    /// In a few words, in the caller's language.
    pub headline: String,
    /// In a sentence.
    pub text: String,
    /// What it is about; `null`: several things, or nothing that has a page.
    pub about: Option<About>,
    /// The number of that, as people quote it.
    pub number: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who did it; `null`: the clock.
    pub actor: Option<String>,
    /// The beginning of what that person wrote.
    pub quote: Option<String>,
    /// Who is away and in whose place the caller is told.
    pub in_place_of: Option<String>,
    /// Where it leads, below the server's address.
    pub link: Option<String>,
    /// The caller may not know of the thing any more: nothing is said of it.
    pub hidden: bool,
    /// When.
    pub created_at: Timestamp,
    /// When the caller read it.
    pub read_at: Option<Timestamp>,
}

/// A page of notifications.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct NotificationPage {
    /// The items, newest first.
    pub items: Vec<NotificationView>,
    /// Give this as `cursor` to read on; `null` at the end.
    pub next: Option<String>,
    /// How many the caller has not read, on all pages.
    pub unread: i64,
}

/// Which notifications.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NotificationFilter {
    /// Only those that the caller has not read.
    #[serde(default)]
    #[param(default = false)]
    pub unread: bool,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// What the caller has read: these, or all up to one.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "up_to": 7 }))]
pub struct ReadNotifications {
    /// These.
    #[serde(default)]
    #[schema(nullable = false, min_items = 1, max_items = 200)]
    pub ids: Option<Vec<NotificationId>>,
    /// All up to this one, which is the newest that the caller has seen.
    #[serde(default)]
    #[schema(nullable = false)]
    pub up_to: Option<NotificationId>,
}

/// How many the caller has still not read.
#[derive(Debug, Clone, Copy, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "unread": 3 }))]
pub struct Unread {
    /// Not read.
    pub unread: i64,
}

/// Head and foot of mails. What is empty is as it is by itself. `{organization}` and `{office}` are filled in from the settings.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "heading_fa": "{organization}", "heading_en": "", "footer_fa": "{office}\nتلفن: 013-33221100", "footer_en": "", "accent": "#006775", "version": 2 }))]
pub struct LetterheadView {
    /// Above Persian mails.
    pub heading_fa: String,
    /// Above English mails.
    pub heading_en: String,
    /// Below Persian mails, a line each.
    pub footer_fa: String,
    /// Below English mails.
    pub footer_en: String,
    /// The colour of heading, button and links: `#` and six hexadecimal digits.
    pub accent: String,
    /// The version, as in `ETag`.
    pub version: i32,
}

impl Resource for LetterheadView {
    fn version(&self) -> i32 {
        self.version
    }

    fn path(&self) -> String {
        "/mail/letterhead".to_owned()
    }
}

/// Head and foot of mails, as a whole.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "heading_fa": "{organization}", "heading_en": "", "footer_fa": "{office}\nتلفن: 013-33221100", "footer_en": "", "accent": "#7a1f2b" }))]
pub struct PutLetterhead {
    /// Above Persian mails; one line.
    #[schema(max_length = 80)]
    pub heading_fa: String,
    /// Above English mails; one line.
    #[schema(max_length = 80)]
    pub heading_en: String,
    /// Below Persian mails; at most 6 lines.
    #[schema(max_length = 500)]
    pub footer_fa: String,
    /// Below English mails; at most 6 lines.
    #[schema(max_length = 500)]
    pub footer_en: String,
    /// `#` and six hexadecimal digits, dark enough for white letters on it; or nothing.
    #[schema(max_length = 7)]
    pub accent: String,
}

/// A mail as it would look.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "subject": "[#1405-0042] نیازمند تکمیل اطلاعات: خرید دوربین عکاسی", "text": "…", "html": "<!doctype html>…" }))]
pub struct SampleMail {
    /// Its subject.
    pub subject: String,
    /// Its plain text.
    pub text: String,
    /// Its page.
    pub html: String,
}

/// How the caller hears of a topic.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct TopicPreference {
    /// What it is about.
    pub topic: Topic,
    /// The same in words, in the caller's language.
    pub title: String,
    /// How the caller hears of it.
    pub channel: Channel,
    /// How it is by itself.
    pub default: Channel,
    /// What can be chosen; one: nothing.
    pub choices: Vec<Channel>,
    /// Why nothing can be chosen, in the caller's language.
    pub locked: Option<String>,
}

/// How the caller hears of things. Mails are in the language of the caller's account.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "user_id": 2, "topics": [{ "topic": "comments", "title": "یادداشت‌های تازه", "channel": "digest", "default": "digest", "choices": ["at_once", "digest", "in_app"], "locked": null }], "digest": true, "digest_hour": 8, "weekly_summary": null, "mail_returned_at": null, "version": 1 }))]
pub struct PreferencesView {
    /// Whose.
    pub user_id: UserId,
    /// All topics.
    pub topics: Vec<TopicPreference>,
    /// Whether a digest is mailed on working mornings; without, what it would bring is in the application alone.
    pub digest: bool,
    /// From which hour of Tehran it is made.
    pub digest_hour: i32,
    /// Whether the weekly summary is mailed; `null` for who is no director.
    pub weekly_summary: Option<bool>,
    /// Since when mail to the caller's address comes back, so that none is sent.
    pub mail_returned_at: Option<Timestamp>,
    /// The version, as in `ETag`.
    pub version: i32,
}

impl Resource for PreferencesView {
    fn version(&self) -> i32 {
        self.version
    }

    fn path(&self) -> String {
        "/notification-preferences".to_owned()
    }
}

/// What is chosen for a topic.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TopicChoice {
    /// What it is about.
    pub topic: Topic,
    /// How the caller wants to hear of it.
    pub channel: Channel,
}

/// How the caller wants to hear of things, as a whole: a topic that is not named is as it is by itself.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "topics": [{ "topic": "comments", "channel": "at_once" }], "digest": true, "digest_hour": 9 }))]
pub struct PutPreferences {
    /// What is chosen, each topic once.
    #[schema(max_items = 50)]
    pub topics: Vec<TopicChoice>,
    /// Whether a digest is mailed on working mornings.
    pub digest: bool,
    /// From which hour of Tehran it is made.
    #[schema(minimum = 0, maximum = 23)]
    pub digest_hour: i32,
    /// Whether the weekly summary is mailed to a director.
    #[serde(default = "yes")]
    #[schema(default = true)]
    pub weekly_summary: bool,
}

const fn yes() -> bool {
    true
}
