//! Creations with an `Idempotency-Key`: a repeat with the same key and body gets the first answer again, another
//! body is refused; key and answer are stored in the creation's own transaction.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::answer::etag;
use super::caller::Caller;
use super::{Parts, body::Body};
use crate::accounts::{Actor, idempotency as store};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result, said};
use crate::resource::Resource;

/// The key of a creation, if the caller sent one, with the address it creates at.
#[derive(Debug, Clone)]
pub struct Creation {
    key: Option<String>,
    place: String,
}

impl FromRequest for Creation {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let place = format!("{} {}", req.method(), req.path());
        ready(
            match req
                .headers()
                .get("idempotency-key")
                .map(|v| v.to_str().unwrap_or_default())
            {
                None => Ok(Self { key: None, place }),
                Some(key) if (1..=128).contains(&key.len()) => Ok(Self {
                    key: Some(key.to_owned()),
                    place,
                }),
                Some(_) => Err(Error::Malformed(said(
                    "کلید Idempotency-Key باید ۱ تا ۱۲۸ نویسهٔ لاتین باشد.",
                    "Idempotency-Key wants 1 to 128 visible ASCII characters.",
                ))),
            },
        )
    }
}

impl Creation {
    /// Whether it may be a repeat.
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }
}

impl Parts {
    /// Runs a creating use case and answers 201 with the resource, its `ETag` and `Location`.
    ///
    /// # Errors
    /// `KeyReused` when the key came before with another body; else as [`Parts::write`].
    pub async fn create<T, B, F>(&self, caller: Caller, creation: Creation, body: Body<B>, f: F) -> Result<HttpResponse>
    where
        T: Resource + 'static,
        B: Send + 'static,
        F: Fn(&mut Conn, &Cx, &Actor, &B) -> Result<T> + Send + 'static,
    {
        let mut hash = Sha256::new();
        hash.update(creation.place.as_bytes());
        hash.update([0]);
        hash.update(&body.raw);
        let hash = URL_SAFE_NO_PAD.encode(hash.finalize());
        let input = body.value;
        let (stored, replay) = self
            .write(caller, move |c, cx, actor| {
                let Some(key) = &creation.key else {
                    return answer(&f(c, cx, actor, &input)?).map(|a| (a, false));
                };
                if let Some(first) = store::find(c, actor.id, key)? {
                    return if first.request_hash == hash {
                        Ok((first.answer, true))
                    } else {
                        Err(Error::KeyReused)
                    };
                }
                let first = answer(&f(c, cx, actor, &input)?)?;
                // Two at once: the second finds the key taken, loses the race and runs again, now as a repeat.
                store::keep(c, cx.now, actor.id, key, &hash, &first)?;
                Ok((first, false))
            })
            .await?;
        let mut response = HttpResponse::Created();
        if replay {
            response.insert_header(("idempotent-replay", "true"));
        }
        if let Some(tag) = stored.etag {
            response.insert_header((header::ETAG, tag));
        }
        if let Some(location) = stored.location {
            response.insert_header((header::LOCATION, location));
        }
        Ok(response.content_type("application/json").body(stored.body))
    }
}

fn answer<T: Resource>(resource: &T) -> Result<store::Answer> {
    Ok(store::Answer {
        etag: Some(etag(resource.version())),
        location: Some(format!("/api/v1{}", resource.path())),
        body: serde_json::to_string(resource)?,
    })
}
