//! JSON Schema as the one check of what comes in: everything that does not fit, each with its pointer, its code and a
//! text in both languages.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jsonschema::Validator;
use jsonschema::error::{TypeKind, ValidationErrorKind};
use serde_json::Value;

use crate::error::{Error, FieldCode, FieldError, Locale, Result};
use crate::persian::{digits, text};

/// A title or a name: tidied, and refused when no letter or digit is left of it.
///
/// # Errors
/// `Invalid` at the pointer.
pub fn required_line(pointer: &str, typed: &str) -> Result<String> {
    let line = text::tidy_line(typed);
    if text::key(&line).is_empty() {
        Err(Error::field(pointer, FieldCode::Required))
    } else {
        Ok(line)
    }
}

/// U+0000 has no place in a text column of PostgreSQL, and none in a text of people.
pub fn refuse_nul(value: &Value, at: &str, errors: &mut Vec<FieldError>) {
    match value {
        Value::String(s) if s.contains('\0') => errors.push(FieldError::new(at, FieldCode::Invalid)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, v)| refuse_nul(v, &format!("{at}/{i}"), errors)),
        Value::Object(map) => map
            .iter()
            .for_each(|(k, v)| refuse_nul(v, &format!("{at}/{}", escape(k)), errors)),
        _ => {}
    }
}

/// A key as a part of a JSON pointer (RFC 6901).
pub fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Compiles a JSON Schema (2020-12), formats included.
///
/// # Errors
/// 500: our own schema is broken.
pub fn compile(schema: &Value) -> Result<Validator> {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(schema)
        .map_err(|e| Error::internal("a schema is broken", e.to_string()))
}

/// [`check`] against a schema that is compiled once under `name`.
///
/// # Errors
/// 500: our own schema is broken.
pub fn check_cached(name: &'static str, schema: &Value, value: &Value, base: &str) -> Result<Vec<FieldError>> {
    static COMPILED: LazyLock<RwLock<HashMap<&'static str, Arc<Validator>>>> = LazyLock::new(RwLock::default);
    let found = COMPILED
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .get(name)
        .cloned();
    let validator = if let Some(found) = found {
        found
    } else {
        let compiled = Arc::new(compile(schema)?);
        COMPILED
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(name, Arc::clone(&compiled));
        compiled
    };
    Ok(check(&validator, value, base))
}

/// Everything that does not fit, each with its pointer below `base`.
pub fn check(validator: &Validator, value: &Value, base: &str) -> Vec<FieldError> {
    let mut errors: Vec<FieldError> = Vec::new();
    for e in validator.iter_errors(value) {
        let at = format!("{base}{}", e.instance_path());
        explain(&at, e.kind(), &e.to_string(), &mut errors);
    }
    errors.dedup();
    errors
}

fn explain(at: &str, kind: &ValidationErrorKind, text: &str, out: &mut Vec<FieldError>) {
    use ValidationErrorKind as K;
    let digits = |n: &dyn std::fmt::Display| digits::persian(&n.to_string());
    let one = |code, fa: String, en: String| FieldError::with(at, code, fa, en);
    out.push(match kind {
        K::Required { property } => FieldError::new(
            format!("{at}/{}", escape(property.as_str().unwrap_or_default())),
            FieldCode::Required,
        ),
        K::AdditionalProperties { unexpected } | K::UnevaluatedProperties { unexpected } => {
            out.extend(
                unexpected
                    .iter()
                    .map(|name| FieldError::new(format!("{at}/{}", escape(name)), FieldCode::NotAllowed)),
            );
            return;
        }
        K::Type { kind } => one(FieldCode::WrongType, wrong_type_fa(kind), text.to_owned()),
        K::MaxLength { limit } => one(
            FieldCode::TooLong,
            format!("حداکثر {} نویسه پذیرفته می‌شود.", digits(limit)),
            format!("At most {limit} characters."),
        ),
        K::MinLength { limit } => one(
            FieldCode::TooShort,
            format!("دست‌کم {} نویسه لازم است.", digits(limit)),
            format!("At least {limit} characters."),
        ),
        K::MaxItems { limit } => one(
            FieldCode::TooLong,
            format!("حداکثر {} مورد پذیرفته می‌شود.", digits(limit)),
            format!("At most {limit} items."),
        ),
        K::MinItems { limit } => one(
            FieldCode::TooShort,
            format!("دست‌کم {} مورد لازم است.", digits(limit)),
            format!("At least {limit} items."),
        ),
        K::Maximum { limit } | K::ExclusiveMaximum { limit } => one(
            FieldCode::OutOfRange,
            format!("نباید بیشتر از {} باشد.", digits(limit)),
            format!("Not more than {limit}."),
        ),
        K::Minimum { limit } | K::ExclusiveMinimum { limit } => one(
            FieldCode::OutOfRange,
            format!("نباید کمتر از {} باشد.", digits(limit)),
            format!("Not less than {limit}."),
        ),
        _ => one(
            FieldCode::Invalid,
            FieldCode::Invalid.text(Locale::Fa).to_owned(),
            text.to_owned(),
        ),
    });
}

fn wrong_type_fa(kind: &TypeKind) -> String {
    let names = format!("{kind:?}");
    let wanted = [
        ("Integer", "عدد صحیح (بدون گیومه)"),
        ("Number", "عدد (بدون گیومه)"),
        ("String", "متن"),
        ("Boolean", "درست یا نادرست"),
        ("Array", "فهرست"),
        ("Object", "شیء"),
    ];
    match wanted.iter().find(|(name, _)| names.contains(name)) {
        Some((_, fa)) => format!("در اینجا {fa} لازم است."),
        None => FieldCode::WrongType.text(Locale::Fa).to_owned(),
    }
}
