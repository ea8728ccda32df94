//! Comments on requests: public ones, which everybody reads who sees the request, and internal ones, which stay between
//! desk and director. An edit keeps what stood there before; a deletion empties the comment and leaves its place.

pub mod model;
mod notices;
pub mod people;
pub mod routes;
pub mod service;
pub(super) mod store;
