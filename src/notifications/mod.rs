//! Mail to people: what is said, to whom, and how it reaches them.

mod absence_texts;
mod agenda_texts;
mod bounce_store;
pub mod bounces;
mod commitment_texts;
mod deadline_texts;
pub mod digest;
mod digest_texts;
mod dkim;
pub mod enclosures;
pub mod format;
pub mod inbox;
pub mod inbox_model;
pub mod inbox_routes;
mod inbox_store;
mod incoming_texts;
pub mod letterhead;
pub mod letterhead_routes;
mod letterhead_store;
pub mod mailer;
mod meeting_texts;
pub mod message;
mod minutes_texts;
pub mod model;
pub mod outbox;
pub mod pace;
mod paper_store;
pub mod plan;
pub mod policy;
pub mod preferences;
pub mod render;
pub mod reply_address;
pub mod routes;
pub mod service;
pub mod texts;
mod theme_texts;
pub mod unsubscribe;
pub mod unsubscribe_routes;
mod webhook_texts;
pub mod words;
pub mod worker;

use std::sync::Arc;

/// Wakes the workers of this process, for mail and for webhooks, after a write.
#[derive(Clone, Default)]
pub struct Wake {
    mail: Arc<tokio::sync::Notify>,
    webhooks: Arc<tokio::sync::Notify>,
}

impl Wake {
    /// There may be mail, and messages to webhooks.
    pub fn mail(&self) {
        self.mail.notify_one();
        self.webhooks.notify_one();
    }

    /// Waits for [`Wake::mail`], as the mail worker.
    pub async fn wait(&self) {
        self.mail.notified().await;
    }

    /// Waits for [`Wake::mail`], as the webhook worker.
    pub async fn wait_for_webhooks(&self) {
        self.webhooks.notified().await;
    }
}

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::list_mail)
        .service(routes::retry_mail)
        .service(inbox_routes::list_notifications)
        .service(inbox_routes::read_notifications)
        .service(inbox_routes::get_notification_preferences)
        .service(inbox_routes::put_notification_preferences)
        .service(inbox_routes::stream);
    cfg.service(letterhead_routes::get_letterhead)
        .service(letterhead_routes::put_letterhead)
        .service(letterhead_routes::try_letterhead);
    cfg.service(routes::list_bounces);
}
