//! The integration tests: one binary, the real server on a real port, on SQLite and on PostgreSQL.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that cannot go on says so"
)]

mod absences;
mod agenda;
mod app;
mod approval_links;
mod approvals;
mod attachments;
mod bucket;
mod calendar;
mod cluster;
mod comments;
mod commitments;
mod deadlines;
mod digests;
mod faults;
mod fields;
mod imports;
mod invitations;
mod limits;
mod links;
mod live;
mod mail;
mod mail_in;
mod mailbox;
mod mailed_papers;
mod mayor;
mod meetings;
mod messages;
mod migrations;
mod minutes;
mod notifications;
mod openapi;
mod outcomes;
mod papers;
mod patch;
mod permissions;
mod privacy;
mod proposals;
mod reports;
mod requests;
mod routing;
mod search;
mod series;
mod sign_in;
mod silence;
mod similar;
mod smtp;
mod sorting;
mod story;
mod stream;
mod tags;
mod themes;
mod triage;
mod watchers;
mod web_app;
mod webhooks;
