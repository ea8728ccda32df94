//! The brief for a meeting with the mayor: each subject with what was asked, by whom, since when, what was said and promised,
//! what it costs, and what is asked of the mayor. For the director, the mayor's office and the auditor.

use std::collections::HashMap;

use super::model::{BriefEvent, BriefPromise, BriefRequest, BriefSubject, BriefView, MeetingKind, SubjectState};
use super::store::{self, Subject};
use crate::accounts::{self, Actor, UserRef};
use crate::audit::Trace;
use crate::db::{Conn, Cx};
use crate::error::{Error, Locale, Result};
use crate::ids::{MeetingId, UnitId, UserId};
use crate::meetings::agenda::model::{OutcomeKind, Placement};
use crate::meetings::agenda::store::{self as agenda_store, Item};
use crate::meetings::commitments::model::standing;
use crate::meetings::commitments::notices::standing_text;
use crate::meetings::commitments::service::meeting_refs;
use crate::meetings::commitments::store::Commitment;
use crate::meetings::policy;
use crate::meetings::service::{not_now, visible};
use crate::persian::{digits, words};
use crate::requests::categories;
use crate::requests::mayor::{Asked, asked};
use crate::units::{self, UnitRef};

/// Events of a subject that its page has room for.
const EVENTS: usize = 12;

/// Names beside ids.
struct Names {
    people: HashMap<UserId, UserRef>,
    units: HashMap<UnitId, UnitRef>,
}

/// The brief of a meeting with the mayor, from the lines of its agenda.
///
/// # Errors
/// 403, 404, 409 for another kind of meeting.
pub fn get(c: &mut Conn, cx: &Cx, actor: &Actor, id: MeetingId, locale: Locale) -> Result<BriefView> {
    let row = visible(c, actor, id)?;
    if !policy::sees_commitments(actor) {
        return Err(Error::not_your_right());
    }
    if row.kind != MeetingKind::Mayor {
        return Err(not_now(
            actor,
            &row,
            "گزارش یک‌صفحه‌ای برای جلسه با شهردار است.",
            "Briefs are for meetings with the mayor.",
        ));
    }
    let mut items = agenda_store::items(c, id)?;
    items.retain(|i| i.placement == Placement::Agenda && (i.request_id.is_some() || i.theme_id.is_some()));
    let ids: Vec<_> = items.iter().filter_map(|i| i.request_id).collect();
    let themes: Vec<_> = items.iter().filter_map(|i| i.theme_id).collect();
    let subjects = store::of_agenda(c, &ids, &themes)?;
    let requests = asked(c, &ids, &themes)?;
    let all: Vec<_> = requests.iter().map(|r| r.id).collect();
    let promises = store::promises_of(c, &all)?;
    let of_themes = store::promises_of_themes(c, &themes)?;
    let decided: Vec<_> = subjects.iter().filter_map(|s| s.decided_outcome_id).collect();
    let decisions: HashMap<_, _> = store::decisions(c, &decided)?
        .into_iter()
        .map(|(id, text, meeting)| (id, (text, meeting)))
        .collect();
    let mut people: Vec<_> = requests.iter().map(|r| r.filer_id).collect();
    people.extend(promises.iter().map(|p| p.who_id));
    people.extend(of_themes.iter().map(|(_, p)| p.who_id));
    let units: Vec<_> = requests.iter().map(|r| r.unit_id).collect();
    let names = Names {
        people: accounts::service::people(c, &people)?,
        units: units::directory::unit_refs(c, &units)?,
    };
    let today = cx.now.date_tehran();
    let mut brief = BriefView {
        meeting_id: id,
        series: meeting_refs(c, &[id])?
            .remove(&id)
            .map(|m| m.series)
            .unwrap_or_default(),
        number: row.number,
        starts_at: row.starts_at,
        place: row.place.clone(),
        subjects: Vec::new(),
    };
    for item in items {
        // The one that waits, or else the one that this meeting decided.
        let decision = |s: &&Subject| {
            let decision = s.decided_outcome_id.and_then(|id| decisions.get(&id));
            decision.is_some_and(|(_, meeting)| *meeting == row.id)
        };
        let own = || subjects.iter().filter(|s| is_of(s, &item));
        let waits = own().find(|s| s.state == SubjectState::Waiting);
        let Some(subject) = waits.or_else(|| own().rfind(decision)) else {
            continue;
        };
        let own: Vec<&Asked> = requests
            .iter()
            .filter(|r| Some(r.id) == item.request_id || (item.theme_id.is_some() && r.theme_id == item.theme_id))
            .collect();
        let on_theme = of_themes.iter().filter(|(theme, _)| Some(*theme) == item.theme_id);
        let on_own = promises
            .iter()
            .filter(|p| own.iter().any(|r| Some(r.id) == p.request_id));
        let promised = on_own.chain(on_theme.map(|(_, p)| p));
        let decision = subject.decided_outcome_id.and_then(|id| decisions.get(&id));
        let total = own.iter().filter_map(|r| r.amount_rials).reduce(i64::saturating_add);
        brief.subjects.push(BriefSubject {
            item_id: item.id,
            position: item.position,
            title: item.title,
            asked: subject.asked.clone(),
            waits_since: subject.created_at.date_tehran(),
            meetings: meetings(&own),
            history: history(&own, locale),
            requests: own.iter().map(|r| request(r, &names, locale)).collect(),
            promises: promised.map(|p| promise(p, &names, today, locale)).collect(),
            total_rials: total,
            total_words: total.map(words::rials_in_words),
            decision: decision.map(|(text, _)| text.clone()),
        });
    }
    Ok(brief)
}

