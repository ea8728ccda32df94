//! A person's stream (WHATWG HTML, "Server-sent events"): what they are told, and that something they may see has changed.
//!
//! One task of an instance reads two tables as they grow, the history and the notifications, for all who are connected there,
//! and asks of each event who of them may know of it now (docs/adr/0024). Each event's `id` says how far both have been
//! read, so that whoever comes back, to whichever instance, goes on from there. What cannot be made up for is said: `reset`.

use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::sync::{Arc, Mutex, Weak};

use actix_web::HttpResponse;
use bytes::Bytes;
use futures_util::stream;
use serde::Serialize;
use serde_json::json;
use tokio::sync::{broadcast, watch};
use tokio::time::{Instant, sleep_until};

use super::events::{ASK, BEAT, LastEvent, Seat, hello, locked, look_again, streaming, token_end};
use super::tail::Tail;
use super::viewers::{Place, Viewers};
use super::{Parts, caller::Caller};
use crate::accounts::{self, Actor};
use crate::audit::{self, Trail};
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::ids::{EventId, MeetingId, NotificationId, RequestId, UserId};
use crate::notifications::inbox::{self, MayKnow};
use crate::notifications::inbox_model::{About, NotificationView};
use crate::notifications::model::Thing;

/// Read of each table at once.
const TOGETHER: i64 = 500;
/// What somebody missed is told as far as this; of more it is said that there was more.
const MADE_UP_FOR: i64 = 200;
/// Batches that somebody on a slow line may fall behind.
const BEHIND: usize = 64;

/// How far both tables have been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    history: i64,
    notifications: i64,
}

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.history, self.notifications)
    }
}

impl FromStr for Mark {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (history, notifications) = text.trim().split_once('-').ok_or(())?;
        let number = |text: &str| text.parse().ok().filter(|n| *n >= 0).ok_or(());
        Ok(Self {
            history: number(history)?,
            notifications: number(notifications)?,
        })
    }
}

/// Where the caller's last stream ended.
pub type LastMark = LastEvent<Mark>;

/// Something that the caller may see has changed: whoever shows it reads it again.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "about": { "kind": "request", "id": 42 } }))]
pub struct Changed {
    /// What.
    pub about: About,
}

/// Events as they stand in a stream, without what says how far they lead.
type Frames = Vec<String>;

fn frame(event: &str, data: &impl Serialize) -> Result<String> {
    Ok(format!("event: {event}\ndata: {}\n\n", serde_json::to_string(data)?))
}

/// What one look has found, for each who may know of it.
struct Batch {
    frames: HashMap<UserId, Frames>,
    mark: Mark,
}

/// The streams of this instance. Cheap to clone.
#[derive(Clone, Default)]
pub struct News(Arc<Mutex<Weak<Desk>>>);

/// Who is connected, and what they are handed.
struct Desk {
    batches: broadcast::Sender<Arc<Batch>>,
    mark: watch::Sender<Mark>,
    viewers: Viewers,
}

/// The thing that an entry of the history is about, as far as streams tell of it.
fn thing(trail: &Trail) -> Option<Thing> {
    match trail.subject.as_str() {
        "request" => Some(Thing::Request(RequestId(trail.subject_id))),
        "meeting" => Some(Thing::Meeting(MeetingId(trail.subject_id))),
        _ => None,
    }
}

/// What there is to say to one person: what has changed, once for each thing, and what they were told.
fn frames(
    c: &mut Conn,
    cx: &Cx,
    person: &Actor,
    changed: &[Thing],
    known: &HashSet<(UserId, Thing)>,
    rows: &[inbox::Row],
    may_know: MayKnow,
) -> Result<Frames> {
    let theirs: Vec<inbox::Row> = rows.iter().filter(|row| row.user_id == person.id).cloned().collect();
    let mut frames = Vec::new();
    for thing in changed.iter().filter(|thing| known.contains(&(person.id, **thing))) {
        let about = About::of(*thing);
        frames.push(frame("changed", &Changed { about })?);
    }
    if theirs.is_empty() {
        return Ok(frames);
    }
    let views: Vec<NotificationView> = inbox::views(c, cx, person, &theirs, person.locale, may_know)?;
    for view in views {
        frames.push(frame("notification", &view)?);
    }
    frames.push(frame("unread", &json!({ "unread": inbox::unread(c, cx, person.id)? }))?);
    Ok(frames)
}

fn distinct(trails: &[Trail]) -> Vec<Thing> {
    let mut seen = HashSet::new();
    trails
        .iter()
        .filter_map(thing)
        .filter(|thing| seen.insert(*thing))
        .collect()
}

/// How far the reading task has come.
#[derive(Clone)]
struct Reading {
    history: Tail,
    notifications: Tail,
}

impl Reading {
    /// From the newest on; of what is just being committed below it nothing is missed.
    fn begin(c: &mut Conn, cx: &Cx) -> Result<Self> {
        let (event, note) = (audit::last(c)?.0, inbox::newest(c)?.0);
        let from = |top: i64| (top - TOGETHER / 5).max(0);
        let mut this = Self {
            history: Tail::from(from(event)),
            notifications: Tail::from(from(note)),
        };
        this.look(c, cx)?;
        Ok(this)
    }

