//! Persian: text as it is kept, compared, sorted and searched; digits, amounts in words, the Jalali calendar.
//! Pure: no database, no clock.

pub mod collation;
pub mod digits;
pub mod jalali;
pub mod search;
pub mod text;
pub mod words;
