//! Who hears of meetings and promises, and what they read.

use super::commitment_store::Commitment;
use super::model::MeetingView;
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::UserId;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thread, Value, Why};
use crate::notifications::service::notify;

fn recipients(c: &mut Conn, ids: &[UserId], why: Why) -> Result<Vec<Recipient>> {
    let people = accounts::service::persons(c, ids)?;
    Ok(people.iter().map(|person| Recipient::new(person, why)).collect())
}

fn thread(meeting: &MeetingView) -> Thread {
    Thread {
        key: format!("meeting-{}", meeting.id),
        label: meeting.number.map(|n| n.to_string()).unwrap_or_default(),
        title: meeting.series.title.clone(),
    }
}

/// Tells everybody on the meeting's list, in the transaction of the change.
pub fn tell_invited(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    meeting: &MeetingView,
    kind: Kind,
    lines: Option<usize>,
    quote: Option<&str>,
) -> Result<()> {
    let ids: Vec<_> = meeting
        .invited
        .iter()
        .map(|p| p.user.id)
        .chain(meeting.chair.iter().map(|p| p.id))
        .collect();
    let to = recipients(c, &ids, Why::Invited)?;
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
    facts.extend(
        lines
            .and_then(|n| i64::try_from(n).ok())
            .map(|n| Fact::new(Label::AgendaItems, Value::Number(n))),
    );
    let notice = Notice {
        kind,
        thread: Some(thread(meeting)),
        actor: Some(actor.name.clone()),
        facts,
        quote: quote.map(str::to_owned),
        link: Some(format!("{}/meetings/{}", cx.settings.base_url, meeting.id)),
        secret_link: false,
    };
    notify(c, cx, Some(actor.id), &notice, &to)
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
