//! The JSON Schema (2020-12) of each category's details, as `GET /categories` serves it: derived from the Rust types,
//! self-contained, labelled in the reader's language.
//!
//! Two keywords of our own help a form and no validator minds them: `x-order`, the fields in the order to ask them, and
//! `x-labels`, what to call each word of an `enum`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, schema::Schema};

use super::{Category, derived as derived_of, examples, texts};
use crate::error::Locale;

/// A form's name and schema, and the schemas that it refers to by name.
pub struct Derived {
    pub name: String,
    pub form: RefOr<Schema>,
    pub parts: Vec<(String, RefOr<Schema>)>,
}

/// What utoipa derived for a form.
pub fn derived<T: ToSchema>() -> Derived {
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    Derived {
        name: T::name().into_owned(),
        form: T::schema(),
        parts,
    }
}

static BUILT: LazyLock<BTreeMap<(Category, Locale), Value>> = LazyLock::new(|| {
    let each = |category: &Category| {
        Locale::ALL
            .iter()
            .map(|locale| ((*category, *locale), build(*category, *locale)))
            .collect::<Vec<_>>()
    };
    Category::ALL.iter().flat_map(each).collect()
});

/// The schema of a category's details, labelled in a language. A document of its own: every `$ref` stays inside it.
pub fn schema(category: Category, locale: Locale) -> &'static Value {
    static NONE: Value = Value::Null;
    BUILT.get(&(category, locale)).unwrap_or(&NONE)
}

fn build(category: Category, locale: Locale) -> Value {
    let Derived { name, form, parts } = derived_of(category);
    let mut root = part(&name, &form, locale);
    let defs: Map<String, Value> = parts
        .iter()
        .map(|(name, schema)| (name.clone(), part(name, schema, locale)))
        .collect();
    if let Some(root) = root.as_object_mut() {
        root.insert(
            "$schema".to_owned(),
            json!("https://json-schema.org/draft/2020-12/schema"),
        );
        root.insert("$id".to_owned(), json!(format!("urn:hamahang:details:{category}")));
        root.insert("title".to_owned(), json!(texts::title(category, locale)));
        root.insert("description".to_owned(), json!(texts::description(category, locale)));
        root.insert("examples".to_owned(), json!([examples::example(category)]));
        if !defs.is_empty() {
            root.insert("$defs".to_owned(), Value::Object(defs));
        }
    }
    root
}

/// One named schema, mended and labelled.
fn part(name: &str, schema: &RefOr<Schema>, locale: Locale) -> Value {
    let mut value = serde_json::to_value(schema).unwrap_or_default();
    mend(&mut value, locale);
    let fields: Vec<_> = texts::fields(name).collect();
    if let Some(properties) = value.get_mut("properties").and_then(Value::as_object_mut) {
        for field in &fields {
            if let Some(property) = properties.get_mut(field.name).and_then(Value::as_object_mut) {
                property.insert("title".to_owned(), json!(field.label.text(locale)));
            }
        }
        value["x-order"] = fields.iter().map(|field| field.name).collect();
    }
    if value.get("enum").is_some() {
        let labels: Map<_, _> = texts::words(name)
            .map(|word| (word.name.to_owned(), json!(word.label.text(locale))))
            .collect();
        value["x-labels"] = Value::Object(labels);
    }
    value
}

/// Turns an OpenAPI component into a part of a document of its own: references point inside, an optional field is
/// absent and never null (a form has one way of saying nothing), and English prose is for English readers.
fn mend(value: &mut Value, locale: Locale) {
    if let Some(variants) = value.get_mut("oneOf").and_then(Value::as_array_mut) {
        variants.retain(|variant| variant["type"] != "null");
        if let [only] = variants.as_mut_slice() {
            let only = only.take();
            merge(value, only);
        }
    }
    match value {
        Value::Object(map) => {
            if let Some(Value::String(target)) = map.get_mut("$ref") {
                *target = target.replace("#/components/schemas/", "#/$defs/");
            }
            if let Some(kinds) = map.get_mut("type").filter(|kinds| kinds.is_array()) {
                let named = kinds
                    .as_array()
                    .and_then(|kinds| kinds.iter().find(|kind| *kind != "null"))
                    .cloned();
                *kinds = named.unwrap_or_default();
            }
            if locale != Locale::En && map.get("description").is_some_and(Value::is_string) {
                map.remove("description");
            }
            map.values_mut().for_each(|inner| mend(inner, locale));
        }
        Value::Array(items) => items.iter_mut().for_each(|inner| mend(inner, locale)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn merge(value: &mut Value, only: Value) {
    if let (Some(map), Value::Object(only)) = (value.as_object_mut(), only) {
        map.remove("oneOf");
        for (keyword, inner) in only {
            map.entry(keyword).or_insert(inner);
        }
    }
}

/// The name and schema that a node of `root` stands for, its reference followed.
pub fn resolve<'a>(root: &'a Value, node: &'a Value) -> (&'a str, &'a Value) {
    match node["$ref"].as_str().and_then(|target| target.strip_prefix("#/$defs/")) {
        Some(name) => (name, &root["$defs"][name]),
        None => ("", node),
    }
}
