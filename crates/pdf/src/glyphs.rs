//! Characters that no font has. They would be set as nothing, and a reader would not know that something is missing.

use serde_json::Value;

/// What stands where a character cannot be shown.
const REPLACEMENT: char = '\u{FFFD}';

/// Replaces, in all texts, the characters for which `has` says no.
pub fn replace(value: &mut Value, has: &impl Fn(char) -> bool) {
    match value {
        Value::String(text) => {
            if text.chars().any(|c| !is_format(c) && !has(c)) {
                *text = text.chars().filter_map(|c| shown(c, has)).collect();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| replace(value, has)),
        Value::Object(fields) => fields.values_mut().for_each(|value| replace(value, has)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn shown(c: char, has: &impl Fn(char) -> bool) -> Option<char> {
    match c {
        _ if is_format(c) || has(c) => Some(c),
        // Joins or colours what stands beside it, which is replaced itself.
        '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' => None,
        _ => Some(REPLACEMENT),
    }
}

/// Breaks lines or directs them, and has no shape.
fn is_format(c: char) -> bool {
    matches!(
        c,
        '\n' | '\t' | '\u{200C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_no_font_has_is_marked_and_the_rest_stays() {
        let mut paper =
            json!({ "title": "الف\u{2066}1-2\u{2069}\n😀\u{FE0F}", "n": 1, "rows": [["می\u{200C}رود👍🏽"], null] });
        replace(&mut paper, &|c| c.is_alphanumeric() || c == '-');
        assert_eq!(
            paper,
            json!({ "title": "الف\u{2066}1-2\u{2069}\n\u{FFFD}", "n": 1, "rows": [["می\u{200C}رود\u{FFFD}"], null] })
        );
    }
}