    fn mark(&self) -> Mark {
        Mark {
            history: self.history.whole(),
            notifications: self.notifications.whole(),
        }
    }

    /// What is new since the last look.
    fn look(&mut self, c: &mut Conn, cx: &Cx) -> Result<(Vec<Trail>, Vec<inbox::Row>)> {
        let mut trails = audit::after(c, EventId(self.history.top()), &self.history.missing(), TOGETHER)?;
        trails.retain(|trail| self.history.saw(trail.id.0, cx.now));
        let top = NotificationId(self.notifications.top());
        let mut rows = inbox::after(c, top, &self.notifications.missing(), TOGETHER)?;
        rows.retain(|row| {
            if row.visible_at > cx.now {
                // It may still be taken back.
                self.notifications.waits(row.id.0, cx.now);
                return false;
            }
            self.notifications.saw(row.id.0, cx.now)
        });
        self.history.give_up(cx.now);
        self.notifications.give_up(cx.now);
        Ok((trails, rows))
    }
}

/// One look for all who are connected: what it found, and how far it has come.
fn look(
    c: &mut Conn,
    cx: &Cx,
    mut reading: Reading,
    people: &[UserId],
    may_know: MayKnow,
) -> Result<(Reading, HashMap<UserId, Frames>)> {
    let (trails, rows) = reading.look(c, cx)?;
    let changed = distinct(&trails);
    let mut all = HashMap::new();
    if changed.is_empty() && rows.iter().all(|row| !people.contains(&row.user_id)) {
        return Ok((reading, all));
    }
    let people = accounts::service::acting_all(c, cx, people)?;
    let known = if changed.is_empty() {
        HashSet::new()
    } else {
        may_know(c, cx, &changed, &people)?
    };
    for person in &people {
        let frames = frames(c, cx, person, &changed, &known, &rows, may_know)?;
        if !frames.is_empty() {
            all.insert(person.id, frames);
        }
    }
    Ok((reading, all))
}

/// What somebody missed since their last mark; none: too much, or it is of another time.
fn missed(c: &mut Conn, cx: &Cx, actor: &Actor, last: Mark, may_know: MayKnow) -> Result<Option<Frames>> {
    let of_another_time = last.history > audit::last(c)?.0 || last.notifications > inbox::newest(c)?.0;
    let trails = audit::after(c, EventId(last.history), &[], MADE_UP_FOR + 1)?;
    let rows = inbox::of_after(c, cx, actor.id, NotificationId(last.notifications), MADE_UP_FOR + 1)?;
    let too_many = |count: usize| count > usize::try_from(MADE_UP_FOR).unwrap_or(usize::MAX);
    if of_another_time || too_many(trails.len()) || too_many(rows.len()) {
        return Ok(None);
    }
    let changed = distinct(&trails);
    let known = may_know(c, cx, &changed, std::slice::from_ref(actor))?;
    frames(c, cx, actor, &changed, &known, &rows, may_know).map(Some)
}

/// Reads for all who are connected, until nobody is.
async fn read_on(desk: Weak<Desk>, mut reading: Reading, db: Db, may_know: MayKnow, mut written: watch::Receiver<()>) {
    let mut asked = Instant::now();
    while look_again(&mut written).await {
        let Some(desk) = desk.upgrade() else { return };
        let (people, so_far) = (desk.viewers.people(), reading.clone());
        match db.read(move |c, cx| look(c, cx, so_far, &people, may_know)).await {
            Ok((further, frames)) => {
                reading = further;
                let mark = reading.mark();
                desk.mark.send_replace(mark);
                if !frames.is_empty() {
                    // Nobody takes it when all have just left.
                    desk.batches.send(Arc::new(Batch { frames, mark })).ok();
                }
            }
            Err(error) => tracing::warn!(%error, "what people are told could not be read; again soon"),
        }
        if asked.elapsed() >= ASK {
            asked = Instant::now();
            if let Err(error) = desk
                .viewers
                .ask(&db, |_, people| Ok(people.iter().copied().collect()))
                .await
            {
                tracing::warn!(%error, "who is signed in could not be asked; again soon");
            }
        }
    }
}

/// One who is connected: a seat that is given back when it is dropped.
struct Viewer {
    desk: Arc<Desk>,
    batches: broadcast::Receiver<Arc<Batch>>,
    closing: watch::Receiver<bool>,
    place: Place,
    user: UserId,
    _seat: Seat,
}

/// A stream that is under way.
struct Stream {
    viewer: Viewer,
    /// What goes out first.
    first: Option<String>,
    beat_at: Instant,
    /// The token is good until then.
    until: Instant,
}

/// What comes next on a stream.
enum Came {
    Batch(Arc<Batch>),
    Behind,
    Beat,
}

