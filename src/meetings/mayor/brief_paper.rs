//! The brief for a meeting with the mayor on paper: what there is to decide on the first page, then a page for each subject with
//! its history, what it costs, and room for what the mayor says. What does not fit on a page is counted.

use super::model::{BriefEvent, BriefPromise, BriefRequest, BriefSubject, BriefView};
use crate::config::Settings;
use crate::error::Locale;
use crate::export::paper::{Block, Cell, Column, Entry, Fact, Item, Paper, Table, Text, Tone};
use crate::meetings::papers::agenda as papers;
use crate::notifications::format::cut;
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;

/// Papers are Persian.
const LANGUAGE: Locale = Locale::Fa;
/// Rows of requests and of promises that a page has room for.
const ROWS: usize = 8;
/// Characters of what somebody wrote that a page has room for: of the one request, and of a line of the history.
const DESCRIPTION: usize = 700;
const SAID: usize = 160;

/// The paper of a brief.
pub fn paper(brief: &BriefView, settings: &Settings) -> Paper {
    let day = JalaliDate::from_gregorian(brief.starts_at.date_tehran()).full();
    let time = digits::persian(&brief.starts_at.in_tehran().format("%H:%M").to_string());
    let number = (brief.number > 0).then_some(brief.number);
    let mut facts = vec![
        Fact::new("زمان", Text::made(format!("{day}، ساعت {time}"))),
        Fact::new("مکان", Text::typed(&brief.place)),
        Fact::new("موضوع‌ها", count(brief.subjects.len(), "موضوع")),
        Fact::new("جمع مبلغ‌ها", total(brief).map(rials).unwrap_or_default()),
    ];
    facts.retain(|fact| !fact.value.is_empty());
    let title = papers::titled(&Text::typed(&brief.series).within(), number);
    Paper {
        language: LANGUAGE,
        letterhead: papers::letterhead(settings, number, brief.starts_at),
        title: Text::from("گزارش برای شهردار"),
        subtitle: Text::typed(&brief.series),
        // What is private is in it.
        mark: Text::from("محرمانه"),
        facts,
        blocks: blocks(brief),
        footer: Text::made(format!("گزارش {title}")),
        ..Paper::default()
    }
}

fn blocks(brief: &BriefView) -> Vec<Block> {
    let subjects = &brief.subjects;
    match subjects.as_slice() {
        [] => vec![Block::Note {
            text: Text::from("هنوز موضوعی در دستور این جلسه نیست."),
        }],
        // One fits below the head.
        [subject] => page(subject),
        _ => {
            let mut blocks = vec![Block::Table(contents(subjects))];
            for subject in subjects {
                blocks.push(Block::Page);
                blocks.extend(page(subject));
            }
            blocks
        }
    }
}

/// What it costs in all; nothing when nothing costs.
fn total(brief: &BriefView) -> Option<i64> {
    let amounts = brief.subjects.iter().filter_map(|s| s.total_rials);
    amounts.reduce(i64::saturating_add)
}

/// The first page: what is asked.
fn contents(subjects: &[BriefSubject]) -> Table {
    let row = |s: &BriefSubject| {
        vec![
            Cell::of(Text::number(s.position, LANGUAGE)),
            Cell::default()
                .and(Tone::Strong, Text::typed(&s.title))
                .and(Tone::Plain, Text::typed(&cut(&s.asked, SAID))),
            Cell::of(units(&s.requests)),
            Cell::of(s.total_rials.map(figures).unwrap_or_default()),
        ]
    };
    Table {
        columns: vec![
            Column::centered("ردیف", 8),
            Column::new("موضوع و آنچه خواسته می‌شود", 50),
            Column::new("واحد", 24),
            Column::centered("مبلغ", 20),
        ],
        rows: subjects.iter().map(row).collect(),
    }
}

fn page(subject: &BriefSubject) -> Vec<Block> {
    let mut blocks = vec![Block::Item(head(subject))];
    if subject.requests.len() > 1 {
        blocks.push(heading("درخواست‌های این موضوع"));
        blocks.push(Block::Table(requests(&subject.requests)));
        blocks.extend(more(subject.requests.len(), "درخواست"));
    }
    if !subject.promises.is_empty() {
        blocks.push(heading("تعهدها"));
        blocks.push(Block::Table(promises(&subject.promises)));
        blocks.extend(more(subject.promises.len(), "تعهد"));
    }
    if !subject.history.is_empty() {
        blocks.push(heading("سابقه"));
        blocks.push(Block::Table(history(&subject.history)));
    }
    let said = subject.decision.as_deref().map(Text::typed);
    blocks.push(Block::Table(Table {
        columns: vec![Column::new("دستور شهردار", 1)],
        // Room for a hand.
        rows: vec![vec![Cell::of(said.unwrap_or_else(|| Text::from("\n\n\n")))]],
    }));
    blocks
}

fn heading(text: &'static str) -> Block {
    Block::Heading { text: text.into() }
}

