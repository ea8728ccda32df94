//! Webhooks and their deliveries, as the API shows and takes them.

use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::ids::{DeliveryId, EventId, WebhookId};
use crate::resource::Resource;

crate::text_enum! {
    /// Whether a webhook is sent to.
    pub enum WebhookState {
        /// It is.
        Active = "active",
        /// Not now: by hand, or because it has failed too often. What happens meanwhile waits.
        Paused = "paused",
    }
}

crate::text_enum! {
    /// What can be done with a webhook beside changing it.
    pub enum WebhookAction {
        /// Sends nothing until it is resumed; what happens meanwhile waits.
        Pause = "pause",
        /// Sends again, at once, where it left off.
        Resume = "resume",
        /// Gives it another secret; for a day messages are signed with the old one, too.
        RotateSecret = "rotate_secret",
        /// Sends an event `webhook.ping`, to try it.
        Ping = "ping",
    }
}

crate::text_enum! {
    /// Where a delivery stands.
    pub enum DeliveryState {
        /// It waits for its turn.
        Queued = "queued",
        /// The receiver took it.
        Sent = "sent",
        /// It was given up; it can be sent again.
        Failed = "failed",
        /// It is nothing that this webhook may hear of.
        Skipped = "skipped",
    }
}

/// A webhook.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "title": "درگاه پیامک", "url": "https://sms.example.org/hamahang", "events": ["request.done", "meeting.*"], "include_private": false, "secret": null, "state": "active", "paused_reason": null, "failures": 0, "next_attempt_at": "2019-12-03T06:30:00Z", "allowed_actions": ["pause", "rotate_secret", "ping"], "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct WebhookView {
    /// Which.
    pub id: WebhookId,
    /// What people call it.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// What it hears of: `request.done`, `meeting.*`, `*`.
    pub events: Vec<String>,
    /// Whether it also hears of what not everybody may know of.
    pub include_private: bool,
    /// What messages are signed with, shown once: when it is made, and when it is given another.
    pub secret: Option<String>,
    /// Whether it is sent to.
    pub state: WebhookState,
    /// Why it is paused.
    pub paused_reason: Option<String>,
    /// How often in a row the present message was tried in vain.
    pub failures: i32,
    /// When it is tried next, if something waits.
    pub next_attempt_at: Timestamp,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Resource for WebhookView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/webhooks/{}", self.id)
    }
}

/// A new webhook.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "درگاه پیامک", "url": "https://sms.example.org/hamahang", "events": ["request.done", "meeting.*"] }))]
pub struct CreateWebhook {
    /// What people call it.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// Where it leads: `https`, to an address of the public internet.
    #[schema(min_length = 1, max_length = 500)]
    pub url: String,
    /// What it hears of: `request.done`, `meeting.*`, `*`.
    #[schema(min_items = 1, max_items = 50)]
    pub events: Vec<String>,
    /// Whether it also hears of what not everybody may know of: private requests, promises, drafts excepted.
    #[serde(default)]
    #[schema(default = false)]
    pub include_private: bool,
}

/// Changes to a webhook; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "events": ["request.*"] }))]
pub struct UpdateWebhook {
    /// What people call it.
    #[schema(nullable = false, min_length = 1, max_length = 200)]
    pub title: Option<String>,
    /// Where it leads.
    #[schema(nullable = false, min_length = 1, max_length = 500)]
    pub url: Option<String>,
    /// What it hears of.
    #[schema(nullable = false, min_items = 1, max_items = 50)]
    pub events: Option<Vec<String>>,
    /// Whether it also hears of what not everybody may know of.
    #[schema(nullable = false)]
    pub include_private: Option<bool>,
}

/// An event on its way to a webhook, or what became of it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 7, "webhook_id": 1, "event_id": 41, "event": "request.done", "state": "sent", "attempts": 1, "status": 204, "error": null, "version": 1, "created_at": "2019-12-03T06:30:00Z", "tried_at": "2019-12-03T06:30:01Z" }))]
pub struct DeliveryView {
    /// Which.
    pub id: DeliveryId,
    /// Of which webhook.
    pub webhook_id: WebhookId,
    /// Which event; the receiver gets it as `webhook-id`.
    pub event_id: EventId,
    /// What happened.
    pub event: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// Tries so far.
    pub attempts: i32,
    /// What the receiver answered last, as an HTTP status.
    pub status: Option<i32>,
    /// Why the last try failed.
    pub error: Option<String>,
    /// Tries and endings so far and one.
    pub version: i32,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
}

impl Resource for DeliveryView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/webhooks/{}/deliveries/{}", self.webhook_id, self.id)
    }
}

/// Which deliveries; the newest first.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct DeliveryFilter {
    /// In this state.
    pub state: Option<DeliveryState>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}
