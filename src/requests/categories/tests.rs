//! The forms and their schemas agree: what the schema takes can be read, what it refuses it refuses in the right place.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::examples::example;
use super::*;
use crate::error::{FieldCode, Locale};

fn validator(category: Category) -> jsonschema::Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(schema(category, Locale::Fa))
        .unwrap_or_else(|e| panic!("{category}: {e}"))
}

fn refused_at(category: Category, details: &Value) -> Vec<String> {
    validator(category)
        .iter_errors(details)
        .map(|e| e.instance_path().to_string())
        .collect()
}

fn read(category: Category, details: &Value) -> Details {
    Details::from_value(category, details).unwrap_or_else(|e| panic!("{category}: {e}: {details}"))
}

fn with(category: Category, pointer: &str, value: Value) -> Value {
    let mut details = example(category);
    *details.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = value;
    details
}

#[test]
fn every_schema_is_valid_2020_12_and_a_document_of_its_own() {
    for category in Category::ALL.iter().copied() {
        for locale in Locale::ALL.iter().copied() {
            let schema = schema(category, locale);
            assert!(
                jsonschema::draft202012::meta::is_valid(schema),
                "{category}: {schema:#}"
            );
            assert!(!schema.to_string().contains("#/components"), "{category}");
            assert!(!schema.to_string().contains("null"), "{category}: {schema:#}");
            assert_eq!(schema["additionalProperties"], false, "{category}");
            assert_eq!(schema["title"], title(category, locale));
            assert_eq!(schema["description"], description(category, locale));
            assert!(!title(category, locale).is_empty() && !description(category, locale).is_empty());
        }
        validator(category);
    }
}

#[test]
fn every_example_fits_is_read_and_survives_the_way_back() {
    for category in Category::ALL.iter().copied() {
        let example = example(category);
        assert_eq!(refused_at(category, &example), Vec::<String>::new(), "{category}");
        let details = read(category, &example);
        assert_eq!(details.category(), category);
        assert_eq!(details.check(), []);
        assert_eq!(read(category, &details.to_value().unwrap()), details);
        assert!(!details.search_texts().is_empty(), "{category}");
    }
}

/// Every property and every word of a list has a label in both languages, and no label is left over.
#[test]
fn labels_and_properties_match_one_to_one() {
    let mut there = BTreeSet::new();
    for category in Category::ALL.iter().copied() {
        let root = schema(category, Locale::Fa);
        let form = derived(category).name;
        let parts = root["$defs"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, part)| (name.as_str(), part));
        for (name, part) in parts.chain([(form.as_str(), root)]) {
            let fields = part["properties"]
                .as_object()
                .into_iter()
                .flat_map(|fields| fields.keys().cloned());
            let words = part["enum"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|word| word.as_str().unwrap().to_owned());
            there.extend(fields.chain(words).map(|member| (name.to_owned(), member)));
        }
    }
    let labelled: BTreeSet<_> = texts::every_label()
        .map(|named| (named.of.to_owned(), named.name.to_owned()))
        .collect();
    assert_eq!(there, labelled);
    assert_eq!(labelled.len(), texts::every_label().count(), "a label is there twice");
    for named in texts::every_label() {
        assert!(named.label.fa.chars().any(|c| ('آ'..='ی').contains(&c)), "{named:?}");
        assert!(named.label.en.is_ascii() && !named.label.en.is_empty(), "{named:?}");
    }
}

#[test]
fn titles_come_in_the_readers_language_and_prose_only_in_english() {
    let persian = schema(Category::PettyCash, Locale::Fa);
    let english = schema(Category::PettyCash, Locale::En);
    assert_eq!(persian["properties"]["amount_rials"]["title"], "مبلغ تنخواه (ریال)");
    assert_eq!(english["properties"]["amount_rials"]["title"], "Amount (Rials)");
    assert_eq!(
        english["properties"]["amount_rials"]["description"],
        "Amount of the float, in Rials."
    );
    assert_eq!(persian["properties"]["amount_rials"].get("description"), None);
    assert_eq!(persian["$defs"]["FloatPeriod"]["x-labels"]["monthly"], "ماهانه");
    assert_eq!(
        persian["x-order"],
        json!(["amount_rials", "purpose", "custodian", "period"])
    );
    assert_eq!(persian["required"], json!(["amount_rials", "purpose"]));
}

