//! JSON Schema as the one check of what comes in: everything that does not fit, each with its pointer, its code and a
//! text in both languages.

pub mod messages;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError, Validator};
use serde_json::Value;

use crate::error::{Error, FieldCode, FieldError, Result, Said};
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

/// Refuses a parameter that is longer than its documentation says, characters.
///
/// # Errors
/// 400 that names it.
pub fn parameter_within(name: &str, typed: Option<&str>, most: usize) -> Result<()> {
    if typed.is_none_or(|typed| typed.chars().count() <= most) {
        return Ok(());
    }
    let fa = format!("حداکثر {} نویسه پذیرفته می‌شود.", digits::persian(&most.to_string()));
    Err(Error::parameter(
        name,
        FieldCode::TooLong,
        fa,
        format!("At most {most} characters."),
    ))
}

/// U+0000 has no place in a text column of PostgreSQL, and none in a text of people.
pub fn refuse_nul(value: &Value, at: &str, errors: &mut Vec<FieldError>) {
    match value {
        Value::String(s) if s.contains('\0') => errors.push(FieldError::with(
            at,
            FieldCode::Invalid,
            "نویسهٔ تهی (U+0000) پذیرفته نمی‌شود.",
            "The character U+0000 is not accepted.",
        )),
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
    for error in validator.iter_errors(value) {
        explain(&error, base, &mut errors);
    }
    errors.dedup();
    // What has the wrong type cannot be right in any other way.
    let mistyped: Vec<_> = errors
        .iter()
        .filter(|e| e.code == FieldCode::WrongType)
        .map(|e| e.pointer.clone())
        .collect();
    errors.retain(|e| e.code == FieldCode::WrongType || !mistyped.contains(&e.pointer));
    errors
}

/// One finding as refused fields: a missing or unknown field is told at its own place, and a choice by what is wrong
/// with the one alternative that is not `null`.
fn explain(error: &ValidationError<'_>, base: &str, out: &mut Vec<FieldError>) {
    let at = format!("{base}{}", error.instance_path());
    match error.kind() {
        Kind::Required { property } => out.push(FieldError::new(
            format!("{at}/{}", escape(property.as_str().unwrap_or_default())),
            FieldCode::Required,
        )),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let unknown = |name: &String| FieldError::new(format!("{at}/{}", escape(name)), FieldCode::NotAllowed);
            out.extend(unexpected.iter().map(unknown));
        }
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            let mut real = context.iter().filter(|errors| !errors.iter().all(wants_null));
            match (real.next(), real.next()) {
                (Some(only), None) => only.iter().for_each(|e| explain(e, base, out)),
                _ => out.push(FieldError::new(at, FieldCode::Invalid)),
            }
        }
        kind => {
            let (code, Said { fa, en }) = messages::of(kind);
            out.push(FieldError::with(at, code, fa, en));
        }
    }
}

fn wants_null(error: &ValidationError<'_>) -> bool {
    matches!(
        error.kind(),
        Kind::Type {
            kind: TypeKind::Single(JsonType::Null)
        }
    )
}
