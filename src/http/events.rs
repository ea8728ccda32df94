//! Server-sent events (WHATWG HTML, "Server-sent events"): what is watched is read by one task of an instance, however
//! many watch it, and each of them is handed the newest there is.
//!
//! What goes out is a state, whole, under a mark that only grows; there is no log of what went before. So a viewer on a
//! slow line misses states and never the last one, holds no queue, and one that comes back with `Last-Event-ID` needs
//! nothing but the state of now (docs/adr/0022). Instances tell each other nothing: each looks at the mark, twice a second
//! and after each write of its own.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use bytes::Bytes;
use futures_util::stream;
use serde::Serialize;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use super::viewers::{Place, Viewers};
use super::{Parts, answer};
use crate::accounts::tokens::Claims;
use crate::accounts::{self, Actor};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, Result};
use crate::ids::UserId;

/// Pause between two looks: so late another instance's write may be seen.
const LOOK: Duration = Duration::from_millis(500);
/// What is written within so long of a write is looked at together.
const GATHER: Duration = Duration::from_millis(25);
/// Pause between two heartbeats: shorter than what proxies call idle (30 s and more).
pub(super) const BEAT: Duration = Duration::from_secs(15);
/// Pause between two looks at who may still watch.
pub(super) const ASK: Duration = Duration::from_secs(20);
/// Streams of a person on an instance, at most: some windows and devices.
const STREAMS_OF_A_PERSON: usize = 20;
/// A viewer that lost its line comes back after this and up to as much again, so that not all come at once, milliseconds.
const RETRY: u64 = 1500;

/// What names a state of a thing: later states have greater marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark(pub i32, pub i32);

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.0, self.1)
    }
}

impl FromStr for Mark {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (a, b) = text.trim().split_once('-').ok_or(())?;
        Ok(Self(a.parse().map_err(drop)?, b.parse().map_err(drop)?))
    }
}

/// A state as it goes to all who watch; nothing in it is for one of them alone.
#[derive(Debug, Clone)]
pub struct Told {
    mark: Mark,
    frame: Bytes,
    over: bool,
    /// A clock that runs since then; heartbeats say what it shows.
    clock: Option<Timestamp>,
}

impl Told {
    /// An event of this name. `over`: nothing will follow, streams end with it.
    ///
    /// # Errors
    /// 500 when it cannot be written as JSON.
    pub fn new(mark: Mark, event: &str, data: &impl Serialize, over: bool, clock: Option<Timestamp>) -> Result<Self> {
        let data = serde_json::to_string(data)?;
        Ok(Self {
            mark,
            frame: format!("id: {mark}\nevent: {event}\ndata: {data}\n\n").into(),
            over,
            clock,
        })
    }

    /// A line that shows that the line is good, and what the clock shows, if one runs.
    fn beat(&self, now: Timestamp) -> Bytes {
        let Some(since) = self.clock else {
            return Bytes::from_static(b":\n\n");
        };
        let elapsed = (now.utc() - since.utc()).num_seconds().max(0);
        let data = json!({ "elapsed_seconds": elapsed, "at": now });
        format!("event: clock\ndata: {data}\n\n").into()
    }
}

/// Something that people watch. Its uses are synchronous and run in the task that reads for all of them.
pub trait Feed: Send + Sync + 'static {
    /// Names it among all that is watched.
    fn name(&self) -> String;
    /// What there is now, unless it is what `seen` names: then one small query has told so.
    ///
    /// # Errors
    /// 404 when it is gone; streams end.
    fn look(&self, c: &mut Conn, cx: &Cx, seen: Option<Mark>) -> Result<Option<Told>>;
    /// Which of these people may watch it now.
    ///
    /// # Errors
    /// Only the database's.
    fn admits(&self, c: &mut Conn, people: &[Actor]) -> Result<HashSet<UserId>>;
}

/// The last state that a viewer has seen, from `Last-Event-ID`; one that is not ours says nothing.
pub struct LastEvent<M = Mark>(pub(super) Option<M>);

