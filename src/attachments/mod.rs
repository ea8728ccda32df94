//! Attachments: files that belong to something. What a file is, is told by its content; its bytes lie in the vault, its
//! row in the database, and neither is ever there without the other for longer than a sweep takes.
//!
//! The slice knows no requests: what a file belongs to is a word and an id, and who may see it is for the slice above to
//! say. An upload goes: [`vault::Vault::receive`] (to the disk, counted and hashed) · [`inspect::inspect`] (kind, warning,
//! thumbnail) · [`vault::Vault::keep`] (durably under its own name) · [`service::add`] (the row, in a transaction).

mod archives;
mod compound;
pub mod content;
pub mod inspect;
pub mod intake;
pub mod model;
pub mod names;
pub mod service;
mod store;
pub mod sweep;
pub mod thumbnails;
pub mod vault;

pub use model::{AttachmentView, FileKind, Owner, Upload};
