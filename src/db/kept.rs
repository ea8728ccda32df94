//! What seldom changes and is asked for at every turn, kept ready in memory: the calendar, the deadlines' policies, the
//! rules, the names of units, desks and people.
//!
//! Each subject has a stamp in the database. Whoever changes it draws another one, in the same transaction
//! ([`changed`]), and what is kept is good as long as the stamp is the one it was read under. So it does not matter how
//! many instances share the database, how many databases this process has open, or whether a change was taken back:
//! another state has another stamp. All stamps are asked for at once, at most once in a use case.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use diesel::prelude::*;

use super::Conn;
use super::schema::stamps;
use crate::error::Result;

crate::text_enum! {
    /// What is kept.
    pub enum Subject {
        /// Weekends, working hours and holidays.
        Calendar = "calendar",
        /// Units and desks.
        Directory = "directory",
        /// What people are called.
        People = "people",
        /// The rules in force.
        Routing = "routing",
        /// How long requests may take.
        SlaPolicies = "sla_policies",
        /// Head and foot of mails.
        Letterhead = "letterhead",
        /// Which webhooks want which events.
        Webhooks = "webhooks",
    }
}

type Stamps = HashMap<Subject, String>;

thread_local! {
    /// The stamps that the use case on this thread goes by, once it has asked for them.
    static ASKED: RefCell<Option<Stamps>> = const { RefCell::new(None) };
}

/// Forgets the stamps that were asked for: another use case begins, they were drawn anew, or something was taken back.
pub fn forget() {
    ASKED.set(None);
}

/// Draws another stamp: this subject is being changed in this transaction.
///
/// # Errors
/// Only the database's.
pub fn changed(c: &mut Conn, subject: Subject) -> Result<()> {
    let stamp = format!("{:032x}", rand::random::<u128>());
    diesel::update(stamps::table.find(subject.as_str()))
        .set(stamps::stamp.eq(stamp))
        .execute(c)?;
    forget();
    Ok(())
}

fn read(c: &mut Conn) -> Result<Stamps> {
    let rows: Vec<(String, String)> = stamps::table.select((stamps::name, stamps::stamp)).load(c)?;
    // A name that this version does not know is of a newer one.
    let known = rows
        .into_iter()
        .filter_map(|(name, stamp)| Some((name.parse().ok()?, stamp)));
    Ok(known.collect())
}

/// The subject's stamp of now; none: it is not to be kept.
fn stamp(c: &mut Conn, subject: Subject) -> Result<Option<String>> {
    if let Some(asked) = ASKED.with_borrow(|asked| asked.as_ref().map(|stamps| stamps.get(&subject).cloned())) {
        return Ok(asked);
    }
    let stamps = read(c)?;
    let stamp = stamps.get(&subject).cloned();
    ASKED.set(Some(stamps));
    Ok(stamp)
}

/// The last state of a subject that was asked for.
#[derive(Debug)]
pub struct Kept<T> {
    subject: Subject,
    last: RwLock<Option<(String, Arc<T>)>>,
}

impl<T> Kept<T> {
    /// Nothing yet.
    pub const fn new(subject: Subject) -> Self {
        Self {
            subject,
            last: RwLock::new(None),
        }
    }

    /// The subject as it is now: what is kept, or what `load` reads.
    ///
    /// # Errors
    /// `load`'s, or the database's.
    pub fn get(&self, c: &mut Conn, load: impl FnOnce(&mut Conn) -> Result<T>) -> Result<Arc<T>> {
        let now = stamp(c, self.subject)?;
        if let Some((kept, value)) = &*self.last.read().unwrap_or_else(PoisonError::into_inner)
            && Some(kept) == now.as_ref()
        {
            return Ok(Arc::clone(value));
        }
        let value = Arc::new(load(c)?);
        // Somebody may have changed it while it was read: what was read then is nothing that a stamp stands for.
        if let Some(now) = now
            && read(c)?.get(&self.subject) == Some(&now)
        {
            *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&value)));
        }
        Ok(value)
    }
}

#[cfg(test)]
mod tests {

    use super::*;
    use crate::clock::Clock;
    use crate::db::{Db, savepoint, tried};
    use crate::error::Error;

    /// What is kept, and whether it had to be read.
    fn get(kept: &Kept<&'static str>, c: &mut Conn, value: &'static str) -> Result<(&'static str, bool)> {
        let mut read = false;
        let got = *kept.get(c, |_| {
            read = true;
            Ok(value)
        })?;
        Ok((got, read))
    }

    #[test]
    fn it_is_read_once_and_again_after_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        let kept = Kept::new(Subject::Directory);
        let ask = |value| db.read_now(|c, _| get(&kept, c, value)).unwrap();
        assert_eq!(ask("first"), ("first", true));
        assert_eq!(ask("second"), ("first", false));
        db.write_now(|c, _| changed(c, Subject::Calendar)).unwrap();
        assert_eq!(ask("second"), ("first", false), "something else has changed");
        db.write_now(|c, _| {
            assert_eq!(get(&kept, c, "second")?, ("first", false));
            changed(c, Subject::Directory)?;
            assert_eq!(get(&kept, c, "second")?, ("second", true), "its own change");
            Ok(())
        })
        .unwrap();
        assert_eq!(ask("third"), ("second", false));
    }

    #[test]
    fn what_was_taken_back_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        let kept = Kept::new(Subject::Directory);
        let ask = |c: &mut Conn, value| get(&kept, c, value).unwrap().0;
        db.write_now(|c, _| {
            assert_eq!(ask(c, "first"), "first");
            tried(true, c, |c| {
                changed(c, Subject::Directory)?;
                assert_eq!(ask(c, "tried"), "tried");
                Ok(())
            })?;
            assert_eq!(ask(c, "first"), "first");
            let failed: Result<()> = savepoint(c, |c| {
                changed(c, Subject::Directory)?;
                assert_eq!(ask(c, "failed"), "failed");
                Err(Error::NotFound)
            });
            assert!(failed.is_err());
            assert_eq!(ask(c, "first"), "first");
            Ok(())
        })
        .unwrap();
        db.write_now(|c, _| -> Result<()> {
            changed(c, Subject::Directory)?;
            assert_eq!(ask(c, "lost"), "lost");
            Err(Error::NotFound)
        })
        .unwrap_err();
        db.read_now(|c, _| {
            assert_eq!(ask(c, "first"), "first");
            Ok(())
        })
        .unwrap();
    }

    #[test]
    fn two_databases_have_each_its_own() {
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [one, other] = folders.each_ref().map(|f| Db::in_folder(f.path(), &Clock::System));
        let kept = Kept::new(Subject::Directory);
        let ask = |db: &Db, value| db.read_now(|c, _| get(&kept, c, value)).unwrap();
        assert_eq!(ask(&one, "one"), ("one", true));
        assert_eq!(ask(&other, "other"), ("other", true));
        assert_eq!(ask(&one, "one"), ("one", true));
    }

    #[test]
    fn what_changes_while_it_is_read_is_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        let kept = Kept::new(Subject::Directory);
        let load = |_: &mut Conn| {
            db.write_now(|c, _| changed(c, Subject::Directory))?;
            Ok("in between")
        };
        assert_eq!(*db.read_now(|c, _| kept.get(c, load)).unwrap(), "in between");
        let ask = db.read_now(|c, _| get(&kept, c, "after")).unwrap();
        assert_eq!(ask, ("after", true));
    }
}