#[test]
fn unknown_fields_are_refused_everywhere() {
    for category in Category::ALL.iter().copied() {
        let mut details = example(category);
        details["surprise"] = json!(1);
        assert_eq!(refused_at(category, &details), [""], "{category}");
        assert!(Details::from_value(category, &details).is_err(), "{category}");
    }
    let mut nested = example(Category::Equipment);
    nested["items"][1]["colour"] = json!("سیاه");
    assert_eq!(refused_at(Category::Equipment, &nested), ["/items/1"]);
}

#[test]
fn wrong_values_are_refused_where_they_stand() {
    use Category as C;
    let table = [
        (C::Equipment, "/items/0/quantity", json!("۲")),
        (C::Equipment, "/items/0/quantity", json!(0)),
        (C::Equipment, "/items/1/unit_price_rials", json!("12000000")),
        (C::Equipment, "/items/1/unit_price_rials", json!(-1)),
        (
            C::Equipment,
            "/items/1/unit_price_rials",
            json!(1_000_000_000_000_001_i64),
        ),
        (C::Equipment, "/items/1/unit_price_rials", json!(0.5)),
        (C::Equipment, "/items/0/kind", json!("spaceship")),
        (C::Equipment, "/items/0/name", json!(" \t\n")),
        (C::Equipment, "/items", json!([])),
        (C::Equipment, "/items", json!({})),
        (C::Equipment, "/items/0", json!("دوربین")),
        (C::Staffing, "/people_now", json!(true)),
        (C::Staffing, "/skills/1", json!(7)),
        (C::Budget, "/fiscal_year", json!(2020)),
        (C::Budget, "/fiscal_year", json!("۱۳۹۹")),
        (C::PettyCash, "/amount_rials", json!("۵۰٬۰۰۰٬۰۰۰")),
        (C::PettyCash, "/purpose", json!("x".repeat(4001))),
        (C::PettyCash, "/custodian", Value::Null),
        (C::PressTour, "/start_on", json!("۱۳۹۸/۰۹/۲۷")),
        (C::PressTour, "/start_on", json!("2019-02-30")),
        (C::PressTour, "/start_on", json!("1398-09-27")),
        (C::StrayDuty, "/hours_per_month", json!("چهل")),
        (C::Other, "/need", json!("")),
    ];
    for (category, pointer, value) in table {
        let details = with(category, pointer, value.clone());
        let refused = refused_at(category, &details);
        assert!(
            !refused.is_empty() && refused.iter().all(|at| at == pointer),
            "{category} {pointer} {value}: {refused:?}"
        );
    }
}

#[test]
fn rules_between_fields_point_at_the_field() {
    use Category as C;
    let table = [
        (
            C::Budget,
            "/total_rials",
            json!(999),
            "/details/total_rials",
            FieldCode::Conflict,
        ),
        (
            C::Budget,
            "/lines",
            json!([{"title": "چاپ", "amount_rials": 0}]),
            "/details/lines",
            FieldCode::OutOfRange,
        ),
        (
            C::PettyCash,
            "/amount_rials",
            json!(0),
            "/details/amount_rials",
            FieldCode::OutOfRange,
        ),
        (C::Training, "/people", json!(1), "/details/names", FieldCode::Conflict),
        (
            C::StudyTrip,
            "/end_on",
            json!("2020-01-19"),
            "/details/end_on",
            FieldCode::Conflict,
        ),
        // Only a direction override: not blank to a regular expression, nothing to a reader.
        (
            C::Equipment,
            "/items/1/name",
            json!("\u{202E}"),
            "/details/items/1/name",
            FieldCode::Required,
        ),
    ];
    for (category, pointer, value, at, code) in table {
        let details = with(category, pointer, value);
        assert_eq!(
            refused_at(category, &details),
            Vec::<String>::new(),
            "the schema takes it: {details}"
        );
        let errors = read(category, &details).check();
        assert!(
            errors
                .iter()
                .any(|e| e.pointer == at && e.code == code && !e.fa.is_empty() && !e.en.is_empty()),
            "{errors:?}"
        );
    }
}

#[test]
fn amounts_are_what_the_form_asks_for() {
    let amount = |category| read(category, &example(category)).amount_rials();
    assert_eq!(amount(Category::Equipment), Some(180_000_000 + 2 * 12_000_000));
    assert_eq!(amount(Category::Budget), Some(1_000_000_000));
    assert_eq!(amount(Category::PettyCash), Some(50_000_000));
    assert_eq!(amount(Category::StudyTrip), Some(450_000_000));
    assert_eq!(amount(Category::Training), None);
    let unpriced = json!({"items": [{"name": "رایانه", "quantity": 1}]});
    assert_eq!(read(Category::Equipment, &unpriced).amount_rials(), None);
    let huge: Vec<_> = (0..50)
        .map(|_| json!({"name": "x", "quantity": 100_000, "unit_price_rials": 1_000_000_000_000_000_i64}))
        .collect();
    assert_eq!(
        read(Category::Equipment, &json!({"items": huge})).amount_rials(),
        Some(i64::MAX)
    );
}

