//! The keys by which lists of names are ordered. They are computed from the language data that this version was built
//! with: another version may order otherwise, and its keys do not go together with those of before.

use diesel::prelude::*;

use super::Conn;
use super::schema::{approval_chains, desks, stamps, units};
use crate::error::Result;
use crate::persian::collation;

/// The row of `stamps` that says what the keys were computed with.
const STAMP: &str = "collation";

/// Computes all keys again when they were computed with other language data.
///
/// # Errors
/// Only the database's.
pub fn refresh(c: &mut Conn) -> Result<()> {
    let known = stamps::table.find(STAMP).select(stamps::stamp).first::<String>(c)?;
    let current = collation::fingerprint();
    if known == current {
        return Ok(());
    }
    macro_rules! recompute {
        ($table:ident) => {
            for (id, name) in $table::table
                .select(($table::id, $table::name))
                .load::<(i64, String)>(c)?
            {
                diesel::update($table::table.filter($table::id.eq(id)))
                    .set($table::sort_key.eq(collation::sort_key(&name)))
                    .execute(c)?;
            }
        };
    }
    recompute!(units);
    recompute!(desks);
    recompute!(approval_chains);
    diesel::update(stamps::table.find(STAMP))
        .set(stamps::stamp.eq(current))
        .execute(c)?;
    Ok(())
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::clock::Clock;
    use crate::db::Db;

    #[test]
    fn keys_of_other_language_data_are_computed_again() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        let now = Clock::System.now();
        db.write_now(|c, _| {
            diesel::insert_into(desks::table)
                .values((
                    desks::name.eq("میز فناوری"),
                    desks::name_key.eq("میز فناوری"),
                    desks::sort_key.eq(vec![0]),
                    desks::active.eq(true),
                    desks::version.eq(1),
                    desks::created_at.eq(now),
                    desks::updated_at.eq(now),
                ))
                .execute(c)?;
            Ok(())
        })
        .unwrap();
        let key = || db.read_now(|c, _| Ok(desks::table.select(desks::sort_key).first::<Vec<u8>>(c)?));
        db.migrate().unwrap();
        assert_eq!(key().unwrap(), [0], "the data is the same: nothing to do");
        db.write_now(|c, _| {
            diesel::update(stamps::table.find(STAMP))
                .set(stamps::stamp.eq("other"))
                .execute(c)?;
            Ok(())
        })
        .unwrap();
        db.migrate().unwrap();
        assert_eq!(key().unwrap(), collation::sort_key("میز فناوری"));
    }
}
