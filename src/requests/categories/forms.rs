//! The typed form of each category: one struct per form, as product.md's table lists the fields.
//!
//! Few fields are required, because a unit head fills the form on a phone in the middle of a meeting; what is missing is
//! asked for later (`needs_info`). Doc comments are the descriptions in the JSON Schema, so they name the unit of every
//! number. Labels are in `texts.rs`, rules between fields in `rules.rs`.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::values::{
    ContractKind, Day, EquipmentKind, FiscalYear, FloatPeriod, LongText, Medium, MonthlyHours, Present, Quantity,
    Recurrence, Rials, ShortText, TrainingFormat, TrainingLevel,
};

/// Declares a form: the derives, refusal of unknown fields, and an optional field that is absent rather than null.
macro_rules! form {
    ($(#[$meta:meta])* $name:ident {
        $(required { $($(#[$required_meta:meta])* $required:ident: $required_type:ty,)* })?
        $(optional { $($(#[$optional_meta:meta])* $optional:ident: $optional_type:ty,)* })?
        $(lists { $($(#[$list_meta:meta])* $list:ident: $list_type:ty,)* })?
    }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($($(#[$required_meta])* pub $required: $required_type,)*)?
            $($($(#[$optional_meta])* #[serde(skip_serializing_if = "Option::is_none")] pub $optional: Option<$optional_type>,)*)?
            $($($(#[$list_meta])* #[serde(default, skip_serializing_if = "Vec::is_empty")] pub $list: Vec<$list_type>,)*)?
        }
    };
}

form! {
    /// A post whose duties nobody has defined; becomes a controlled document when approved.
    JobDescription {
        required {
            /// The post as the unit calls it.
            post_title: ShortText,
        }
        optional {
            /// Text proposed for the job description.
            draft_text: LongText,
        }
        lists {
            /// Duties that the post does now.
            #[schema(max_items = 50)]
            duties_now: ShortText,
            /// Duties that the unit asks to have written down for the post.
            #[schema(max_items = 50)]
            duties_asked: ShortText,
        }
    }
}

form! {
    /// Things that the unit lacks.
    Equipment {
        required {
            /// What is asked for, one entry per kind of thing.
            #[schema(min_items = 1, max_items = 50)]
            items: Vec<EquipmentItem>,
        }
    }
}

form! {
    /// One kind of thing that is asked for.
    EquipmentItem {
        required {
            /// What it is, with the model if one is wanted.
            name: ShortText,
            /// How many are needed, besides those the unit has.
            quantity: Quantity,
        }
        optional {
            /// What sort of thing it is.
            kind: EquipmentKind,
            /// Estimated price of one, in Rials.
            unit_price_rials: Rials,
            /// How many the unit has now.
            have_now: Present,
            /// Why it is needed.
            justification: LongText,
        }
    }
}

form! {
    /// People that the unit lacks.
    Staffing {
        required {
            /// People who work in the unit now.
            people_now: Present,
            /// People who are needed besides those who work there now.
            people_needed: Quantity,
        }
        optional {
            /// How they would be employed.
            contract_kind: ContractKind,
        }
        lists {
            /// Skills that they should have.
            #[schema(max_items = 30)]
            skills: ShortText,
        }
    }
}

form! {
    /// Money for one fiscal year, by line.
    Budget {
        required {
            /// The Jalali fiscal year that the money is for.
            fiscal_year: FiscalYear,
            /// What the money is for, line by line.
            #[schema(min_items = 1, max_items = 100)]
            lines: Vec<BudgetLine>,
        }
        optional {
            /// Sum of the lines, in Rials; computed when it is not given.
            total_rials: Rials,
            /// The programme of the municipality's budget that it belongs to.
            programme: ShortText,
        }
    }
}

form! {
    /// One line of a budget.
    BudgetLine {
        required {
            /// What the line pays for.
            title: ShortText,
            /// Amount for the whole year, in Rials.
            amount_rials: Rials,
        }
    }
}

form! {
    /// An imprest float for small purchases; opens a float when approved.
    PettyCash {
        required {
            /// Amount of the float, in Rials.
            amount_rials: Rials,
            /// What it will be spent on.
            purpose: LongText,
        }
        optional {
            /// Who would hold it and answer for it.
            custodian: ShortText,
            /// How often it would be replenished.
            period: FloatPeriod,
        }
    }
}

form! {
    /// A course that is wanted.
    Training {
        required {
            /// What the course is about.
            topic: ShortText,
        }
        optional {
            /// How much the people know already.
            level: TrainingLevel,
            /// How many people of the unit would attend.
            people: Quantity,
            /// How it should be held.
            format: TrainingFormat,
        }
        lists {
            /// Who would attend.
            #[schema(max_items = 100)]
            names: ShortText,
            /// Days or times that suit, in words.
            #[schema(max_items = 20)]
            preferred_dates: ShortText,
        }
    }
}

form! {
    /// A journey: reporters guided through the municipality's works, or the unit learning in another city.
    Trip {
        required {
            /// Where it goes.
            destination: ShortText,
        }
        optional {
            /// First day.
            start_on: Day,
            /// Last day.
            end_on: Day,
            /// How many people travel.
            people: Quantity,
            /// What is done and seen.
            programme: LongText,
            /// Estimated cost of the whole, in Rials.
            cost_estimate_rials: Rials,
        }
        lists {
            /// Who receives the travellers there.
            #[schema(max_items = 20)]
            hosts: ShortText,
        }
    }
}

form! {
    /// A training or cultural package.
    TrainingPackage {
        required {
            /// What it is about.
            subject: ShortText,
        }
        optional {
            /// Whom it is for.
            audience: ShortText,
            /// What it is delivered on.
            medium: Medium,
            /// How many copies are needed.
            copies: Quantity,
        }
    }
}

form! {
    /// A meeting of the PR units alone with the mayor.
    MayorMeeting {
        required {
            /// What is to be talked about.
            #[schema(min_items = 1, max_items = 20)]
            subjects: Vec<ShortText>,
        }
        lists {
            /// Days or times that suit, in words.
            #[schema(max_items = 20)]
            preferred_dates: ShortText,
            /// Units that join.
            #[schema(max_items = 60)]
            units_joining: ShortText,
            /// Papers that are put before the mayor.
            #[schema(max_items = 20)]
            documents: ShortText,
        }
    }
}

form! {
    /// Work of another office that is pushed on the unit.
    StrayDuty {
        required {
            /// The office that pushes it.
            delegating_department: ShortText,
            /// What has to be done for it.
            duty: LongText,
        }
        optional {
            /// The rule or order that the office invokes.
            legal_basis: LongText,
            /// Working time that it costs the unit, in hours per month.
            hours_per_month: MonthlyHours,
            /// Whether it came once or keeps coming.
            recurrence: Recurrence,
            /// The day it began.
            since: Day,
        }
    }
}

form! {
    /// A question that a department does not answer.
    InformationAccess {
        required {
            /// The department that was asked.
            department_asked: ShortText,
            /// What was asked.
            question: LongText,
        }
        optional {
            /// The day it was asked.
            asked_on: Day,
            /// Who asked, by role.
            asked_by: ShortText,
            /// What the department answered so far.
            answer_so_far: LongText,
        }
    }
}

form! {
    /// Something that would lift the spirits.
    Motivation {
        required {
            /// What is proposed.
            proposal: LongText,
        }
    }
}

form! {
    /// An account, a skill or a rule for social media.
    SocialMedia {
        required {
            /// The platform.
            platform: ShortText,
        }
        optional {
            /// The account's name there.
            handle: ShortText,
            /// What is needed for it.
            need: LongText,
        }
    }
}

form! {
    /// Anything else.
    Other {
        required {
            /// What is needed.
            need: LongText,
        }
    }
}
