//! A digest as a mail: HTML and its plain-text twin.

use std::borrow::Borrow;

use askama::Template;

use super::rules::Group;
use crate::accounts::Actor;
use crate::db::Cx;
use crate::error::{Error, Locale, Result};
use crate::notifications::format::{Shown, cut};
use crate::notifications::inbox::Row;
use crate::notifications::letterhead::{Letter, Letterhead};
use crate::notifications::model::{Kind, Why};
use crate::notifications::render::Rendered;
use crate::notifications::texts::{Both, Texts, texts};
use crate::notifications::{unsubscribe, words};
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;

/// Things in a mail; the rest are counted.
const GROUPS: usize = 40;
/// News of a thing; of more the newest.
const LINES: usize = 5;
/// Characters of what somebody wrote.
const QUOTE: usize = 160;

/// What is said about one thing.
struct Block {
    number: Option<Shown>,
    title: Option<Shown>,
    link: Option<String>,
    /// How many older ones are left out.
    older: Option<String>,
    lines: Vec<Line>,
}

struct Section {
    heading: &'static str,
    blocks: Vec<Block>,
}

struct Line {
    headline: &'static str,
    actor: Option<Shown>,
    quote: Option<Shown>,
}

struct Content {
    locale: Locale,
    texts: Texts,
    letter: Letter,
    name: Shown,
    day: String,
    /// What waits for the reader, and the rest; what is empty is not shown.
    sections: [Section; 2],
    rest: Option<String>,
    link: String,
    preferences: String,
    why: &'static str,
}

impl Content {
    fn say(&self, both: impl Borrow<Both>) -> &'static str {
        both.borrow().text(self.locale)
    }

    fn direction(&self) -> &'static str {
        self.locale.pick("rtl", "ltr")
    }

    fn side(&self) -> &'static str {
        self.locale.pick("right", "left")
    }

    /// What programs show beside the subject.
    fn preheader(&self) -> String {
        let blocks = self.sections.iter().flat_map(|section| &section.blocks);
        let titles: Vec<_> = blocks
            .filter_map(|block| block.title.as_ref())
            .take(3)
            .map(|title| title.plain.as_str())
            .collect();
        cut(&titles.join(self.locale.pick("، ", ", ")), 150)
    }
}

#[derive(Template)]
#[template(path = "notifications/templates/digest.html")]
struct Html<'a> {
    c: &'a Content,
}

#[derive(Template)]
#[template(path = "notifications/templates/digest.txt")]
struct Text<'a> {
    c: &'a Content,
}

/// The mail of these groups.
///
/// # Errors
/// 500: a template failed.
pub(super) fn render(cx: &Cx, reader: &Actor, groups: &[Group], letterhead: &Letterhead) -> Result<Rendered> {
    let locale = reader.locale;
    let block = |group: &Group| block(cx, group, locale);
    let shown = groups.iter().take(GROUPS);
    let rest = groups.len().saturating_sub(GROUPS);
    let content = Content {
        locale,
        texts: texts(Kind::Digest, Why::Digest),
        letter: letterhead.letter(&cx.settings, locale),
        name: Shown::typed_within(&cut(&reader.name, 100), locale),
        day: day(cx, locale),
        sections: [
            Section {
                heading: words::WAITS_FOR_YOU.text(locale),
                blocks: shown.clone().filter(|group| group.waits).map(block).collect(),
            },
            Section {
                heading: words::OTHER_NEWS.text(locale),
                blocks: shown.filter(|group| !group.waits).map(block).collect(),
            },
        ],
        rest: (rest > 0).then(|| match locale {
            Locale::Fa => format!("و {} مورد دیگر", digits::persian(&rest.to_string())),
            Locale::En => format!("and {rest} more"),
        }),
        link: format!("{}/notifications", cx.settings.base_url),
        preferences: format!("{}{}", cx.settings.base_url, unsubscribe::PREFERENCES),
        why: words::why(Why::Digest).text(locale),
    };
    let failed = |e: askama::Error| Error::internal("a digest could not be rendered", e);
    Ok(Rendered {
        subject: subject(groups, &content),
        text: Text { c: &content }.render().map_err(failed)?,
        html: Html { c: &content }.render().map_err(failed)?,
    })
}

fn day(cx: &Cx, locale: Locale) -> String {
    let today = cx.now.date_tehran();
    match locale {
        Locale::Fa => JalaliDate::from_gregorian(today).full(),
        Locale::En => today.format("%Y-%m-%d").to_string(),
    }
}

fn subject(groups: &[Group], content: &Content) -> String {
    let waiting = groups.iter().filter(|group| group.waits).count();
    let headline = content.texts.headline.text(content.locale);
    let day = &content.day;
    match (content.locale, waiting) {
        (Locale::Fa, 0) => format!("{headline}، {day}"),
        (Locale::Fa, n) => {
            let n = digits::persian(&n.to_string());
            format!("{headline}، {day}: {n} مورد در انتظار شما")
        }
        (Locale::En, 0) => format!("{headline}, {day}"),
        (Locale::En, 1) => format!("{headline}, {day}: 1 thing waits for you"),
        (Locale::En, n) => format!("{headline}, {day}: {n} things wait for you"),
    }
}

fn block(cx: &Cx, group: &Group, locale: Locale) -> Block {
    // Of one thing all say the same, as it is now: the newest.
    let newest = group.rows.last();
    let older = group.rows.len().saturating_sub(LINES);
    let title = newest.map(|row| row.title.as_str()).filter(|title| !title.is_empty());
    let link = newest.and_then(|row| row.path.as_deref());
    // The page of the thing, not the place of one comment on it.
    let link = link.and_then(|path| path.split('#').next());
    Block {
        number: newest
            .filter(|row| !row.label.is_empty())
            .map(|row| Shown::numbers(&cut(&row.label, 40), locale)),
        title: title.map(|title| Shown::typed_within(&cut(title, 200), locale)),
        link: link.map(|path| format!("{}{path}", cx.settings.base_url)),
        older: (older > 0).then(|| match locale {
            Locale::Fa => format!("{} خبر پیش‌تر", digits::persian(&older.to_string())),
            Locale::En => format!("{older} earlier"),
        }),
        lines: group.rows.iter().skip(older).map(|row| line(row, locale)).collect(),
    }
}

fn line(row: &Row, locale: Locale) -> Line {
    let typed = |text: &Option<String>, max| {
        let text = text.as_deref().filter(|text| !text.trim().is_empty())?;
        Some(Shown::typed_within(&cut(text, max), locale))
    };
    Line {
        headline: texts(row.kind, row.why).headline.text(locale),
        actor: typed(&row.actor, 100),
        quote: typed(&row.quote, QUOTE),
    }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
