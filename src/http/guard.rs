//! What stands before every call: a rate limit, headers that keep browsers out of trouble, and the measures.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};

use super::Api;
use super::caller;
use crate::error::Error;

type Limiter = RateLimiter<String, DefaultKeyedStateStore<String>, DefaultClock, StateInformationMiddleware>;

/// Calls a minute, for each person or address; a quarter of it may come at once.
pub struct RateLimit {
    limiter: Option<Limiter>,
    per_minute: u32,
}

impl RateLimit {
    /// `per_minute` 0 means no limit.
    pub fn new(per_minute: u32) -> Arc<Self> {
        let limiter = NonZeroU32::new(per_minute).map(|n| {
            let burst = NonZeroU32::new((per_minute / 4).max(1)).unwrap_or(n);
            RateLimiter::keyed(Quota::per_minute(n).allow_burst(burst)).with_middleware()
        });
        Arc::new(Self { limiter, per_minute })
    }

    /// Takes one call from the caller's allowance: what is left, or the seconds to wait.
    fn take(&self, key: String) -> Option<Result<u32, u64>> {
        let limiter = self.limiter.as_ref()?;
        if limiter.len() > 10_000 {
            limiter.retain_recent();
        }
        Some(match limiter.check_key(&key) {
            Ok(snapshot) => Ok(snapshot.remaining_burst_capacity()),
            Err(until) => Err(until.wait_time_from(DefaultClock::default().now()).as_secs() + 1),
        })
    }
}

/// Middleware: counts the call, refuses it over the limit, and says what is left (RateLimit fields of the IETF draft).
pub async fn limit(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let limit = req
        .app_data::<actix_web::web::Data<Arc<RateLimit>>>()
        .map(|data| Arc::clone(data));
    // What does something for somebody: not the probes, nor the API's viewer.
    let counted = ["/api/v1", "/approve/", "/invitation/", "/verify/"]
        .iter()
        .any(|place| req.path().starts_with(place));
    let taken = limit
        .as_ref()
        .filter(|_| counted)
        .and_then(|l| Some((l.per_minute, l.take(caller::counted_as(req.request()))?)));
    let Some((per_minute, taken)) = taken else {
        return next.call(req).await.map(ServiceResponse::map_into_boxed_body);
    };
    let (left, mut response) = match taken {
        Ok(left) => (left, next.call(req).await?.map_into_boxed_body()),
        Err(seconds) => (0, req.error_response(Error::TooMany(seconds))),
    };
    for (name, value) in [("ratelimit-limit", per_minute), ("ratelimit-remaining", left)] {
        response
            .headers_mut()
            .insert(HeaderName::from_static(name), HeaderValue::from(value));
    }
    Ok(response)
}

/// Everything that a page of ours may load comes from ourselves (OWASP Secure Headers).
const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// Middleware: security headers, and no caching of what the API answers.
pub async fn headers(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let api = req.path().starts_with("/api/v1");
    let https = req.app_data::<Api>().is_some_and(|a| a.settings.is_https());
    let mut response = next.call(req).await?;
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=()");
    set("content-security-policy", POLICY);
    if https {
        set("strict-transport-security", "max-age=31536000");
    }
    if api {
        set("cache-control", "no-store");
        set("vary", "Accept-Language, Authorization, Cookie");
    }
    Ok(response)
}

/// Middleware: counts and times each call by its route, not its address.
pub async fn measure(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let started = Instant::now();
    let method = req.method().to_string();
    let response = next.call(req).await?;
    let route = response.request().match_pattern().unwrap_or_else(|| "none".to_owned());
    let status = response.status().as_u16().to_string();
    metrics::counter!("http_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("http_request_seconds", "method" => method, "route" => route)
        .record(started.elapsed().as_secs_f64());
    Ok(response)
}
