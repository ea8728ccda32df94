//! Mail that comes in: a mail server hands it over (`hamahang mail receive`), or it is fetched from a mailbox. An answer becomes a
//! comment, a mail that answers nothing a draft of its writer, a calendar's answer an answer to the invitation, a report of a mail
//! server a mark on an address. What is none of these, or not allowed, is held for a person. Nothing vanishes
//! (docs/adr/0025-mail-in.md).
//!
//! `parse` says what a mail says, `rules` whether it may be believed to be written by a person, `service` what becomes of it, in
//! one transaction; `receive` is the way in, `mailbox` goes and fetches, `quarantine` what people do with what is held.

pub mod mailbox;
pub mod model;
mod notices;
pub mod parse;
mod policy;
mod quarantine;
pub mod receive;
pub mod rounds;
pub mod routes;
mod rules;
mod service;
mod store;
mod words;

pub use store::referred;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::list_quarantine)
        .service(routes::get_quarantined)
        .service(routes::get_quarantined_content)
        .service(routes::release_quarantined)
        .service(routes::discard_quarantined);
}
