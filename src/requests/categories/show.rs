//! Details as lines to read: label and value, in the order of the form. Driven by the schema, so a new field shows
//! itself everywhere once it has a label.

use serde_json::Value;

use super::{Category, schema, texts};
use crate::error::Locale;
use crate::persian::digits;
use crate::persian::jalali::JalaliDate;

/// Label and value of every field that is filled in. A list has one line, a list of entries one line per entry.
pub fn lines(category: Category, details: &Value, locale: Locale) -> Vec<(String, String)> {
    let root = schema::schema(category, locale);
    rows(root, root, details, locale)
}

fn rows(root: &Value, form: &Value, details: &Value, locale: Locale) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    for field in form["x-order"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let node = &form["properties"][field];
        let label = node["title"].as_str().unwrap_or(field);
        match &details[field] {
            Value::Null => {}
            Value::Array(entries) if holds_forms(root, node) => {
                for (i, entry) in entries.iter().enumerate() {
                    let label = if entries.len() > 1 {
                        format!("{label} {}", counted(i + 1, locale))
                    } else {
                        label.to_owned()
                    };
                    rows.push((label, one(root, &node["items"], entry, locale)));
                }
            }
            Value::Array(entries) => {
                let each: Vec<_> = entries
                    .iter()
                    .map(|entry| one(root, &node["items"], entry, locale))
                    .collect();
                rows.push((label.to_owned(), each.join(locale.pick("؛ ", "; "))));
            }
            value => rows.push((label.to_owned(), one(root, node, value, locale))),
        }
    }
    rows
}

fn holds_forms(root: &Value, node: &Value) -> bool {
    schema::resolve(root, &node["items"]).1["type"] == "object"
}

fn counted(n: usize, locale: Locale) -> String {
    let n = n.to_string();
    locale.pick(&digits::persian(&n), &n).to_owned()
}

/// One value as text. An entry of a list is its fields in a row, the first one bare because it names the entry.
fn one(root: &Value, node: &Value, value: &Value, locale: Locale) -> String {
    let (kind, target) = schema::resolve(root, node);
    match value {
        Value::Object(_) => {
            let fields = rows(root, target, value, locale).into_iter().enumerate();
            let texts = fields.map(|(i, (label, text))| if i == 0 { text } else { format!("{label}: {text}") });
            texts.collect::<Vec<_>>().join(locale.pick("، ", ", "))
        }
        Value::Number(number) => amount(kind, number.as_i64().unwrap_or_default(), locale),
        Value::String(text) if kind == "Day" => day(text, locale),
        Value::String(word) => texts::words(kind)
            .find(|w| w.name == word)
            .map_or(word.as_str(), |w| w.label.text(locale))
            .to_owned(),
        Value::Null | Value::Bool(_) | Value::Array(_) => value.to_string(),
    }
}

fn amount(kind: &str, n: i64, locale: Locale) -> String {
    match (kind, locale) {
        ("Rials", Locale::Fa) => digits::rials(n),
        ("Rials", Locale::En) => format!("{} Rials", grouped(n)),
        // A year is not a quantity: no separator.
        ("FiscalYear", Locale::Fa) => digits::persian(&n.to_string()),
        ("FiscalYear", Locale::En) => n.to_string(),
        (_, Locale::Fa) => digits::number(n),
        (_, Locale::En) => grouped(n),
    }
}

fn grouped(n: i64) -> String {
    digits::latin(&digits::number(n)).replace('\u{066C}', ",")
}

fn day(iso: &str, locale: Locale) -> String {
    match (iso.parse(), locale) {
        (Ok(date), Locale::Fa) => JalaliDate::from_gregorian(date).long(),
        (Ok(_), Locale::En) | (Err(_), _) => iso.to_owned(),
    }
}

/// The texts that a person typed, without dates, numbers and the words of fixed lists.
pub fn typed_texts(category: Category, details: &Value) -> Vec<String> {
    let root = schema::schema(category, Locale::Fa);
    let mut texts = Vec::new();
    collect(root, root, details, &mut texts);
    texts
}

fn collect(root: &Value, node: &Value, value: &Value, texts: &mut Vec<String>) {
    let (kind, target) = schema::resolve(root, node);
    match value {
        Value::String(text) if matches!(kind, "ShortText" | "LongText") => texts.push(text.clone()),
        Value::Array(entries) => entries
            .iter()
            .for_each(|entry| collect(root, &target["items"], entry, texts)),
        Value::Object(map) => {
            for field in target["x-order"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str)
            {
                if let Some(inner) = map.get(field) {
                    collect(root, &target["properties"][field], inner, texts);
                }
            }
        }
        Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
