//! The mails of promises: what was done to one, and on working mornings all that is due, in one mail for each person.

use super::model::Standing;
use super::rules::Stage;
use super::store::Commitment;
use crate::accounts::{self, Actor, Person};
use crate::db::{Conn, Cx};
use crate::error::{Locale, Result};
use crate::meetings::agenda::model::MeetingRef;
use crate::notifications::format;
use crate::notifications::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use crate::notifications::service::notify;
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;

/// What has become of a word, in words.
pub fn standing_text(standing: Standing, locale: Locale) -> &'static str {
    match standing {
        Standing::Open => locale.pick("در مهلت", "open"),
        Standing::Broken => locale.pick("عمل‌نشده در موعد", "broken"),
        Standing::Kept => locale.pick("عمل‌شده در موعد", "kept"),
        Standing::Late => locale.pick("عمل‌شده با تأخیر", "kept late"),
        Standing::Dropped => locale.pick("کنار گذاشته‌شده با تصمیم", "dropped by decision"),
        Standing::TakenBack => locale.pick("پس‌گرفته‌شده از صورت‌جلسه", "taken back from the minutes"),
    }
}

/// Tells who promised what somebody else has done to their promise.
pub fn tell_changed(
    c: &mut Conn,
    cx: &Cx,
    actor: &Actor,
    row: &Commitment,
    meeting: Option<&MeetingRef>,
    standing: Standing,
    said: &str,
) -> Result<()> {
    for person in accounts::service::persons(c, &[row.who_id])? {
        let mut facts = Vec::new();
        facts.extend(meeting.map(|m| Fact::new(Label::Meeting, Value::Text(m.series.clone()))));
        let became = standing_text(standing, person.locale).to_owned();
        facts.push(Fact::new(Label::Standing, Value::Text(became)));
        facts.push(Fact::new(Label::DueOn, Value::Date(row.due_on)));
        if row.due_on != row.first_due_on {
            facts.push(Fact::new(Label::FirstDueOn, Value::Date(row.first_due_on)));
        }
        let words = [row.text.as_str(), said];
        let words: Vec<_> = words.into_iter().filter(|text| !text.is_empty()).collect();
        let notice = Notice {
            kind: Kind::CommitmentChanged,
            thread: meeting.map(|m| Thread {
                about: Thing::Meeting(m.id),
                label: m.number.to_string(),
                title: m.series.clone(),
            }),
            actor: Some(actor.name.clone()),
            facts,
            quote: Some(words.join("\n\n")),
            link: Some(format!("{}/commitments/{}", cx.settings.base_url, row.id)),
            secret_link: false,
        };
        notify(
            c,
            cx,
            Some(actor.id),
            &notice,
            &[Recipient::new(&person, Why::Committed)],
        )?;
    }
    Ok(())
}

/// A promise that is due, how far it has come, and who made it.
pub struct Due {
    pub row: Commitment,
    pub stage: Stage,
    pub days_late: i64,
    pub who: String,
}

/// Tells somebody of all that is due: their own promises, or, to the director, those of others that are late.
pub fn tell_due(c: &mut Conn, cx: &Cx, person: &Person, why: Why, due: &[Due]) -> Result<()> {
    let late = due.iter().filter(|d| d.days_late > 0).count();
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let facts = [(Label::Overdue, late), (Label::DueSoon, due.len() - late)];
    let facts = facts.into_iter().filter(|(_, n)| *n > 0);
    let notice = Notice {
        kind: if late == due.len() {
            Kind::CommitmentLate
        } else {
            Kind::CommitmentDue
        },
        thread: None,
        actor: None,
        facts: facts
            .map(|(label, n)| Fact::new(label, Value::Number(count(n))))
            .collect(),
        quote: Some(format::listing(due, |d| line(d, why, person.locale), person.locale)),
        link: Some(format!("{}/commitments", cx.settings.base_url)),
        secret_link: false,
    };
    notify(c, cx, None, &notice, &[Recipient::new(person, why)])
}

fn line(due: &Due, why: Why, locale: Locale) -> String {
    let text = format::cut(&due.row.text, 60);
    let told = match locale {
        Locale::Fa => {
            let day = JalaliDate::from_gregorian(due.row.due_on).persian();
            match (due.stage, due.days_late) {
                (_, late) if late > 0 => format!("{text} · موعد {day} · {} روز تأخیر", digits::number(late)),
                (Stage::Today, _) => format!("{text} · موعد امروز"),
                _ => format!("{text} · موعد {day}"),
            }
        }
        Locale::En => match (due.stage, due.days_late) {
            (_, 1) => format!("{text} · due {} · 1 day late", due.row.due_on),
            (_, late) if late > 0 => format!("{text} · due {} · {late} days late", due.row.due_on),
            (Stage::Today, _) => format!("{text} · due today"),
            _ => format!("{text} · due {}", due.row.due_on),
        },
    };
    if why == Why::Director {
        format!("{} · {told}", due.who)
    } else {
        told
    }
}
