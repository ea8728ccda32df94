//! Mail to people: what is said, to whom, and how it reaches them.

mod absence_texts;
mod agenda_texts;
mod commitment_texts;
mod deadline_texts;
pub mod format;
pub mod mailer;
mod meeting_texts;
pub mod message;
mod minutes_texts;
pub mod model;
pub mod outbox;
pub mod policy;
pub mod render;
pub mod routes;
pub mod service;
pub mod texts;
mod theme_texts;
pub mod words;
pub mod worker;

use std::sync::Arc;

/// Wakes the mail worker of this process after a write.
#[derive(Clone, Default)]
pub struct Wake(Arc<tokio::sync::Notify>);

impl Wake {
    /// There may be mail.
    pub fn mail(&self) {
        self.0.notify_one();
    }

    /// Waits for [`Wake::mail`].
    pub async fn wait(&self) {
        self.0.notified().await;
    }
}

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::list_mail).service(routes::retry_mail);
}
