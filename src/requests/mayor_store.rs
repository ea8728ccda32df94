//! The rows of requests that go to the mayor.

use diesel::prelude::*;

use super::store::Request;
use crate::db::schema::requests;
use crate::db::{Conn, one_of};
use crate::error::Result;
use crate::ids::{RequestId, ThemeId};

/// These requests, and the open ones of these themes, oldest first.
pub fn asked(c: &mut Conn, ids: &[RequestId], of_themes: &[ThemeId]) -> Result<Vec<Request>> {
    let of_theme = requests::is_open.and(one_of(requests::theme_id, of_themes));
    Ok(requests::table
        .filter(one_of(requests::id, ids).or(of_theme))
        .order(requests::id)
        .select(Request::as_select())
        .load(c)?)
}
