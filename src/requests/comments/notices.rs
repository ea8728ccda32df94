//! Who hears of a comment: both sides and the watchers of a public one, desk and director of an internal one. Whoever it
//! mentions gets that mail and no other. Everybody's right to read it is asked anew.

use std::collections::HashSet;

use super::people::reads;
use super::store::Comment;
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::UserId;
use crate::notifications::model::{Fact, Kind, Label, Recipient, Value, Why};
use crate::requests::notices::{Audience, Told, recipient, send};
use crate::requests::store::Request;
use crate::requests::watchers;

/// Tells the mentioned, and everyone else concerned, of a new comment.
pub(super) fn tell(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Request,
    comment: &Comment,
    mentioned: &[Actor],
) -> Result<()> {
    tell_mentioned(c, cx, actor, row, comment, mentioned)?;
    let others = others(c, row, comment, mentioned)?;
    send(c, cx, Some(actor), row, &told(Kind::Commented, comment), &others)
}

/// Tells who is mentioned.
pub(super) fn tell_mentioned(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Request,
    comment: &Comment,
    mentioned: &[Actor],
) -> Result<()> {
    let to: Vec<_> = mentioned.iter().map(|p| recipient(p, Why::Mentioned)).collect();
    send(c, cx, Some(actor), row, &told(Kind::Mentioned, comment), &to)
}

fn told(kind: Kind, comment: &Comment) -> Told<'static> {
    Told {
        kind,
        facts: if comment.internal { &internal } else { &|_| Vec::new() },
        quote: Some(comment.text.clone()),
        place: Some(format!("comment-{}", comment.id)),
        internal: comment.internal,
    }
}

/// Says in the mail what its reader must not pass on to the unit.
fn internal(locale: Locale) -> Vec<Fact> {
    let readers = locale.pick(
        "تنها مسئول اقدام و میز، مدیر ارتباطات و بازرس (یادداشت داخلی)",
        "only owner and desk, the director and the auditor (an internal comment)",
    );
    vec![Fact::new(Label::ReadBy, Value::Text(readers.to_owned()))]
}

/// Everyone concerned but the mentioned. Until the director has agreed to a desk, the director is the other side.
fn others(c: &mut Conn, row: &Request, comment: &Comment, mentioned: &[Actor]) -> Result<Vec<Recipient>> {
    let in_work = row.is_accepted();
    let audiences: &[Audience] = match (comment.internal, in_work) {
        (false, true) => &[Audience::Filer, Audience::Works],
        (false, false) => &[Audience::Filer, Audience::Director],
        (true, true) => &[Audience::Works, Audience::Director],
        (true, false) => &[Audience::Director],
    };
    let mut to = Vec::new();
    for audience in audiences {
        to.extend(audience.people(c, row)?);
    }
    let watching = watchers::service::of(c, row.id, &row.subject())?;
    to.extend(watching.iter().map(|person| recipient(person, Why::Watching)));
    to.retain(|r| mentioned.iter().all(|person| person.id != r.user_id));
    let ids: Vec<UserId> = to.iter().map(|r| r.user_id).collect();
    let subject = row.subject();
    let reading: HashSet<UserId> = accounts::service::actors(c, &ids)?
        .iter()
        .filter(|person| reads(person, &subject, comment.internal))
        .map(|person| person.id)
        .collect();
    to.retain(|r| reading.contains(&r.user_id));
    Ok(to)
}
