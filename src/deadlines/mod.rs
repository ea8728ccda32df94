//! Deadlines: clocks that are read from a request's history, a service-level policy and the working calendar. Nothing
//! is stored, so a holiday that is announced late, or a rule that changes, moves every open deadline by itself.
//!
//! `log` is what goes in, as plain data; `clocks` is what comes out. Neither knows requests: their states say by
//! [`Tracked`] what they mean to a clock.

pub mod clocks;
pub mod log;

pub use clocks::{ClockReading, Reading, Status, Why, read};
pub use log::{Change, ClockKind, Policy, Standing, Tracked, What};
