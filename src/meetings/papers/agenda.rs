//! What meetings hand out: the agenda as a paper, the date for calendars, and all of it as a workbook.

use std::collections::HashMap;

use crate::accounts::Actor;
use crate::clock::Timestamp;
use crate::config::Settings;
use crate::db::Conn;
use crate::error::{Locale, Result};
use crate::export::ics::{CalendarEvent, Method};
use crate::export::paper::{Block, Cell, Column, Fact, Letterhead, Paper, Signature, Table, Text, Tone};
use crate::ids::{MeetingId, RequestId};
use crate::meetings::agenda::model::{AgendaItemView, AgendaView, OutcomeView};
use crate::meetings::agenda::service as agenda;
use crate::meetings::model::MeetingView;
use crate::meetings::service;
use crate::meetings::state::MeetingState;
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;
use crate::requests;

/// Papers are Persian.
const LANGUAGE: Locale = Locale::Fa;

/// A meeting and its agenda as a reader may see them, and what its requests ask for.
pub struct Gathered {
    pub meeting: MeetingView,
    pub agenda: AgendaView,
    pub amounts: HashMap<RequestId, i64>,
}

impl Gathered {
    /// Reads all that papers of a meeting tell; its agenda as it was published the given time, if one is given.
    ///
    /// # Errors
    /// 404.
    pub fn of(c: &mut Conn, actor: &Actor, id: MeetingId, revision: Option<i32>) -> Result<Self> {
        let meeting = service::get_meeting(c, actor, id)?;
        let agenda = agenda::get_revision(c, actor, id, revision, LANGUAGE)?;
        let lines = agenda.items.iter().chain(&agenda.overflow).chain(&agenda.excluded);
        let ids: Vec<_> = lines.filter_map(|line| line.request.as_ref()).map(|r| r.id).collect();
        Ok(Self {
            amounts: requests::amounts::of(c, actor, &ids)?,
            meeting,
            agenda,
        })
    }

    /// What the line's request asks for, in Rials.
    pub fn amount(&self, line: &AgendaItemView) -> Option<i64> {
        line.request.as_ref().and_then(|r| self.amounts.get(&r.id)).copied()
    }