impl Stream {
    /// What goes out next; none: the stream ends.
    async fn next(mut self) -> Option<(Result<Bytes, Infallible>, Self)> {
        if let Some(first) = self.first.take() {
            return Some((Ok(first.into()), self));
        }
        loop {
            let out = match self.came().await? {
                Came::Batch(batch) => {
                    let Some(frames) = batch.frames.get(&self.viewer.user) else {
                        continue;
                    };
                    with_mark(frames, batch.mark)
                }
                Came::Behind => with_mark(&["event: reset\ndata: {}\n\n".to_owned()], self.mark()),
                // What says how far it leads and nothing else is no event: browsers keep it, and tell nobody.
                Came::Beat => format!(":\nid: {}\n\n", self.mark()),
            };
            self.beat_at = Instant::now() + BEAT;
            return Some((Ok(out.into()), self));
        }
    }

    fn mark(&self) -> Mark {
        *self.viewer.desk.mark.borrow()
    }

    async fn came(&mut self) -> Option<Came> {
        let viewer = &mut self.viewer;
        tokio::select! {
            biased;
            _ = viewer.closing.wait_for(|closing| *closing) => None,
            () = viewer.place.left() => None,
            batch = viewer.batches.recv() => match batch {
                Ok(batch) => Some(Came::Batch(batch)),
                Err(broadcast::error::RecvError::Lagged(_)) => Some(Came::Behind),
                Err(broadcast::error::RecvError::Closed) => None,
            },
            () = sleep_until(self.beat_at) => Some(Came::Beat),
            () = sleep_until(self.until) => None,
        }
    }
}

/// Only the last of them says how far they lead: a line that breaks between them loses none.
fn with_mark(frames: &[String], mark: Mark) -> String {
    let Some((last, others)) = frames.split_last() else {
        return format!("id: {mark}\n\n");
    };
    format!("{}id: {mark}\n{last}", others.concat())
}

impl News {
    /// The desk of this instance; the first who comes brings the task that reads.
    async fn desk(&self, parts: &Parts) -> Result<Arc<Desk>> {
        if let Some(desk) = locked(&self.0).upgrade() {
            return Ok(desk);
        }
        let reading = parts.db.read(Reading::begin).await?;
        let mut kept = locked(&self.0);
        if let Some(desk) = kept.upgrade() {
            return Ok(desk);
        }
        let desk = Arc::new(Desk {
            batches: broadcast::Sender::new(BEHIND),
            mark: watch::Sender::new(reading.mark()),
            viewers: Viewers::default(),
        });
        *kept = Arc::downgrade(&desk);
        let written = parts.events.writes();
        actix_web::rt::spawn(read_on(
            Arc::downgrade(&desk),
            reading,
            parts.db.clone(),
            parts.may_know,
            written,
        ));
        Ok(desk)
    }
}

impl Parts {
    /// Answers with the caller's stream, for as long as their token is good.
    ///
    /// # Errors
    /// 429 for too many streams; else as [`Parts::read`].
    pub async fn stream(&self, who: Caller, last: LastMark) -> Result<HttpResponse> {
        let claims = who.claims.clone();
        let seat = self.events.seat(claims.sub)?;
        let desk = self.news.desk(self).await?;
        // Before what was missed is read, so that nothing falls between: some may come twice.
        let viewer = Viewer {
            batches: desk.batches.subscribe(),
            closing: self.events.closing(),
            place: desk.viewers.join(claims.clone()),
            user: claims.sub,
            _seat: seat,
            desk: Arc::clone(&desk),
        };
        let (may_know, mark) = (self.may_know, *desk.mark.borrow());
        let frames = self
            .read(who, move |c, cx, actor| {
                let mut frames = match last.0 {
                    None => Vec::new(),
                    Some(last) => missed(c, cx, actor, last, may_know)?
                        .unwrap_or_else(|| vec!["event: reset\ndata: {}\n\n".to_owned()]),
                };
                frames.push(frame("unread", &json!({ "unread": inbox::unread(c, cx, actor.id)? }))?);
                Ok(frames)
            })
            .await?;
        let stream = Stream {
            viewer,
            first: Some(hello() + &with_mark(&frames, mark)),
            beat_at: Instant::now() + BEAT,
            until: token_end(&claims, self.db.clock().now()),
        };
        Ok(streaming(stream::unfold(stream, Stream::next)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_come_back_as_they_went() {
        let mark = Mark {
            history: 12,
            notifications: 0,
        };
        assert_eq!(mark.to_string().parse(), Ok(mark));
        for text in ["", "-", "1", "1-x", "-1-2", "1-2-3", "1--2"] {
            assert!(text.parse::<Mark>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_the_last_of_several_says_how_far_they_lead() {
        let mark = Mark {
            history: 3,
            notifications: 4,
        };
        let frames = [frame("changed", &1).unwrap(), frame("unread", &2).unwrap()];
        let out = with_mark(&frames, mark);
        assert_eq!(out, "event: changed\ndata: 1\n\nid: 3-4\nevent: unread\ndata: 2\n\n");
        assert_eq!(with_mark(&[], mark), "id: 3-4\n\n");
    }
}
