//! Deadlines of requests: the clocks of `crate::deadlines`, wired to the history of a request, the policies and the
//! working calendar.
//!
//! `history` (what clocks read), `alarms` and `waiting` (what is to be said, and when) are pure. `keeping` keeps
//! `due_at` and the time of the next alarm on the row, in the transaction of each action; `recount` does so in the
//! background when calendar or policies change. `rounds` raises what has come due, `tell` writes the mails, and
//! `explain` shows it all. `coming_year` asks in time for the holidays that deadlines are counted by.

pub mod alarms;
pub mod coming_year;
pub mod explain;
pub mod history;
pub mod keeping;
pub mod model;
pub mod recount;
pub mod rounds;
mod store;
mod tell;
mod texts;
pub mod waiting;
