//! Comments as the API shows and takes them.

use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{CommentId, RequestId, UserId};
use crate::resource::Resource;

/// A comment.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 9, "request_id": 1, "author": { "id": 5, "name": "کارشناس مالی" }, "text": "پیش‌فاکتور را هم بفرستید.", "internal": false, "mentions": [{ "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }], "edits": 0, "deleted": false, "deleted_by": null, "allowed_actions": ["edit", "delete"], "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct CommentView {
    /// Which.
    pub id: CommentId,
    /// On which request.
    pub request_id: RequestId,
    /// Who wrote it.
    pub author: Option<UserRef>,
    /// What it says; empty when it was deleted.
    pub text: String,
    /// Read by the request's owner and desk, the director and the auditor only.
    pub internal: bool,
    /// Whom it speaks to.
    pub mentions: Vec<UserRef>,
    /// How often it was edited; the earlier texts are in `GET /comments/{id}/edits`.
    pub edits: i32,
    /// It was deleted: only its place is left.
    pub deleted: bool,
    /// Who deleted it.
    pub deleted_by: Option<UserRef>,
    /// What the caller may do with it: `edit`, `delete`.
    pub allowed_actions: Vec<String>,
    /// For `If-Match`.
    pub version: i32,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl Resource for CommentView {
    fn version(&self) -> i32 {
        self.version
    }
    fn path(&self) -> String {
        format!("/comments/{}", self.id)
    }
}

/// A new comment.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "پیش‌فاکتور را هم بفرستید.", "mentions": [2] }))]
pub struct CreateComment {
    /// What it says, at most 10 000 characters.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// Only for the request's owner and desk, the director and the auditor.
    #[serde(default)]
    pub internal: bool,
    /// People it speaks to, by id, at most 20; each has to be allowed to read it. `mentionable` of the request offers them.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub mentions: Vec<UserId>,
}

/// Changes to a comment; what is missing stays.
#[derive(Debug, Clone, Default, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "text": "پیش‌فاکتور و مشخصات را هم بفرستید." }))]
pub struct UpdateComment {
    /// What it says, at most 10 000 characters; what stood there before is kept.
    #[schema(min_length = 1, max_length = 10000, nullable = false)]
    pub text: Option<String>,
    /// People it speaks to, all of them; who is new among them gets a mail.
    #[schema(max_items = 20, nullable = false)]
    pub mentions: Option<Vec<UserId>>,
}

/// What a comment said before it was edited.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "text": "پیش‌فاکتور را بفرستید.", "written_at": "2019-12-03T06:30:00Z", "replaced_at": "2019-12-03T07:00:00Z" }))]
pub struct CommentEdit {
    /// What it said.
    pub text: String,
    /// Since when.
    pub written_at: Timestamp,
    /// Until when.
    pub replaced_at: Timestamp,
}

/// Who can be mentioned.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MentionableFilter {
    /// A part of the name, in any spelling.
    #[param(max_length = 120)]
    pub q: Option<String>,
    /// In an internal comment.
    #[serde(default)]
    #[param(default = false)]
    pub internal: bool,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}