impl<M: FromStr + 'static> FromRequest for LastEvent<M> {
    type Error = Error;
    type Future = std::future::Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let text = req.headers().get("last-event-id").and_then(|v| v.to_str().ok());
        std::future::ready(Ok(Self(text.and_then(|t| t.parse().ok()))))
    }
}

/// What is watched on this instance, and by whom. Cheap to clone.
#[derive(Clone)]
pub struct Events(Arc<Hub>);

struct Hub {
    topics: Mutex<HashMap<String, Weak<Topic>>>,
    streams: Mutex<HashMap<UserId, usize>>,
    written: watch::Sender<()>,
    closing: watch::Sender<bool>,
}

/// One thing that is watched.
struct Topic {
    told: watch::Sender<Arc<Told>>,
    beat: watch::Sender<Bytes>,
    viewers: Viewers,
}

/// Nothing is half done under these locks: what a panic left is whole.
pub(super) fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Default for Events {
    fn default() -> Self {
        Self(Arc::new(Hub {
            topics: Mutex::default(),
            streams: Mutex::default(),
            written: watch::Sender::new(()),
            closing: watch::Sender::new(false),
        }))
    }
}

impl Events {
    /// Something was written by this instance: what is watched is looked at soon.
    pub fn written(&self) {
        self.0.written.send_replace(());
    }

    /// Ends all streams: the server stops.
    pub fn close(&self) {
        self.0.closing.send_replace(true);
    }

    /// A place for one more stream of this person, for as long as it is held.
    ///
    /// # Errors
    /// 429 when they have too many.
    pub(super) fn seat(&self, user: UserId) -> Result<Seat> {
        let mut streams = locked(&self.0.streams);
        let count = streams.entry(user).or_default();
        if *count >= STREAMS_OF_A_PERSON {
            return Err(Error::TooMany(10));
        }
        *count += 1;
        let hub = Arc::clone(&self.0);
        Ok(Seat { hub, user })
    }

    /// Is told of each write of this instance.
    pub(super) fn writes(&self) -> watch::Receiver<()> {
        self.0.written.subscribe()
    }

    /// Turns true when the server stops.
    pub(super) fn closing(&self) -> watch::Receiver<bool> {
        self.0.closing.subscribe()
    }

    /// How many streams are open.
    pub fn streams(&self) -> usize {
        locked(&self.0.streams).values().sum()
    }

    /// A seat for one who watches; the first of a thing brings the task that reads it.
    fn join(&self, db: &Db, feed: impl Feed, first: Told, claims: Claims) -> Result<Viewer> {
        let seat = self.seat(claims.sub)?;
        let mut topics = locked(&self.0.topics);
        topics.retain(|_, topic| topic.strong_count() > 0);
        let name = feed.name();
        let topic = topics.get(&name).and_then(Weak::upgrade).unwrap_or_else(|| {
            let topic = Arc::new(Topic {
                told: watch::Sender::new(Arc::new(first.clone())),
                beat: watch::Sender::new(Bytes::new()),
                viewers: Viewers::default(),
            });
            topics.insert(name, Arc::downgrade(&topic));
            let written = self.0.written.subscribe();
            actix_web::rt::spawn(read_on(Arc::downgrade(&topic), feed, db.clone(), written));
            topic
        });
        drop(topics);
        topic.publish(first);
        Ok(Viewer {
            told: topic.told.subscribe(),
            beat: topic.beat.subscribe(),
            closing: self.0.closing.subscribe(),
            place: topic.viewers.join(claims),
            _topic: topic,
            _seat: seat,
        })
    }
}

impl Topic {
    fn publish(&self, told: Told) {
        self.told.send_if_modified(|old| {
            let newer = told.mark > old.mark;
            if newer {
                *old = Arc::new(told);
            }
            newer
        });
    }
}

