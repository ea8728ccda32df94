//! Series of meetings: when they are held by Jalali rules, who is invited, and meetings planned ahead.

pub mod model;
pub mod planning;
pub mod routes;
pub mod service;
pub(super) mod store;
