//! Minutes as an official paper, in Persian: when, where and who; what was said of each line and what came of it; what was
//! not taken up; places to sign, and how to check an approved text.

use super::content::{Attendee, MinutesHead, MinutesOutcome};
use super::model::{MinutesView, ParagraphView};
use crate::config::Settings;
use crate::error::Locale;
use crate::export::paper::{
    Block, Cell, Column, Entry, Fact, Item, Letterhead, Paper, Signature, Table, Text, Tone, Verification,
};
use crate::meetings::model::{AttendanceStatus, QuorumView};
use crate::meetings::state::MeetingState;
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;

/// The paper of minutes, as its reader may read them.
pub fn paper(minutes: &MinutesView, settings: &Settings) -> Paper {
    let head = &minutes.head;
    let number = digits::number(i64::from(head.number));
    let version = digits::number(i64::from(minutes.text_version));
    let footer = match minutes.text_version {
        0 => format!("صورت‌جلسهٔ نشست {number}، پیش‌نویس"),
        _ => format!("صورت‌جلسهٔ نشست {number}، نسخهٔ {version}"),
    };
    Paper {
        language: Locale::Fa,
        letterhead: letterhead(minutes, settings),
        title: "صورت‌جلسه".into(),
        subtitle: Text::typed(&head.series),
        mark: mark(minutes.state),
        facts: facts(head),
        blocks: blocks(minutes),
        signatures: signatures(minutes),
        verification: minutes
            .approval
            .as_ref()
            .zip(minutes.hash.as_ref())
            .map(|(approval, hash)| Verification {
                number: Text::made(number.clone()),
                hash: hash.clone(),
                url: approval.verify_at.clone(),
            }),
        footer: Text::made(footer),
    }
}

fn letterhead(minutes: &MinutesView, settings: &Settings) -> Letterhead {
    let attached = if minutes.addenda.is_empty() {
        "ندارد"
    } else {
        "دارد"
    };
    let day = JalaliDate::from_gregorian(minutes.head.held_on).persian();
    Letterhead {
        invocation: "بسمه تعالی".into(),
        organization: Text::typed(&settings.organization),
        office: Text::typed(&settings.organization_office),
        facts: vec![
            Fact::new("شماره", Text::number(minutes.head.number, Locale::Fa)),
            Fact::new("تاریخ", Text::made(day)),
            Fact::new("پیوست", attached),
        ],
    }
}

/// How far the text is; nothing when it is approved.
fn mark(state: MeetingState) -> Text {
    match state {
        MeetingState::MinutesReview => "در حال بازبینی".into(),
        MeetingState::Approved => Text::default(),
        MeetingState::InProgress
        | MeetingState::MinutesDraft
        | MeetingState::Draft
        | MeetingState::Scheduled
        | MeetingState::AgendaPublished
        | MeetingState::Cancelled
        | MeetingState::Postponed => "پیش‌نویس".into(),
    }
}

fn clock(at: crate::clock::Timestamp) -> String {
    digits::persian(&at.in_tehran().format("%H:%M").to_string())
}

