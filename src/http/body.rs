//! Strict JSON bodies: a body is checked against the very schema that the API's document publishes, so every
//! wrong field is reported at once, by its pointer, and nothing unknown slips through.
//!
//! The schema is the validator (docs/adr/0008): limits stand once, in the type's `#[schema]` attributes.

use std::any::TypeId;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, http::header};
use futures_util::StreamExt;
use jsonschema::Validator;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::error::{Error, Result, said};
use crate::schema::messages::unreadable;
use crate::schema::{check, compile, escape, refuse_nul};

/// Bodies are at most this long, bytes. Attachments have a way of their own.
pub const MAX_BODY: usize = 256 * 1024;

/// A JSON body that fits the schema of `T`. `raw` is what came, for idempotency.
pub struct Body<T> {
    /// The body.
    pub value: T,
    /// The body as it came.
    pub raw: Vec<u8>,
}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let req = req.clone();
        let payload = payload.take();
        Box::pin(async move {
            let raw = read_all(&req, payload, MAX_BODY).await?;
            // An action without fields may come without a body: then it is `{}`.
            let empty = raw.is_empty() && req.headers().get(header::CONTENT_TYPE).is_none();
            if !empty && !is_json(&req) {
                return Err(Error::UnsupportedMediaType);
            }
            let text = if empty { b"{}".as_slice() } else { &raw };
            Ok(Self {
                value: parse(text)?,
                raw,
            })
        })
    }
}

/// The body's bytes, at most so many.
pub(super) async fn read_all(req: &HttpRequest, mut payload: Payload, limit: usize) -> Result<Vec<u8>> {
    let announced = req
        .headers()
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|n| n > limit) {
        return Err(Error::TooLarge(limit));
    }
    let mut raw = Vec::new();
    while let Some(chunk) = payload.next().await {
        let chunk =
            chunk.map_err(|_| Error::Malformed(said("متن درخواست کامل نرسید.", "The body did not arrive whole.")))?;
        if raw.len() + chunk.len() > limit {
            return Err(Error::TooLarge(limit));
        }
        raw.extend_from_slice(&chunk);
    }
    Ok(raw)
}

fn is_json(req: &HttpRequest) -> bool {
    let Some(kind) = req.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()) else {
        return false;
    };
    kind.split(';')
        .next()
        .is_some_and(|k| k.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads bytes as a `T`, or says what is wrong and where.
///
/// # Errors
/// `Malformed` with line and column when it is not JSON, `Invalid` with pointers when it does not fit.
pub fn parse<T: DeserializeOwned + ToSchema + 'static>(bytes: &[u8]) -> Result<T> {
    let value: Value = serde_json::from_slice(bytes).map_err(|e| {
        Error::Malformed(said(
            format!("متن JSON درست نیست (سطر {}، ستون {}).", e.line(), e.column()),
            format!("Not JSON (line {}, column {}): {e}", e.line(), e.column()),
        ))
    })?;
    let mut errors = check(validator::<T>()?.as_ref(), &value, "");
    refuse_nul(&value, "", &mut errors);
    Error::invalid_if_any(errors)?;
    // What a schema cannot say (a number beyond i64, an impossible date) is said by the type.
    serde_path_to_error::deserialize(&value).map_err(|e| {
        let pointer = e.path().iter().fold(String::new(), |p, segment| match segment {
            serde_path_to_error::Segment::Seq { index } => format!("{p}/{index}"),
            serde_path_to_error::Segment::Map { key } => format!("{p}/{}", escape(key)),
            _ => p,
        });
        let told = value.pointer(&pointer);
        Error::Invalid(vec![unreadable(pointer.clone(), told)])
    })
}

/// The compiled schema of a type, compiled once.
fn validator<T: ToSchema + 'static>() -> Result<Arc<Validator>> {
    static COMPILED: LazyLock<RwLock<HashMap<TypeId, Arc<Validator>>>> = LazyLock::new(RwLock::default);
    let id = TypeId::of::<T>();
    if let Some(found) = COMPILED.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return Ok(Arc::clone(found));
    }
    let mut parts = Vec::new();
    T::schemas(&mut parts);
    let name = T::name();
    parts.push((name.to_string(), T::schema()));
    let schemas: serde_json::Map<String, Value> = parts
        .into_iter()
        .map(|(n, s)| Ok((n, serde_json::to_value(s)?)))
        .collect::<Result<_, serde_json::Error>>()?;
    let root = json!({ "$ref": format!("#/components/schemas/{name}"), "components": { "schemas": schemas } });
    let compiled = Arc::new(compile(&root)?);
    COMPILED
        .write()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(id, Arc::clone(&compiled));
    Ok(compiled)
}
