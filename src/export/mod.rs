//! Papers for people: what a meeting or an office hands out, as a page to print, as Word, as PDF, and dates for calendars.
//!
//! A slice makes a [`Paper`] from the views it already shows, and hands it to a renderer: [`html`], [`docx`] or [`pdf`]. None
//! of them knows a database, another slice, or who reads: what a paper holds was decided before. Dates for calendars are in
//! [`ics`]; tables for spreadsheets are in `crate::tables`.

pub mod html;
pub mod ics;
pub mod paper;
mod qr;
mod words;

pub use paper::Paper;
