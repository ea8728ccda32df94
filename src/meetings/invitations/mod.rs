//! Invitations, answers to them (also by guests without an account), and reminders.

pub mod answers;
pub(super) mod guest_links;
pub(super) mod guest_page;
pub mod guest_routes;
pub mod reminders;
pub(super) mod service;
