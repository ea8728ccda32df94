//! The form of an old request, filled from the columns of a table. A spreadsheet has less than a form; what a form must
//! have is asked for and never made up, and the form is checked like any other.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::Category;
use super::categories::Details;
use super::service::read_details;
use crate::error::{Error, FieldCode, FieldError, Result};
use crate::persian::digits;
use crate::persian::jalali::jalali_year;
use crate::tables::cells::Line;

/// Characters of a short text of a form, at most.
const SHORT: usize = 200;

/// What a row says that belongs into a form. Whoever fills a form takes what it uses; what is left belongs into no such
/// form, and is refused.
#[derive(Debug, Default)]
pub struct Given {
    pub title: String,
    pub filed_on: NaiveDate,
    /// The whole form, as JSON.
    pub details: Option<String>,
    /// Rials.
    pub amount: Option<i64>,
    pub department: Option<String>,
    pub quantity: Option<i64>,
    pub people_now: Option<i64>,
    pub platform: Option<String>,
}

/// The details of a row; none: something was refused.
///
/// # Errors
/// Only our own.
pub fn read(line: &mut Line<'_>, category: Category, mut given: Given) -> Result<Option<Details>> {
    let filled = match given.details.take() {
        Some(text) => match serde_json::from_str(&text) {
            Ok(value) => value,
            Err(e) => {
                let en = format!("This is no JSON (column {}).", e.column());
                line.refuse("details", FieldCode::Invalid, "محتوای این خانه JSON درستی نیست.", en);
                return Ok(None);
            }
        },
        None => fill(line, category, &mut given),
    };
    refuse_what_is_left(line, &given);
    let amount = given.amount.take();
    let details = match read_details(category, &filled) {
        Ok(details) => details,
        Err(Error::Invalid(errors)) => {
            for error in &errors {
                refuse(line, error);
            }
            return Ok(None);
        }
        Err(other) => return Err(other),
    };
    if let Some(amount) = amount {
        agree(line, amount, details.amount_rials());
    }
    Ok(line.is_good().then_some(details))
}

/// The form as far as the columns give it.
fn fill(line: &mut Line<'_>, category: Category, given: &mut Given) -> Value {
    let title = short(&given.title);
    match category {
        Category::JobDescription => json!({ "post_title": title }),
        Category::Equipment => {
            let quantity = given.quantity.take();
            let mut item = json!({ "name": title });
            set(&mut item, "quantity", quantity);
            set(&mut item, "unit_price_rials", unit_price(line, given.amount, quantity));
            json!({ "items": [item] })
        }
        Category::Staffing => {
            let mut form = json!({});
            set(&mut form, "people_now", given.people_now.take());
            set(&mut form, "people_needed", given.quantity.take());
            form
        }
        Category::Budget => {
            let mut entry = json!({ "title": title });
            set(&mut entry, "amount_rials", given.amount);
            json!({ "fiscal_year": jalali_year(given.filed_on), "lines": [entry] })
        }
        Category::PettyCash => {
            let mut form = json!({ "purpose": given.title });
            set(&mut form, "amount_rials", given.amount);
            form
        }
        Category::Training => {
            let mut form = json!({ "topic": title });
            set(&mut form, "people", given.quantity.take());
            form
        }
        Category::PressTour | Category::StudyTrip => {
            let mut form = json!({ "destination": title });
            set(&mut form, "people", given.quantity.take());
            set(&mut form, "cost_estimate_rials", given.amount);
            form
        }
        Category::TrainingPackage => {
            let mut form = json!({ "subject": title });
            set(&mut form, "copies", given.quantity.take());
            form
        }
        Category::MayorMeeting => json!({ "subjects": [title] }),
        Category::StrayDuty => {
            let mut form = json!({ "duty": given.title });
            set(&mut form, "delegating_department", given.department.take());
            form
        }
        Category::InformationAccess => {
            let mut form = json!({ "question": given.title });
            set(&mut form, "department_asked", given.department.take());
            form
        }
        Category::Motivation => json!({ "proposal": given.title }),
        Category::SocialMedia => {
            let mut form = json!({ "need": given.title });
            set(&mut form, "platform", given.platform.take());
            form
        }
        Category::Other => json!({ "need": given.title }),
    }
}

