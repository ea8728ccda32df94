//! Who hears of what happened to a request, and what they read: one place, one arm for each action.

use std::collections::HashSet;

use super::action::{Action, DeferTo};
use super::categories;
use super::policy;
use super::silence::Silence;
use super::store::Request;
use super::watchers;
use crate::accounts::{self, Actor, Role};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::UserId;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use crate::notifications::service::notify_where;
use crate::units;

/// Tells everyone concerned, in the transaction of the change.
pub fn tell(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    before: &Request,
    row: &Request,
    action: &Action,
) -> Result<()> {
    for (kind, to) in concerned(c, before, row, action)? {
        tell_as(c, cx, actor, row, action, kind, &to)?;
    }
    Ok(())
}

/// Who is to hear of what was done, and as what; each person once.
pub(super) fn concerned(
    c: &mut Conn,
    before: &Request,
    row: &Request,
    action: &Action,
) -> Result<Vec<(Kind, Vec<Recipient>)>> {
    const FILER: Audience = Audience::Filer;
    const WORKS: Audience = Audience::Works;
    const DIRECTOR: Audience = Audience::Director;
    let told: Vec<(Kind, &[Audience])> = match action {
        Action::Submit => vec![(Kind::RequestReceived, &[FILER]), (Kind::RequestSubmitted, &[DIRECTOR])],
        Action::Accept { .. } | Action::Assign { .. } => vec![(Kind::RequestAssigned, &[WORKS, FILER])],
        Action::Ask { .. } => vec![(Kind::InfoAsked, &[FILER])],
        Action::ReturnApproval { .. } => vec![(Kind::InfoAsked, &[FILER]), (Kind::ApprovalReturned, &[WORKS])],
        Action::Answer { .. } => vec![(Kind::InfoAnswered, &[WORKS, DIRECTOR])],
        Action::Wait { .. } => vec![(Kind::RequestWaiting, &[FILER])],
        Action::Resume => vec![(Kind::RequestResumed, &[FILER, WORKS])],
        Action::Defer { .. } => vec![(Kind::RequestDeferred, &[FILER, WORKS])],
        Action::Reject { .. } | Action::RefuseApproval { .. } => vec![(Kind::RequestRejected, &[FILER, WORKS])],
        Action::Duplicate { .. } => vec![(Kind::RequestDuplicate, &[FILER])],
        Action::Done { .. } => vec![(Kind::RequestDone, &[FILER])],
        Action::Confirm { .. } => vec![(Kind::RequestConfirmed, &[WORKS])],
        Action::Dispute { .. } => vec![(Kind::RequestDisputed, &[WORKS, DIRECTOR])],
        Action::Withdraw { .. } => vec![(Kind::RequestWithdrawn, &[WORKS])],
        Action::Reopen { .. } => vec![(Kind::RequestReopened, &[FILER, WORKS])],
        Action::Lapse => vec![(Kind::RequestLapsed, &[FILER, WORKS])],
        Action::Approve { .. } => vec![(Kind::ApprovalGranted, &[FILER, WORKS])],
        // Who is asked to approve is told by `approving`: each has a link of their own.
        Action::Start | Action::RequestApproval { .. } => vec![],
    };
    // Nobody outside the unit has heard of a draft, so nobody hears that it is gone.
    if before.number.is_none() && row.number.is_none() {
        return Ok(Vec::new());
    }
    let (mut all, mut heard) = (Vec::new(), HashSet::new());
    for (i, (kind, audiences)) in told.into_iter().enumerate() {
        let mut to = Vec::new();
        for audience in audiences {
            to.extend(audience.people(c, row)?);
        }
        if i == 0 {
            let watching = watchers::service::of(c, row.id, &row.subject())?;
            to.extend(watching.iter().map(|person| recipient(person, Why::Watching)));
        }
        to.retain(|r| !heard.contains(&r.user_id));
        heard.extend(to.iter().map(|r| r.user_id));
        all.push((kind, to));
    }
    Ok(all)
}

