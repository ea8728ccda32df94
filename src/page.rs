//! Pages of a list, by key and not by offset: a page stays right while rows are added or removed.
//!
//! A cursor holds the sort it belongs to and the last row's sort value and id; it is opaque to clients.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Datelike, Utc};
use serde::{Deserialize, Serialize};

use crate::clock::Timestamp;
use crate::error::{Error, FieldCode, Result};

/// Items of a page when the caller does not say.
pub const DEFAULT_LIMIT: i64 = 50;
/// Items of a page at most.
pub const MAX_LIMIT: i64 = 200;

/// Where the next page starts: after the row with this sort value and id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// The `sort` it was made under.
    pub s: String,
    /// The last row's sort value, as text.
    pub k: String,
    /// The last row's id.
    pub i: i64,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone)]
pub struct PageRequest {
    /// At most so many items.
    pub limit: i64,
    /// After this row; none: from the start.
    pub after: Option<Cursor>,
}

impl PageRequest {
    /// Checks `limit` and `cursor` as they came, for a list sorted by `sort`.
    ///
    /// # Errors
    /// `BadParameter` when the limit is out of 1…200 or the cursor is not one of this list and sort.
    pub fn new(limit: Option<i64>, cursor: Option<&str>, sort: &str) -> Result<Self> {
        let limit = limit.unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            return Err(Error::parameter(
                "limit",
                FieldCode::OutOfRange,
                "عددی از ۱ تا ۲۰۰ لازم است.",
                "Wants a number from 1 to 200.",
            ));
        }
        let after = cursor.map(|text| decode(text, sort)).transpose()?;
        Ok(Self { limit, after })
    }
}

fn decode(text: &str, sort: &str) -> Result<Cursor> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok();
    let cursor: Option<Cursor> = bytes.and_then(|b| serde_json::from_slice(&b).ok());
    cursor.filter(|c| c.s == sort).ok_or_else(foreign_cursor)
}

impl Cursor {
    /// The instant that the place is said by; years that both databases can hold.
    ///
    /// # Errors
    /// 400 for anything else: no list of ours has given this.
    pub fn instant(&self) -> Result<Timestamp> {
        let at: DateTime<Utc> = self.k.parse().map_err(|_| foreign_cursor())?;
        if (1..=9999).contains(&at.year()) {
            Ok(Timestamp::new(at))
        } else {
            Err(foreign_cursor())
        }
    }
}

/// 400 for a cursor that this list and sort cannot have given.
pub fn foreign_cursor() -> Error {
    Error::parameter(
        "cursor",
        FieldCode::Invalid,
        "این نشانگر از این فهرست و ترتیب نیست؛ فهرست را از آغاز بخوانید.",
        "Not a cursor of this list and sort; read the list from its start.",
    )
}

/// A page of a list.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// Give this as `cursor` to read on; `null` at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// From up to `limit + 1` rows, the last of which only says that there is more.
    /// `key` gives a row's sort value and id.
    pub fn from_rows(mut rows: Vec<T>, page: &PageRequest, sort: &str, key: impl Fn(&T) -> (String, i64)) -> Self {
        let limit = usize::try_from(page.limit).unwrap_or(0);
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|last| {
            let (k, i) = key(last);
            encode(&Cursor {
                s: sort.to_owned(),
                k,
                i,
            })
        });
        Self { items: rows, next }
    }

    /// The same page with its items turned into something else.
    pub fn map<U>(self, f: impl FnMut(T) -> U) -> Page<U> {
        Page {
            items: self.items.into_iter().map(f).collect(),
            next: self.next,
        }
    }
}

fn encode(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::json!({ "s": cursor.s, "k": cursor.k, "i": cursor.i }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_went_and_only_to_its_own_list() {
        let page = PageRequest::new(Some(2), None, "-id").unwrap();
        let rows = Page::from_rows(vec![9, 8, 7], &page, "-id", |n| (n.to_string(), *n));
        assert_eq!(rows.items, [9, 8]);
        let next = rows.next.unwrap();
        let after = PageRequest::new(None, Some(&next), "-id").unwrap().after.unwrap();
        assert_eq!((after.k.as_str(), after.i), ("8", 8));
        assert!(PageRequest::new(None, Some(&next), "name").is_err());
        assert!(PageRequest::new(None, Some("؟"), "-id").is_err());
    }

    #[test]
    fn an_instant_that_no_row_can_have_is_no_place() {
        let at = |k: &str| {
            let (s, k) = (String::new(), k.to_owned());
            Cursor { s, k, i: 1 }.instant().is_ok()
        };
        assert!(at("2019-12-03T06:30:00Z"));
        assert!(!at("-10000-01-01T00:00:00Z") && !at("+10000-01-01T00:00:00Z") && !at(""));
    }

    #[test]
    fn the_last_page_has_no_next() {
        let page = PageRequest::new(Some(2), None, "-id").unwrap();
        assert!(
            Page::from_rows(vec![2, 1], &page, "-id", |n| (n.to_string(), *n))
                .next
                .is_none()
        );
        assert!(PageRequest::new(Some(0), None, "").is_err());
        assert!(PageRequest::new(Some(201), None, "").is_err());
    }
}
