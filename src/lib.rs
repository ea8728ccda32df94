//! Hamahang (هماهنگ): the request tracker of a municipality's public-relations units.
//!
//! The map, top to bottom; a module may use only what stands below it (docs/architecture.md):
//! `http`, `app` · `mail_in` · `meetings` · `requests` · `approvals`, `attachments`, `deadlines`, `routing`, `notifications` ·
//! `units`, `accounts`, `calendar`, `audit` ·
//! `export`, `hex`, `html`, `tables`, `persian`, `db`, `error`, `clock`, `ids`, `page`, `config`.

pub mod accounts;
pub mod app;
pub mod approvals;
pub mod attachments;
pub mod audit;
pub mod calendar;
pub mod clock;
pub mod config;
pub mod db;
pub mod deadlines;
pub mod demo;
pub mod error;
pub mod export;
pub mod hex;
pub mod html;
pub mod http;
pub mod ids;
pub mod mail_in;
pub mod meetings;
pub mod notifications;
pub mod page;
pub mod persian;
pub mod reports;
pub mod requests;
pub mod resource;
pub mod routing;
pub mod schema;
pub mod tables;
pub mod telemetry;
pub mod units;
pub mod webhooks;

pub use http::operations::Operations;
