//! The kinds of value a form's field may hold. A limit is written once, on the type, and every form that uses the type
//! gets it: in the JSON Schema, in the API's answers and in what a mail shows.
//!
//! Reading mends and never refuses more than the shape: texts are tidied on the way in, `2.0` is the integer that JSON
//! Schema takes it for. Limits are the schema's (see `schema.rs`), because it can say where every fault is.

use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

use crate::persian::text::{tidy, tidy_line};

/// One line of text: not blank, at most 200 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(from = "String")]
#[schema(
    value_type = String,
    min_length = 1,
    max_length = 200,
    pattern = r"\S"
)]
pub struct ShortText(pub String);

impl From<String> for ShortText {
    fn from(typed: String) -> Self {
        Self(tidy_line(&typed))
    }
}

/// Text of one or more paragraphs: not blank, at most 4000 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(from = "String")]
#[schema(
    value_type = String,
    min_length = 1,
    max_length = 4000,
    pattern = r"\S"
)]
pub struct LongText(pub String);

impl From<String> for LongText {
    fn from(typed: String) -> Self {
        Self(tidy(&typed))
    }
}

/// An amount of money in Rials, never Tomans; at most 10^15.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 0, maximum = 1_000_000_000_000_000_i64)]
pub struct Rials(#[serde(deserialize_with = "whole")] pub i64);

/// A number of people, things or copies, at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 1, maximum = 100_000)]
pub struct Quantity(#[serde(deserialize_with = "whole")] pub i64);

/// A number of people or things that are there now; none is an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 0, maximum = 100_000)]
pub struct Present(#[serde(deserialize_with = "whole")] pub i64);

/// Hours per month that all of the unit's people together spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 1, maximum = 10_000)]
pub struct MonthlyHours(#[serde(deserialize_with = "whole")] pub i64);

/// A Jalali fiscal year, such as 1398; it begins on 1 Farvardin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = i64, minimum = 1380, maximum = 1500)]
pub struct FiscalYear(#[serde(deserialize_with = "whole")] pub i64);

/// A Gregorian date, `YYYY-MM-DD`. A year before 1900 is refused: it is a Jalali date sent by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(transparent)]
#[schema(value_type = String, format = Date, pattern = "^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$")]
pub struct Day(pub NaiveDate);

/// Reads an integer, also one written as `2.0` or `1e15`: JSON Schema counts those as integers.
fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    let from_float = || {
        number
            .as_f64()
            .filter(|f| f.fract() == 0.0)
            .and_then(|f| format!("{f:.0}").parse().ok())
    };
    number
        .as_i64()
        .or_else(from_float)
        .ok_or_else(|| D::Error::custom("not a whole number"))
}

crate::text_enum! {
    /// What sort of thing is asked for; the sums of the equipment report are by it.
    pub enum EquipmentKind {
        PhotoCamera = "photo_camera",
        VideoCamera = "video_camera",
        Sound = "sound",
        Computer = "computer",
        Printing = "printing",
        Network = "network",
        Software = "software",
        Furniture = "furniture",
        Other = "other",
    }
}

crate::text_enum! {
    /// How the people asked for would be employed.
    pub enum ContractKind {
        Permanent = "permanent",
        Contract = "contract",
        Hourly = "hourly",
        Transfer = "transfer",
        Internship = "internship",
    }
}

crate::text_enum! {
    /// How often the float is expected to be replenished.
    pub enum FloatPeriod {
        Monthly = "monthly",
        Quarterly = "quarterly",
        HalfYearly = "half_yearly",
        Yearly = "yearly",
        Once = "once",
    }
}

crate::text_enum! {
    /// How much the people who take a course know already.
    pub enum TrainingLevel {
        Beginner = "beginner",
        Intermediate = "intermediate",
        Advanced = "advanced",
    }
}

crate::text_enum! {
    /// How a course is held.
    pub enum TrainingFormat {
        InPerson = "in_person",
        Online = "online",
        Workshop = "workshop",
    }
}

crate::text_enum! {
    /// What a package is delivered on.
    pub enum Medium {
        Print = "print",
        Video = "video",
        Audio = "audio",
        Digital = "digital",
        Mixed = "mixed",
    }
}

crate::text_enum! {
    /// Whether a duty came once or keeps coming.
    pub enum Recurrence {
        Once = "once",
        Recurring = "recurring",
    }
}
