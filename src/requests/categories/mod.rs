//! Categories: what a unit may raise (shared source: the meeting of 1398/09/12) and the typed details of each.
//!
//! A category is one Rust type. Its JSON Schema, the check of the API's bodies, what is searched, what a mail shows and
//! what a routing rule compares all come from that type, so that none of them can disagree.
//!
//! `values.rs` kinds of value with their limits · `forms.rs` the fifteen forms · `rules.rs` rules between fields, amounts ·
//! `schema.rs` the published schemas · `texts.rs` Persian and English labels · `show.rs` details as lines to read ·
//! `examples.rs` one filled form each.

pub mod examples;
pub mod forms;
pub mod rules;
pub mod schema;
pub mod show;
pub mod texts;
pub mod values;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::FieldError;
use rules::Form;

pub use schema::schema;
pub use texts::{description, title};

crate::text_enum! {
    /// What a request is about, in the order in which the unit heads raised them.
    pub enum Category {
        /// Nobody has defined what the unit is to do.
        JobDescription = "job_description",
        /// No camera, no computer, no recorder.
        Equipment = "equipment",
        /// The unit is often one person working alone.
        Staffing = "staffing",
        /// No budget line of its own.
        Budget = "budget",
        /// No imprest float for small purchases.
        PettyCash = "petty_cash",
        /// Courses wanted.
        Training = "training",
        /// Guided visits for reporters.
        PressTour = "press_tour",
        /// Training and cultural packages.
        TrainingPackage = "training_package",
        /// A meeting of the PR units alone with the mayor.
        MayorMeeting = "mayor_meeting",
        /// Learning from other cities.
        StudyTrip = "study_trip",
        /// Other offices push their statistics and odd jobs on the unit.
        StrayDuty = "stray_duty",
        /// Departments do not answer the unit's questions.
        InformationAccess = "information_access",
        /// Recognition, morale.
        Motivation = "motivation",
        /// Accounts, skills and rules for social media.
        SocialMedia = "social_media",
        /// Anything else.
        Other = "other",
    }
}

/// Declares [`Details`] and every function that only has to find the form of a category.
macro_rules! details {
    ($($variant:ident($form:ident)),+ $(,)?) => {
        /// The details of a request: the filled form of its category.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        pub enum Details {
            $(#[doc = concat!("The form `", stringify!($form), "`.")] $variant(forms::$form)),+
        }

        impl Details {
            /// The category that these are the details of.
            pub const fn category(&self) -> Category {
                match self { $(Self::$variant(_) => Category::$variant),+ }
            }

            /// Reads the details of a category, texts tidied. Limits are not looked at: the schema is for that.
            ///
            /// # Errors
            /// serde's, when a field is unknown, is missing or has another type.
            pub fn from_value(category: Category, value: &Value) -> Result<Self, serde_json::Error> {
                match category { $(Category::$variant => forms::$form::deserialize(value).map(Self::$variant)),+ }
            }

            fn form(&self) -> &dyn Form {
                match self { $(Self::$variant(form) => form),+ }
            }
        }

        /// What utoipa says of a category's form: its name, its schema and the schemas that it refers to.
        fn derived(category: Category) -> schema::Derived {
            match category { $(Category::$variant => schema::derived::<forms::$form>()),+ }
        }
    };
}

details! {
    JobDescription(JobDescription),
    Equipment(Equipment),
    Staffing(Staffing),
    Budget(Budget),
    PettyCash(PettyCash),
    Training(Training),
    PressTour(Trip),
    TrainingPackage(TrainingPackage),
    MayorMeeting(MayorMeeting),
    StudyTrip(Trip),
    StrayDuty(StrayDuty),
    InformationAccess(InformationAccess),
    Motivation(Motivation),
    SocialMedia(SocialMedia),
    Other(Other),
}

impl Details {
    /// As JSON, in the form that is stored and served: absent fields and empty lists are left out.
    ///
    /// # Errors
    /// serde's; none is known for these types.
    pub fn to_value(&self) -> Result<Value, serde_json::Error> {
        serde_json::to_value(self)
    }

    /// The money asked for, in Rials: what routing rules and approval thresholds compare. `None` when the form has no
    /// money or nobody estimated it.
    pub fn amount_rials(&self) -> Option<i64> {
        self.form().amount_rials()
    }

    /// Rules that the schema cannot say, with pointers below `/details`.
    pub fn check(&self) -> Vec<FieldError> {
        let mut errors = rules::blank(&self.to_value().unwrap_or_default());
        self.form().check(&mut errors);
        errors
    }

    /// Every text that a person typed, in the order of the form; what search indexes.
    pub fn search_texts(&self) -> Vec<String> {
        show::typed_texts(self.category(), &self.to_value().unwrap_or_default())
    }

    /// Label and value of everything that is filled in, in the order of the form, for mails and pages.
    pub fn lines(&self, locale: crate::error::Locale) -> Vec<(String, String)> {
        show::lines(self.category(), &self.to_value().unwrap_or_default(), locale)
    }
}
