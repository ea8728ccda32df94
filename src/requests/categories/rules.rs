//! What a schema cannot say of a form: rules between its fields, and the money that it asks for.

use serde_json::Value;

use super::forms::{
    Budget, Equipment, InformationAccess, JobDescription, MayorMeeting, Motivation, Other, PettyCash, SocialMedia,
    Staffing, StrayDuty, Training, TrainingPackage, Trip,
};
use super::values::Rials;
use crate::error::{FieldCode, FieldError};

/// A form's own rules.
pub trait Form {
    /// Rials asked for, if any.
    fn amount_rials(&self) -> Option<i64> {
        None
    }

    /// Adds what is wrong between the fields.
    fn check(&self, _errors: &mut Vec<FieldError>) {}
}

/// Texts that are blank once invisible characters are taken away, by pointer below `/details`.
pub fn blank(details: &Value) -> Vec<FieldError> {
    fn walk(value: &Value, pointer: &str, errors: &mut Vec<FieldError>) {
        match value {
            Value::String(text) if text.is_empty() => errors.push(FieldError::new(pointer, FieldCode::Required)),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .for_each(|(i, v)| walk(v, &format!("{pointer}/{i}"), errors)),
            Value::Object(map) => map
                .iter()
                .for_each(|(name, v)| walk(v, &format!("{pointer}/{name}"), errors)),
            Value::String(_) | Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    let mut errors = Vec::new();
    walk(details, "/details", &mut errors);
    errors
}

fn above_zero(pointer: &str, amount: i64, errors: &mut Vec<FieldError>) {
    if amount <= 0 {
        errors.push(FieldError::with(
            pointer,
            FieldCode::OutOfRange,
            "مبلغ باید بیشتر از صفر باشد.",
            "The amount must be above zero.",
        ));
    }
}

fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0, i64::saturating_add)
}

impl Form for Equipment {
    /// Quantity times price, over the items that have a price.
    fn amount_rials(&self) -> Option<i64> {
        let priced =
            |item: &super::forms::EquipmentItem| item.unit_price_rials.map(|p| p.0.saturating_mul(item.quantity.0));
        let mut known = self.items.iter().filter_map(priced).peekable();
        known.peek()?;
        Some(sum(known))
    }
}

impl Form for Budget {
    fn amount_rials(&self) -> Option<i64> {
        Some(sum(self.lines.iter().map(|line| line.amount_rials.0)))
    }

    fn check(&self, errors: &mut Vec<FieldError>) {
        let sum = sum(self.lines.iter().map(|line| line.amount_rials.0));
        above_zero("/details/lines", sum, errors);
        if self.total_rials.is_some_and(|Rials(total)| total != sum) {
            errors.push(FieldError::with(
                "/details/total_rials",
                FieldCode::Conflict,
                format!(
                    "جمع کل با جمع ردیف‌ها ({}) برابر نیست.",
                    crate::persian::digits::rials(sum)
                ),
                format!("The total differs from the sum of the lines ({sum} Rials)."),
            ));
        }
    }
}

impl Form for PettyCash {
    fn amount_rials(&self) -> Option<i64> {
        Some(self.amount_rials.0)
    }

    fn check(&self, errors: &mut Vec<FieldError>) {
        above_zero("/details/amount_rials", self.amount_rials.0, errors);
    }
}

impl Form for Training {
    fn check(&self, errors: &mut Vec<FieldError>) {
        let named = i64::try_from(self.names.len()).unwrap_or(i64::MAX);
        if self.people.is_some_and(|people| named > people.0) {
            errors.push(FieldError::with(
                "/details/names",
                FieldCode::Conflict,
                "شمار نام‌ها از تعداد شرکت‌کنندگان بیشتر است.",
                "There are more names than people.",
            ));
        }
    }
}

impl Form for Trip {
    fn amount_rials(&self) -> Option<i64> {
        self.cost_estimate_rials.map(|cost| cost.0)
    }

    fn check(&self, errors: &mut Vec<FieldError>) {
        if let (Some(start), Some(end)) = (self.start_on, self.end_on)
            && end < start
        {
            errors.push(FieldError::with(
                "/details/end_on",
                FieldCode::Conflict,
                "تاریخ پایان پیش از تاریخ آغاز است.",
                "The last day is before the first.",
            ));
        }
    }
}

// Nothing between the fields of these, and no money.
impl Form for JobDescription {}
impl Form for Staffing {}
impl Form for TrainingPackage {}
impl Form for MayorMeeting {}
impl Form for StrayDuty {}
impl Form for InformationAccess {}
impl Form for Motivation {}
impl Form for SocialMedia {}
impl Form for Other {}
