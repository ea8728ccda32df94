//! The director's summary of a week: how requests, promises and meetings stand, in one mail on the first working morning.

use chrono::{Days, TimeDelta};

use super::summary_store as store;
use crate::accounts::{self, Person, Role};
use crate::db::{Conn, Cx, Db};
use crate::error::Result;
use crate::notifications::digest;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Value, Why};
use crate::notifications::service::notify;
use crate::requests;

/// Goes the round; says how many summaries were written.
///
/// # Errors
/// 503 while the database cannot be reached.
pub async fn go(db: &Db) -> Result<usize> {
    let due = db
        .read(|c, cx| {
            let directors = accounts::service::holders(c, Role::Director)?;
            digest::weekly_due(c, cx, directors)
        })
        .await?;
    let mut written = 0;
    for person in due {
        match db.write(move |c, cx| tell(c, cx, &person)).await {
            Ok(something) => written += usize::from(something),
            Err(error) if error.is_unavailable() => return Err(error),
            Err(error) => tracing::error!(%error, "a weekly summary could not be made"),
        }
    }
    Ok(written)
}

/// Writes it, unless another round has; says whether it was this one.
fn tell(c: &mut Conn, cx: &Cx, person: &Person) -> Result<bool> {
    if !digest::take_week(c, cx, person.id)? {
        return Ok(false);
    }
    let notice = Notice {
        kind: Kind::WeeklySummary,
        thread: None,
        actor: None,
        facts: facts(c, cx)?,
        quote: None,
        link: Some(format!("{}/requests?state_group=open", cx.settings.base_url)),
        secret_link: false,
    };
    notify(c, cx, None, &notice, &[Recipient::new(person, Why::Digest)])?;
    Ok(true)
}

fn facts(c: &mut Conn, cx: &Cx) -> Result<Vec<Fact>> {
    let week = cx.now.plus(-TimeDelta::days(7));
    let requests = requests::summary::of(c, cx.now, week)?;
    let today = cx.now.date_tehran();
    let promises = store::broken(c, today)?;
    let coming = store::coming(c, cx.now, cx.now.plus(TimeDelta::days(7)))?;
    let mut facts: Vec<_> = [
        (Label::FiledInWeek, requests.filed),
        (Label::ClosedInWeek, requests.closed),
        (Label::OpenRequests, requests.open),
        (Label::Overdue, requests.overdue),
        (Label::Waiting, requests.waiting),
        (Label::InTriage, requests.in_triage),
        (Label::BrokenPromises, promises),
        (Label::MeetingsInWeek, coming),
    ]
    .map(|(label, n)| Fact::new(label, Value::Number(n)))
    .into();
    facts.insert(
        0,
        Fact::new(
            Label::FirstDay,
            Value::Date(today.checked_sub_days(Days::new(7)).unwrap_or(today)),
        ),
    );
    Ok(facts)
}