fn facts(head: &MinutesHead) -> Vec<Fact> {
    let day = JalaliDate::from_gregorian(head.held_on).full();
    let time = format!("{} تا {}", clock(head.starts_at), clock(head.ends_at));
    let mut facts = vec![
        Fact::new("تاریخ", Text::made(day)),
        Fact::new("ساعت", Text::made(time)),
        Fact::new("مکان", Text::typed(&head.place)),
        Fact::new("رئیس جلسه", Text::typed(head.chair.as_deref().unwrap_or_default())),
        Fact::new("حد نصاب", head.quorum.map(quorum).unwrap_or_default()),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    facts
}

fn quorum(quorum: QuorumView) -> Text {
    let number = |n: i32| digits::number(i64::from(n));
    let met = if quorum.met { "حاصل شد" } else { "حاصل نشد" };
    Text::made(format!(
        "{met} ({} نفر از {} نفر لازم)",
        number(quorum.present),
        number(quorum.needed)
    ))
}

fn count(head: &MinutesHead, of: impl Fn(AttendanceStatus) -> bool) -> usize {
    head.attendance.iter().filter(|a| a.status.is_some_and(&of)).count()
}

fn was_there(status: AttendanceStatus) -> bool {
    matches!(status, AttendanceStatus::Present | AttendanceStatus::Substitute)
}

/// The formula that opens minutes.
fn opening(head: &MinutesHead) -> Text {
    let number = digits::number(i64::from(head.number));
    let there = digits::persian(&count(head, was_there).to_string());
    let all = digits::persian(&head.attendance.len().to_string());
    let chair = head.chair.as_deref().map(Text::typed);
    let chair = chair.map_or_else(String::new, |name| format!(" به ریاست {}", name.within()));
    let day = JalaliDate::from_gregorian(head.held_on).full();
    Text::made(format!(
        "نشست شمارهٔ {number} «{}» روز {day}، ساعت {}،{chair} و با حضور {there} نفر از {all} نفر دعوت‌شده یا نمایندهٔ ایشان برگزار شد و دربارهٔ بندهای زیر گفت‌وگو و تصمیم‌گیری شد.",
        Text::typed(&head.series).within(),
        clock(head.starts_at),
    ))
}

/// The formula that closes them: whence they are valid.
fn closing(minutes: &MinutesView) -> Option<Text> {
    if let Some(approval) = &minutes.approval {
        let day = JalaliDate::from_gregorian(approval.at.date_tehran()).full();
        let how = match &approval.by {
            Some(_) => "پس از بازبینی حاضران",
            None => "با سکوت حاضران تا پایان مهلت اظهار نظر",
        };
        let code = Text::ltr(&approval.code);
        return Some(Text::made(format!(
            "این صورت‌جلسه {how} در {day} تأیید شد و متن آن تغییر نمی‌کند؛ اصلاح آن تنها با اصلاحیهٔ شماره‌دار ممکن است. کد راستی‌آزمایی: {}",
            code.as_str()
        )));
    }
    let last = minutes.review.as_ref()?.closes_on?;
    Some(Text::made(format!(
        "حاضران می‌توانند تا پایان {} دربارهٔ این متن نظر بدهند. سکوت تا پایان این روز به معنای موافقت با متن است.",
        JalaliDate::from_gregorian(last).full()
    )))
}

fn blocks(minutes: &MinutesView) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph {
        text: opening(&minutes.head),
    }];
    if !minutes.head.attendance.is_empty() {
        blocks.push(heading("حاضران و غایبان"));
        blocks.push(Block::Table(attendance(&minutes.head.attendance)));
    }
    let guests = minutes.head.guests.iter().filter(|g| g.status.is_some_and(was_there));
    let guests: Vec<_> = guests.map(|g| Text::typed(&g.name).within()).collect();
    if !guests.is_empty() {
        let text = Text::made(format!("مهمانان: {}", guests.join("، ")));
        blocks.push(Block::Note { text });
    }
    let (taken, left): (Vec<_>, Vec<_>) = minutes.paragraphs.iter().partition(|p| said_of(p));
    if !taken.is_empty() {
        blocks.push(heading("مذاکرات و مصوبات"));
    }
    blocks.extend(taken.into_iter().map(|p| Block::Item(item(p))));
    if !left.is_empty() {
        blocks.push(heading("بندهایی که مطرح نشد"));
        let line = |p: &&ParagraphView| Text::typed(&p.title);
        blocks.push(Block::List {
            items: left.iter().map(line).collect(),
        });
        blocks.push(Block::Note {
            text: "این بندها به جلسهٔ بعد منتقل می‌شود.".into(),
        });
    }
    for addendum in &minutes.addenda {
        let number = digits::number(i64::from(addendum.number));
        let day = JalaliDate::from_gregorian(addendum.created_at.date_tehran()).persian();
        blocks.push(Block::Heading {
            text: Text::made(format!("اصلاحیهٔ {number} ({day})")),
        });
        blocks.push(Block::Paragraph {
            text: Text::typed(&addendum.text),
        });
    }
    blocks.extend(closing(minutes).map(|text| Block::Note { text }));
    blocks
}

