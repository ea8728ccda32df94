//! Requests as the API shows and takes them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::categories::Category;
use super::state::{Group, State};
use super::tags::model::TagName;
use super::themes::model::ThemeRef;
use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{MeetingId, RequestId, RuleId, UnitId};
use crate::resource::Resource;
use crate::routing::Priority;
use crate::units::{DeskRef, UnitRef};

/// Which rule routed a request.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct RoutedBy {
    /// The rule.
    pub rule_id: RuleId,
    /// Of which saved set.
    pub version: i64,
}

/// A request.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "number": "1398-0001", "category": "petty_cash", "unit": { "id": 2, "name": "منطقهٔ ۱" }, "title": "تنخواه برای خریدهای خرد", "description": "برای خریدهای روزانه تنخواهی در اختیار واحد نیست.", "details": { "amount_rials": 50_000_000, "purpose": "خریدهای خرد روزانه" }, "amount_rials": 50_000_000, "state": "submitted", "state_group": "open", "priority": "normal", "private": false, "filer": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "desk": { "id": 1, "name": "میز مالی" }, "owner": null, "owner_for": null, "routed_by": { "rule_id": 1, "version": 1 }, "due_at": "2019-12-31T06:30:00Z", "closes_on": null, "raised_in": null, "deferred_until": null, "deferred_to": null, "waiting_for": null, "duplicate_of": null, "disputed": false, "theme": null, "tags": ["خرید"], "comment_count": 2, "attachment_count": 1, "watching": false, "allowed_actions": ["withdraw"], "version": 2, "created_at": "2019-12-03T06:30:00Z", "submitted_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z", "closed_at": null }))]
pub struct RequestView {
    /// Which.
    pub id: RequestId,
    /// What people quote; `null` while it is a draft.
    #[schema(example = "1398-0001")]
    pub number: Option<String>,
    /// What kind of problem.
    pub category: Category,
    /// The unit that raised it.
    pub unit: UnitRef,
    /// In a line.
    pub title: String,
    /// In full.
    pub description: String,
    /// The category's typed fields; their schema is in `GET /categories`.
    #[schema(value_type = Object)]
    pub details: Value,
    /// The amount the details come to, Rials.
    pub amount_rials: Option<i64>,
    /// Where it stands.
    pub state: State,
    /// Open or closed.
    pub state_group: Group,
    /// How urgent.
    pub priority: Priority,
    /// Kept to the filer, the heads of the unit, the desk and the owner it is with, the director and the auditor.
    pub private: bool,
    /// Who filed it.
    pub filer: Option<UserRef>,
    /// The desk that answers for it; while it is `submitted`, the one proposed.
    pub desk: Option<DeskRef>,
    /// The person who answers for it.
    pub owner: Option<UserRef>,
    /// Who was away when a rule named them: the owner has it in their place.
    pub owner_for: Option<UserRef>,
    /// The rule that routed it; `null`: a person did, or nobody yet.
    pub routed_by: Option<RoutedBy>,
    /// When it is due, by the policies and the working calendar; `null` while that is paused in time, and of what is done.
    pub due_at: Option<Timestamp>,
    /// While it is `done`: the last day, in Tehran, to confirm or dispute; when it is over, silence closes the request.
    pub closes_on: Option<NaiveDate>,
    /// The meeting it was raised in.
    pub raised_in: Option<MeetingId>,
    /// Put off until this day.
    pub deferred_until: Option<NaiveDate>,
    /// Put off to this meeting.
    pub deferred_to: Option<MeetingId>,
    /// Who is waited for.
    pub waiting_for: Option<String>,
    /// The request that it is the same as.
    pub duplicate_of: Option<RequestId>,
    /// The filer has said that it was not done.
    pub disputed: bool,
    /// The theme that it belongs to, with the same problem of other units.
    pub theme: Option<ThemeRef>,
    /// Its tags, in the Persian order.
    pub tags: Vec<String>,
    /// How many comments it has, of those that the caller may read; what was deleted does not count.
    pub comment_count: i64,
    /// How many files are attached to it.
    pub attachment_count: i64,
    /// Whether the caller watches it.
    pub watching: bool,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was recorded.
    pub created_at: Timestamp,
    /// When it was submitted.
    pub submitted_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it ended.
    pub closed_at: Option<Timestamp>,
}

impl Resource for RequestView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/requests/{}", self.id)
    }
}

