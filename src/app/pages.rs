//! What is served outside the API and the web app: health, measures, the font of papers, and the API's viewer.

use actix_web::http::header;
use actix_web::{HttpResponse, get, web};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::described::Document;
use crate::error::{Error, Result};
use crate::http::Api;
use crate::telemetry;

/// The pages and probes.
pub fn routes(cfg: &mut web::ServiceConfig) {
    cfg.service(live).service(ready).service(metrics).service(font);
    cfg.service(document).service(web::redirect("/api/docs", "/api/docs/"));
    cfg.service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::from("/api/openapi.json")));
}

/// The OpenAPI document.
#[get("/api/openapi.json")]
async fn document(document: web::Data<Document>) -> Result<HttpResponse> {
    let text = document.text()?;
    Ok(HttpResponse::Ok().content_type(header::ContentType::json()).body(text))
}

/// The process runs.
#[get("/health/live")]
async fn live() -> HttpResponse {
    HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
}

/// The database answers and its schema is up to date.
#[get("/health/ready")]
async fn ready(api: Api) -> Result<HttpResponse> {
    let db = api.db.clone();
    let pending = web::block(move || db.pending_migrations())
        .await
        .map_err(|e| Error::internal("a task stopped", e))??;
    if pending > 0 {
        return Err(Error::Unavailable(format!("{pending} migrations wait").into()));
    }
    Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ready" })))
}

/// The numbers of this process (Prometheus text format).
#[get("/metrics")]
async fn metrics() -> HttpResponse {
    let text = telemetry::measures()
        .map(metrics_exporter_prometheus::PrometheusHandle::render)
        .unwrap_or_default();
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"))
        .body(text)
}

/// The font of papers, as pages to print load it.
#[get("/fonts/{name}")]
async fn font(name: web::Path<String>) -> Result<HttpResponse> {
    let bytes: &[u8] = match name.as_str() {
        "Vazirmatn-Regular.ttf" => include_bytes!("../../assets/fonts/Vazirmatn-Regular.ttf"),
        "Vazirmatn-Bold.ttf" => include_bytes!("../../assets/fonts/Vazirmatn-Bold.ttf"),
        _ => return Err(Error::NotFound),
    };
    Ok(HttpResponse::Ok()
        .content_type("font/ttf")
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(bytes))
}
