//! The head and the foot of mails, which administrators change: texts with two names to be filled in, and a colour. What
//! would not look right cannot be saved. Kept in memory under a stamp, for every mail asks for it.

use std::sync::Arc;

use super::format::one_line;
use super::inbox_model::{LetterheadView, PutLetterhead, SampleMail};
use super::letterhead_store as store;
use super::model::{Fact, Kind, Label, Notice, Recipient, Thing, Thread, Value, Why};
use super::{policy, render, words};
use crate::accounts::Actor;
use crate::audit::{self, Entry};
use crate::config::Settings;
use crate::db::kept::{self, Kept, Subject};
use crate::db::{Conn, Cx};
use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::ids::RequestId;
use crate::persian::text;
use crate::resource::Expected;

/// The colour that is there by itself.
const ACCENT: &str = "#006775";
/// Lines of the foot.
const FOOTER_LINES: usize = 6;
/// The least contrast of white on the colour, and of the colour on white (WCAG 2.2, 1.4.3).
const CONTRAST: f64 = 4.5;

static KEPT: Kept<Letterhead> = Kept::new(Subject::Letterhead);

/// Head and foot as they are kept; what is empty is as it is by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    pub heading_fa: String,
    pub heading_en: String,
    pub footer_fa: String,
    pub footer_en: String,
    pub accent: String,
    pub version: i32,
}

/// Head and foot of one mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub heading: String,
    pub footer: Vec<String>,
    /// A colour of CSS, with enough contrast on white and below white.
    pub accent: String,
}

impl Letterhead {
    /// For a reader of this language.
    pub fn letter(&self, settings: &Settings, locale: Locale) -> Letter {
        let filled = |text: &str| fill(text, settings);
        let heading = locale.pick(&self.heading_fa, &self.heading_en);
        let footer = locale.pick(&self.footer_fa, &self.footer_en);
        let or = |text: &str, other: &str| {
            if text.is_empty() {
                other.to_owned()
            } else {
                filled(text)
            }
        };
        Letter {
            heading: or(heading, words::NAME.text(locale)),
            footer: or(footer, words::SIGNATURE.text(locale))
                .lines()
                .map(one_line)
                .filter(|line| !line.is_empty())
                .collect(),
            accent: if self.accent.is_empty() {
                ACCENT.to_owned()
            } else {
                self.accent.clone()
            },
        }
    }
}

/// What may stand in a text to be filled in.
const NAMES: [&str; 2] = ["{organization}", "{office}"];

fn fill(text: &str, settings: &Settings) -> String {
    let [organization, office] = NAMES;
    text.replace(organization, &settings.organization)
        .replace(office, &settings.organization_office)
}

/// Head and foot of now.
///
/// # Errors
/// Only the database's.
pub fn current(c: &mut Conn) -> Result<Arc<Letterhead>> {
    KEPT.get(c, store::find)
}

/// Head and foot, for who looks after mail.
///
/// # Errors
/// 403.
pub fn get(c: &mut Conn, actor: &Actor) -> Result<LetterheadView> {
    if !policy::may_read_outbox(actor) {
        return Err(Error::not_your_right());
    }
    store::find(c).map(view)
}

fn view(row: Letterhead) -> LetterheadView {
    LetterheadView {
        heading_fa: row.heading_fa,
        heading_en: row.heading_en,
        footer_fa: row.footer_fa,
        footer_en: row.footer_en,
        accent: row.accent,
        version: row.version,
    }
}

