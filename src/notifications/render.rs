//! A notice made into a mail: subject, HTML and its plain-text twin, in the reader's language. Everything that
//! people typed is tidied and cut here and escaped by the templates.

use std::borrow::Borrow;

use askama::Template;

use super::format::{Row, Shown, cut, lines, one_line};
use super::letterhead::Letter;
use super::model::{Kind, Notice, Recipient};
use super::texts::{Both, Texts, Tone, texts};
use super::words::{self, Subject, subject_of};
use crate::error::{Error, Locale, Result};

/// Characters of a title that go into the subject; mail programs show about this many.
const SUBJECT_TITLE: usize = 80;
/// Characters of a title shown above the text.
const TITLE: usize = 300;
/// Characters of a reason shown; the rest is a click away, and large mails are cut off by some programs.
const QUOTE: usize = 4000;

/// A mail, rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line: `[#1405-0042] ارجاع درخواست: …`.
    pub subject: String,
    pub text: String,
    pub html: String,
}

/// What both templates show.
struct Content {
    locale: Locale,
    texts: Texts,
    letter: Letter,
    about: Subject,
    name: Shown,
    /// The thread's, if there is one; else the headline stands in its place.
    title: Option<Shown>,
    rows: Vec<Row>,
    quote: Vec<Shown>,
    link: Option<String>,
    secret: bool,
    /// The person who is away and in whose place the reader gets it; takes the place of `why`.
    in_place_of: Option<Shown>,
    why: &'static str,
}

impl Content {
    /// The text in the reader's language. Templates pass fields as values and constants as references.
    fn say(&self, both: impl Borrow<Both>) -> &'static str {
        both.borrow().text(self.locale)
    }

    /// What is said of a link that is nobody else's.
    fn secret_words(&self) -> &'static str {
        self.say(match self.about {
            Subject::Meeting => words::YOURS,
            Subject::Request
            | Subject::Theme
            | Subject::Commitment
            | Subject::Absence
            | Subject::Calendar
            | Subject::Webhook
            | Subject::Mail
            | Subject::Account => words::SECRET,
        })
    }

    /// What the title is the title of.
    fn about(&self) -> &'static str {
        self.about.title().text(self.locale)
    }

    /// What programs show beside the subject.
    fn preheader(&self) -> &'static str {
        self.say(self.texts.lead)
    }

    fn direction(&self) -> &'static str {
        self.locale.pick("rtl", "ltr")
    }

    /// The side that lines start on.
    fn side(&self) -> &'static str {
        self.locale.pick("right", "left")
    }
}

#[derive(Template)]
#[template(path = "notifications/templates/mail.html")]
struct Html<'a> {
    c: &'a Content,
}

#[derive(Template)]
#[template(path = "notifications/templates/mail.txt")]
struct Text<'a> {
    c: &'a Content,
}

/// Renders a notice for one person; for the substitute of somebody who is away the mail says so.
///
/// # Errors
/// `Internal` when the notice's link is no absolute `http(s)` address.
pub fn render_for(notice: &Notice, to: &Recipient, in_place_of: Option<&str>, letter: &Letter) -> Result<Rendered> {
    if let Some(link) = &notice.link {
        check_link(link)?;
    }
    let content = Content {
        in_place_of: in_place_of.map(|name| Shown::typed_within(&cut(name, 100), to.locale)),
        ..content(notice, to, letter)
    };
    let failed = |e: askama::Error| Error::internal("a mail could not be rendered", e);
    Ok(Rendered {
        subject: subject(notice, &content),
        text: Text { c: &content }.render().map_err(failed)?,
        html: Html { c: &content }.render().map_err(failed)?,
    })
}

fn content(notice: &Notice, to: &Recipient, letter: &Letter) -> Content {
    let locale = to.locale;
    let texts = texts(notice.kind, to.why);
    Content {
        locale,
        letter: letter.clone(),
        about: subject_of(notice.kind),
        name: Shown::typed_within(&cut(&to.name, 100), locale),
        title: notice
            .thread
            .as_ref()
            .map(|t| Shown::typed_within(&cut(&t.title, TITLE), locale)),
        rows: rows(notice, locale, &texts),
        quote: lines(notice.quote.as_deref().unwrap_or_default(), QUOTE)
            .iter()
            .map(|line| Shown::typed(line))
            .collect(),
        link: notice.link.clone(),
        secret: notice.secret_link,
        in_place_of: None,
        why: words::why(to.why).text(locale),
        texts,
    }
}

fn rows(notice: &Notice, locale: Locale, texts: &Texts) -> Vec<Row> {
    let number = notice.thread.as_ref().map(|t| Row {
        label: subject_of(notice.kind).number().text(locale),
        value: Shown::numbers(&cut(&t.label, 40), locale),
    });
    let actor = notice.actor.as_deref().map(|actor| Row {
        label: texts.by.text(locale),
        value: Shown::typed_within(&cut(actor, 200), locale),
    });
    let facts = notice.facts.iter().map(|fact| Row::fact(fact, locale));
    number
        .into_iter()
        .chain(actor)
        .chain(facts)
        .filter(|row| !row.value.is_empty())
        .collect()
}

fn subject(notice: &Notice, content: &Content) -> String {
    let headline = content.texts.headline.text(content.locale);
    let Some(thread) = &notice.thread else {
        return headline.to_owned();
    };
    let title = cut(&one_line(&thread.title), SUBJECT_TITLE);
    let tag = if is_number(notice.kind, &thread.label) {
        format!("[#{}] ", thread.label)
    } else {
        String::new()
    };
    let colon = if title.is_empty() { "" } else { ": " };
    format!("{tag}{headline}{colon}{title}")
}

/// Whether a reply can be recognised by this label: only a request's plain number makes a tag.
fn is_number(kind: Kind, label: &str) -> bool {
    let plain = label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    subject_of(kind) == Subject::Request && plain && (1..=40).contains(&label.len())
}

/// Links come from this program's own settings; one that is not plain http(s) is a mistake to stop, not to send.
fn check_link(link: &str) -> Result<()> {
    let absolute = link.starts_with("https://") || link.starts_with("http://");
    if absolute && link.chars().all(|c| c.is_ascii_graphic()) {
        Ok(())
    } else {
        Err(Error::internal("a mail's link is no web address", link.to_owned()))
    }
}

impl Tone {
    /// The class that dark themes recolour.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Active => "active",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Returned => "returned",
        }
    }

    /// Background and ink of the pill on a light page; every pair is at least 4.5:1.
    pub(super) fn colours(self) -> (&'static str, &'static str) {
        match self {
            Self::Neutral => ("#e8eef0", "#3d4e57"),
            Self::Active => ("#dcf1f2", "#005a66"),
            Self::Waiting => ("#fcefd2", "#734600"),
            Self::Done => ("#e0f3e4", "#1b5e2d"),
            Self::Returned => ("#fce6e6", "#992020"),
        }
    }
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