fn set(form: &mut Value, field: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        form[field] = value.into();
    }
}

/// What fits a short text; the request's title has it whole.
fn short(title: &str) -> String {
    if title.chars().count() <= SHORT {
        return title.to_owned();
    }
    let mut cut: String = title.chars().take(SHORT - 1).collect();
    cut.push('…');
    cut
}

/// The price of one, of an amount for all.
fn unit_price(line: &mut Line<'_>, amount: Option<i64>, quantity: Option<i64>) -> Option<i64> {
    let (amount, quantity) = (amount?, quantity.filter(|n| *n > 0)?);
    if amount % quantity != 0 {
        let fa = "مبلغ بر تعداد بخش‌پذیر نیست؛ ریز اقلام را در ستون «جزئیات» بنویسید.";
        let en = "The amount does not divide by the quantity; give the items in the column details.";
        line.refuse("amount_rials", FieldCode::Invalid, fa, en);
        return None;
    }
    Some(amount / quantity)
}

fn refuse_what_is_left(line: &mut Line<'_>, given: &Given) {
    let left = [
        ("department", given.department.is_some()),
        ("quantity", given.quantity.is_some()),
        ("people_now", given.people_now.is_some()),
        ("platform", given.platform.is_some()),
    ];
    for (column, _) in left.into_iter().filter(|(_, is_left)| *is_left) {
        let fa = "فرم این دسته چنین ستونی ندارد، یا ستون «جزئیات» جای آن را گرفته است.";
        let en = "The form of this category has no such field, or the column details stands in for it.";
        line.refuse(column, FieldCode::NotAllowed, fa, en);
    }
}

/// The amount is what the form comes to.
fn agree(line: &mut Line<'_>, said: i64, comes_to: Option<i64>) {
    match comes_to {
        Some(amount) if amount == said => {}
        Some(amount) => {
            let fa = format!("جزئیات به {} می‌رسد.", digits::rials(amount));
            line.refuse(
                "amount_rials",
                FieldCode::Conflict,
                fa,
                format!("The details come to {amount} Rials."),
            );
        }
        // Refused at the quantity already.
        None if !line.is_good() => {}
        None => {
            let fa = "فرم این دسته مبلغی ندارد.";
            line.refuse(
                "amount_rials",
                FieldCode::NotAllowed,
                fa,
                "The form of this category has no amount.",
            );
        }
    }
}

/// A fault of the form, at the column that it came from.
fn refuse(line: &mut Line<'_>, error: &FieldError) {
    let field = error.pointer.rsplit('/').next().unwrap_or_default();
    let column = match field {
        "delegating_department" | "department_asked" => "department",
        "quantity" | "people_needed" | "people" | "copies" => "quantity",
        "people_now" => "people_now",
        "platform" => "platform",
        "amount_rials" | "unit_price_rials" | "cost_estimate_rials" | "lines" => "amount_rials",
        _ => "details",
    };
    // Of a form that was given whole the column says nothing: then the field is named.
    let column = if line.place(column).column.is_some() {
        column
    } else {
        "details"
    };
    if error.code == FieldCode::Required {
        let fa = format!(
            "فرم این دسته «{field}» را می‌خواهد؛ آن را در ستون خود یا در «جزئیات» بنویسید، یا دستهٔ «سایر» را برگزینید."
        );
        let en = format!(
            "The form of this category wants {field}: give it in its column or in details, or take the category other."
        );
        line.refuse(column, error.code, fa, en);
    } else {
        line.refuse(
            column,
            error.code,
            format!("{field}: {}", error.fa),
            format!("{field}: {}", error.en),
        );
    }
}
