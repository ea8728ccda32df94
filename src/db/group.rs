//! Writes that wait for SQLite's one writer, together in one transaction.
//!
//! Each is a use case with a savepoint of its own: what fails leaves nothing behind and does not concern the others. All are
//! acknowledged after the commit, and so when they are on the disk, for which they waited once instead of each by itself. Nobody
//! waits for others to come: a group is whoever stood in line while the group before was written (docs/adr/0017).

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

use super::{Conn, savepoint};
use crate::error::{Error, Result};

/// Uses that share a transaction, at most: the last one's wait is bounded.
const LARGEST: usize = 32;

/// A use case in line.
trait Job: Send {
    /// Whether somebody still waits for it.
    fn is_wanted(&self) -> bool;
    /// Runs it; an error is the transaction's end.
    fn run(&mut self, c: &mut Conn) -> Result<()>;
    /// Gives its answer; no error: it has been committed.
    fn answer(self: Box<Self>, lost: Option<&Error>);
}

struct UseCase<T, F> {
    work: F,
    done: Option<Result<T>>,
    to: oneshot::Sender<Result<T>>,
    span: tracing::Span,
}

impl<T, F> Job for UseCase<T, F>
where
    T: Send,
    F: Fn(&mut Conn) -> Result<T> + Send,
{
    fn is_wanted(&self) -> bool {
        !self.to.is_closed()
    }

    fn run(&mut self, c: &mut Conn) -> Result<()> {
        let once = |c: &mut Conn| self.span.in_scope(|| savepoint(c, |c| (self.work)(c)));
        let done = match once(c) {
            Err(error) if error.is_lost_race() => once(c),
            done => done,
        };
        match done {
            // A full disk or a lost file: SQLite may have ended the whole transaction already.
            Err(error) if error.is_unavailable() => Err(error),
            done => {
                self.done = Some(done);
                Ok(())
            }
        }
    }

    fn answer(self: Box<Self>, lost: Option<&Error>) {
        let answer = match (self.done, lost) {
            (Some(done), None) => done,
            (_, Some(error)) if error.is_unavailable() => Err(Error::Unavailable(error.to_string().into())),
            (_, Some(error)) => Err(Error::internal("a group of writes failed", error.to_string())),
            (None, None) => Err(Error::internal("a write was left out of its group", "it did not run")),
        };
        // Nobody listens when the caller has gone in the meantime.
        self.to.send(answer).ok();
    }
}

/// The line before the writer.
#[derive(Default)]
pub struct Line {
    jobs: Mutex<VecDeque<(u64, Box<dyn Job>)>>,
    last: std::sync::atomic::AtomicU64,
}

impl Line {
    fn jobs(&self) -> MutexGuard<'_, VecDeque<(u64, Box<dyn Job>)>> {
        // Nothing is half done under this lock: what a panic left is whole.
        self.jobs.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts a use case in line: its place, and where its answer comes.
    pub fn join<T, F>(&self, work: F) -> (u64, oneshot::Receiver<Result<T>>)
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T> + Send + 'static,
    {
        let (to, answer) = oneshot::channel();
        let place = self.last.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let job = UseCase {
            work,
            done: None,
            to,
            span: tracing::Span::current(),
        };
        self.jobs().push_back((place, Box::new(job)));
        (place, answer)
    }

    /// Takes a use case out of the line; says whether it still stood there.
    pub fn leave(&self, place: u64) -> bool {
        let mut jobs = self.jobs();
        let before = jobs.len();
        jobs.retain(|(p, _)| *p != place);
        jobs.len() < before
    }

