//! The mails of an action on a theme, one for each person: the usual one to whom it concerns in one request, and to whom
//! it concerns in several one that lists them.

use std::collections::BTreeMap;

use super::store::Theme;
use crate::accounts::Actor;
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::UserId;
use crate::notifications::format;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use crate::notifications::service::notify_where;
use crate::notifications::texts;
use crate::requests::acting::Moved;
use crate::requests::notices;
use crate::requests::store::Request;

/// A request that concerns a person, and what they would be told of it alone.
type Concern<'a> = (&'a Moved, Kind, Recipient);

/// Tells everyone concerned by what was done to the requests of a theme.
pub fn tell(c: &mut Conn, cx: &Cx, actor: &Actor, theme: &Theme, moved: &[Moved]) -> Result<()> {
    let mut people: BTreeMap<UserId, Vec<Concern<'_>>> = BTreeMap::new();
    for one in moved {
        for (kind, to) in notices::concerned(c, &one.before, &one.row, &one.action)? {
            for person in to.into_iter().filter(|person| person.user_id != actor.id) {
                let concerns = people.entry(person.user_id).or_default();
                if concerns.iter().all(|concern| concern.0.row.id != one.row.id) {
                    concerns.push((one, kind, person));
                }
            }
        }
    }
    for concerns in people.values() {
        match &concerns[..] {
            [] => {}
            [(one, kind, person)] => {
                let to = std::slice::from_ref(person);
                notices::tell_as(c, cx, Some(&one.actor), &one.row, &one.action, *kind, to)?;
            }
            [(_, _, person), ..] => {
                let to = Recipient {
                    why: Why::Theme,
                    ..person.clone()
                };
                let notice = several(cx, actor, theme, concerns, person.locale);
                let rows: Vec<_> = concerns.iter().map(|concern| &concern.0.row).collect();
                notify_where(c, cx, Some(actor.id), &notice, &[to], &mut |c, who| {
                    reads_all(c, cx, who, &rows)
                })?;
            }
        }
    }
    Ok(())
}

fn reads_all(c: &mut Conn, cx: &Cx, who: UserId, rows: &[&Request]) -> Result<bool> {
    for row in rows {
        if !notices::reads(c, cx, who, row, false)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// One mail for several requests: what was said, and a line for each.
fn several(cx: &Cx, actor: &Actor, theme: &Theme, concerns: &[Concern<'_>], locale: Locale) -> Notice {
    let line = |(one, kind, person): &Concern<'_>| {
        let number = format::request_number(one.row.number.as_deref(), locale);
        let headline = texts::texts(*kind, person.why).headline.text(locale);
        format!("{number} · {}: {headline}", format::cut(&one.row.title, 60))
    };
    let words = concerns.first().and_then(|(one, _, _)| notices::quote(&one.action));
    let quote: Vec<_> = words
        .into_iter()
        .chain([format::listing(concerns, line, locale)])
        .collect();
    let number = i64::try_from(concerns.len()).unwrap_or(i64::MAX);
    Notice {
        kind: Kind::ThemeActed,
        thread: Some(Thread {
            about: Thing::Theme(theme.id),
            title: theme.title.clone(),
            label: String::new(),
        }),
        actor: Some(notices::by(actor, locale)),
        facts: vec![Fact::new(Label::Requests, Value::Number(number))],
        quote: Some(quote.join("\n\n")),
        link: Some(format!("{}/requests?theme_id={}", cx.settings.base_url, theme.id)),
        secret_link: false,
    }
}
