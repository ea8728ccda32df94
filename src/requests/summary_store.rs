//! What the weekly summary counts of requests. Drafts are nobody's but their authors'.

use diesel::prelude::*;

use super::state::State;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::requests as r;
use crate::error::Result;

pub fn filed(c: &mut Conn, since: Timestamp) -> Result<i64> {
    Ok(r::table.filter(r::submitted_at.ge(since)).count().get_result(c)?)
}

pub fn closed(c: &mut Conn, since: Timestamp) -> Result<i64> {
    let ended = r::closed_at.ge(since).and(r::submitted_at.is_not_null());
    Ok(r::table.filter(ended).count().get_result(c)?)
}

pub fn open(c: &mut Conn) -> Result<i64> {
    let open = r::is_open.and(r::state.ne(State::Draft));
    Ok(r::table.filter(open).count().get_result(c)?)
}

pub fn overdue(c: &mut Conn, now: Timestamp) -> Result<i64> {
    let late = r::is_open.and(r::state.ne(State::Draft)).and(r::due_at.lt(now));
    Ok(r::table.filter(late).count().get_result(c)?)
}

pub fn waiting(c: &mut Conn) -> Result<i64> {
    Ok(r::table.filter(r::state.eq(State::Waiting)).count().get_result(c)?)
}

pub fn in_triage(c: &mut Conn) -> Result<i64> {
    Ok(r::table.filter(r::state.eq(State::Submitted)).count().get_result(c)?)
}
