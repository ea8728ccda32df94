//! Putting an outcome right and taking it back, as the API shows and takes it.

use serde::{Deserialize, Serialize};

use crate::ids::RequestId;
use crate::meetings::agenda::model::AgendaItemView;
use crate::resource::Resource;

/// Other words for an outcome.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "تأمین دوربین عکاسی برای مناطق ۱ و ۲" }))]
pub struct UpdateOutcome {
    /// In words.
    #[schema(min_length = 1, max_length = 4000)]
    pub text: String,
}

/// Why an outcome is taken back.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "برای بند دیگری بود." }))]
pub struct TakeBackOutcome {
    /// Why.
    #[schema(min_length = 1, max_length = 4000)]
    pub reason: String,
}

crate::text_enum! {
    /// What became of that which an outcome had done.
    pub enum Undone {
        /// It had done nothing but be written down.
        Nothing = "nothing",
        /// All of it was undone.
        All = "all",
        /// Some of it: the rest had gone on meanwhile.
        Part = "part",
        /// None of it: it stays as it is.
        Stays = "stays",
    }
}

/// An outcome that was taken back.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "item": { "id": 7, "meeting_id": 3, "position": 1, "kind": "carried", "placement": "agenda", "request": null, "theme": null, "commitment": null, "title": "مشخص نبودن شرح وظایف روابط عمومی منطقه", "minutes": 10, "spent_minutes": 4, "pinned": false, "placed": false, "carried": 2, "reason": "منتقل‌شده از ۱۳۹۸/۰۹/۱۲، برای بار دوم", "must_decide": false, "discussed": false, "outcomes": [], "note": "", "version": 3 }, "undone": "all", "said": "نتیجه پس گرفته شد و درخواست به وضعیت پیش از آن بازگشت.", "requests_undone": [1], "requests_stay": [], "version": 3 }))]
pub struct TakenBack {
    /// The line, without it.
    pub item: AgendaItemView,
    /// What became of that which it had done.
    pub undone: Undone,
    /// The same in words, in the caller's language.
    pub said: String,
    /// Requests that are back where they were.
    pub requests_undone: Vec<RequestId>,
    /// Requests that stay as they are, for they have gone on since.
    pub requests_stay: Vec<RequestId>,
    /// The line's, for `If-Match`.
    pub version: i32,
}

impl Resource for TakenBack {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        self.item.path()
    }
}