/// Waits until it is time to look again: soon after a write of this instance, or after a pause for those of others. Says
/// whether anybody still writes here.
pub(super) async fn look_again(written: &mut watch::Receiver<()>) -> bool {
    tokio::select! {
        () = sleep(LOOK) => {}
        changed = written.changed() => {
            if changed.is_err() {
                return false;
            }
            sleep(GATHER).await;
            written.mark_unchanged();
        }
    }
    true
}

/// When the caller's token ends, and their stream with it.
pub(super) fn token_end(claims: &Claims, now: Timestamp) -> Instant {
    let left = claims.exp.saturating_sub(now.utc().timestamp());
    Instant::now() + Duration::from_secs(u64::try_from(left).unwrap_or(0))
}

/// Reads a thing for all who watch it, until nobody does.
async fn read_on(topic: Weak<Topic>, feed: impl Feed, db: Db, mut written: watch::Receiver<()>) {
    let feed = Arc::new(feed);
    let (mut beaten, mut asked) = (Instant::now(), Instant::now());
    while look_again(&mut written).await {
        let Some(topic) = topic.upgrade() else { return };
        let (seen, looks) = (topic.told.borrow().mark, Arc::clone(&feed));
        match db.read(move |c, cx| looks.look(c, cx, Some(seen))).await {
            Ok(Some(told)) => topic.publish(told),
            Ok(None) => {}
            Err(Error::NotFound) => return topic.viewers.end(),
            Err(error) => tracing::warn!(%error, feed = feed.name(), "what is watched could not be read; again soon"),
        }
        if asked.elapsed() >= ASK {
            asked = Instant::now();
            let asked = Arc::clone(&feed);
            let admits = move |c: &mut Conn, people: &[UserId]| {
                let people = accounts::service::actors(c, people)?;
                asked.admits(c, &people)
            };
            if let Err(error) = topic.viewers.ask(&db, admits).await {
                tracing::warn!(%error, feed = feed.name(), "who may watch could not be asked; again soon");
            }
        }
        if beaten.elapsed() >= BEAT {
            beaten = Instant::now();
            let beat = topic.told.borrow().beat(db.clock().now());
            topic.beat.send_replace(beat);
        }
    }
}

/// One who watches: a seat that is given back when it is dropped.
struct Viewer {
    told: watch::Receiver<Arc<Told>>,
    beat: watch::Receiver<Bytes>,
    closing: watch::Receiver<bool>,
    place: Place,
    /// Read for as long as somebody holds it.
    _topic: Arc<Topic>,
    _seat: Seat,
}

/// One of a person's streams: given back when it is dropped.
pub(super) struct Seat {
    hub: Arc<Hub>,
    user: UserId,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut streams = locked(&self.hub.streams);
        if let Some(count) = streams.get_mut(&self.user) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                streams.remove(&self.user);
            }
        }
    }
}

/// A stream that is under way.
struct Stream {
    viewer: Viewer,
    /// The last state that went out.
    seen: Option<Mark>,
    begun: bool,
    over: bool,
    /// The token is good until then.
    until: Instant,
}

/// What a viewer waits for.
enum Came {
    State,
    Beat,
}

impl Stream {
    /// What goes out next; none: the stream ends.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        if !self.begun {
            self.begun = true;
            let hello = hello();
            let state = self.newest().map_or_else(Bytes::new, |told| told.frame.clone());
            let out = [hello.as_bytes(), &state].concat();
            return Some((Ok(out.into()), self));
        }
        while !self.over {
            match self.came().await? {
                Came::State => {
                    if let Some(told) = self.newest() {
                        return Some((Ok(told.frame.clone()), self));
                    }
                }
                Came::Beat => {
                    let beat = self.viewer.beat.borrow_and_update().clone();
                    return Some((Ok(beat), self));
                }
            }
        }
        None
    }

    /// What has come; none: the stream ends.
    async fn came(&mut self) -> Option<Came> {
        let viewer = &mut self.viewer;
        tokio::select! {
            biased;
            _ = viewer.closing.wait_for(|closing| *closing) => None,
            () = viewer.place.left() => None,
            changed = viewer.told.changed() => changed.ok().map(|()| Came::State),
            changed = viewer.beat.changed() => changed.ok().map(|()| Came::Beat),
            () = sleep_until(self.until) => None,
        }
    }

    /// The newest state, if it has not gone out yet.
    fn newest(&mut self) -> Option<Arc<Told>> {
        let told = Arc::clone(&self.viewer.told.borrow_and_update());
        self.over = told.over;
        let new = self.seen.is_none_or(|seen| told.mark > seen);
        self.seen = self.seen.max(Some(told.mark));
        new.then_some(told)
    }
}

