//! Subjects for the mayor, meetings with the mayor, and the brief for one, as the API shows and takes them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{AgendaItemId, MayorSubjectId, MeetingId, RequestId, ThemeId};
use crate::meetings::agenda::model::MeetingRef;
use crate::meetings::commitments::model::Standing;
use crate::requests::state::State;
use crate::requests::themes::model::ThemeRef;
use crate::resource::Resource;
use crate::units::UnitRef;

crate::text_enum! {
    /// What kind of meeting it is.
    #[derive(Default)]
    pub enum MeetingKind {
        /// A follow-up meeting of the units.
        #[default]
        Ordinary = "ordinary",
        /// With the mayor: its agenda is made of the subjects collected for that.
        Mayor = "mayor",
    }
}

crate::text_enum! {
    /// Where a subject for the mayor stands.
    pub enum SubjectState {
        /// Is taken up in the next meeting with the mayor.
        Waiting = "waiting",
        /// Was decided there.
        Decided = "decided",
        /// Does not go there any more.
        Withdrawn = "withdrawn",
    }
}

/// A request as a subject for the mayor names it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct SubjectRequest {
    /// Which.
    pub id: RequestId,
    /// What people quote.
    pub number: Option<String>,
    /// In a line.
    pub title: String,
}

/// What is to be taken up with the mayor: a request or a theme, and what is asked.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 1, "request": { "id": 5, "number": "1398-0005", "title": "جلسهٔ روابط عمومی‌ها با شهردار" }, "theme": null, "units": [{ "id": 2, "name": "منطقهٔ ۱" }], "asked": "دستور پرداخت تنخواه‌گردان به واحدها", "state": "waiting", "decision": null, "decided_in": null, "marked_by": { "id": 1, "name": "مدیر ارتباطات" }, "allowed_actions": ["withdraw"], "version": 1, "created_at": "2019-12-31T07:30:00Z", "updated_at": "2019-12-31T07:30:00Z" }))]
pub struct SubjectView {
    /// Which.
    pub id: MayorSubjectId,
    /// The request that it is.
    pub request: Option<SubjectRequest>,
    /// The theme that it is.
    pub theme: Option<ThemeRef>,
    /// The units whose it is.
    pub units: Vec<UnitRef>,
    /// What is asked of the mayor.
    pub asked: String,
    /// Where it stands.
    pub state: SubjectState,
    /// What was decided.
    pub decision: Option<String>,
    /// In which meeting.
    pub decided_in: Option<MeetingRef>,
    /// Who put it on the list.
    pub marked_by: Option<UserRef>,
    /// What the caller may do now.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was put on the list.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for SubjectView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/mayor-subjects/{}", self.id)
    }
}

/// A new subject for the mayor: a request or a theme.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "request": "1398-0005", "asked": "دستور پرداخت تنخواه‌گردان به واحدها" }))]
pub struct CreateSubject {
    /// The request, by id or number. This or a theme.
    #[schema(min_length = 1, max_length = 20)]
    pub request: Option<String>,
    /// The theme.
    pub theme_id: Option<ThemeId>,
    /// What is asked of the mayor.
    #[schema(min_length = 1, max_length = 4000)]
    pub asked: String,
}

/// Changes to a subject that waits.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "asked": "دستور پرداخت تنخواه‌گردان به همهٔ واحدها" }))]
pub struct UpdateSubject {
    /// What is asked of the mayor.
    #[schema(min_length = 1, max_length = 4000)]
    pub asked: String,
}

/// Why a subject does not go to the mayor any more.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "با پیگیری معاونت حل شد." }))]
pub struct WithdrawSubject {
    /// Why.
    #[schema(min_length = 1, max_length = 4000)]
    pub reason: String,
}

/// Which subjects; the oldest first.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SubjectFilter {
    /// In this state.
    pub state: Option<SubjectState>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

/// A request of a subject, as the brief has it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BriefRequest {
    /// Which.
    pub id: RequestId,
    /// What people quote.
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// In full.
    pub description: String,
    /// What kind, in the caller's language.
    pub category: String,
    /// The unit that asked.
    pub unit: UnitRef,
    /// Who filed it.
    pub filer: Option<UserRef>,
    /// Since when.
    pub since: NaiveDate,
    /// Where it stands.
    pub state: State,
    /// What it costs, Rials.
    pub amount_rials: Option<i64>,
    /// The same in Persian words.
    pub amount_words: Option<String>,
}

/// Something that happened to a subject.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BriefEvent {
    /// On which day.
    pub on: NaiveDate,
    /// What, in the caller's language.
    pub what: String,
    /// What was said.
    pub said: Option<String>,
}

/// What was promised about a subject.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BriefPromise {
    /// Who promised.
    pub who: Option<UserRef>,
    /// What.
    pub text: String,
    /// By when, first.
    pub first_due_on: NaiveDate,
    /// By when now.
    pub due_on: NaiveDate,
    /// What has become of it.
    pub standing: Standing,
    /// The same in words, in the caller's language.
    pub standing_text: String,
}

/// A subject with its history.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct BriefSubject {
    /// Which line of the agenda.
    pub item_id: AgendaItemId,
    /// Its place, from 1.
    pub position: i32,
    /// In a line.
    pub title: String,
    /// What is asked of the mayor.
    pub asked: String,
    /// Since when it waits for the mayor.
    pub waits_since: NaiveDate,
    /// In how many meetings something came of it.
    pub meetings: i64,
    /// The requests that it is made of.
    pub requests: Vec<BriefRequest>,
    /// What was promised.
    pub promises: Vec<BriefPromise>,
    /// What happened, oldest first; at most the last twelve.
    pub history: Vec<BriefEvent>,
    /// What it costs in all, Rials.
    pub total_rials: Option<i64>,
    /// The same in Persian words.
    pub total_words: Option<String>,
    /// What was decided, once it was.
    pub decision: Option<String>,
}

/// The brief for a meeting with the mayor.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "meeting_id": 5, "series": "جلسهٔ روابط عمومی‌ها با شهردار", "number": 1, "starts_at": "2020-02-04T06:30:00Z", "place": "دفتر شهردار", "subjects": [{ "item_id": 31, "position": 1, "title": "تنخواه برای خریدهای خرد", "asked": "دستور پرداخت تنخواه‌گردان به واحدها", "waits_since": "2019-12-31", "meetings": 2, "requests": [{ "id": 5, "number": "1398-0005", "title": "تنخواه برای خریدهای خرد", "description": "", "category": "تنخواه‌گردان", "unit": { "id": 2, "name": "منطقهٔ ۱" }, "filer": { "id": 9, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "since": "2019-12-03", "state": "assigned", "amount_rials": 50_000_000, "amount_words": "پنجاه میلیون ریال" }], "promises": [], "history": [{ "on": "2019-12-03", "what": "ثبت درخواست", "said": null }], "total_rials": 50_000_000, "total_words": "پنجاه میلیون ریال", "decision": null }] }))]
pub struct BriefView {
    /// Of which meeting.
    pub meeting_id: MeetingId,
    /// Its series.
    pub series: String,
    /// Its number within the series.
    pub number: i32,
    /// When it starts.
    pub starts_at: Timestamp,
    /// Where.
    pub place: String,
    /// What it takes up, in the agenda's order.
    pub subjects: Vec<BriefSubject>,
}
