//! From Esfand on the directors hear, once for each year, that the lunar holidays of the coming year are not in the calendar
//! yet. They cannot be computed, and every deadline beyond Nowruz is counted without them until they are entered.

use serde_json::json;

use crate::accounts::{self, Role};
use crate::audit::{self, Entry};
use crate::calendar;
use crate::db::{Conn, Cx, Db, errand};
use crate::error::Result;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Value, Why};
use crate::notifications::service::notify;
use crate::persian::jalali::JalaliDate;

/// The last month of the year.
const ESFAND: u8 = 12;

/// Tells the directors if it is time; says whether it did.
///
/// # Errors
/// Only the database's.
pub async fn tell(db: &Db) -> Result<usize> {
    let missing = db.read(missing).await?;
    if missing.is_none() {
        return Ok(0);
    }
    db.write(tell_once).await.map(usize::from)
}

/// The coming year, if it is Esfand, in working hours, and the year has no lunar holidays yet.
fn missing(c: &mut Conn, cx: &Cx) -> Result<Option<i32>> {
    let today = cx.now.date_tehran();
    let jalali = JalaliDate::from_gregorian(today);
    if jalali.month() < ESFAND {
        return Ok(None);
    }
    let calendar = calendar::service::load(c)?;
    let begun = calendar.stretches(today).first().is_some_and(|s| s.from <= cx.now);
    let coming = jalali.year() + 1;
    let waits = calendar.years_without_lunar(today).contains(&coming);
    Ok((begun && waits).then_some(coming))
}

fn tell_once(c: &mut Conn, cx: &Cx) -> Result<bool> {
    let directors = accounts::service::holders(c, Role::Director)?;
    let Some(year) = missing(c, cx)?.filter(|_| !directors.is_empty()) else {
        return Ok(false);
    };
    if !errand::once(c, cx, &format!("holidays_missing_{year}"))? {
        return Ok(false);
    }
    let told: Vec<_> = directors.iter().map(|person| person.id).collect();
    let entry = Entry {
        subject: "calendar_year",
        subject_id: i64::from(year),
        action: "holidays_missing",
        actor: None,
        from: None,
        to: None,
        data: json!({ "told": told }),
    };
    audit::record(c, cx, &entry)?;
    let notice = Notice {
        kind: Kind::HolidaysMissing,
        thread: None,
        actor: None,
        facts: vec![Fact::new(Label::Year, Value::Year(year))],
        quote: None,
        link: Some(format!("{}/calendar", cx.settings.base_url)),
        secret_link: false,
    };
    let to: Vec<_> = directors
        .iter()
        .map(|person| Recipient::new(person, Why::Director))
        .collect();
    notify(c, cx, None, &notice, &to)?;
    Ok(true)
}
