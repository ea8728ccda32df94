//! Who is connected to a stream of this instance: each hears when to leave, and from time to time it is asked who may stay.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};

use tokio::sync::Notify;

use super::events::locked;
use crate::accounts;
use crate::accounts::tokens::Claims;
use crate::db::{Conn, Db};
use crate::error::Result;
use crate::ids::UserId;

type Places = Mutex<HashMap<u64, (Claims, Arc<Notify>)>>;

/// Those who are connected. Cheap to clone.
#[derive(Clone, Default)]
pub(super) struct Viewers(Arc<Places>);

/// One who is connected, for as long as it is held.
pub(super) struct Place {
    viewers: Viewers,
    number: u64,
    leave: Arc<Notify>,
}

impl Place {
    /// Comes back when the stream has to end.
    pub(super) async fn left(&self) {
        self.leave.notified().await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        locked(&self.viewers.0).remove(&self.number);
    }
}

impl Viewers {
    /// One more.
    pub(super) fn join(&self, claims: Claims) -> Place {
        let (number, leave) = (rand::random(), Arc::new(Notify::new()));
        locked(&self.0).insert(number, (claims, Arc::clone(&leave)));
        Place {
            viewers: self.clone(),
            number,
            leave,
        }
    }

    fn claims(&self) -> Vec<Claims> {
        locked(&self.0).values().map(|(claims, _)| claims.clone()).collect()
    }

    /// Who they are, each once.
    pub(super) fn people(&self) -> Vec<UserId> {
        let people: HashSet<_> = locked(&self.0).values().map(|(claims, _)| claims.sub).collect();
        people.into_iter().collect()
    }

    /// Ends the streams of those who have signed out or were deactivated, and of those whom `admits` does not name.
    pub(super) async fn ask<F>(&self, db: &Db, admits: F) -> Result<()>
    where
        F: FnOnce(&mut Conn, &[UserId]) -> Result<HashSet<UserId>> + Send + 'static,
    {
        let all = self.claims();
        // Who comes meanwhile was let in just now.
        let asked: HashSet<_> = all.iter().map(|claims| claims.sid).collect();
        let stay = db
            .read(move |c, cx| {
                let still = accounts::service::signed_in(c, cx, &all)?;
                let people: Vec<_> = still.iter().map(|(_, user)| *user).collect();
                let admitted = admits(c, &people)?;
                let stays = |(session, user): (_, UserId)| admitted.contains(&user).then_some(session);
                Ok(still.into_iter().filter_map(stays).collect::<HashSet<_>>())
            })
            .await?;
        for (claims, leave) in locked(&self.0).values() {
            if asked.contains(&claims.sid) && !stay.contains(&claims.sid) {
                leave.notify_one();
            }
        }
        Ok(())
    }

    /// Ends all streams.
    pub(super) fn end(&self) {
        for (_, leave) in locked(&self.0).values() {
            leave.notify_one();
        }
    }
}
