//! Who hears of meetings and promises, and what they read. What is about the time of a meeting brings an entry for the
//! reader's calendar: the same one each time, under a higher sequence number when it has changed (RFC 5546).

use crate::accounts::tokens::{hash_secret, random_secret};
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::export::ics::{self, CalendarEvent, Method, Person};
use crate::ids::UserId;
use crate::meetings::commitments::store::Commitment;
use crate::meetings::invitations::service::Difference;
use crate::meetings::model::{Answer, AttendanceStatus, MeetingView};
use crate::meetings::people_store::{self, GuestRow};
use crate::meetings::store::Meeting;
use crate::meetings::views;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use crate::notifications::service::{Brings, Outside, PaperKey, notify, notify_outside, notify_with};
use crate::persian::digits;

/// What happened to a meeting, for its readers.
pub struct News<'a> {
    pub kind: Kind,
    /// Beside time, place and chair.
    pub facts: Vec<Fact>,
    pub quote: Option<&'a str>,
    /// What the mail brings along as PDF and Word.
    pub paper: Option<&'a PaperKey>,
}

impl News<'_> {
    /// With nothing beside it.
    pub fn of(kind: Kind) -> Self {
        Self {
            kind,
            facts: Vec::new(),
            quote: None,
            paper: None,
        }
    }
}

fn recipients(c: &mut Conn, ids: &[UserId], why: Why) -> Result<Vec<Recipient>> {
    let people = accounts::service::persons(c, ids)?;
    Ok(people.iter().map(|person| Recipient::new(person, why)).collect())
}

pub(super) fn thread(meeting: &MeetingView) -> Thread {
    Thread {
        about: Thing::Meeting(meeting.id),
        label: meeting.number.map(|n| n.to_string()).unwrap_or_default(),
        title: meeting.series.title.clone(),
    }
}

/// Invites who is new, thanks who is on the list no more, and tells the others of another time or place than `before`.
pub fn tell_changed(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: &MeetingView,
    before: Option<&Meeting>,
    change: &Difference,
) -> Result<()> {
    let by = Some(actor);
    let invitation = News::of(Kind::MeetingScheduled);
    tell_removed(c, cx, actor, meeting, change)?;
    tell(c, cx, by, meeting, &invitation, &change.added)?;
    let is_new = |guest: &GuestRow| change.added_guests.contains(&guest.email);
    let (new, old): (Vec<_>, Vec<_>) = people_store::guests(c, &[meeting.id])?.into_iter().partition(is_new);
    for guest in &new {
        tell_guest(c, cx, by, meeting, &invitation, guest)?;
    }
    let Some(before) = before else {
        return Ok(());
    };
    let time = (before.starts_at != meeting.starts_at).then_some(Value::Time(before.starts_at));
    let place = (before.place != meeting.place && !before.place.is_empty()).then(|| Value::Text(before.place.clone()));
    let time = time.map(|time| Fact::new(Label::FormerTime, time));
    let place = place.map(|place| Fact::new(Label::FormerPlace, place));
    let news = News {
        facts: time.into_iter().chain(place).collect(),
        ..News::of(Kind::MeetingChanged)
    };
    tell(c, cx, by, meeting, &news, &without(&coming(meeting), &change.added))?;
    for guest in &old {
        tell_guest(c, cx, by, meeting, &news, guest)?;
    }
    Ok(())
}

/// Thanks who is on the list no more.
pub fn tell_removed(c: &mut Conn, cx: &Cx, actor: &Actor, meeting: &MeetingView, change: &Difference) -> Result<()> {
    let (by, thanks) = (Some(actor), News::of(Kind::MeetingUninvited));
    tell(c, cx, by, meeting, &thanks, &without(&change.removed, &coming(meeting)))?;
    for guest in &change.removed_guests {
        tell_guest(c, cx, by, meeting, &thanks, guest)?;
    }
    Ok(())
}

/// Who is to come: the list, whom they send, and the chair.
fn coming(meeting: &MeetingView) -> Vec<UserId> {
    let listed = meeting.invited.iter().map(|p| p.user.id);
    let sent = meeting.invited.iter().filter_map(|p| p.substitute.as_ref());
    listed.chain(sent.chain(&meeting.chair).map(|p| p.id)).collect()
}