/// What it is, and what is asked.
fn head(subject: &BriefSubject) -> Item {
    let since = |day| JalaliDate::from_gregorian(day).persian();
    let mut about = vec![units(&subject.requests).as_str().to_owned()];
    if let [one] = subject.requests.as_slice() {
        about.extend(one.number.as_ref().map(|n| format!("درخواست {}", number(n).as_str())));
        about.push(Text::typed(&one.category).within());
    }
    about.extend(
        subject
            .requests
            .iter()
            .map(|r| r.since)
            .min()
            .map(|day| format!("از {}", since(day))),
    );
    if subject.meetings > 0 {
        about.push(format!("مطرح‌شده در {} جلسه", digits::number(subject.meetings)));
    }
    let entry = |label: &'static str, text: Text, aside: Text| Entry {
        label: label.into(),
        text,
        aside,
    };
    let waits = Text::made(format!("در انتظار طرح از {}", since(subject.waits_since)));
    let mut entries = vec![entry("آنچه خواسته می‌شود", Text::typed(&subject.asked), waits)];
    entries.extend(
        subject
            .total_rials
            .map(|amount| entry("مبلغ", rials(amount), Text::default())),
    );
    if let [one] = subject.requests.as_slice()
        && !one.description.is_empty()
    {
        let text = Text::typed(&cut(&one.description, DESCRIPTION));
        entries.push(entry("شرح", text, Text::default()));
    }
    Item {
        number: Text::number(subject.position, LANGUAGE),
        title: Text::typed(&subject.title),
        about: Text::made(about.join(" · ")),
        entries,
    }
}

fn requests(of: &[BriefRequest]) -> Table {
    let row = |r: &BriefRequest| {
        vec![
            Cell::of(r.number.as_deref().map(number).unwrap_or_default()),
            Cell::of(Text::typed(&r.unit.name)),
            Cell::of(Text::typed(&cut(&r.title, SAID))),
            Cell::of(Text::made(JalaliDate::from_gregorian(r.since).persian())),
            Cell::of(r.amount_rials.map(figures).unwrap_or_default()),
        ]
    };
    Table {
        columns: vec![
            Column::centered("شماره", 14),
            Column::new("واحد", 22),
            Column::new("درخواست", 32),
            Column::centered("از", 14),
            Column::centered("مبلغ", 20),
        ],
        rows: of.iter().take(ROWS).map(row).collect(),
    }
}

fn promises(of: &[BriefPromise]) -> Table {
    let day = |day| JalaliDate::from_gregorian(day).persian();
    let row = |p: &BriefPromise| {
        let moved = (p.first_due_on != p.due_on).then(|| format!("نخست: {}", day(p.first_due_on)));
        vec![
            Cell::of(p.who.as_ref().map(|who| Text::typed(&who.name)).unwrap_or_default()),
            Cell::of(Text::typed(&cut(&p.text, SAID))),
            Cell::of(Text::made(day(p.due_on))).and(Tone::Muted, Text::made(moved.unwrap_or_default())),
            Cell::of(Text::typed(&p.standing_text)),
        ]
    };
    Table {
        columns: vec![
            Column::new("متعهد", 24),
            Column::new("تعهد", 40),
            Column::centered("موعد", 18),
            Column::new("وضعیت", 18),
        ],
        rows: of.iter().take(ROWS).map(row).collect(),
    }
}

fn history(of: &[BriefEvent]) -> Table {
    let row = |e: &BriefEvent| {
        let said = e.said.as_deref().map(|said| Text::typed(&cut(said, SAID)));
        vec![
            Cell::of(Text::made(JalaliDate::from_gregorian(e.on).persian())),
            Cell::of(Text::typed(&e.what)),
            Cell::of(said.unwrap_or_default()),
        ]
    };
    let mut rows: Vec<_> = of.iter().map(row).collect();
    // The same of several requests on one day is said once.
    rows.dedup();
    Table {
        columns: vec![
            Column::centered("تاریخ", 16),
            Column::new("رویداد", 26),
            Column::new("شرح", 58),
        ],
        rows,
    }
}

/// How many rows have no room.
fn more(all: usize, what: &str) -> Option<Block> {
    let left = all.checked_sub(ROWS).filter(|left| *left > 0)?;
    Some(Block::Note {
        text: Text::made(format!("و {} دیگر.", count(left, what).as_str())),
    })
}

fn count(n: usize, what: &str) -> Text {
    let n = i64::try_from(n).unwrap_or(i64::MAX);
    Text::made(format!("{} {what}", digits::number(n)))
}

/// The units, each once.
fn units(requests: &[BriefRequest]) -> Text {
    let mut names: Vec<&str> = requests.iter().map(|r| r.unit.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    let shown = names.iter().take(ROWS).map(|name| Text::typed(name).within());
    let mut shown: Vec<_> = shown.collect();
    if let Some(left) = names.len().checked_sub(ROWS).filter(|left| *left > 0) {
        shown.push(format!("{} دیگر", count(left, "واحد").as_str()));
    }
    Text::made(shown.join("، "))
}

fn number(number: &str) -> Text {
    Text::ltr(&digits::persian(number))
}

fn rials(amount: i64) -> Text {
    Text::rials(amount, LANGUAGE)
}

/// In a column, where the words stand elsewhere.
fn figures(amount: i64) -> Text {
    Text::made(digits::rials(amount))
}
