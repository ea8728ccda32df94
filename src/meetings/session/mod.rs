//! A meeting while it is held: who is there, the line that is discussed and its clock, live to all who watch.

pub mod attendance;
pub(super) mod live;
pub mod model;
pub mod routes;
pub(super) mod rules;
pub mod service;
pub(super) mod store;