fn without(some: &[UserId], others: &[UserId]) -> Vec<UserId> {
    some.iter().filter(|id| !others.contains(id)).copied().collect()
}

/// Tells everybody who is to come: the list, whom they send, the chair, and the guests.
pub fn tell_all(c: &mut Conn, cx: &Cx, actor: Option<&Actor>, meeting: &MeetingView, news: &News<'_>) -> Result<()> {
    let reminds = news.kind == Kind::MeetingReminder;
    let comes = |answer: Option<Answer>| !reminds || answer != Some(Answer::Decline);
    let listed = meeting.invited.iter().filter(|p| comes(p.answer));
    // Who sends somebody need not be reminded.
    let themselves = listed
        .clone()
        .filter(|p| !(reminds && p.answer == Some(Answer::Substitute)));
    let people: Vec<_> = themselves
        .map(|p| p.user.id)
        .chain(listed.filter_map(|p| p.substitute.as_ref()).map(|p| p.id))
        .chain(meeting.chair.iter().map(|p| p.id))
        .collect();
    tell(c, cx, actor, meeting, news, &people)?;
    let guests = people_store::guests(c, &[meeting.id])?;
    for guest in guests.iter().filter(|g| comes(g.answer)) {
        tell_guest(c, cx, actor, meeting, news, guest)?;
    }
    Ok(())
}

/// Tells the list, whom they send, the chair and, where they may read it, the guests of the agenda, with what `quote` says in
/// the language of each.
pub fn tell_of_agenda(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: &MeetingView,
    kind: Kind,
    facts: &[Fact],
    paper: &PaperKey,
    quote: impl Fn(Locale) -> Option<String>,
) -> Result<()> {
    let people = accounts::service::persons(c, &coming(meeting))?;
    for locale in Locale::ALL {
        let of = people.iter().filter(|p| p.locale == *locale);
        let quote = quote(*locale);
        let news = News {
            kind,
            facts: facts.to_vec(),
            quote: quote.as_deref(),
            paper: Some(paper),
        };
        tell(
            c,
            cx,
            Some(actor),
            meeting,
            &news,
            &of.map(|p| p.id).collect::<Vec<_>>(),
        )?;
        if *locale == Locale::Fa && cx.settings.guests_read_papers {
            let guests = people_store::guests(c, &[meeting.id])?;
            for guest in guests.iter().filter(|g| g.answer != Some(Answer::Decline)) {
                tell_guest(c, cx, Some(actor), meeting, &news, guest)?;
            }
        }
    }
    Ok(())
}

/// Tells the guests who came, where they may read papers.
pub fn tell_guests_who_came(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    row: &Meeting,
    news: &News<'_>,
) -> Result<()> {
    let mut guests = people_store::guests(c, &[row.id])?;
    guests.retain(|g| cx.settings.guests_read_papers && g.attendance == Some(AttendanceStatus::Present));
    if guests.is_empty() {
        return Ok(());
    }
    let meeting = views::for_all(c, row.clone())?;
    for guest in &guests {
        tell_guest(c, cx, actor, &meeting, news, guest)?;
    }
    Ok(())
}

/// Tells these people, in the transaction of the change.
pub fn tell(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    meeting: &MeetingView,
    news: &News<'_>,
    people: &[UserId],
) -> Result<()> {
    if people.is_empty() {
        return Ok(());
    }
    let to = recipients(c, people, Why::Invited)?;
    let link = format!("{}/meetings/{}", cx.settings.base_url, meeting.id);
    // Who is on the list no more may not be let in any more either.
    let link = (news.kind != Kind::MeetingUninvited).then_some(link);
    let notice = notice(actor, meeting, news, link.clone(), false);
    let brings = |reader: &Recipient| Brings {
        calendar: entry(cx, meeting, news.kind, link.as_deref(), &reader.name, &reader.email),
        paper: news.paper.cloned(),
    };
    notify_with(c, cx, actor.map(|a| a.id), &notice, &to, &brings)
}