/// Puts head and foot, if mails look right with them.
///
/// # Errors
/// 403, 412, 422 for what would not look right, each place named.
pub fn put(c: &mut Conn, cx: &Cx, actor: &Actor, expected: &Expected, body: &PutLetterhead) -> Result<LetterheadView> {
    if !policy::may_change_letterhead(actor) {
        return Err(Error::not_your_right());
    }
    let before = store::find(c)?;
    if !expected.holds(before.version) {
        return Err(Error::stale(&view(before)));
    }
    let after = Letterhead {
        version: before.version + 1,
        ..checked(body)?
    };
    // What no rule has thought of shows when it is tried.
    for locale in Locale::ALL {
        sample(cx, &after, *locale)?;
    }
    if !store::save(c, cx.now, before.version, &after)? {
        return Err(Error::stale(&view(store::find(c)?)));
    }
    kept::changed(c, Subject::Letterhead)?;
    let entry = Entry {
        subject: "letterhead",
        subject_id: 1,
        action: "changed",
        actor: Some(actor.id),
        from: None,
        to: None,
        data: serde_json::json!({ "heading_fa": after.heading_fa, "heading_en": after.heading_en, "footer_fa": after.footer_fa, "footer_en": after.footer_en, "accent": after.accent }),
    };
    audit::record(c, cx, &entry)?;
    Ok(view(after))
}

/// How a mail would look with this, in the caller's language; nothing is kept.
///
/// # Errors
/// 403, 422.
pub fn try_out(cx: &Cx, actor: &Actor, body: &PutLetterhead, locale: Locale) -> Result<SampleMail> {
    if !policy::may_change_letterhead(actor) {
        return Err(Error::not_your_right());
    }
    sample(cx, &checked(body)?, locale)
}

fn checked(body: &PutLetterhead) -> Result<Letterhead> {
    let mut wrong = Vec::new();
    let mut line = |pointer: &str, typed: &str| {
        let tidy = one_line(typed);
        wrong.extend(broken(&tidy).map(|(fa, en)| FieldError::with(pointer, FieldCode::Invalid, fa, en)));
        tidy
    };
    let (heading_fa, heading_en) = (
        line("/heading_fa", &body.heading_fa),
        line("/heading_en", &body.heading_en),
    );
    let mut lines = |pointer: &str, typed: &str| {
        let tidy = text::tidy(typed);
        wrong.extend(broken(&tidy).map(|(fa, en)| FieldError::with(pointer, FieldCode::Invalid, fa, en)));
        if tidy.lines().count() > FOOTER_LINES {
            let (fa, en) = ("حداکثر ۶ سطر پذیرفته می‌شود.", "At most 6 lines.");
            wrong.push(FieldError::with(pointer, FieldCode::TooLong, fa, en));
        }
        tidy
    };
    let (footer_fa, footer_en) = (
        lines("/footer_fa", &body.footer_fa),
        lines("/footer_en", &body.footer_en),
    );
    let accent = body.accent.trim().to_ascii_lowercase();
    if !accent.is_empty() {
        match contrast_with_white(&accent) {
            None => wrong.push(FieldError::with(
                "/accent",
                FieldCode::Invalid,
                "رنگ با # و شش رقم شانزده‌شانزدهی نوشته می‌شود، مانند #006775.",
                "A colour is # and six hexadecimal digits, such as #006775.",
            )),
            Some(contrast) if contrast < CONTRAST => wrong.push(FieldError::with(
                "/accent",
                FieldCode::Invalid,
                "این رنگ بر زمینهٔ سفید خوانا نیست؛ رنگ تیره‌تری برگزینید.",
                "This colour is not readable on white; choose a darker one.",
            )),
            Some(_) => {}
        }
    }
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    Ok(Letterhead {
        heading_fa,
        heading_en,
        footer_fa,
        footer_en,
        accent,
        ..Letterhead::default()
    })
}

/// What is wrong with a text: a name that is not known, or a brace that stands alone.
fn broken(text: &str) -> Option<(String, String)> {
    let rest = NAMES.iter().fold(text.to_owned(), |text, name| text.replace(name, ""));
    if !rest.contains(['{', '}']) {
        return None;
    }
    let known = NAMES.join(" ");
    Some((
        format!("در آکولاد فقط یکی از این نام‌ها می‌آید: {known}"),
        format!("Between braces stands one of these names: {known}"),
    ))
}

