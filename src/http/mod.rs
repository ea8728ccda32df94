//! What every handler stands on: who calls (`caller`), strict bodies (`body`) and parameters (`params`), the
//! answers' common shape (`answer`) and the choice of their fields (`fields`), tables as files (`table`), files that come
//! and go (`upload`, `download`), pages (`html`), streams of events (`events`, `news`, `viewers`), problems (`problem`), and limits and headers (`guard`).
//!
//! Handlers hold `Api`, the running server's parts, and hand a synchronous use case to it.

pub mod answer;
pub mod body;
pub mod caller;
pub mod docs;
pub mod download;
pub mod events;
pub mod fields;
pub mod guard;
pub mod html;
pub mod idempotency;
pub mod news;
pub mod operations;
pub mod params;
pub mod problem;
pub mod table;
mod tail;
pub mod upload;
mod viewers;

use std::sync::Arc;

use actix_web::web;

use crate::accounts::{self, Actor};
use crate::attachments::vault::Vault;
use crate::config::Settings;
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::export::pdf::Typesetter;
use crate::notifications::inbox::MayKnow;
use crate::notifications::{Wake, unsubscribe};
use caller::Caller;

/// The running server's parts, as handlers see them.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Signs and checks access tokens.
    pub tokens: accounts::tokens::Signer,
    /// Wakes the mail worker after a write.
    pub wake: Wake,
    /// The bytes of attachments.
    pub vault: Vault,
    /// Sets papers as PDF.
    pub typesetter: Typesetter,
    /// What is watched, and by whom.
    pub events: events::Events,
    /// What people are told live.
    pub news: news::News,
    /// Who may know of what.
    pub may_know: MayKnow,
    /// Signs the links by which readers do without mails.
    pub unsubscribe: unsubscribe::Key,
    /// The settings.
    pub settings: Arc<Settings>,
}

/// The handle that handlers take as an argument.
pub type Api = web::Data<Parts>;

impl Parts {
    /// Runs a reading use case for the caller.
    ///
    /// # Errors
    /// 401 when the session has ended or the person was deactivated; else the use case's own.
    pub async fn read<T, F>(&self, caller: Caller, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn, &Cx, &Actor) -> Result<T> + Send + 'static,
    {
        self.db
            .read(move |c, cx| {
                let actor = accounts::service::actor(c, cx, &caller.claims)?;
                f(c, cx, &actor)
            })
            .await
    }

    /// Runs a writing use case for the caller, in one transaction, and wakes the mail worker.
    ///
    /// # Errors
    /// As [`Parts::read`].
    pub async fn write<T, F>(&self, caller: Caller, f: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Conn, &Cx, &Actor) -> Result<T> + Send + 'static,
    {
        let done = self
            .db
            .write(move |c, cx| {
                let actor = accounts::service::actor(c, cx, &caller.claims)?;
                f(c, cx, &actor)
            })
            .await;
        self.wake.mail();
        self.events.written();
        done
    }
}