/// A new request; it is submitted at once unless `draft` is true.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "category": "petty_cash", "unit_id": 1, "title": "تنخواه برای خریدهای خرد", "description": "برای خریدهای روزانه تنخواهی در اختیار واحد نیست.", "details": { "amount_rials": 50_000_000, "purpose": "خریدهای خرد روزانه" } }))]
pub struct CreateRequest {
    /// What kind of problem.
    pub category: Category,
    /// The unit that raises it: one of the caller's.
    pub unit_id: UnitId,
    /// In a line.
    #[schema(min_length = 1, max_length = 300)]
    pub title: String,
    /// In full.
    #[serde(default)]
    #[schema(max_length = 20000)]
    pub description: String,
    /// How urgent.
    pub priority: Option<Priority>,
    /// Keep it to the filer, the heads of the unit, the desk and the owner it is with, the director and the auditor.
    #[serde(default)]
    pub private: bool,
    /// At most 20, of 1 to 50 characters each; those that are one tag in two spellings count once.
    #[serde(default)]
    #[schema(value_type = Vec<TagName>, max_items = 20)]
    pub tags: Vec<String>,
    /// The category's typed fields; their schema is in `GET /categories`.
    #[schema(value_type = Object)]
    pub details: Value,
    /// The meeting it is raised in.
    pub raised_in: Option<MeetingId>,
    /// Keep it as a draft.
    #[serde(default)]
    pub draft: bool,
}

/// Changes to a request; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "title": "تنخواه برای خریدهای روزانه", "priority": "urgent" }))]
pub struct UpdateRequest {
    /// In a line.
    #[schema(min_length = 1, max_length = 300, nullable = false)]
    pub title: Option<String>,
    /// In full.
    #[schema(max_length = 20000, nullable = false)]
    pub description: Option<String>,
    /// The category's typed fields, whole.
    #[schema(value_type = Option<Object>, nullable = false)]
    pub details: Option<Value>,
    /// How urgent.
    #[schema(nullable = false)]
    pub priority: Option<Priority>,
    /// Keep it to the filer, the heads of the unit, the desk and the owner it is with, the director and the auditor.
    #[schema(nullable = false)]
    pub private: Option<bool>,
}

/// Which requests, among those that the caller may see.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RequestFilter {
    /// In this state.
    pub state: Option<State>,
    /// Open or closed.
    pub state_group: Option<Group>,
    /// Of this category.
    pub category: Option<Category>,
    /// Of this unit.
    #[param(value_type = Option<i64>)]
    pub unit_id: Option<UnitId>,
    /// At this desk.
    #[param(value_type = Option<i64>)]
    pub desk_id: Option<crate::ids::DeskId>,
    /// With this person.
    #[param(value_type = Option<i64>)]
    pub owner_id: Option<crate::ids::UserId>,
    /// Raised in this meeting.
    #[param(value_type = Option<i64>)]
    pub meeting_id: Option<MeetingId>,
    /// Of this theme.
    #[param(value_type = Option<i64>)]
    pub theme_id: Option<crate::ids::ThemeId>,
    /// With this tag, in any spelling.
    #[param(max_length = 50)]
    pub tag: Option<String>,
    /// Words, all of which occur; the last one may be a beginning.
    #[param(max_length = 500)]
    pub q: Option<String>,
    /// Only what is past its time.
    pub overdue: Option<bool>,
    /// Filed on this day or later, Tehran's.
    pub filed_from: Option<NaiveDate>,
    /// Filed on this day or earlier.
    pub filed_to: Option<NaiveDate>,
    /// Came to its end on this day or later.
    pub closed_from: Option<NaiveDate>,
    /// Came to its end on this day or earlier.
    pub closed_to: Option<NaiveDate>,
    /// What the list goes by, with `-` the greatest first; what is alike goes by id, what is never due comes last.
    pub sort: Option<Sort>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

crate::text_enum! {
    /// The order of a list of requests.
    #[derive(Default)]
    pub enum Sort {
        #[default]
        Newest = "-created_at",
        Oldest = "created_at",
        LastChanged = "-updated_at",
        FirstChanged = "updated_at",
        DueFirst = "due_at",
        DueLast = "-due_at",
        MostUrgent = "-priority",
        LeastUrgent = "priority",
    }
}

impl Sort {
    /// Whether the greatest comes first.
    pub fn descends(self) -> bool {
        self.as_str().starts_with('-')
    }
}

/// A category with the schema of its fields.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "key": "motivation", "title": "انگیزه", "description": "قدردانی و روحیهٔ کار در روابط عمومی", "schema": { "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": { "proposal": { "type": "string", "maxLength": 4000 } } } }))]
pub struct CategoryView {
    /// Its key.
    pub key: Category,
    /// Its name, in the caller's language.
    pub title: String,
    /// What a unit means by it.
    pub description: String,
    /// JSON Schema (2020-12) of `details`.
    #[schema(value_type = Object)]
    pub schema: Value,
}

/// A request that another has in the place of somebody who was away.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "number": "1398-0001", "title": "تنخواه برای خریدهای خرد", "state": "in_progress", "owner": { "id": 6, "name": "کارشناس آموزش" } }))]
pub struct HandoverItem {
    /// Which.
    pub id: RequestId,
    /// What people quote.
    #[schema(example = "1398-0001")]
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// Who has it.
    pub owner: Option<UserRef>,
}

/// Requests that go back to the person who was away.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "request_ids": [1, 4] }))]
pub struct ReturnRequests {
    /// Which, each once.
    #[schema(min_items = 1, max_items = 200)]
    pub request_ids: Vec<RequestId>,
}