/// Tells these people of what was done, as this kind of news.
pub(super) fn tell_as(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    row: &Request,
    action: &Action,
    kind: Kind,
    to: &[Recipient],
) -> Result<()> {
    let answer_by = match action {
        Action::Done { .. } => Silence::load(c, cx)?.closes_on(cx.now).ok(),
        _ => None,
    };
    let facts = |locale| {
        let mut facts = own_facts(row, action, locale);
        facts.extend(answer_by.map(|day| Fact::new(Label::AnswerBy, Value::Date(day))));
        facts
    };
    let told = Told {
        kind,
        facts: &facts,
        quote: quote(action),
        place: None,
        internal: false,
    };
    send(c, cx, actor, row, &told, to)
}

/// A group of people concerned.
#[derive(Clone, Copy)]
pub(super) enum Audience {
    /// Who filed it and the unit's heads.
    Filer,
    /// Who answers for it, once the director has agreed: the owner, or the desk while nobody of it has it.
    Works,
    /// The directors.
    Director,
}

impl Audience {
    pub(super) fn people(self, c: &mut Conn, row: &Request) -> Result<Vec<Recipient>> {
        let (people, why) = match self {
            Self::Filer => {
                let mut people = accounts::service::persons(c, &[row.filer_id])?;
                people.extend(accounts::service::unit_people(c, row.unit_id, Role::UnitHead)?);
                (people, Why::Filed)
            }
            // What is only proposed is nobody's yet, and a private one is not to be known of.
            Self::Works if !row.is_accepted() => (Vec::new(), Why::Desk),
            Self::Works => match (row.owner_id, row.desk_id) {
                (Some(owner), _) => (accounts::service::persons(c, &[owner])?, Why::Owner),
                (None, Some(desk)) => (accounts::service::desk_people(c, desk)?, Why::Desk),
                (None, None) => (Vec::new(), Why::Desk),
            },
            Self::Director => (accounts::service::holders(c, Role::Director)?, Why::Director),
        };
        Ok(people.iter().map(|person| Recipient::new(person, why)).collect())
    }
}

/// A person as the reader of a mail.
pub(super) fn recipient(person: &Actor, why: Why) -> Recipient {
    Recipient {
        user_id: person.id,
        name: person.name.clone(),
        email: person.email.clone(),
        locale: person.locale,
        why,
    }
}

/// What is told about a request, besides what every mail about it says.
pub(super) struct Told<'a> {
    pub kind: Kind,
    /// In the reader's language, where they are words of ours.
    pub facts: &'a dyn Fn(Locale) -> Vec<Fact>,
    /// What somebody wrote.
    pub quote: Option<String>,
    /// Where on the request's page the link leads.
    pub place: Option<String>,
    /// Only for who reads what desk and director say among themselves.
    pub internal: bool,
}

/// Tells these people, each in a language of their own: the category's name has no neutral form.
pub(super) fn send(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    row: &Request,
    what: &Told<'_>,
    to: &[Recipient],
) -> Result<()> {
    for locale in [Locale::Fa, Locale::En] {
        // Whoever did it knows; often there is nobody else, and nothing to look up.
        let told = |r: &&Recipient| r.locale == locale && Some(r.user_id) != actor.map(|a| a.id);
        let readers: Vec<Recipient> = to.iter().filter(told).cloned().collect();
        if !readers.is_empty() {
            let notice = notice(c, cx, actor, row, what, locale)?;
            notify_where(c, cx, actor.map(|a| a.id), &notice, &readers, &mut |c, who| {
                reads(c, cx, who, row, what.internal)
            })?;
        }
    }
    Ok(())
}

/// Whether the person may read about the request: who stands in for somebody does not come to all of their rights.
pub(super) fn reads(c: &mut Conn, cx: &Cx, who: UserId, row: &Request, internal: bool) -> Result<bool> {
    let may = |person: Actor| {
        let subject = row.subject();
        policy::may_see(&person, &subject) && (!internal || policy::sees_internal(&person, &subject))
    };
    Ok(accounts::service::acting(c, cx, who)?.is_some_and(may))
}

