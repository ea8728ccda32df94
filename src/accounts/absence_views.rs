//! Absences as the API shows and takes them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{AbsenceId, UserId};
use crate::resource::Resource;

crate::text_enum! {
    /// Where an absence stands today.
    pub enum AbsenceState {
        /// It is to come.
        Planned = "planned",
        /// The person is away.
        Current = "current",
        /// Its days are over, or it was ended.
        Over = "over",
    }
}

/// A period in which a person is away and another stands in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": 1, "user": { "id": 5, "name": "کارشناس مالی" }, "substitute": { "id": 6, "name": "کارشناس آموزش" }, "starts_on": "2019-12-07", "ends_on": "2019-12-14", "reason": "مأموریت اداری", "keeps_mail": false, "state": "planned", "ended_at": null, "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct AbsenceView {
    /// Which.
    pub id: AbsenceId,
    /// Who is away.
    pub user: Option<UserRef>,
    /// Who stands in.
    pub substitute: Option<UserRef>,
    /// The first day, Tehran's.
    pub starts_on: NaiveDate,
    /// The last day, Tehran's.
    pub ends_on: NaiveDate,
    /// Why; empty: not said.
    pub reason: String,
    /// Whether the person gets their mails too; the substitute gets them in any case.
    pub keeps_mail: bool,
    /// Where it stands today.
    pub state: AbsenceState,
    /// When it was ended before its last day.
    pub ended_at: Option<Timestamp>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Who is away, for the address.
    #[serde(skip)]
    pub user_id: UserId,
}

impl Resource for AbsenceView {
    fn version(&self) -> i32 {
        self.version
    }

    fn path(&self) -> String {
        format!("/users/{}/absences/{}", self.user_id, self.id)
    }
}

/// An absence to be recorded.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "starts_on": "2019-12-07", "ends_on": "2019-12-14", "substitute_id": 6, "reason": "مأموریت اداری" }))]
pub struct CreateAbsence {
    /// The first day, Tehran's: today or later, within two years.
    pub starts_on: NaiveDate,
    /// The last day, Tehran's; at most 366 days in all.
    pub ends_on: NaiveDate,
    /// Who stands in: somebody else, who is active.
    pub substitute_id: UserId,
    /// Why.
    #[serde(default)]
    #[schema(max_length = 500)]
    pub reason: String,
    /// Whether the person gets their mails too; the substitute gets them in any case.
    #[serde(default)]
    pub keeps_mail: bool,
}

/// Changes to an absence; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "ends_on": "2019-12-16" }))]
pub struct UpdateAbsence {
    /// The first day, Tehran's; cannot be changed once it has begun.
    #[schema(nullable = false)]
    pub starts_on: Option<NaiveDate>,
    /// The last day, Tehran's: today or later.
    #[schema(nullable = false)]
    pub ends_on: Option<NaiveDate>,
    /// Who stands in: somebody else, who is active.
    #[schema(nullable = false)]
    pub substitute_id: Option<UserId>,
    /// Why.
    #[schema(max_length = 500, nullable = false)]
    pub reason: Option<String>,
    /// Whether the person gets their mails too.
    #[schema(nullable = false)]
    pub keeps_mail: Option<bool>,
}

/// A part of the list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListAbsences {
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}