impl Parts {
    /// Answers with a stream of what a feed tells, for as long as the caller's token is good. What is over is told once;
    /// who has seen that is answered 204, at which browsers stop to come back.
    ///
    /// # Errors
    /// 404 for who may not watch it, 429 for too many streams; else as [`Parts::read`].
    pub async fn watch<F: Feed + Clone>(
        &self,
        who: super::caller::Caller,
        feed: F,
        last: LastEvent,
    ) -> Result<HttpResponse> {
        let (claims, looks) = (who.claims.clone(), feed.clone());
        let first = self
            .read(who, move |c, cx, actor| {
                if looks.admits(c, std::slice::from_ref(actor))?.is_empty() {
                    return Err(Error::NotFound);
                }
                looks.look(c, cx, None)?.ok_or(Error::NotFound)
            })
            .await?;
        if first.over && last.0 == Some(first.mark) {
            return Ok(answer::nothing());
        }
        let until = token_end(&claims, self.db.clock().now());
        // One from before the database was restored is from another time.
        let seen = last.0.filter(|mark| *mark <= first.mark);
        let stream = Stream {
            viewer: self.events.join(&self.db, feed, first, claims)?,
            seen,
            begun: false,
            over: false,
            until,
        };
        Ok(streaming(stream::unfold(stream, Stream::next)))
    }
}

/// An answer that goes on for as long as these come.
pub(super) fn streaming(events: impl futures_util::Stream<Item = Result<Bytes, Infallible>> + 'static) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/event-stream")
        // Compression, here and in a proxy, would hold events back.
        .insert_header((header::CONTENT_ENCODING, HeaderValue::from_static("identity")))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(events)
}

/// The first line of a stream: come back after this long, when it breaks, and not all at once.
pub(super) fn hello() -> String {
    format!("retry: {}\n\n", RETRY + rand::random::<u64>() % RETRY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_back_as_they_went_and_grow() {
        for mark in [Mark(1, 0), Mark(12, 345)] {
            assert_eq!(mark.to_string().parse(), Ok(mark));
        }
        for text in ["", "-", "1", "1-x", "x-1", "99999999999-1", "1-2-3"] {
            assert!(text.parse::<Mark>().is_err(), "{text}");
        }
        assert!(Mark(1, 9) < Mark(2, 0) && Mark(2, 0) < Mark(2, 1));
    }

    #[test]
    fn a_frame_is_one_event_and_a_beat_says_what_the_clock_shows() {
        let at = |text: &str| Timestamp::new(text.parse().unwrap());
        let data = json!({ "title": "یک\nدو" });
        let told = Told::new(Mark(2, 1), "session", &data, false, Some(at("2019-12-03T06:30:00Z"))).unwrap();
        assert_eq!(told.frame, "id: 2-1\nevent: session\ndata: {\"title\":\"یک\\nدو\"}\n\n");
        let beat = told.beat(at("2019-12-03T06:31:05Z"));
        assert_eq!(
            beat,
            "event: clock\ndata: {\"at\":\"2019-12-03T06:31:05Z\",\"elapsed_seconds\":65}\n\n"
        );
        let quiet = Told { clock: None, ..told };
        assert_eq!(quiet.beat(at("2019-12-03T06:31:05Z")), ":\n\n");
    }
}