fn heading(text: &'static str) -> Block {
    Block::Heading { text: text.into() }
}

/// Whether the meeting came to the line.
fn said_of(p: &ParagraphView) -> bool {
    p.discussed || !p.text.is_empty() || !p.outcomes.is_empty()
}

fn attendance(people: &[Attendee]) -> Table {
    let row = |(person, n): (&Attendee, i64)| {
        let substitute = person.substitute_name.as_deref().unwrap_or_default();
        let status = match person.status {
            Some(AttendanceStatus::Present) => "حاضر",
            Some(AttendanceStatus::Absent) => "غایب",
            Some(AttendanceStatus::Excused) => "غایب با اطلاع",
            Some(AttendanceStatus::Substitute) => "جانشین",
            None => "ثبت نشده",
        };
        vec![
            Cell::of(Text::number(n, Locale::Fa)),
            Cell::of(Text::typed(&person.user.name)),
            Cell::of(Text::typed(person.unit.as_deref().unwrap_or_default())),
            Cell::of(status).and(Tone::Muted, Text::typed(substitute)),
            // Who was there signs here.
            if person.status.is_some_and(was_there) {
                Cell::default()
            } else {
                Cell::of("—")
            },
        ]
    };
    Table {
        columns: vec![
            Column::centered("ردیف", 1),
            Column::new("نام", 5),
            Column::new("واحد", 4),
            Column::new("وضعیت", 2),
            Column::centered("امضا", 3),
        ],
        rows: people.iter().zip(1..).map(row).collect(),
    }
}

fn item(p: &ParagraphView) -> Item {
    let mut entries = Vec::new();
    if p.hidden {
        entries.push(Entry {
            text: "متن این بند محرمانه است و تنها برای کسانی نشان داده می‌شود که اجازهٔ دیدن آن را دارند.".into(),
            ..Entry::default()
        });
    }
    if !p.text.is_empty() {
        entries.push(Entry {
            label: "مذاکرات:".into(),
            text: Text::typed(&p.text),
            aside: Text::default(),
        });
    }
    entries.extend(p.outcomes.iter().map(entry));
    let about = p.request.as_deref().map(digits::persian);
    Item {
        number: Text::number(p.number, Locale::Fa),
        title: Text::typed(&p.title),
        about: about.map_or_else(Text::default, |number| {
            Text::made(format!("درخواست {}", Text::ltr(&number).as_str()))
        }),
        entries,
    }
}

fn entry(outcome: &MinutesOutcome) -> Entry {
    let day = outcome.due_on.map(|day| JalaliDate::from_gregorian(day).persian());
    let who = outcome.who.as_ref().map(|who| Text::typed(&who.name).within());
    let aside = match (who, day) {
        (Some(who), Some(day)) => format!("{who}، تا {day}"),
        (Some(who), None) => who,
        (None, Some(day)) => format!("تا {day}"),
        (None, None) => String::new(),
    };
    Entry {
        label: Text::made(format!("{}:", outcome.kind.label_fa())),
        text: Text::typed(&outcome.text),
        aside: Text::made(aside),
    }
}

/// The chair and the secretary; those who were there sign beside their names.
fn signatures(minutes: &MinutesView) -> Vec<Signature> {
    let place = |role: &'static str, name: Text| Signature {
        role: role.into(),
        name,
        note: Text::default(),
    };
    let chair = Text::typed(minutes.head.chair.as_deref().unwrap_or_default());
    vec![place("رئیس جلسه", chair), place("دبیر جلسه", Text::default())]
}
