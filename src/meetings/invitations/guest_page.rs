//! The page that a guest's link opens, Persian as their mails: what they are invited to, the question, and the papers
//! that are for them. Whole in itself, in the style of the page on which approvals are decided.

use askama::Template;

use super::guest_links::{GuestPaper, Question};
use crate::error::{Locale, Result};
use crate::html::Html;
use crate::meetings::model::Answer;
use crate::notifications::format::{Row, Shown};
use crate::notifications::model::{Fact, Label, Value};

#[derive(Template)]
#[template(path = "meetings/templates/invitation.html")]
struct Page<'a> {
    locale: Locale,
    title: &'static str,
    says: &'static str,
    ask: Option<Ask<'a>>,
}

struct Ask<'a> {
    who: &'a str,
    /// Whether they can still answer.
    open: bool,
    papers: Vec<Links>,
    fault: bool,
    title: Shown,
    facts: Vec<Row>,
    answer: Option<Answer>,
}

/// A paper, and where it is in each form.
struct Links {
    name: &'static str,
    forms: Vec<(&'static str, String)>,
}

fn links(token: &str, paper: GuestPaper, pdf: bool) -> Links {
    let forms = [("خواندن", "html"), ("PDF", "pdf"), ("Word", "docx")];
    let forms = forms.into_iter().filter(|(_, form)| pdf || *form != "pdf");
    Links {
        name: match paper {
            GuestPaper::Agenda => "دستور جلسه",
            GuestPaper::Minutes => "صورت‌جلسه",
        },
        forms: forms
            .map(|(name, form)| (name, format!("/invitation/{token}/{paper}.{form}")))
            .collect(),
    }
}

/// The page that asks; once more when the form named no answer. `pdf`: whether papers are to be had as PDF.
///
/// # Errors
/// 500: the template failed.
pub fn ask(q: &Question, token: &str, pdf: bool, fault: bool) -> Result<Html> {
    let meeting = &q.meeting;
    let fact = |label, value| Row::fact(&Fact::new(label, value), Locale::Fa);
    let chair = meeting.chair.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let mut facts = vec![
        fact(Label::StartsAt, Value::Time(meeting.starts_at)),
        fact(Label::Place, Value::Text(meeting.place.clone())),
        fact(Label::Chair, Value::Text(chair)),
    ];
    facts.retain(|row| !row.value.is_empty());
    Html::of(
        &Page {
            locale: Locale::Fa,
            title: if q.open {
                "پاسخ به دعوت"
            } else {
                "سندهای جلسه"
            },
            says: if q.open {
                "از شما برای شرکت در این جلسه دعوت شده است. تا یکی از دکمه‌های زیر را نزنید، چیزی ثبت نمی‌شود."
            } else {
                "سندهای این جلسه که برای شماست در زیر آمده است."
            },
            ask: Some(Ask {
                who: &q.who,
                open: q.open,
                papers: q.papers.iter().map(|paper| links(token, *paper, pdf)).collect(),
                fault,
                title: Shown::typed(&meeting.series.title),
                facts,
                answer: q.answer,
            }),
        },
        Locale::Fa,
    )
}

/// The page after an answer.
///
/// # Errors
/// 500: the template failed.
pub fn done(answer: Answer) -> Result<Html> {
    Html::of(
        &Page {
            locale: Locale::Fa,
            title: "پاسخ شما ثبت شد",
            says: match answer {
                Answer::Accept | Answer::Substitute => {
                    "سپاسگزاریم؛ منتظر دیدار شما هستیم. تا آغاز جلسه می‌توانید با همین پیوند پاسخ خود را تغییر دهید."
                }
                Answer::Tentative => "سپاسگزاریم. هرگاه برنامهٔ شما روشن شد، با همین پیوند پاسخ نهایی را بدهید.",
                Answer::Decline => {
                    "سپاسگزاریم که خبر دادید. تا آغاز جلسه می‌توانید با همین پیوند پاسخ خود را تغییر دهید."
                }
            },
            ask: None,
        },
        Locale::Fa,
    )
}

/// The page of every link that does not work, whatever the cause.
///
/// # Errors
/// 500: the template failed.
pub fn dead() -> Result<Html> {
    Html::of(
        &Page {
            locale: Locale::Fa,
            title: "این پیوند کار نمی‌کند",
            says: "شاید جلسه آغاز شده، لغو شده یا به تعویق افتاده باشد، یا نامهٔ تازه‌تری با پیوندی تازه برای شما فرستاده شده باشد.",
            ask: None,
        },
        Locale::Fa,
    )
}
