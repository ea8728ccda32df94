//! Promises: the first day stays for ever, each new one is counted, and how many are kept is told to few.

pub(super) mod due_store;
pub mod model;
pub(super) mod notices;
pub mod rates;
pub(super) mod rates_store;
pub mod rounds;
pub mod routes;
pub(super) mod rules;
pub mod service;
pub(super) mod store;
pub(super) mod table;