/// The contrast of a colour and white (WCAG 2.2, relative luminance); none: it is no colour.
fn contrast_with_white(colour: &str) -> Option<f64> {
    let digits = colour
        .strip_prefix('#')
        .filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(digits.get(at..at + 2)?, 16).ok()?) / 255.0;
        Some(if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        })
    };
    let luminance = 0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?;
    Some(1.05 / (luminance + 0.05))
}

/// A mail that shows what mails have: it has to come out whole in both twins.
fn sample(cx: &Cx, letterhead: &Letterhead, locale: Locale) -> Result<SampleMail> {
    let notice = Notice {
        kind: Kind::InfoAsked,
        thread: Some(Thread {
            about: Thing::Request(RequestId(42)),
            label: "1405-0042".to_owned(),
            title: locale.pick("خرید دوربین عکاسی", "A camera").to_owned(),
        }),
        actor: Some(locale.pick("مدیر ارتباطات", "Director of communications").to_owned()),
        facts: vec![Fact::new(Label::Amount, Value::Rials(12_500_000))],
        quote: Some(
            locale
                .pick("چند برگ پیش‌فاکتور دارید؟", "How many quotations do you have?")
                .to_owned(),
        ),
        link: Some(format!("{}/requests/1405-0042", cx.settings.base_url)),
        secret_link: false,
    };
    let reader = Recipient {
        user_id: crate::ids::UserId(0),
        name: locale.pick("مدیر روابط عمومی", "Head of public relations").to_owned(),
        email: "sample@example.org".to_owned(),
        locale,
        why: Why::Filed,
    };
    let letter = letterhead.letter(&cx.settings, locale);
    let rendered = render::render_for(&notice, &reader, None, &letter)?;
    let lost = letter.footer.iter().any(|line| !rendered.text.contains(line.as_str()));
    if lost || !rendered.html.contains(&letter.accent) || !rendered.html.contains("</html>") {
        return Err(Error::refused(
            "",
            FieldCode::Invalid,
            "نامهٔ نمونه با این سربرگ درست ساخته نشد.",
            "A sample mail did not come out right with this.",
        ));
    }
    Ok(SampleMail {
        subject: rendered.subject,
        text: rendered.text,
        html: rendered.html,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(heading: &str, footer: &str, accent: &str) -> PutLetterhead {
        PutLetterhead {
            heading_fa: heading.to_owned(),
            heading_en: String::new(),
            footer_fa: footer.to_owned(),
            footer_en: String::new(),
            accent: accent.to_owned(),
        }
    }

    fn faults(body: &PutLetterhead) -> Vec<String> {
        match checked(body) {
            Ok(_) => Vec::new(),
            Err(Error::Invalid(faults)) => faults.into_iter().map(|f| f.pointer).collect(),
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn what_would_not_look_right_is_not_taken() {
        assert_eq!(
            faults(&body("{organization}", "{office}\nتلفن: 013-33221100", "#7A1F2B")),
            [""; 0]
        );
        for (wrong, pointer) in [
            (body("{city}", "", ""), "/heading_fa"),
            (body("{organization", "", ""), "/heading_fa"),
            (body("", "{{office}}", ""), "/footer_fa"),
            (body("", "1\n2\n3\n4\n5\n6\n7", ""), "/footer_fa"),
            (body("", "", "red"), "/accent"),
            (body("", "", "#12345g"), "/accent"),
            (body("", "", "#ffcc00"), "/accent"),
        ] {
            assert_eq!(faults(&wrong), [pointer], "{wrong:?}");
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        assert!((contrast_with_white("#000000").unwrap() - 21.0).abs() < 0.01);
        assert!((contrast_with_white("#ffffff").unwrap() - 1.0).abs() < 0.01);
        assert!((contrast_with_white("#767676").unwrap() - 4.54).abs() < 0.01);
        assert!(contrast_with_white(ACCENT).unwrap() > CONTRAST);
    }
}
