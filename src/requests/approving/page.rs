//! The page that an approver's link opens, Persian or English: what is to be decided, and the question once more. Whole
//! in itself: no script, no font and no picture, and its one style is named by its hash in the page's policy.

use askama::Template;

use super::links::{Fault, Question};
use crate::accounts::UserRef;
use crate::approvals::Verdict;
use crate::approvals::model::{StepState, StepView};
use crate::approvals::rules::Rule;
use crate::error::{Locale, Result};
use crate::html::Html;
use crate::notifications::format::{Row, Shown};
use crate::notifications::model::{Fact, Label, Value};
use crate::persian::{digits, words};
use crate::requests::categories;

#[derive(Template)]
#[template(path = "requests/approving/templates/approve.html")]
struct Page<'a> {
    locale: Locale,
    title: &'static str,
    says: &'static str,
    ask: Option<Ask<'a>>,
}

/// The question with all that is to be known for it.
struct Ask<'a> {
    q: &'a Question,
    fault: Option<&'static str>,
    typed: &'a str,
    title: Shown,
    facts: Vec<Row>,
    description: Vec<Shown>,
    details: Vec<(&'a str, Shown)>,
    steps: Vec<String>,
}

/// The page that asks; once more with what is wrong with the form, and what was typed.
///
/// # Errors
/// 500: the template failed.
pub fn ask(q: &Question, fault: Option<Fault>, typed: &str, locale: Locale) -> Result<Html> {
    Html::of(
        &Page {
            locale,
            title: locale.pick("تصمیم دربارهٔ درخواست", "Decide on a request"),
            says: locale.pick(
                "این درخواست در انتظار تصمیم شماست. تا یکی از دکمه‌های زیر را نزنید، چیزی ثبت نمی‌شود.",
                "This request waits for your decision. Nothing is recorded until you press one of the buttons below.",
            ),
            ask: Some(Ask {
                q,
                fault: fault.map(|f| told(f, locale)),
                typed,
                title: Shown::typed(&q.approval.request.title),
                facts: facts(q, locale),
                description: q.approval.request.description.lines().map(Shown::typed).collect(),
                details: q.details.iter().map(|(l, v)| (l.as_str(), Shown::typed(v))).collect(),
                steps: q.approval.steps.iter().map(|s| step(s, locale)).collect(),
            }),
        },
        locale,
    )
}

/// The page after a decision.
///
/// # Errors
/// 500: the template failed.
pub fn done(verdict: Verdict, locale: Locale) -> Result<Html> {
    let (title, says) = match verdict {
        Verdict::Approved => (
            locale.pick("تأیید شما ثبت شد", "Your approval is recorded"),
            locale.pick(
                "سپاسگزاریم. این پیوند دیگر کار نمی‌کند.",
                "Thank you. This link works no more.",
            ),
        ),
        Verdict::Rejected => (
            locale.pick("رد درخواست ثبت شد", "Your refusal is recorded"),
            locale.pick(
                "درخواست‌کننده و مسئول اقدام با دلیل شما آگاه می‌شوند. این پیوند دیگر کار نمی‌کند.",
                "The requester and the owner are told, with your reason. This link works no more.",
            ),
        ),
        Verdict::Returned => (
            locale.pick("درخواست برای تکمیل عودت شد", "The request is returned for changes"),
            locale.pick(
                "درخواست‌کننده با دلیل شما آگاه می‌شود. پس از تکمیل، تأیید از نو درخواست می‌شود. این پیوند دیگر کار نمی‌کند.",
                "The requester is told, with your reason; afterwards approval is asked for anew. This link works no more.",
            ),
        ),
    };
    Html::of(
        &Page {
            locale,
            title,
            says,
            ask: None,
        },
        locale,
    )
}

/// The page of every link that does not work, whatever the cause.
///
/// # Errors
/// 500: the template failed.
pub fn dead(locale: Locale) -> Result<Html> {
    Html::of(
        &Page {
        locale,
        title: locale.pick("این پیوند کار نمی‌کند", "This link does not work"),
        says: locale.pick(
            "شاید پیش‌تر به کار رفته یا مهلت آن گذشته باشد، تصمیم گرفته شده باشد، یا درخواست تغییر کرده باشد. آنچه در انتظار شماست در سامانه پیداست.",
            "It may have been used, or have run out; it may be decided, or the request may have changed. What waits for you is in the system.",
        ),
        ask: None,
    },
 locale)
}

fn told(fault: Fault, locale: Locale) -> &'static str {
    match fault {
        Fault::NoDecision => locale.pick("یکی از سه تصمیم را برگزینید.", "Choose one of the three decisions."),
        Fault::NoReason => locale.pick(
            "برای رد یا عودت، دلیل را بنویسید.",
            "To reject or return it, please say why.",
        ),
        Fault::TooLong => locale.pick("دلیل حداکثر ۴۰۰۰ نویسه است.", "A reason has at most 4000 characters."),
    }
}

fn facts(q: &Question, locale: Locale) -> Vec<Row> {
    let approval = &q.approval;
    let request = &approval.request;
    let row = |label: &'static str, value| Row { label, value };
    let fact = |label, text: String| Row::fact(&Fact::new(label, Value::Text(text)), locale);
    let name = |person: &Option<UserRef>| person.as_ref().map(|p| p.name.clone()).unwrap_or_default();
    let number = request.number.clone().unwrap_or_default();
    let number = match locale {
        Locale::Fa => digits::persian(&number),
        Locale::En => number,
    };
    let mut facts = vec![
        row(
            locale.pick("شمارهٔ پیگیری", "Request number"),
            Shown::ltr(&number, locale),
        ),
        fact(Label::Category, categories::title(request.category, locale).to_owned()),
        fact(Label::Unit, request.unit.name.clone()),
        fact(Label::Filer, name(&request.filer)),
    ];
    if let Some(amount) = approval.amount_rials.filter(|n| *n > 0) {
        facts.push(Row::fact(&Fact::new(Label::Amount, Value::Rials(amount)), locale));
        if locale == Locale::Fa {
            facts.push(row("مبلغ به حروف", Shown::typed(&words::rials_in_words(amount))));
        }
    }
    let asked_by = locale.pick("درخواست‌کنندهٔ تأیید", "Approval asked by");
    facts.push(row(asked_by, Shown::typed(&name(&approval.asked_by))));
    let note = approval.note.as_deref().unwrap_or_default();
    facts.push(row(locale.pick("یادداشت", "Note"), Shown::typed(note)));
    facts.retain(|row| !row.value.is_empty());
    facts
}

/// A step in a line: whom it asks, how many of them, where it stands.
fn step(step: &StepView, locale: Locale) -> String {
    let many = match (step.rule, step.needed) {
        (Rule::All, _) => locale.pick("، همگی", ", all of them").to_owned(),
        (Rule::NOf, Some(n)) => match locale {
            Locale::Fa => format!("، {} نفر", digits::number(i64::from(n))),
            Locale::En => format!(", {n} of them"),
        },
        (Rule::One | Rule::NOf, _) => String::new(),
    };
    let state = match step.state {
        StepState::Skipped => locale.pick("لازم نیست", "not needed"),
        StepState::Waiting => locale.pick("در نوبت", "comes later"),
        StepState::Open => locale.pick("در انتظار تصمیم", "waits for a decision"),
        StepState::Passed => locale.pick("تأییدشده", "approved"),
        StepState::Rejected => locale.pick("ردشده", "refused"),
        StepState::Returned => locale.pick("عودت‌شده", "returned"),
        StepState::Cancelled => locale.pick("لغوشده", "cancelled"),
    };
    format!("{}{many}: {state}", step.label)
}
