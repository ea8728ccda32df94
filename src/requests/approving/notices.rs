//! Who hears of an approval, apart from its end, which is told like any other move of the request: those who are asked
//! to decide, each with a link of their own, those whose decisions count no more, and the director when it takes long.

use crate::accounts::{self, Actor, Person, Role};
use crate::approvals::service::{self, Deciders};
use crate::approvals::{Approval, links};
use crate::db::{Conn, Cx};
use crate::error::Result;
use crate::ids::UserId;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Value, Why};
use crate::notifications::service::notify;
use crate::requests::notices::{about, thread};
use crate::requests::store::Request;

/// Why somebody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// It is their turn.
    Needed,
    /// They had decided, and it has changed since.
    Again,
    /// It has been for long.
    Reminder,
}

/// A notice about the request, in the reader's language.
fn notice(c: &mut Conn, cx: &Cx, kind: Kind, row: &Request, to: &Person) -> Result<Notice> {
    let mut thread = thread(row);
    thread.about = Thing::Approval(row.id);
    Ok(Notice {
        kind,
        link: Some(format!("{}/requests/{}", cx.settings.base_url, thread.label)),
        thread: Some(thread),
        actor: None,
        facts: about(c, row, to.locale)?,
        quote: None,
        secret_link: false,
    })
}

/// The open step and whom it asks, and since when.
fn step_facts(c: &mut Conn, approval: &Approval, to: &Person) -> Result<Vec<Fact>> {
    let label = service::labels(c, approval, to.locale)?
        .into_iter()
        .nth(approval.open());
    Ok(vec![
        Fact::new(Label::Step, Value::Text(label.unwrap_or_default())),
        Fact::new(Label::WaitsSince, Value::Time(approval.step_opened_at)),
    ])
}

/// Asks `people`, who may decide the open step, each with a link of their own.
pub fn ask(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    row: &Request,
    approval: &Approval,
    asked: &Deciders,
    people: &[Person],
    ask: Ask,
) -> Result<()> {
    let (kind, by) = match ask {
        Ask::Needed => (Kind::ApprovalNeeded, actor.map(|a| a.id)),
        Ask::Again => (Kind::ApprovalAgain, actor.map(|a| a.id)),
        Ask::Reminder => (Kind::ApprovalReminder, None),
    };
    let asked_by = accounts::service::person(c, approval.asked_by_id)?.name;
    for person in people.iter().filter(|p| Some(p.id) != by) {
        let (token, until) = links::issue(c, cx, approval, person.id)?;
        let mut notice = notice(c, cx, kind, row, person)?;
        notice.actor = Some(asked_by.clone());
        notice.facts.extend(step_facts(c, approval, person)?);
        notice.facts.push(Fact::new(Label::ExpiresAt, Value::Time(until)));
        notice.quote.clone_from(&approval.note);
        notice.link = Some(format!("{}/approve/{token}", cx.settings.base_url));
        notice.secret_link = true;
        let why = if asked.in_place { Why::Director } else { Why::Approver };
        notify(c, cx, by, &notice, &[Recipient::new(person, why)])?;
    }
    Ok(())
}

/// Asks those who decide the first step anew, and tells the others who had decided that it counts no more.
pub fn reopened(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Request,
    approval: &Approval,
    asked: &Deciders,
    decided: &[UserId],
) -> Result<()> {
    let (again, new): (Vec<_>, Vec<_>) = asked.people.iter().cloned().partition(|p| decided.contains(&p.id));
    ask(c, cx, Some(actor), row, approval, asked, &again, Ask::Again)?;
    ask(c, cx, Some(actor), row, approval, asked, &new, Ask::Needed)?;
    let rest: Vec<_> = decided.iter().copied().filter(|who| !asked.has(*who)).collect();
    void(c, cx, actor, row, &rest)
}

fn void(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Request, decided: &[UserId]) -> Result<()> {
    for person in accounts::service::persons(c, decided)? {
        let mut notice = notice(c, cx, Kind::ApprovalReopened, row, &person)?;
        notice.actor = Some(actor.name.clone());
        notify(
            c,
            cx,
            Some(actor.id),
            &notice,
            &[Recipient::new(&person, Why::Approver)],
        )?;
    }
    Ok(())
}

/// Tells the directors that a step waits too long; not those who were reminded of it themselves.
pub fn escalate(c: &mut Conn, cx: &Cx, row: &Request, approval: &Approval, asked: &Deciders) -> Result<()> {
    for person in accounts::service::holders(c, Role::Director)? {
        if asked.has(person.id) {
            continue;
        }
        let mut notice = notice(c, cx, Kind::ApprovalLate, row, &person)?;
        notice.facts.extend(step_facts(c, approval, &person)?);
        notify(c, cx, None, &notice, &[Recipient::new(&person, Why::Director)])?;
    }
    Ok(())
}
