//! Requests: what a unit raises, from the draft to the two-sided end.

pub mod action;
pub mod state;
