//! What callers are told about accounts.

use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Role, UserRef};
use super::policy::Permission;
use crate::clock::Timestamp;
use crate::error::Locale;
use crate::ids::{DeskId, SessionId, UnitId, UserId};
use crate::resource::Resource;

/// A unit, as a role names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleUnit {
    /// Which.
    pub id: UnitId,
    /// Its name.
    pub name: String,
}

/// A desk, as a role names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleDesk {
    /// Which.
    pub id: DeskId,
    /// Its name.
    pub name: String,
}

/// A role that a person holds, with where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleView {
    /// The role.
    pub role: Role,
    /// Of this unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<RoleUnit>,
    /// At this desk.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub desk: Option<RoleDesk>,
}

/// A person's account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱", "email": "head-01@demo.test", "locale": "fa", "active": true, "has_password": true, "roles": [{ "role": "unit_head", "unit": { "id": 2, "name": "منطقهٔ ۱" } }], "mail_returned_at": null, "mail_returned": null, "version": 1, "created_at": "2019-12-03T06:30:00Z", "updated_at": "2019-12-03T06:30:00Z" }))]
pub struct UserView {
    /// Who.
    pub id: UserId,
    /// Their name or post.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub locale: Locale,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have chosen a password; `false`: an invitation waits.
    pub has_password: bool,
    /// Their roles.
    pub roles: Vec<RoleView>,
    /// Since when mail to the address comes back for good, so that none is sent.
    pub mail_returned_at: Option<Timestamp>,
    /// What the mail server said then.
    pub mail_returned: Option<String>,
    /// The version, as in `ETag`.
    pub version: i32,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Where it stands in the list.
    #[serde(skip)]
    pub sort_key: Vec<u8>,
}

impl Resource for UserView {
    fn version(&self) -> i32 {
        self.version
    }

    fn path(&self) -> String {
        format!("/users/{}", self.id)
    }
}

/// The person who is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱", "email": "head-01@demo.test", "locale": "fa", "roles": [{ "role": "unit_head", "unit": { "id": 2, "name": "منطقهٔ ۱" } }], "permissions": ["file_requests"], "stands_in_for": [] }))]
pub struct Me {
    /// Who.
    pub id: UserId,
    /// Their name or post.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their language.
    pub locale: Locale,
    /// Their roles.
    pub roles: Vec<RoleView>,
    /// What the roles open, for a client to know what to offer; each operation decides for itself.
    pub permissions: Vec<Permission>,
    /// Who is away today and has them as the substitute.
    pub stands_in_for: Vec<UserRef>,
}

/// An access token and whose it is. The refresh token comes as a cookie only.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "access_token": "eyJ…", "token_type": "Bearer", "expires_in": 600, "user": { "id": 2, "name": "مدیر روابط عمومی منطقهٔ ۱", "email": "head-01@demo.test", "locale": "fa", "roles": [{ "role": "unit_head", "unit": { "id": 2, "name": "منطقهٔ ۱" } }], "permissions": ["file_requests"], "stands_in_for": [] } }))]
pub struct SignedIn {
    /// For `Authorization: Bearer`.
    pub access_token: String,
    /// `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// How long the access token lasts, seconds.
    pub expires_in: i64,
    /// Who is signed in.
    pub user: Me,
}

/// A place where one is signed in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(example = json!({ "id": 4, "user_agent": "Mozilla/5.0", "address": "192.0.2.7", "created_at": "2019-12-03T06:30:00Z", "last_seen_at": "2019-12-03T06:30:00Z", "expires_at": "2020-01-02T06:30:00Z", "current": true }))]
pub struct SessionView {
    /// Which.
    pub id: SessionId,
    /// What the browser or program called itself.
    pub user_agent: String,
    /// The address it came from.
    pub address: String,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last fetched an access token.
    pub last_seen_at: Timestamp,
    /// When it ends if it is not used.
    pub expires_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}