    /// Runs the next group in one transaction of `within`, and answers each of it.
    pub fn serve(&self, within: impl Fn(&mut dyn FnMut(&mut Conn) -> Result<()>) -> Result<()>) {
        let mut group: Vec<_> = {
            let mut jobs = self.jobs();
            let count = jobs.len().min(LARGEST);
            jobs.drain(..count).map(|(_, job)| job).collect()
        };
        if group.is_empty() {
            return;
        }
        let mut failed = false;
        let lost = within(&mut |c| {
            // Asked as late as can be: while the writer was waited for, somebody may have gone.
            let done = group
                .iter_mut()
                .filter(|job| job.is_wanted())
                .try_for_each(|job| job.run(c));
            failed = done.is_err();
            done
        })
        .err();
        if let Some(error) = &lost {
            tracing::warn!(%error, writes = group.len(), "a group of writes was rolled back");
        }
        for mut job in group {
            // One of them could not be done: each tries by itself, so that it fails for its own reasons only.
            let lost_alone = (failed && job.is_wanted()).then(|| within(&mut |c| job.run(c)).err());
            job.answer(lost_alone.as_ref().unwrap_or(&lost).as_ref());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use diesel::prelude::*;

    use crate::clock::Clock;
    use crate::db::schema::sign_in_failures as marks;
    use crate::db::{Conn, Db};
    use crate::error::{Error, Result};

    /// Any row will do.
    fn mark(c: &mut Conn, key: &str, cx: &crate::db::Cx) -> Result<()> {
        let row = (marks::key.eq(key), marks::failures.eq(1), marks::first_at.eq(cx.now));
        diesel::insert_into(marks::table).values(row).execute(c)?;
        Ok(())
    }

    fn marked(db: &Db) -> Vec<String> {
        db.read_now(|c, _| Ok(marks::table.select(marks::key).order(marks::key).load(c)?))
            .unwrap()
    }

    /// Keeps the writer busy until the sender is dropped, so that those who come stand in line together.
    fn occupy(db: &Db) -> (mpsc::Sender<()>, std::thread::JoinHandle<()>) {
        let (until, free) = mpsc::channel::<()>();
        let (busy, is_busy) = mpsc::channel();
        let db = db.clone();
        let thread = std::thread::spawn(move || {
            db.write_now(|_, _| {
                busy.send(()).unwrap();
                free.recv().unwrap_err();
                Ok(())
            })
            .unwrap();
        });
        is_busy.recv().unwrap();
        (until, thread)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn each_of_a_group_stands_for_itself() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        let (until, thread) = occupy(&db);
        let write = |key: &'static str, fails: Option<fn() -> Error>| {
            let db = db.clone();
            tokio::spawn(async move {
                db.write(move |c, cx| {
                    mark(c, key, cx)?;
                    fails.map_or(Ok(key), |error| Err(error()))
                })
                .await
            })
        };
        let writes = [
            write("first", None),
            write("refused", Some(|| Error::NotFound)),
            write("full", Some(|| Error::Unavailable("database or disk is full".into()))),
            write("last", None),
        ];
        while db
            .line
            .as_ref()
            .unwrap()
            .last
            .load(std::sync::atomic::Ordering::Relaxed)
            < 4
        {
            tokio::task::yield_now().await;
        }
        drop(until);
        let mut told = Vec::new();
        for write in writes {
            told.push(write.await.unwrap());
        }
        thread.join().unwrap();
        assert!(matches!(told[0], Ok("first")), "{told:?}");
        assert!(matches!(told[1], Err(Error::NotFound)), "{told:?}");
        assert!(matches!(told[2], Err(Error::Unavailable(_))), "{told:?}");
        assert!(matches!(told[3], Ok("last")), "{told:?}");
        assert_eq!(marked(&db), ["first", "last"]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_no_longer_waits_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        let (until, thread) = occupy(&db);
        let (first, gone) = (db.clone(), db.clone());
        let first = tokio::spawn(async move { first.write(|c, cx| mark(c, "first", cx)).await });
        // The first has the turn and waits for the connection; the second only stands in line.
        while db.write_turns.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let gone = tokio::spawn(async move { gone.write(|c, cx| mark(c, "gone", cx)).await });
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        gone.abort();
        assert!(gone.await.unwrap_err().is_cancelled());
        drop(until);
        first.await.unwrap().unwrap();
        thread.join().unwrap();
        db.write(|c, cx| mark(c, "next", cx)).await.unwrap();
        assert_eq!(marked(&db), ["first", "next"]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn who_leads_a_group_that_is_full_before_them_is_written_by_the_next() {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::in_folder(folder.path(), &Clock::System);
        let line = db.line.as_ref().unwrap();
        // They stand before the leader, and none of them will take a turn.
        let answers: Vec<_> = (0..super::LARGEST)
            .map(|n| {
                let cx = db.cx();
                line.join(move |c| mark(c, &format!("{n:02}"), &cx)).1
            })
            .collect();
        let led = db.write(|c, cx| mark(c, "leader", cx));
        let led = tokio::time::timeout(std::time::Duration::from_secs(5), led).await;
        led.expect("the leader is not forgotten").unwrap();
        for answer in answers {
            answer.await.unwrap().unwrap();
        }
        assert_eq!(marked(&db).len(), super::LARGEST + 1);
    }
}
