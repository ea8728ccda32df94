//! The mails of deadlines: to each person what waits to be told to them, and to a party outside that it is waited for.

use std::collections::HashSet;

use super::alarms::Stage;
use super::store::{self, Untold};
use super::texts;
use super::waiting::Wait;
use crate::accounts;
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::UserId;
use crate::notifications::format;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use crate::notifications::service::{Brings, Outside, notify, notify_outside};
use crate::requests::categories;
use crate::requests::deadlines::keeping::has_clocks;
use crate::requests::store::Request;

/// So many come as a mail each; more as one for all of them.
const SINGLE: usize = 3;
/// Told at once at most; what is beyond comes with the next round.
const TOGETHER: i64 = 2000;

/// Tells a person what waits to be told; says how many mails that took.
pub fn person(c: &mut Conn, cx: &Cx, user: UserId) -> Result<usize> {
    let untold = store::untold(c, user, TOGETHER)?;
    let ids: Vec<_> = untold.iter().map(|u| u.alarm_id).collect();
    if store::set_told(c, &ids, cx.now)? < ids.len() {
        // Another round is at it: it tells them.
        return Err(crate::error::Error::LostRace(
            "another round tells the same person".into(),
        ));
    }
    let Some(person) = accounts::service::persons(c, &[user])?.pop() else {
        return Ok(0);
    };
    // What came to an end since then is nobody's worry any more.
    let untold: Vec<_> = untold.into_iter().filter(|u| has_clocks(u.state)).collect();
    let to = |why| Recipient::new(&person, why);
    if untold.len() > SINGLE {
        notify(c, cx, None, &summary(cx, &untold, person.locale), &[to(Why::Deadlines)])?;
        return Ok(1);
    }
    for one in &untold {
        notify(c, cx, None, &single(cx, one, person.locale), &[to(one.why)])?;
    }
    Ok(untold.len())
}

fn kind(stage: Stage) -> Kind {
    match stage {
        Stage::Warning => Kind::DeadlineNear,
        Stage::Breach | Stage::Escalation => Kind::DeadlineMissed,
        Stage::Chase => Kind::PartyChased,
        Stage::HandUp => Kind::PartySilent,
    }
}

fn single(cx: &Cx, one: &Untold, locale: Locale) -> Notice {
    let category = categories::title(one.category, locale).to_owned();
    let mut facts = vec![Fact::new(Label::Category, Value::Text(category))];
    match one.stage {
        Stage::Warning | Stage::Breach | Stage::Escalation => {
            let clock = texts::alarm_clock(one.clock).text(locale).to_owned();
            facts.push(Fact::new(Label::Measured, Value::Text(clock)));
            facts.push(Fact::new(Label::Deadline, Value::Time(one.due_at)));
        }
        Stage::Chase | Stage::HandUp => {
            let party = one.waiting_for.clone().map(Value::Text);
            facts.extend(party.map(|party| Fact::new(Label::WaitingFor, party)));
        }
    }
    let label = one.number.clone().unwrap_or_default();
    Notice {
        kind: kind(one.stage),
        link: Some(format!("{}/requests/{label}", cx.settings.base_url)),
        thread: Some(Thread {
            about: Thing::Request(one.request_id),
            title: one.title.clone(),
            label,
        }),
        actor: None,
        facts,
        quote: None,
        secret_link: false,
    }
}

/// One mail for all of it: how many requests, and the first of them, a line each.
fn summary(cx: &Cx, untold: &[Untold], locale: Locale) -> Notice {
    // What several clocks say of a request is one line.
    let groups: Vec<&[Untold]> = untold
        .chunk_by(|a, b| (a.request_id, a.stage) == (b.request_id, b.stage))
        .collect();
    let line = |group: &&[Untold]| {
        let clocks: Vec<_> = group.iter().map(|u| texts::alarm_clock(u.clock).text(locale)).collect();
        let clocks = clocks.join(locale.pick("، ", ", "));
        let told = group.first().map(|one| {
            let number = format::request_number(one.number.as_deref(), locale);
            let stage = texts::stage(one.stage).text(locale);
            format!("{number} · {} · {clocks}: {stage}", format::cut(&one.title, 60))
        });
        told.unwrap_or_default()
    };
    let count = |label, wanted: &[Stage]| {
        let requests = untold.iter().filter(|u| wanted.contains(&u.stage));
        let requests: HashSet<_> = requests.map(|u| u.request_id).collect();
        let number = i64::try_from(requests.len()).unwrap_or(i64::MAX);
        (number > 0).then(|| Fact::new(label, Value::Number(number)))
    };
    let facts = [
        count(Label::Overdue, &[Stage::Breach, Stage::Escalation]),
        count(Label::DueSoon, &[Stage::Warning]),
        count(Label::Waiting, &[Stage::Chase, Stage::HandUp]),
    ];
    Notice {
        kind: Kind::DeadlineSummary,
        thread: None,
        actor: None,
        facts: facts.into_iter().flatten().collect(),
        quote: Some(format::listing(&groups, line, locale)),
        link: Some(format!("{}/requests?overdue=true", cx.settings.base_url)),
        secret_link: false,
    }
}

/// Reminds the party, if it has an address, that it is waited for.
pub fn party(c: &mut Conn, cx: &Cx, row: &Request, wait: &Wait) -> Result<()> {
    let Some(address) = &wait.party_email else {
        return Ok(());
    };
    let by: Vec<_> = wait.by.into_iter().collect();
    let actor = accounts::service::persons(c, &by)?.pop().map(|p| p.name);
    // Outside, what is private has no title.
    let title = if row.private {
        categories::title(row.category, Locale::Fa).to_owned()
    } else {
        row.title.clone()
    };
    let notice = Notice {
        kind: Kind::PartyReminded,
        thread: Some(Thread {
            about: Thing::Request(row.id),
            label: row.number.clone().unwrap_or_default(),
            title,
        }),
        actor,
        facts: vec![Fact::new(Label::WaitsSince, Value::Date(wait.since.date_tehran()))],
        quote: Some(wait.reason.clone()),
        link: None,
        secret_link: false,
    };
    let party = Outside {
        name: &wait.party,
        address,
        why: Why::Party,
    };
    notify_outside(c, cx, &notice, party, Brings::default())
}
