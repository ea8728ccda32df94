//! The agenda as a printable Persian page, whole in itself: no script, no font and no picture from elsewhere.

use askama::Template;

use super::agenda_model::{AgendaItemView, AgendaView, OutcomeView};
use super::model::MeetingView;
use crate::error::{Error, Result};
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;

#[derive(Template)]
#[template(path = "meetings/templates/agenda.html")]
struct Page<'a> {
    meeting: &'a MeetingView,
    items: &'a [AgendaItemView],
    overflow: usize,
    day: String,
    from: String,
    to: String,
    minutes: i32,
}

#[allow(clippy::unused_self, reason = "the template calls them as methods")]
impl Page<'_> {
    fn number<N: Into<i64> + Copy>(&self, n: &N) -> String {
        digits::number((*n).into())
    }

    fn persian(&self, text: &str) -> String {
        digits::persian(text)
    }

    fn outcome(&self, outcome: &OutcomeView) -> String {
        let mut text = format!("{}: {}", outcome.kind.label_fa(), outcome.text);
        if let Some(promise) = &outcome.commitment {
            let who = promise.who.as_ref().map(|w| w.name.as_str()).unwrap_or_default();
            text = format!(
                "{text} ({who}، تا {})",
                JalaliDate::from_gregorian(promise.due_on).persian()
            );
        }
        text
    }

    fn overflow_count(&self) -> String {
        digits::persian(&self.overflow.to_string())
    }
}

/// The page of a meeting and its agenda, both as the reader may see them.
///
/// # Errors
/// 500: the template failed.
pub fn render(meeting: &MeetingView, agenda: &AgendaView) -> Result<String> {
    let time = |at: crate::clock::Timestamp| digits::persian(&at.in_tehran().format("%H:%M").to_string());
    let page = Page {
        meeting,
        items: &agenda.items,
        overflow: agenda.overflow.len(),
        day: JalaliDate::from_gregorian(meeting.starts_at.date_tehran()).full(),
        from: time(meeting.starts_at),
        to: time(meeting.ends_at),
        minutes: agenda.items.iter().fold(0, |sum, i| sum.saturating_add(i.minutes)),
    };
    page.render()
        .map_err(|e| Error::internal("the agenda's page could not be made", e))
}