#[test]
fn texts_are_tidied_and_only_typed_ones_are_searched() {
    let details = json!({"items": [{"name": "دوربين  عكاسي\u{202E}", "kind": "photo_camera", "quantity": 1.0, "justification": "نداريم\nلازم است"}]});
    let details = read(Category::Equipment, &details);
    assert_eq!(details.search_texts(), ["دوربین عکاسی", "نداریم\nلازم است"]);
    let Details::Equipment(form) = &details else {
        panic!("another form")
    };
    assert_eq!(form.items[0].quantity.0, 1);
}

#[test]
fn lines_read_well_in_both_languages() {
    let shown = |category, locale| read(category, &example(category)).lines(locale);
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let persian = shown(Category::Equipment, Locale::Fa);
    assert_eq!(
        persian[1],
        line(
            "اقلام ۲",
            "ضبط صدای خبرنگاری، نوع: ضبط و پخش صدا، تعداد لازم: ۲، برآورد بهای واحد (ریال): ۱۲٬۰۰۰٬۰۰۰ ریال"
        )
    );
    let english = shown(Category::StudyTrip, Locale::En);
    assert_eq!(english[1], line("First day", "2020-01-20"));
    assert_eq!(english[5], line("Cost estimate (Rials)", "450,000,000 Rials"));
    let trip = shown(Category::StudyTrip, Locale::Fa);
    assert_eq!(trip[1], line("تاریخ آغاز", "۳۰ دی ۱۳۹۸"));
    assert_eq!(shown(Category::Budget, Locale::Fa)[0], line("سال مالی", "۱۳۹۹"));
    assert_eq!(
        shown(Category::JobDescription, Locale::Fa)[1],
        line("وظایف کنونی", "تهیهٔ خبر؛ عکاسی؛ پاسخ‌گویی به ۱۳۷")
    );
}

/// JSON that a careless or hostile client may send in place of a value.
fn stray_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (0_i64..200_000).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-1_000_000_i32..1_000_000).prop_map(|n| json!(f64::from(n))),
        Just(json!(1e15)),
        ".{0,20}".prop_map(Value::from),
        "(19|20|21)[0-9]{2}-[01][0-9]-[0-3][0-9]".prop_map(Value::from),
        prop::sample::select(vec!["other", "once", "print", "monthly", "sound", "hourly", "online"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("(name|quantity|title|amount_rials|[a-z]{3})", inner, 0..4)
                .prop_map(|map| json!(map)),
        ]
    })
}

fn pointers(value: &Value, at: &str, out: &mut Vec<String>) {
    out.push(at.to_owned());
    match value {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(i, v)| pointers(v, &format!("{at}/{i}"), out)),
        Value::Object(map) => map.iter().for_each(|(k, v)| pointers(v, &format!("{at}/{k}"), out)),
        _ => {}
    }
}

fn remove(details: &mut Value, pointer: &str) {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        return;
    };
    match details.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.remove(last)),
        Some(Value::Array(items)) => drop(items.remove(last.parse().unwrap_or(0))),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    /// Examples with up to three values replaced or removed: what the schema takes is read, checked and shown.
    #[test]
    fn what_the_schema_takes_is_read(
        category in prop::sample::select(Category::ALL),
        changes in prop::collection::vec((any::<prop::sample::Index>(), prop::option::of(stray_value())), 1..4),
    ) {
        let mut details = example(category);
        for (index, change) in changes {
            let mut all = Vec::new();
            pointers(&details, "", &mut all);
            let at = index.get(&all);
            match (change, details.pointer_mut(at)) {
                (Some(value), Some(place)) => *place = value,
                _ => remove(&mut details, at),
            }
        }
        let takes = VALIDATORS.with(|all| all.iter().any(|(of, validator)| *of == category && validator.is_valid(&details)));
        if takes {
            let read = Details::from_value(category, &details);
            prop_assert!(read.is_ok(), "{category}: {read:?}: {details}");
            let read = read.unwrap();
            read.check();
            read.lines(Locale::Fa);
            prop_assert_eq!(Details::from_value(category, &read.to_value().unwrap()).unwrap(), read);
        }
    }
}

thread_local! {
    static VALIDATORS: Vec<(Category, jsonschema::Validator)> = Category::ALL.iter().map(|c| (*c, validator(*c))).collect();
}
