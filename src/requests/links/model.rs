//! Links as the API shows and takes them.

use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::clock::Timestamp;
use crate::ids::{LinkId, RequestId};
use crate::requests::state::State;
use crate::resource::Resource;

/// Links of a request at most, those that duplicates make aside.
pub const MOST: i64 = 100;
/// Duplicates of a request that are shown at most.
pub const MOST_DUPLICATES: i64 = 200;

crate::text_enum! {
    /// What the link says of the request that is asked about.
    pub enum LinkKind {
        /// The two have to do with each other.
        Relates = "relates",
        /// The other waits for this one.
        Blocks = "blocks",
        /// This one waits for the other.
        BlockedBy = "blocked_by",
        /// This one goes on as the other: the `duplicate` action said so.
        DuplicateOf = "duplicate_of",
        /// The other goes on as this one.
        HasDuplicate = "has_duplicate",
    }
}

crate::text_enum! {
    /// The links that people make by hand.
    pub enum NewLinkKind {
        /// The two have to do with each other.
        Relates = "relates",
        /// The other waits for this one.
        Blocks = "blocks",
        /// This one waits for the other.
        BlockedBy = "blocked_by",
    }
}

crate::text_enum! {
    /// A link as it is kept: from one request to another.
    pub enum Stored {
        /// From the smaller id to the greater.
        Relates = "relates",
        /// From what blocks to what is blocked.
        Blocks = "blocks",
    }
}

/// A request as a link shows it.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
pub struct LinkedRequest {
    /// Which.
    pub id: RequestId,
    /// What people quote.
    pub number: Option<String>,
    /// In a line.
    pub title: String,
    /// Where it stands.
    pub state: State,
}

/// A link, seen from one of its requests.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 5, "kind": "blocked_by", "request": { "id": 7, "number": "1398-0007", "title": "تأمین اعتبار خرید دوربین", "state": "in_progress" }, "created_by": { "id": 5, "name": "کارشناس مالی" }, "created_at": "2019-12-03T06:30:00Z" }))]
pub struct LinkView {
    /// Which; `null` for what the `duplicate` action has made, which `reopen` takes back.
    pub id: Option<LinkId>,
    /// What it says.
    pub kind: LinkKind,
    /// The other request.
    pub request: LinkedRequest,
    /// Who made it; `null` for duplicates: their history says it.
    pub created_by: Option<UserRef>,
    /// When; `null` for duplicates.
    pub created_at: Option<Timestamp>,
    #[serde(skip)]
    #[schema(ignore)]
    pub of: RequestId,
}

impl Resource for LinkView {
    /// A link is made and removed, never changed.
    fn version(&self) -> i32 {
        1
    }
    fn path(&self) -> String {
        format!("/requests/{}/links", self.of)
    }
}

/// A new link.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kind": "blocked_by", "to": "1398-0007" }))]
pub struct CreateLink {
    /// What it says of the request of the address.
    pub kind: NewLinkKind,
    /// The other request: id or number.
    #[schema(min_length = 1, max_length = 30)]
    pub to: String,
}
