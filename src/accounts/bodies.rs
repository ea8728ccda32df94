//! What callers send about accounts. The limits stand here once; the API's document and the check of a body
//! both read them.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::model::{Grant, Role};
use crate::error::Locale;
use crate::ids::{DeskId, UnitId};

/// An address and a password.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "director@demo.test", "password": "correct horse battery staple" }))]
pub struct Login {
    /// The account's address; letter case does not matter.
    #[schema(min_length = 1, max_length = 254)]
    pub email: String,
    /// The password.
    #[schema(min_length = 1, max_length = 128)]
    pub password: String,
}

/// Whose password is forgotten.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "director@demo.test" }))]
pub struct ForgottenPassword {
    /// The account's address.
    #[schema(min_length = 1, max_length = 254)]
    pub email: String,
}

/// A new password, with the token of the link that allows it.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "token": "k3…", "password": "correct horse battery staple" }))]
pub struct ChosenPassword {
    /// What follows `#token=` in the link.
    #[schema(min_length = 1, max_length = 128)]
    pub token: String,
    /// 10 to 128 characters, and not easy to guess.
    #[schema(min_length = 10, max_length = 128)]
    pub password: String,
}

/// The first administrator.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "token": "k3…", "email": "admin@demo.test", "name": "مدیر سامانه", "password": "correct horse battery staple" }))]
pub struct FirstAdmin {
    /// What follows `#token=` in the link on the console.
    #[schema(min_length = 1, max_length = 128)]
    pub token: String,
    /// Their address.
    #[schema(min_length = 3, max_length = 254)]
    pub email: String,
    /// Their name or post.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// 10 to 128 characters, and not easy to guess.
    #[schema(min_length = 10, max_length = 128)]
    pub password: String,
}

/// A role to be given. Heads and members hold it at a unit, owners at a desk, all others everywhere.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleGrant {
    /// The role.
    pub role: Role,
    /// For `unit_head` and `unit_member`.
    pub unit_id: Option<UnitId>,
    /// For `owner`.
    pub desk_id: Option<DeskId>,
}

impl From<&RoleGrant> for Grant {
    fn from(body: &RoleGrant) -> Self {
        Self {
            role: body.role,
            unit_id: body.unit_id,
            desk_id: body.desk_id,
        }
    }
}

/// Somebody to be invited.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "email": "head-02@demo.test", "name": "مدیر روابط عمومی منطقهٔ ۲", "locale": "fa", "roles": [{ "role": "unit_head", "unit_id": 2 }] }))]
pub struct InviteUser {
    /// Where the invitation goes, and what they sign in with.
    #[schema(min_length = 3, max_length = 254)]
    pub email: String,
    /// Their name or post.
    #[schema(min_length = 1, max_length = 120)]
    pub name: String,
    /// Their language; Persian when nothing is said.
    #[serde(default)]
    pub locale: Locale,
    /// Their roles.
    #[schema(min_items = 1, max_items = 50)]
    pub roles: Vec<RoleGrant>,
}

/// What changes about a person; what is left out stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "مدیر روابط عمومی منطقهٔ ۲", "active": true }))]
pub struct ChangeUser {
    /// Their name or post.
    #[schema(min_length = 1, max_length = 120, nullable = false)]
    pub name: Option<String>,
    /// Their language.
    #[schema(nullable = false)]
    pub locale: Option<Locale>,
    /// Whether they may sign in; `false` ends their sessions at once.
    #[schema(nullable = false)]
    pub active: Option<bool>,
}

/// All roles of a person; those that are left out are taken away.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "roles": [{ "role": "director" }, { "role": "owner", "desk_id": 1 }] }))]
pub struct SetRoles {
    /// The roles.
    #[schema(max_items = 50)]
    pub roles: Vec<RoleGrant>,
}

/// Which people a list has.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListUsers {
    /// Only those who may sign in, or only those who may not.
    pub active: Option<bool>,
    /// Only those who hold this role.
    pub role: Option<Role>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// Where to read on: `next` of the page before.
    pub cursor: Option<String>,
}