fn is_of(subject: &Subject, item: &Item) -> bool {
    (item.request_id.is_some() && subject.request_id == item.request_id)
        || (item.theme_id.is_some() && subject.theme_id == item.theme_id)
}

fn request(r: &Asked, names: &Names, locale: Locale) -> BriefRequest {
    let unknown = || UnitRef {
        id: r.unit_id,
        name: String::new(),
    };
    BriefRequest {
        id: r.id,
        number: r.number.clone(),
        title: r.title.clone(),
        description: r.description.clone(),
        category: categories::title(r.category, locale).to_owned(),
        unit: names.units.get(&r.unit_id).cloned().unwrap_or_else(unknown),
        filer: names.people.get(&r.filer_id).cloned(),
        since: r.since.date_tehran(),
        state: r.state,
        amount_rials: r.amount_rials,
        amount_words: r.amount_rials.map(words::rials_in_words),
    }
}

fn promise(p: &Commitment, names: &Names, today: chrono::NaiveDate, locale: Locale) -> BriefPromise {
    let standing = standing(p.state, (p.first_due_on, p.due_on), p.ended_on, today);
    BriefPromise {
        who: names.people.get(&p.who_id).cloned(),
        text: p.text.clone(),
        first_due_on: p.first_due_on,
        due_on: p.due_on,
        standing,
        standing_text: standing_text(standing, locale).to_owned(),
    }
}

fn is_outcome(trace: &&Trace) -> bool {
    trace.action == "outcome"
}

/// In how many meetings something came of these requests.
fn meetings(of: &[&Asked]) -> i64 {
    let outcomes = of.iter().flat_map(|r| &r.history).filter(is_outcome);
    let mut meetings: Vec<_> = outcomes.filter_map(|t| t.data["meeting_id"].as_i64()).collect();
    meetings.sort_unstable();
    meetings.dedup();
    i64::try_from(meetings.len()).unwrap_or(i64::MAX)
}

/// What happened to these requests, each thing once: what a meeting said of a theme stands with all of them.
fn history(of: &[&Asked], locale: Locale) -> Vec<BriefEvent> {
    let mut all: Vec<(&Trace, BriefEvent)> = Vec::new();
    for trace in of.iter().flat_map(|r| &r.history) {
        let Some(what) = what(trace, locale) else { continue };
        let event = BriefEvent {
            on: trace.at.date_tehran(),
            what,
            said: ["text", "reason", "summary", "question"]
                .iter()
                .find_map(|key| trace.data[*key].as_str())
                .map(str::to_owned),
        };
        let same = |(other, seen): &(&Trace, BriefEvent)| {
            other.at == trace.at && seen.what == event.what && seen.said == event.said
        };
        if !all.iter().any(same) {
            all.push((trace, event));
        }
    }
    all.sort_by_key(|(trace, _)| trace.at);
    let skipped = all.len().saturating_sub(EVENTS);
    all.into_iter().skip(skipped).map(|(_, event)| event).collect()
}

/// What is worth telling of an entry of a request's history.
fn what(trace: &Trace, locale: Locale) -> Option<String> {
    let told = match trace.action.as_str() {
        "submit" => locale.pick("ثبت درخواست", "filed"),
        "defer" => locale.pick("موکول شد", "deferred"),
        "done" => locale.pick("انجام آن اعلام شد", "reported as done"),
        "dispute" => locale.pick("انجام آن تأیید نشد", "not confirmed as done"),
        "reopen" => locale.pick("بازگشایی شد", "reopened"),
        "wait" => locale.pick("در انتظار دیگران ماند", "waited for others"),
        "request_approval" => locale.pick("برای تأیید فرستاده شد", "sent for approval"),
        "approve" => locale.pick("تأیید شد", "approved"),
        "outcome" => return outcome(trace, locale),
        _ => return None,
    };
    Some(told.to_owned())
}

fn outcome(trace: &Trace, locale: Locale) -> Option<String> {
    let kind: OutcomeKind = trace.data["kind"].as_str()?.parse().ok()?;
    let number = trace.data["number"].as_i64()?;
    Some(match locale {
        Locale::Fa => format!("نشست {}: {}", digits::number(number), kind.label_fa()),
        Locale::En => format!("meeting {number}: {kind}"),
    })
}
