//! A lease on a name: of many instances that share a database one goes a round at a time. A holder that dies loses the
//! lease when its time is over. A lease saves work; it is no lock: what must not happen twice is guarded where it happens.

use chrono::TimeDelta;
use diesel::prelude::*;

use super::schema::rounds;
use super::{Conn, Cx, both};
use crate::error::Result;

/// Takes the lease for so long, or prolongs it; says whether it is the holder's now.
///
/// # Errors
/// Only the database's.
pub fn take(c: &mut Conn, cx: &Cx, name: &str, holder: &str, length: TimeDelta) -> Result<bool> {
    let until = cx.now.plus(length);
    let first = both(
        diesel::insert_into(rounds::table)
            .values((
                rounds::name.eq(name),
                rounds::holder.eq(holder),
                rounds::leased_until.eq(until),
            ))
            .on_conflict(rounds::name)
            .do_nothing(),
    );
    if first.execute(c)? == 1 {
        return Ok(true);
    }
    let free = rounds::leased_until.le(cx.now).or(rounds::holder.eq(holder));
    let taken = diesel::update(rounds::table.filter(rounds::name.eq(name).and(free)))
        .set((rounds::holder.eq(holder), rounds::leased_until.eq(until)))
        .execute(c)?;
    Ok(taken == 1)
}

/// Gives the lease back before its time, if it is still the holder's.
///
/// # Errors
/// Only the database's.
pub fn give_back(c: &mut Conn, cx: &Cx, name: &str, holder: &str) -> Result<()> {
    let own = rounds::table.filter(rounds::name.eq(name).and(rounds::holder.eq(holder)));
    diesel::update(own).set(rounds::leased_until.eq(cx.now)).execute(c)?;
    Ok(())
}

/// Until when the round is somebody's; none: nobody has gone it yet.
///
/// # Errors
/// Only the database's.
#[cfg(test)]
pub fn until(c: &mut Conn, name: &str) -> Result<Option<crate::clock::Timestamp>> {
    let round = rounds::table.filter(rounds::name.eq(name)).select(rounds::leased_until);
    Ok(round.first(c).optional()?)
}
