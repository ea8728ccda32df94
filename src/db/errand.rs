//! What the server does once, and not again after a restart: how far an errand has come, and whether it is done.

use diesel::prelude::*;

use super::schema::errands;
use super::{Conn, Cx, both};
use crate::error::Result;

/// The last id that the errand has seen, 0 before the first; none: it is done.
///
/// # Errors
/// Only the database's.
pub fn place(c: &mut Conn, name: &str) -> Result<Option<i64>> {
    let kept = errands::table
        .filter(errands::name.eq(name))
        .select((errands::after_id, errands::finished_at.is_not_null()))
        .first(c)
        .optional()?;
    let (after, finished) = kept.unwrap_or((0, false));
    Ok((!finished).then_some(after))
}

/// Notes that the errand has come so far; no id: that it is done.
///
/// # Errors
/// Only the database's.
pub fn note(c: &mut Conn, cx: &Cx, name: &str, after: Option<i64>) -> Result<()> {
    begin(c, name)?;
    let this = diesel::update(errands::table.filter(errands::name.eq(name)));
    match after {
        Some(after) => this.set(errands::after_id.eq(after)).execute(c)?,
        None => this.set(errands::finished_at.eq(cx.now)).execute(c)?,
    };
    Ok(())
}

/// Takes on an errand that is one deed: says whether nobody has taken it on before.
///
/// # Errors
/// Only the database's.
pub fn once(c: &mut Conn, cx: &Cx, name: &str) -> Result<bool> {
    let first = begin(c, name)?;
    if first {
        note(c, cx, name, None)?;
    }
    Ok(first)
}

fn begin(c: &mut Conn, name: &str) -> Result<bool> {
    let first = diesel::insert_into(errands::table)
        .values((errands::name.eq(name), errands::after_id.eq(0)))
        .on_conflict_do_nothing();
    Ok(both(first).execute(c)? == 1)
}
