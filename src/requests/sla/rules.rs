//! The lines of a set of policies, and which of them applies: pure.
//!
//! The most specific line wins: the one that the routing rule named, then one for the category and the priority, then one
//! for the category, then one for the priority, then the default. The order in which they stand says nothing.

use serde::{Deserialize, Serialize};

use crate::deadlines::Policy;
use crate::error::{FieldCode, FieldError, Locale};
use crate::persian::text;
use crate::requests::Category;
use crate::routing::Priority;

/// What is asked of the lines: for which request.
#[derive(Debug, Clone, Copy)]
pub struct Kind<'n> {
    /// Its category.
    pub category: Category,
    /// Its priority.
    pub priority: Priority,
    /// The line that the rule which routed it named.
    pub named: Option<&'n str>,
}

/// How long requests of a category and a priority may take, or those of rules that name this line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": null, "category": "petty_cash", "priority": null, "triage_minutes": 420, "first_response_minutes": 840, "resolve_minutes": 4200 }))]
pub struct Line {
    /// Only for what a routing rule sends here by this name; `null`: for what it says of category and priority.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 60)]
    pub name: Option<String>,
    /// Of this category; `null`: of any.
    pub category: Option<Category>,
    /// Of this priority; `null`: of any.
    pub priority: Option<Priority>,
    /// Until somebody has decided where it goes, working minutes.
    #[schema(minimum = 1, maximum = 525_600)]
    pub triage_minutes: u32,
    /// Until the filer first hears from us, working minutes.
    #[schema(minimum = 1, maximum = 525_600)]
    pub first_response_minutes: u32,
    /// Until it is done, working minutes.
    #[schema(minimum = 1, maximum = 525_600)]
    pub resolve_minutes: u32,
}

impl Line {
    /// The budgets of its clocks.
    pub const fn policy(&self) -> Policy {
        Policy {
            triage_minutes: self.triage_minutes,
            first_response_minutes: self.first_response_minutes,
            resolve_minutes: self.resolve_minutes,
        }
    }

    /// Whether it is for requests of this kind.
    pub fn matches(&self, kind: Kind<'_>) -> bool {
        if self.name.is_some() {
            return self.name.as_deref() == kind.named;
        }
        self.category.is_none_or(|own| own == kind.category) && self.priority.is_none_or(|own| own == kind.priority)
    }

    /// The greater, the more specific.
    fn rank(&self) -> (bool, bool, bool) {
        (self.name.is_some(), self.category.is_some(), self.priority.is_some())
    }
}

/// Whether there is a line of this name.
pub fn has_named(lines: &[Line], name: &str) -> bool {
    lines.iter().any(|line| line.name.as_deref() == Some(name))
}

/// The line that applies, and where it stands.
pub fn choose<'l>(lines: &'l [Line], kind: Kind<'_>) -> Option<(usize, &'l Line)> {
    let matching = lines.iter().enumerate().filter(|(_, l)| l.matches(kind));
    matching.max_by_key(|(_, line)| line.rank())
}

/// What keeps a set from being saved: no default, two lines for the same, a name together with other conditions, or a
/// request that may be done before anybody has looked at it.
pub fn check(lines: &[Line]) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if !lines.iter().any(|l| l.rank() == (false, false, false)) {
        errors.push(FieldError::with(
            "/policies",
            FieldCode::Required,
            "یک سطر پیش‌فرض، بی دسته و بی اولویت، لازم است.",
            "Wants a default: a line without category and priority.",
        ));
    }
    for (i, line) in lines.iter().enumerate() {
        let same =
            |other: &Line| (&other.name, other.category, other.priority) == (&line.name, line.category, line.priority);
        if lines[..i].iter().any(same) {
            errors.push(FieldError::with(
                format!("/policies/{i}"),
                FieldCode::Conflict,
                "برای همین نام، یا همین دسته و اولویت، سطر دیگری هست.",
                "There is another line for this name, or for this category and priority.",
            ));
        }
        errors.extend(line.name.as_deref().and_then(|name| check_name(i, line, name)));
        for (name, minutes) in [
            ("triage_minutes", line.triage_minutes),
            ("first_response_minutes", line.first_response_minutes),
        ] {
            if minutes > line.resolve_minutes {
                errors.push(FieldError::with(
                    format!("/policies/{i}/{name}"),
                    FieldCode::Conflict,
                    "این زمان از زمان انجام بیشتر است.",
                    "This is more than the time to resolve.",
                ));
            }
        }
    }
    errors
}

/// Characters of a line's name, at most.
const LONGEST_NAME: usize = 60;

fn check_name(i: usize, line: &Line, name: &str) -> Option<FieldError> {
    let at = format!("/policies/{i}/name");
    if text::key(name).is_empty() {
        return Some(FieldError::new(at, FieldCode::Required));
    }
    if name.chars().count() > LONGEST_NAME {
        return Some(FieldError::with(
            at,
            FieldCode::TooLong,
            "حداکثر ۶۰ نویسه پذیرفته می‌شود.",
            "At most 60 characters.",
        ));
    }
    (line.category.is_some() || line.priority.is_some()).then(|| {
        FieldError::with(
            at,
            FieldCode::Conflict,
            "سطر نام‌دار را قاعدهٔ ارجاع برمی‌گزیند؛ دسته و اولویت ندارد.",
            "A line with a name is chosen by routing rules: it has no category and no priority.",
        )
    })
}

