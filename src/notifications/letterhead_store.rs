//! The one row of the letterhead.

use diesel::prelude::*;

use super::letterhead::Letterhead;
use crate::clock::Timestamp;
use crate::db::Conn;
use crate::db::schema::mail_letterhead as l;
use crate::error::Result;

type Row = (String, String, String, String, String, i32);

/// The letterhead.
pub fn find(c: &mut Conn) -> Result<Letterhead> {
    let (heading_fa, heading_en, footer_fa, footer_en, accent, version): Row = l::table
        .select((
            l::heading_fa,
            l::heading_en,
            l::footer_fa,
            l::footer_en,
            l::accent,
            l::version,
        ))
        .first(c)?;
    Ok(Letterhead {
        heading_fa,
        heading_en,
        footer_fa,
        footer_en,
        accent,
        version,
    })
}

/// Writes it, if it still has the version that was seen; says whether it had.
pub fn save(c: &mut Conn, now: Timestamp, seen: i32, new: &Letterhead) -> Result<bool> {
    let saved = diesel::update(l::table.filter(l::version.eq(seen)))
        .set((
            l::heading_fa.eq(&new.heading_fa),
            l::heading_en.eq(&new.heading_en),
            l::footer_fa.eq(&new.footer_fa),
            l::footer_en.eq(&new.footer_en),
            l::accent.eq(&new.accent),
            l::version.eq(new.version),
            l::updated_at.eq(now),
        ))
        .execute(c)?;
    Ok(saved == 1)
}