fn notice(
    c: &mut Conn,
    cx: &Cx,
    actor: Option<&Actor>,
    row: &Request,
    told: &Told<'_>,
    locale: Locale,
) -> Result<Notice> {
    let mut facts = about(c, row, locale)?;
    if let Some(desk) = row.desk_id
        && let Some(desk) = units::directory::desk_refs(c, &[desk])?.remove(&desk)
    {
        facts.push(Fact::new(Label::Desk, Value::Text(desk.name)));
    }
    if let Some(absent) = row.owner_for_id
        && let Some(absent) = accounts::service::people(c, &[absent])?.remove(&absent)
    {
        facts.push(Fact::new(Label::InPlaceOf, Value::Text(absent.name)));
    }
    facts.extend((told.facts)(locale));
    let label = row.number.clone().unwrap_or_default();
    let place = told.place.as_ref().map(|place| format!("#{place}")).unwrap_or_default();
    let mut thread = thread(row);
    if told.internal {
        thread.about = Thing::RequestInternally(row.id);
    }
    Ok(Notice {
        kind: told.kind,
        thread: Some(thread),
        actor: actor.map(|a| by(a, locale)),
        facts,
        quote: told.quote.clone(),
        link: Some(format!("{}/requests/{label}{place}", cx.settings.base_url)),
        secret_link: false,
    })
}

/// What every mail about the request says of it: unit, category, and the amount if there is one.
pub(super) fn about(c: &mut Conn, row: &Request, locale: Locale) -> Result<Vec<Fact>> {
    let unit = units::directory::unit_refs(c, &[row.unit_id])?.remove(&row.unit_id);
    let category = categories::title(row.category, locale).to_owned();
    let facts = [
        unit.map(|unit| Fact::new(Label::Unit, Value::Text(unit.name))),
        Some(Fact::new(Label::Category, Value::Text(category))),
        row.amount_rials
            .filter(|amount| *amount > 0)
            .map(|amount| Fact::new(Label::Amount, Value::Rials(amount))),
    ];
    Ok(facts.into_iter().flatten().collect())
}

/// The conversation that all mails about the request belong to.
pub(super) fn thread(row: &Request) -> Thread {
    Thread {
        about: Thing::Request(row.id),
        title: row.title.clone(),
        label: row.number.clone().unwrap_or_default(),
    }
}

/// Who did it, and in whose place.
pub(super) fn by(actor: &Actor, locale: Locale) -> String {
    match (&actor.acting_for, locale) {
        (None, _) => actor.name.clone(),
        (Some(absent), Locale::Fa) => format!("{} (به جانشینی از {})", actor.name, absent.name),
        (Some(absent), Locale::En) => format!("{} (in place of {})", actor.name, absent.name),
    }
}

/// The facts that only this action has.
fn own_facts(row: &Request, action: &Action, locale: Locale) -> Vec<Fact> {
    match action {
        Action::Wait { party, until, .. } => {
            let mut facts = vec![Fact::new(Label::WaitingFor, Value::Text(party.clone()))];
            facts.extend(until.map(|day| Fact::new(Label::ChaseOn, Value::Date(day))));
            facts
        }
        Action::Defer {
            to: DeferTo::Date(day), ..
        } => vec![Fact::new(Label::DeferredTo, Value::Date(*day))],
        Action::Reject { .. } | Action::RefuseApproval { .. } => {
            let director = locale.pick("مدیر ارتباطات و امور بین‌الملل", "the director of communications");
            let place = match action {
                Action::Reject {
                    turn_to: Some(place), ..
                } => place.clone(),
                _ => director.to_owned(),
            };
            vec![Fact::new(Label::TurnTo, Value::Text(place))]
        }
        Action::Duplicate { of, .. } => vec![Fact::new(Label::SameAs, Value::Numbers(of.clone()))],
        _ => row
            .due_at
            .map(|at| Fact::new(Label::Deadline, Value::Time(at)))
            .into_iter()
            .collect(),
    }
}

/// What the actor wrote.
pub(super) fn quote(action: &Action) -> Option<String> {
    match action {
        Action::Ask { question } | Action::ReturnApproval { question } => Some(question.clone()),
        Action::Answer { answer } => Some(answer.clone()),
        Action::Wait { reason, .. } | Action::Defer { reason, .. } | Action::Reject { reason, .. } => {
            Some(reason.clone())
        }
        Action::Dispute { reason }
        | Action::Reopen { reason }
        | Action::RefuseApproval { reason }
        | Action::Duplicate { reason, .. } => Some(reason.clone()),
        Action::Done { summary } => Some(summary.clone()),
        Action::Withdraw { reason } => reason.clone(),
        Action::Assign { note, .. }
        | Action::Confirm { note }
        | Action::RequestApproval { note, .. }
        | Action::Approve { note } => note.clone(),
        Action::Submit | Action::Accept { .. } | Action::Start | Action::Resume | Action::Lapse => None,
    }
}
