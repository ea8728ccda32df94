//! What a validator found, told to people: what was expected, in both languages, limits as numbers.
//!
//! Each keyword that our schemas use has words of its own here; tests/api/messages.rs walks them all and fails when one
//! has not. A `pattern` says nothing to people, so each one that is used has its sentence in [`PATTERNS`].

use jsonschema::JsonType;
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use serde_json::Value;

use crate::error::{FieldCode, FieldError, Locale, Said, said};
use crate::persian::digits;

/// The patterns of our schemas in words: pattern, Persian, English.
pub const PATTERNS: &[(&str, &str, &str)] = &[
    (r"\S", "نباید خالی باشد.", "Must not be blank."),
    (
        "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$",
        "تاریخی میلادی از سال ۱۹۰۰ به بعد لازم است، مانند 2026-11-23.",
        "Wants a Gregorian day from 1900 on, such as 2026-11-23.",
    ),
    (
        "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
        "ساعتی از شبانه‌روز لازم است، مانند 07:30؛ پایان روز 24:00 است.",
        "Wants a time of the day, such as 07:30; its end is 24:00.",
    ),
];

/// The formats of our schemas in words: format, Persian, English.
const FORMATS: &[(&str, &str, &str)] = &[
    (
        "date",
        "تاریخی میلادی لازم است، مانند 2026-11-23.",
        "Wants a Gregorian day, such as 2026-11-23.",
    ),
    (
        "date-time",
        "زمانی میلادی با منطقهٔ زمانی لازم است، مانند 2026-11-23T11:48:28Z.",
        "Wants an instant with its time zone, such as 2026-11-23T11:48:28Z.",
    ),
];

/// The code and the words of a finding. Findings that name other fields (`required`, unknown ones, `oneOf`) are taken
/// apart by the caller.
pub fn of(kind: &Kind) -> (FieldCode, Said) {
    use FieldCode::{Invalid, OutOfRange, TooLong, TooShort, WrongType};
    match kind {
        Kind::Type { kind } => (WrongType, wrong_type(kind)),
        Kind::MaxLength { limit } => (
            TooLong,
            counted(*limit, "حداکثر {} نویسه پذیرفته می‌شود.", "At most {} characters."),
        ),
        Kind::MinLength { limit } => (
            TooShort,
            counted(*limit, "دست‌کم {} نویسه لازم است.", "At least {} characters."),
        ),
        Kind::MaxItems { limit } => (
            TooLong,
            counted(*limit, "حداکثر {} مورد پذیرفته می‌شود.", "At most {} items."),
        ),
        Kind::MinItems { limit } => (
            TooShort,
            counted(*limit, "دست‌کم {} مورد لازم است.", "At least {} items."),
        ),
        Kind::MaxProperties { limit } => (
            TooLong,
            counted(*limit, "حداکثر {} فیلد پذیرفته می‌شود.", "At most {} fields."),
        ),
        Kind::MinProperties { limit } => (
            TooShort,
            counted(*limit, "دست‌کم {} فیلد لازم است.", "At least {} fields."),
        ),
        Kind::Maximum { limit } => (
            OutOfRange,
            limited(limit, "نباید بیشتر از {} باشد.", "Not more than {}."),
        ),
        Kind::Minimum { limit } => (
            OutOfRange,
            limited(limit, "نباید کمتر از {} باشد.", "Not less than {}."),
        ),
        Kind::ExclusiveMaximum { limit } => (
            OutOfRange,
            limited(limit, "باید کمتر از {} باشد.", "Must be less than {}."),
        ),
        Kind::ExclusiveMinimum { limit } => (
            OutOfRange,
            limited(limit, "باید بیشتر از {} باشد.", "Must be more than {}."),
        ),
        Kind::Enum { options: all } => (Invalid, one_of(&options(all))),
        Kind::Constant { expected_value } => (
            Invalid,
            one_of(&options(&Value::Array(vec![Value::clone(expected_value)]))),
        ),
        Kind::Pattern { pattern } => (Invalid, looked_up(PATTERNS, pattern)),
        Kind::Format { format } => (Invalid, looked_up(FORMATS, format)),
        Kind::UniqueItems => (Invalid, said("هیچ موردی نباید تکرار شود.", "No item may come twice.")),
        _ => (Invalid, general()),
    }
}

fn general() -> Said {
    said(FieldCode::Invalid.text(Locale::Fa), FieldCode::Invalid.text(Locale::En))
}

fn counted(limit: u64, fa: &str, en: &str) -> Said {
    numbered(&limit.to_string(), fa, en)
}

/// A schema's limits are floats to the library that writes it: 10 is said, not 10.0.
fn limited(limit: &Value, fa: &str, en: &str) -> Said {
    let whole = limit.as_f64().filter(|n| n.fract() == 0.0);
    numbered(&whole.map_or_else(|| limit.to_string(), |n| format!("{n:.0}")), fa, en)
}

fn numbered(number: &str, fa: &str, en: &str) -> Said {
    said(fa.replace("{}", &digits::persian(number)), en.replace("{}", number))
}

fn looked_up(table: &[(&str, &str, &str)], key: &str) -> Said {
    let found = table.iter().find(|(name, ..)| *name == key);
    found.map_or_else(general, |(_, fa, en)| said(*fa, *en))
}

/// That one of these words is wanted.
pub fn one_of<S: AsRef<str>>(words: &[S]) -> Said {
    let words: Vec<_> = words.iter().map(AsRef::as_ref).collect();
    said(
        format!("یکی از این‌ها لازم است: {}.", words.join("، ")),
        format!("Wants one of: {}.", words.join(", ")),
    )
}

fn options(all: &Value) -> Vec<String> {
    let word = |option: &Value| option.as_str().map_or_else(|| option.to_string(), str::to_owned);
    let all = all.as_array().into_iter().flatten();
    all.filter(|option| !option.is_null()).map(word).collect()
}

/// The types that would do; that nothing at all would do too (`null`) is left unsaid.
fn wrong_type(kind: &TypeKind) -> Said {
    let types: Vec<JsonType> = match kind {
        TypeKind::Single(one) => vec![*one],
        TypeKind::Multiple(set) => set.iter().filter(|one| *one != JsonType::Null).collect(),
    };
    let name = |one: &JsonType| match one {
        JsonType::Null => ("null", "null"),
        JsonType::Boolean => ("true یا false", "true or false"),
        JsonType::Integer => ("عدد صحیح، بدون گیومه،", "a whole number, without quotation marks"),
        JsonType::Number => ("عدد، بدون گیومه،", "a number, without quotation marks"),
        JsonType::String => ("متن", "text"),
        JsonType::Array => ("فهرست", "a list"),
        JsonType::Object => ("شیء JSON", "a JSON object"),
    };
    let (fa, en): (Vec<_>, Vec<_>) = types.iter().map(name).unzip();
    said(
        format!("{} لازم است.", fa.join(" یا ")),
        format!("Wants {}.", en.join(" or ")),
    )
}

/// For what fits its schema and still cannot be read: a number beyond its type, a day that no calendar has.
pub fn unreadable(pointer: String, value: Option<&Value>) -> FieldError {
    if value.is_some_and(Value::is_number) {
        return FieldError::with(
            pointer,
            FieldCode::OutOfRange,
            "این عدد بیش از اندازه بزرگ یا کوچک است.",
            "This number is too large or too small.",
        );
    }
    FieldError::with(
        pointer,
        FieldCode::Invalid,
        "این مقدار پذیرفتنی نیست: چنین تاریخ، زمان یا مقداری وجود ندارد.",
        "There is no such day, time or value.",
    )
}
