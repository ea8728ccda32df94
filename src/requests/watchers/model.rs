//! Watchers as the API shows them.

use serde::Serialize;

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;

/// Watchers of a request at most: each of its mails goes to all of them.
pub const MOST: i64 = 100;

/// Somebody who follows a request.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "user": { "id": 4, "name": "کارشناس منطقهٔ ۱" }, "added_by": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱" }, "since": "2019-12-03T06:30:00Z" }))]
pub struct WatcherView {
    /// Who follows.
    pub user: Option<UserRef>,
    /// Who had them follow: themselves, or who works on the request.
    pub added_by: Option<UserRef>,
    /// Since when.
    pub since: Timestamp,
}