/// Why a line is or is not the one that applies, in words.
pub fn reason(line: &Line, kind: Kind<'_>, chosen: bool, locale: Locale) -> &'static str {
    if line.name.is_some() {
        return if chosen {
            locale.pick(
                "قاعده‌ای که درخواست را ارجاع داد آن را نام برده است",
                "named by the rule that routed it",
            )
        } else {
            locale.pick(
                "تنها برای قاعده‌هایی است که آن را نام می‌برند",
                "only for rules that name it",
            )
        };
    }
    let other_category = line.category.is_some_and(|own| own != kind.category);
    let other_priority = line.priority.is_some_and(|own| own != kind.priority);
    match (other_category, other_priority) {
        (true, true) => locale.pick("برای دسته و اولویت دیگری است", "for another category and priority"),
        (true, false) => locale.pick("برای دستهٔ دیگری است", "for another category"),
        (false, true) => locale.pick("برای اولویت دیگری است", "for another priority"),
        (false, false) if !chosen => locale.pick("سطر دقیق‌تری هست", "a more specific line applies"),
        (false, false) => match line.rank() {
            (_, true, true) => locale.pick("برای همین دسته و اولویت است", "for this category and priority"),
            (_, true, false) => locale.pick("برای همین دسته است", "for this category"),
            (_, false, true) => locale.pick("برای همین اولویت است", "for this priority"),
            (_, false, false) => locale.pick("پیش‌فرض است", "the default"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(category: Option<Category>, priority: Option<Priority>, resolve_minutes: u32) -> Line {
        Line {
            name: None,
            category,
            priority,
            triage_minutes: 60,
            first_response_minutes: 60,
            resolve_minutes,
        }
    }

    fn kind(category: Category, priority: Priority) -> Kind<'static> {
        Kind {
            category,
            priority,
            named: None,
        }
    }

    fn named(name: &str) -> Line {
        Line {
            name: Some(name.to_owned()),
            ..line(None, None, 90)
        }
    }

    #[test]
    fn a_line_with_a_name_is_for_those_who_name_it_and_goes_before_all_others() {
        let lines = [
            line(None, None, 1000),
            named("رویداد"),
            line(Some(Category::Other), None, 700),
        ];
        let chosen = |named| {
            let kind = Kind {
                named,
                ..kind(Category::Other, Priority::Normal)
            };
            choose(&lines, kind).map(|(i, _)| i)
        };
        assert_eq!(chosen(None), Some(2));
        assert_eq!(chosen(Some("رویداد")), Some(1));
        // It was there when the rule was saved, and has gone since.
        assert_eq!(chosen(Some("دیگر")), Some(2));
    }

    #[test]
    fn a_name_stands_alone_once_and_is_no_default() {
        let pointers = |lines: &[Line]| check(lines).into_iter().map(|e| e.pointer).collect::<Vec<_>>();
        assert_eq!(pointers(&[named("الف"), line(None, None, 60), named("ب")]), [""; 0]);
        assert_eq!(pointers(&[named("الف")]), ["/policies"]);
        let both = Line {
            priority: Some(Priority::Urgent),
            ..named("ب")
        };
        let lines = [
            line(None, None, 60),
            named("الف"),
            named("الف"),
            named(" "),
            named(&"ب".repeat(61)),
            both,
        ];
        assert_eq!(
            pointers(&lines),
            [
                "/policies/2",
                "/policies/3/name",
                "/policies/4/name",
                "/policies/5/name"
            ]
        );
    }

    #[test]
    fn the_most_specific_line_applies_wherever_it_stands() {
        let cash = Some(Category::PettyCash);
        let urgent = Some(Priority::Urgent);
        let mut lines = vec![
            line(None, None, 1000),
            line(None, urgent, 500),
            line(cash, None, 700),
            line(cash, urgent, 300),
        ];
        for _ in 0..lines.len() {
            for (category, priority, wanted) in [
                (Category::PettyCash, Priority::Urgent, 300),
                (Category::PettyCash, Priority::Normal, 700),
                (Category::Budget, Priority::Urgent, 500),
                (Category::Budget, Priority::VeryUrgent, 1000),
            ] {
                let (at, chosen) = choose(&lines, kind(category, priority)).unwrap();
                assert_eq!(chosen.resolve_minutes, wanted, "{category} {priority}");
                assert_eq!(&lines[at], chosen);
            }
            lines.rotate_left(1);
        }
        assert_eq!(choose(&lines[..0], kind(Category::Other, Priority::Normal)), None);
    }

    #[test]
    fn a_set_has_a_default_no_line_twice_and_no_first_step_longer_than_the_whole() {
        let pointers = |lines: &[Line]| check(lines).into_iter().map(|e| e.pointer).collect::<Vec<_>>();
        assert_eq!(pointers(&[line(None, None, 60)]), [""; 0]);
        assert_eq!(pointers(&[]), ["/policies"]);
        let cash = Some(Category::PettyCash);
        assert_eq!(
            pointers(&[line(None, None, 60), line(cash, None, 90), line(cash, None, 80)]),
            ["/policies/2"]
        );
        assert_eq!(
            pointers(&[line(None, None, 59)]),
            ["/policies/0/triage_minutes", "/policies/0/first_response_minutes"]
        );
    }

    #[test]
    fn every_line_says_why() {
        let lines = [line(None, None, 1000), line(Some(Category::PettyCash), None, 700)];
        let told = |category| {
            let kind = kind(category, Priority::Normal);
            let (chosen, _) = choose(&lines, kind).unwrap();
            let one = |(i, l)| reason(l, kind, i == chosen, Locale::En);
            lines.iter().enumerate().map(one).collect::<Vec<_>>()
        };
        assert_eq!(
            told(Category::PettyCash),
            ["a more specific line applies", "for this category"]
        );
        assert_eq!(told(Category::Budget), ["the default", "for another category"]);
    }
}
