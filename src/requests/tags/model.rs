//! Tags as the API shows and takes them.

use serde::{Deserialize, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

use crate::ids::TagId;

/// A tag.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "id": 3, "name": "دوربین" }))]
pub struct TagView {
    /// Which.
    pub id: TagId,
    /// As it was first written.
    pub name: String,
}

/// All tags of a request.
#[derive(Debug, Clone, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "tags": ["دوربین", "خرید سال آینده"] }))]
pub struct PutTags {
    /// At most 20, of 1 to 50 characters each; those that are one tag in two spellings count once.
    #[schema(value_type = Vec<TagName>, max_items = 20)]
    pub tags: Vec<String>,
}

/// A tag as it is typed: its schema, for the API's document and for the check of bodies.
#[derive(Debug)]
pub struct TagName;

impl utoipa::PartialSchema for TagName {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(Type::String);
        text.min_length(Some(1)).max_length(Some(50)).into()
    }
}
impl utoipa::ToSchema for TagName {}

/// Which tags.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TagFilter {
    /// How the tag begins, in any spelling.
    #[param(max_length = 50)]
    pub q: Option<String>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}