    /// The agenda.
    pub fn agenda_paper(&self, settings: &Settings) -> Paper {
        let meeting = &self.meeting;
        Paper {
            language: LANGUAGE,
            letterhead: letterhead(settings, meeting.number, meeting.starts_at),
            title: Text::from("دستور جلسه"),
            subtitle: Text::typed(&meeting.series.title),
            mark: mark(meeting),
            facts: facts(meeting),
            blocks: self.blocks(),
            signatures: vec![
                Signature {
                    role: Text::from("رئیس جلسه"),
                    name: meeting
                        .chair
                        .as_ref()
                        .map(|chair| Text::typed(&chair.name))
                        .unwrap_or_default(),
                    note: Text::default(),
                },
                Signature {
                    role: Text::from("دبیر جلسه"),
                    name: Text::default(),
                    note: Text::default(),
                },
            ],
            verification: None,
            footer: footer(meeting),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let (items, overflow) = (&self.agenda.items, &self.agenda.overflow);
        let mut blocks = Vec::new();
        if items.is_empty() {
            let text = Text::from("هنوز بندی در دستور جلسه نیست.");
            blocks.push(Block::Note { text });
        } else {
            let columns = vec![
                Column::centered("ردیف", 7),
                Column::new("موضوع", 52),
                Column::new("واحد", 20),
                Column::centered("شماره", 13),
                Column::centered("دقیقه", 8),
            ];
            let rows = items.iter().map(|item| self.row(item)).collect();
            blocks.push(Block::Table(Table { columns, rows }));
            let minutes = items.iter().fold(0, |sum: i64, i| sum.saturating_add(i.minutes.into()));
            let text = Text::made(format!("جمع زمان: {} دقیقه.", digits::number(minutes)));
            blocks.push(Block::Note { text });
        }
        if !self.agenda.changes.is_empty() {
            let changes = self.agenda.changes.iter().map(Text::made);
            listed(&mut blocks, "تفاوت‌ها با ویرایش پیشین", changes);
        }
        if !overflow.is_empty() {
            let lines = overflow.iter().map(|line| Text::made(titled_by_unit(line)));
            listed(&mut blocks, "آنچه در این جلسه جا نشد و در فهرست ماند", lines);
        }
        // Only who prepares the meeting has these.
        if !self.agenda.excluded.is_empty() {
            let lines = self.agenda.excluded.iter().map(|line| {
                let why = line.exclusion_reason.as_deref().map(Text::typed).unwrap_or_default();
                let why = if why.is_empty() {
                    String::new()
                } else {
                    format!(": {}", why.within())
                };
                Text::made(format!("{}{why}", titled_by_unit(line)))
            });
            listed(&mut blocks, "آنچه از دستور بیرون ماند", lines);
        }
        let people = self.meeting.invited.iter().map(|i| &i.user.name);
        let people = people.chain(self.meeting.guests.iter().map(|guest| &guest.name));
        let people: Vec<_> = people.map(|name| Text::typed(name).within()).collect();
        if !people.is_empty() {
            blocks.push(Block::Heading {
                text: Text::from("دعوت‌شدگان"),
            });
            let text = Text::made(format!("{}.", people.join("، ")));
            blocks.push(Block::Paragraph { text });
        }
        blocks
    }

    fn row(&self, item: &AgendaItemView) -> Vec<Cell> {
        let request = item.request.as_ref();
        let mut about = Cell::default()
            .and(Tone::Strong, Text::typed(&item.title))
            .and(Tone::Muted, Text::made(&item.reason));
        if let Some(amount) = self.amount(item) {
            let amount = Text::rials(amount, LANGUAGE);
            about = about.and(Tone::Plain, Text::made(format!("مبلغ: {}", amount.as_str())));
        }
        if !item.note.is_empty() {
            about = about.and(
                Tone::Plain,
                Text::made(format!("یادداشت: {}", Text::typed(&item.note).within())),
            );
        }
        for outcome in &item.outcomes {
            about = about.and(Tone::Plain, outcome_text(outcome));
        }
        let number = request
            .and_then(|r| r.number.as_deref())
            .map(|number| Text::ltr(&digits::persian(number)));
        vec![
            Cell::of(Text::number(item.position, LANGUAGE)),
            about,
            Cell::of(Text::made(unit(item))),
            Cell::of(number.unwrap_or_default()),
            Cell::of(Text::number(item.minutes, LANGUAGE)),
        ]
    }
}

/// The letterhead of a meeting's papers.
pub fn letterhead(settings: &Settings, number: Option<i32>, starts_at: Timestamp) -> Letterhead {
    let day = JalaliDate::from_gregorian(starts_at.date_tehran());
    let number = number.map(|number| Fact::new("نشست", Text::number(number, LANGUAGE)));
    let mut facts: Vec<_> = number.into_iter().collect();
    facts.push(Fact::new("تاریخ", Text::made(day.persian())));
    Letterhead {
        invocation: Text::from("بسمه تعالی"),
        organization: Text::typed(&settings.organization),
        office: Text::typed(&settings.organization_office),
        facts,
    }
}

/// When, where, and who chairs.
pub fn facts(meeting: &MeetingView) -> Vec<Fact> {
    let time = |at: Timestamp| digits::persian(&at.in_tehran().format("%H:%M").to_string());
    let day = JalaliDate::from_gregorian(meeting.starts_at.date_tehran()).full();
    let (from, to) = (time(meeting.starts_at), time(meeting.ends_at));
    let mut facts = vec![Fact::new("زمان", Text::made(format!("{day}، ساعت {from} تا {to}")))];
    if !meeting.place.is_empty() {
        facts.push(Fact::new("مکان", Text::typed(&meeting.place)));
    }
    if let Some(chair) = &meeting.chair {
        facts.push(Fact::new("رئیس جلسه", Text::typed(&chair.name)));
    }
    facts
}

/// The series, the meeting's number, and which edition of the agenda it is.
fn footer(meeting: &MeetingView) -> Text {
    let mut text = titled(&Text::typed(&meeting.series.title).within(), meeting.number);
    if meeting.agenda_revision > 0 {
        text.push_str(&format!("، ویرایش {}", digits::number(meeting.agenda_revision.into())));
    }
    Text::made(text)
}

/// «…، نشست ۳»; a draft has no number yet.
pub fn titled(series: &str, number: Option<i32>) -> String {
    match number {
        Some(number) => format!("{series}، نشست {}", digits::number(number.into())),
        None => series.to_owned(),
    }
}

/// What to know before reading: not published yet, or called off.
fn mark(meeting: &MeetingView) -> Text {
    match meeting.state {
        MeetingState::Cancelled => Text::from("این جلسه لغو شد"),
        MeetingState::Postponed => Text::from("این جلسه به تعویق افتاد"),
        _ if meeting.agenda_revision == 0 => Text::from("پیش‌نویس"),
        _ => Text::default(),
    }
}

/// Lines of a list that a paper has room for; the others are counted.
const LISTED: usize = 60;

/// A heading and a list.
fn listed(blocks: &mut Vec<Block>, heading: &'static str, mut lines: impl ExactSizeIterator<Item = Text>) {
    let left = lines.len().saturating_sub(LISTED);
    blocks.push(Block::Heading {
        text: Text::from(heading),
    });
    blocks.push(Block::List {
        items: lines.by_ref().take(LISTED).collect(),
    });
    if left > 0 {
        let left = digits::number(i64::try_from(left).unwrap_or(i64::MAX));
        blocks.push(Block::Note {
            text: Text::made(format!("و {left} مورد دیگر.")),
        });
    }
}

/// The title of a line, with its unit.
fn titled_by_unit(line: &AgendaItemView) -> String {
    let (title, unit) = (Text::typed(&line.title).within(), unit(line));
    if unit.is_empty() {
        title
    } else {
        format!("{title} ({unit})")
    }
}

/// The unit of a line, or those of its theme; isolated from each other.
fn unit(item: &AgendaItemView) -> String {
    let one = item.request.iter().map(|r| &r.unit.name);
    let names = one.chain(item.theme.iter().flat_map(|t| t.units.iter().map(|u| &u.name)));
    names
        .map(|name| Text::typed(name).within())
        .collect::<Vec<_>>()
        .join("، ")
}

/// What came of a line, in words: «مصوبه: …», «تعهد: … (…، تا …)».
pub fn outcome_text(outcome: &OutcomeView) -> Text {
    let promise = outcome.commitment.as_ref().map(|promise| {
        let who = promise
            .who
            .as_ref()
            .map(|who| Text::typed(&who.name).within())
            .unwrap_or_default();
        format!(" ({who}، تا {})", JalaliDate::from_gregorian(promise.due_on).persian())
    });
    Text::made(format!(
        "{}: {}{}",
        outcome.kind.label_fa(),
        Text::typed(&outcome.text).within(),
        promise.unwrap_or_default()
    ))
}

/// The meeting as a date: the same `uid` and `sequence` as its invitations have, so that calendars keep one of it.
pub fn calendar_event(meeting: &MeetingView, method: Method, settings: &Settings, now: Timestamp) -> CalendarEvent {
    CalendarEvent {
        uid: format!("meeting-{}@{}", meeting.id, settings.mail_domain()),
        sequence: u32::try_from(meeting.calendar_sequence).unwrap_or_default(),
        method,
        stamp: now,
        starts: meeting.starts_at,
        ends: meeting.ends_at,
        title: titled(&meeting.series.title, meeting.number),
        place: meeting.place.clone(),
        description: String::new(),
        url: format!("{}/meetings/{}", settings.base_url, meeting.id),
        cancelled: matches!(meeting.state, MeetingState::Cancelled | MeetingState::Postponed),
        organizer: None,
        attendees: Vec::new(),
    }
}
