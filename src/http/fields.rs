//! `fields=number,title`: which top-level fields of a resource a read is to bring, on lists and single resources alike.
//!
//! A handler takes `Fields<View>` and answers with it; the possible names are the properties of the view's schema, so
//! there is nothing to keep in step. `id` and `version` always come, and the `ETag` stays the whole resource's.

use std::future::{Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::ser::{Error as _, Serialize, Serializer};
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Required};
use utoipa::{IntoParams, PartialSchema};

use super::{answer, params};
use crate::error::{Error, FieldCode, Result};
use crate::page::Page;
use crate::resource::Resource;

/// The query parameter.
pub const FIELDS: &str = "fields";
/// What comes whether it is asked for or not: which resource it is, and what `If-Match` wants.
const ALWAYS: [&str; 2] = ["id", "version"];

/// The fields of `V` that the caller asked for; nothing said: all.
pub struct Fields<V> {
    names: Option<Vec<String>>,
    of: PhantomData<fn() -> V>,
}

/// The top-level fields of a view.
fn known<V: PartialSchema>() -> Vec<String> {
    match V::schema() {
        RefOr::T(Schema::Object(object)) => object.properties.into_keys().collect(),
        _ => Vec::new(),
    }
}

impl<V: PartialSchema> Fields<V> {
    fn read(query: &str) -> Result<Self> {
        let mut said = params::pairs(query)?.into_iter().filter(|(name, _)| name == FIELDS);
        let names = said
            .next()
            .map(|(_, list)| list.split(',').map(str::to_owned).collect::<Vec<_>>());
        if said.next().is_some() {
            return Err(Error::parameter(
                FIELDS,
                FieldCode::Conflict,
                "این پارامتر یک بار می‌آید و نام‌ها با ویرگول لاتین از هم جدا می‌شوند.",
                "This comes once, its names separated by commas.",
            ));
        }
        if let Some(names) = &names {
            let known = known::<V>();
            if let Some(unknown) = names.iter().find(|name| !known.contains(name)) {
                return Err(Error::parameter(
                    FIELDS,
                    FieldCode::Invalid,
                    format!("فیلدی به نام «{unknown}» نیست؛ فیلدهای ممکن: {}.", known.join("، ")),
                    format!("There is no field `{unknown}`; possible are: {}.", known.join(", ")),
                ));
            }
        }
        Ok(Self { names, of: PhantomData })
    }
}

impl<V: Serialize> Fields<V> {
    fn pick<'a>(&'a self, whole: &'a V) -> Picked<'a, V> {
        Picked {
            whole,
            names: self.names.as_deref(),
        }
    }

    /// 200 with a page of a list.
    pub fn page(&self, page: &Page<V>) -> HttpResponse {
        answer::json(&Page {
            items: page.items.iter().map(|item| self.pick(item)).collect(),
            next: page.next.clone(),
        })
    }

    /// 200 with a page of a list, and how many of all are not read.
    pub fn counted(&self, page: &Page<V>, unread: i64) -> HttpResponse {
        answer::json(&Counted {
            items: page.items.iter().map(|item| self.pick(item)).collect(),
            next: page.next.as_deref(),
            unread,
        })
    }

    /// 200 with something that has no version.
    pub fn value(&self, value: &V) -> HttpResponse {
        answer::json(&self.pick(value))
    }

    /// 200 with the resource and its `ETag`.
    pub fn resource(&self, resource: &V) -> HttpResponse
    where
        V: Resource,
    {
        answer::tagged(resource.version(), &self.pick(resource))
    }
}

/// A page with a count.
#[derive(serde::Serialize)]
struct Counted<'a, T> {
    items: Vec<T>,
    next: Option<&'a str>,
    unread: i64,
}

/// A resource as far as it is asked for.
struct Picked<'a, V> {
    whole: &'a V,
    names: Option<&'a [String]>,
}

impl<V: Serialize> Serialize for Picked<'_, V> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Some(names) = self.names else {
            return self.whole.serialize(to);
        };
        let whole = serde_json::to_value(self.whole).map_err(S::Error::custom)?;
        let wanted = |name: &str| ALWAYS.contains(&name) || names.iter().any(|n| n == name);
        to.collect_map(whole.as_object().into_iter().flatten().filter(|(name, _)| wanted(name)))
    }
}

impl<V: PartialSchema> FromRequest for Fields<V> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Self::read(req.query_string()))
    }
}

impl<V: PartialSchema> IntoParams for Fields<V> {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let name = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(known::<V>()));
        let parameter = ParameterBuilder::new()
            .name(FIELDS)
            .parameter_in(ParameterIn::Query)
            .required(Required::False)
            .description(Some(
                "Bring only these fields of the resource, separated by commas; `id` and `version` always come.",
            ))
            .schema(Some(ArrayBuilder::new().items(name).min_items(Some(1)).build()))
            .style(Some(ParameterStyle::Form))
            .explode(Some(false));
        vec![parameter.build()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Serialize, utoipa::ToSchema)]
    struct Thing {
        id: i64,
        title: String,
        note: Option<String>,
        version: i32,
    }

    fn told(query: &str) -> Result<String> {
        let thing = Thing {
            id: 7,
            title: "دوربین".into(),
            note: None,
            version: 2,
        };
        let fields = Fields::<Thing>::read(query)?;
        Ok(serde_json::to_string(&fields.pick(&thing))?)
    }

    #[test]
    fn a_choice_keeps_what_is_chosen_and_what_always_comes() {
        for (query, wanted) in [
            ("", r#"{"id":7,"title":"دوربین","note":null,"version":2}"#),
            ("fields=title", r#"{"id":7,"title":"دوربین","version":2}"#),
            ("fields=note,id&limit=3", r#"{"id":7,"note":null,"version":2}"#),
            (
                "fields=note%2Ctitle",
                r#"{"id":7,"note":null,"title":"دوربین","version":2}"#,
            ),
            ("fields=version,version", r#"{"id":7,"version":2}"#),
        ] {
            assert_eq!(told(query).unwrap(), wanted, "{query}");
        }
    }

    #[test]
    fn what_is_no_field_is_refused_by_name() {
        for query in [
            "fields=",
            "fields=colour",
            "fields=title,",
            "fields=title, note",
            "fields=Title",
        ] {
            let Err(Error::BadParameter(errors)) = told(query) else {
                panic!("{query} is taken");
            };
            assert!(errors[0].en.ends_with("id, note, title, version."), "{}", errors[0].en);
            assert!(errors[0].fa.ends_with("id، note، title، version."), "{}", errors[0].fa);
        }
        assert!(matches!(told("fields=id&fields=title"), Err(Error::BadParameter(_))));
    }
}
