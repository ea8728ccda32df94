//! Publishing an agenda: what it says is kept for good under the next revision, the requests on it remember it, and the
//! invited read what it has, or how it differs from the one before.

use std::collections::HashSet;

use serde_json::json;

use super::changes;
use super::lines::{self, Access, Line, Standing};
use super::making::rebuild;
use super::model::Placement;
use super::ranking::Source;
use super::revision_store;
use super::store;
use super::views::told_to_all;
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::ids::RequestId;
use crate::meetings::model::MeetingView;
use crate::meetings::notices;
use crate::meetings::papers::open as open_papers;
use crate::meetings::store::Meeting;
use crate::notifications::format;
use crate::notifications::model::{Fact, Kind, Label, Value};
use crate::requests::themes::meeting as themes;

/// An agenda that was published.
pub struct Published {
    revision: i32,
    /// The lines that it takes up.
    lines: usize,
    /// How it differs from the one before, in both languages; none: there was none.
    changes: Option<[Vec<String>; 2]>,
}

/// Keeps the agenda as it stands under the next revision. A meeting without an agenda gets one first.
pub fn freeze(c: &mut Conn, cx: &Cx, actor: &Actor, row: &mut Meeting) -> Result<Published> {
    if store::items(c, row.id)?.is_empty() {
        rebuild(c, cx, row)?;
    }
    let before = revision_store::find(c, row.id, row.agenda_revision)?
        .map(|r| r.lines())
        .transpose()?;
    row.agenda_revision += 1;
    let Standing { lines, .. } = lines::lines(c, actor, row.id)?;
    revision_store::insert(c, row.id, row.agenda_revision, &lines, actor.id, cx.now)?;
    link(c, cx, actor, row, before.as_deref().unwrap_or_default(), &lines)?;
    let changes = before.map(|before| -> Result<_> {
        let access = Access::of(c, actor, before.iter().chain(&lines))?;
        let found = changes::differences(&before, &lines);
        Ok([Locale::Fa, Locale::En].map(|locale| told_to_all(&access, &found, locale)))
    });
    Ok(Published {
        revision: row.agenda_revision,
        lines: lines.iter().filter(|l| l.placement == Placement::Agenda).count(),
        changes: changes.transpose()?,
    })
}

/// What is on the agenda now and was not in the revision before remembers it in its history.
fn link(c: &mut Conn, cx: &Cx, actor: &Actor, row: &Meeting, before: &[Line], after: &[Line]) -> Result<()> {
    let on = |lines: &[Line]| -> Vec<(Source, i32)> {
        let on = lines.iter().filter(|l| l.placement == Placement::Agenda);
        on.map(|l| (l.source(), l.position)).collect()
    };
    let known: HashSet<_> = on(before).into_iter().map(|(source, _)| source).collect();
    for (source, position) in on(after) {
        if known.contains(&source) {
            continue;
        }
        let data = json!({ "meeting_id": row.id, "number": row.number, "revision": row.agenda_revision, "position": position });
        match source {
            Source::Request(id) => remember(c, cx, actor, id, data)?,
            Source::Theme(id) => themes::note_as(c, cx, actor, id, "on_agenda", &data)?,
            Source::Minutes(_) | Source::Commitment(_) | Source::Subject(_) | Source::Standing(_) => {}
        }
    }
    Ok(())
}

fn remember(c: &mut Conn, cx: &Cx, actor: &Actor, id: RequestId, data: serde_json::Value) -> Result<()> {
    let entry = Entry {
        subject: "request",
        subject_id: id.0,
        action: "on_agenda",
        actor: Some(actor.id),
        from: None,
        to: None,
        data,
    };
    audit::record(c, cx, &entry).map(drop)
}

/// Tells the invited: of the first revision that it is there, of each later one how it differs, in their own language.
pub fn tell(c: &mut Conn, cx: &Cx, actor: &Actor, meeting: &MeetingView, published: &Published) -> Result<()> {
    let mut facts = vec![Fact::new(
        Label::AgendaItems,
        Value::Number(i64::try_from(published.lines).unwrap_or(i64::MAX)),
    )];
    let paper = open_papers::keep_agenda(c, cx, meeting)?;
    let Some(changes) = &published.changes else {
        return notices::tell_of_agenda(c, cx, actor, meeting, Kind::AgendaPublished, &facts, &paper, |_| None);
    };
    facts.push(Fact::new(Label::Revision, Value::Number(i64::from(published.revision))));
    let [fa, en] = changes;
    let quote = |locale: Locale| {
        let lines = match locale {
            Locale::Fa => fa,
            Locale::En => en,
        };
        let none = locale.pick("بندها و ترتیب آن‌ها همان است.", "Lines and their order are the same.");
        Some(if lines.is_empty() {
            none.to_owned()
        } else {
            format::listing(lines, String::clone, locale)
        })
    };
    notices::tell_of_agenda(c, cx, actor, meeting, Kind::AgendaRevised, &facts, &paper, quote)
}