/// Tells a guest, with a new link when there is something to answer or to read.
pub fn tell_guest(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    meeting: &MeetingView,
    news: &News<'_>,
    guest: &GuestRow,
) -> Result<()> {
    let asks = matches!(
        news.kind,
        Kind::MeetingScheduled
            | Kind::MeetingChanged
            | Kind::MeetingReminder
            | Kind::AgendaPublished
            | Kind::AgendaRevised
            | Kind::MinutesApproved
    );
    let link = if asks {
        let token = random_secret();
        people_store::set_link(c, guest.id, &hash_secret(&token))?;
        Some(format!("{}/invitation/{token}", cx.settings.base_url))
    } else {
        None
    };
    let notice = notice(actor, meeting, news, link, asks);
    let brings = Brings {
        calendar: entry(cx, meeting, news.kind, None, &guest.name, &guest.email),
        paper: news.paper.cloned(),
    };
    let to = Outside {
        name: &guest.name,
        address: &guest.email,
        why: Why::Invited,
    };
    notify_outside(c, cx, &notice, to, brings)
}

fn notice(
    actor: Option<&Actor>,
    meeting: &MeetingView,
    news: &News<'_>,
    link: Option<String>,
    secret_link: bool,
) -> Notice {
    let mut facts = vec![Fact::new(Label::StartsAt, Value::Time(meeting.starts_at))];
    if !meeting.place.is_empty() {
        facts.push(Fact::new(Label::Place, Value::Text(meeting.place.clone())));
    }
    facts.extend(
        meeting
            .chair
            .iter()
            .map(|p| Fact::new(Label::Chair, Value::Text(p.name.clone()))),
    );
    facts.extend(news.facts.iter().cloned());
    Notice {
        kind: news.kind,
        thread: Some(thread(meeting)),
        actor: actor.map(|a| a.name.clone()),
        facts,
        quote: news.quote.map(str::to_owned),
        link,
        secret_link,
    }
}

/// What the reader's calendar is to do, if anything. A meeting without a time is taken out; it comes back under the same
/// name when it has one.
fn entry(cx: &Cx, meeting: &MeetingView, kind: Kind, link: Option<&str>, name: &str, email: &str) -> Option<String> {
    let method = match kind {
        Kind::MeetingScheduled | Kind::MeetingChanged => Method::Request,
        Kind::MeetingCancelled | Kind::MeetingPostponed | Kind::MeetingUninvited => Method::Cancel,
        // The date as it stands, for who has it not yet: it asks for no answer.
        Kind::AgendaPublished | Kind::AgendaRevised => Method::Publish,
        _ => return None,
    };
    let number = meeting.number.map(|n| format!("، نشست {}", digits::number(n.into())));
    let settings = &cx.settings;
    Some(ics::render(&CalendarEvent {
        uid: format!("meeting-{}@{}", meeting.id, settings.mail_domain()),
        sequence: u32::try_from(meeting.calendar_sequence).unwrap_or_default(),
        method,
        stamp: cx.now,
        starts: meeting.starts_at,
        ends: meeting.ends_at,
        title: format!("{}{}", meeting.series.title, number.unwrap_or_default()),
        place: meeting.place.clone(),
        description: String::new(),
        url: link.unwrap_or_default().to_owned(),
        cancelled: method == Method::Cancel,
        organizer: Some(Person {
            name: settings.mail_from_name.clone(),
            // Where what a calendar answers is read.
            email: settings
                .incoming
                .reply_address
                .clone()
                .unwrap_or_else(|| settings.mail_from.clone()),
        }),
        attendees: vec![Person {
            name: name.to_owned(),
            email: email.to_owned(),
        }],
    }))
}

/// Tells who promised.
pub fn tell_promised(c: &mut Conn, cx: &Cx, actor: &Actor, meeting: &MeetingView, promise: &Commitment) -> Result<()> {
    let to = recipients(c, &[promise.who_id], Why::Committed)?;
    let notice = Notice {
        kind: Kind::CommitmentMade,
        thread: Some(thread(meeting)),
        actor: Some(actor.name.clone()),
        facts: vec![
            Fact::new(Label::Meeting, Value::Text(meeting.series.title.clone())),
            Fact::new(Label::DueOn, Value::Date(promise.due_on)),
        ],
        quote: Some(promise.text.clone()),
        link: Some(format!("{}/commitments/{}", cx.settings.base_url, promise.id)),
        secret_link: false,
    };
    notify(c, cx, Some(actor.id), &notice, &to)
}
