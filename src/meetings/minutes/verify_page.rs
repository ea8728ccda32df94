//! The page of verification, Persian or English: which minutes a code belongs to, and whether a text that somebody holds
//! is the approved one. Whole in itself: no script, no font and no picture.

use askama::Template;

use super::model::Verification;
use crate::error::{Locale, Result};
use crate::html::Html;
use crate::notifications::format::{Row, Shown};
use crate::notifications::model::{Fact, Label, Value};
use crate::persian::digits;

#[derive(Template)]
#[template(path = "meetings/templates/verify.html")]
struct Page<'a> {
    locale: Locale,
    title: &'static str,
    says: &'static str,
    series: Option<Shown>,
    facts: Vec<Row>,
    /// Good or bad, and in words.
    verdict: Option<(bool, &'static str)>,
    typed: &'a str,
}

/// The page of a code that belongs to approved minutes.
///
/// # Errors
/// 500: the template failed.
pub fn found(v: &Verification, typed: &str, locale: Locale) -> Result<Html> {
    let row = |label: &'static str, value| Row { label, value };
    let number = match locale {
        Locale::Fa => digits::number(i64::from(v.number)),
        Locale::En => v.number.to_string(),
    };
    let fact = |label, value| Row::fact(&Fact::new(label, value), locale);
    let facts = vec![
        row(locale.pick("شمارهٔ جلسه", "Meeting number"), Shown::typed(&number)),
        fact(Label::HeldOn, Value::Date(v.held_on)),
        row(
            locale.pick("تاریخ تأیید", "Approved on"),
            fact(Label::HeldOn, Value::Date(v.approved_at.date_tehran())).value,
        ),
        fact(Label::TextVersion, Value::Number(i64::from(v.text_version))),
        row(
            locale.pick("شمار اصلاحیه‌ها", "Addenda"),
            fact(Label::Addendum, Value::Number(v.addenda)).value,
        ),
        fact(Label::Fingerprint, Value::Ltr(v.hash.clone())),
    ];
    let verdict = match (v.intact, v.matches) {
        (false, _) => Some((
            false,
            locale.pick(
                "متنی که در سامانه نگهداری می‌شود با این شناسه نمی‌خواند. لطفاً مدیر ارتباطات را آگاه کنید.",
                "What the system keeps does not have this fingerprint. Please tell the director of communications.",
            ),
        )),
        (true, Some(true)) => Some((
            true,
            locale.pick(
                "این شناسه، شناسهٔ متن تأییدشدهٔ این صورت‌جلسه است.",
                "This fingerprint is that of the approved text.",
            ),
        )),
        (true, Some(false)) => Some((
            false,
            locale.pick(
                "این شناسه از متن تأییدشدهٔ این صورت‌جلسه نیست؛ متنی که در دست دارید یا تغییر کرده یا نسخهٔ دیگری است.",
                "This fingerprint is not that of the approved text: what you hold was changed, or is another version.",
            ),
        )),
        (true, None) => None,
    };
    Html::of(
        &Page {
            locale,
            title: locale.pick("راستی‌آزمایی صورت‌جلسه", "Verification of minutes"),
            says: locale.pick(
                "این کد به صورت‌جلسهٔ تأییدشدهٔ زیر تعلق دارد.",
                "This code belongs to the following approved minutes.",
            ),
            series: Some(Shown::typed(&v.series)),
            facts,
            verdict,
            typed,
        },
        locale,
    )
}

/// The page of a code that belongs to nothing.
///
/// # Errors
/// 500: the template failed.
pub fn unknown(locale: Locale) -> Result<Html> {
    Html::of(
        &Page {
            locale,
            title: locale.pick("کد شناخته نشد", "Unknown code"),
            says: locale.pick(
                "صورت‌جلسهٔ تأییدشده‌ای با این کد نیست. کد را از روی صورت‌جلسه دوباره وارد کنید.",
                "There are no approved minutes with this code. Please copy it from the minutes once more.",
            ),
            series: None,
            facts: Vec::new(),
            verdict: None,
            typed: "",
        },
        locale,
    )
}
