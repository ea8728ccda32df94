//! The Persian language, in one place: letters, digits, words, dates, order and search tokens.
//!
//! Everything here is pure (text in, text out; no database, no web, no clock), so that the whole
//! program folds, sorts, shows and finds Persian in the same way:
//!
//! - [`text`]: what is stored and shown ([`tidy`], [`tidy_line`]) and what is compared ([`key`]);
//! - [`bidi`]: which parts of a line read left to right;
//! - [`digits`]: Persian and Latin digits, grouped numbers, amounts in Rials;
//! - [`words`]: amounts and ordinals in words, for documents;
//! - [`jalali`]: the solar calendar at the edges of a program that stores Gregorian dates;
//! - [`recurrence`]: days that come again by a rule of it;
//! - [`collation`]: the order of a Persian dictionary, numbers by value;
//! - [`search`]: the tokens that both databases index, and the queries over them.

pub mod bidi;
pub mod collation;
pub mod digits;
pub mod jalali;
pub mod recurrence;
pub mod search;
pub mod text;
pub mod words;

pub use collation::{compare, sort_key};
pub use jalali::{JalaliDate, jalali_year, parse_date};
pub use text::{isolate, key, squashed, tidy, tidy_line};
