//! Watchers: people who follow a request that they may see, without being of either side. They get its mails as far as
//! they may read what these tell; whoever has lost the right gets nothing, and stays on the list in case it returns.

pub mod model;
pub mod routes;
pub mod service;
pub(super) mod store;
