//! Where operations are registered: at the document, which describes them, or at a worker, which only serves them. What
//! utoipa describes while it registers is megabytes, and no worker needs it.

use actix_web::dev::HttpServiceFactory;
use actix_web::web;
use utoipa_actix_web::OpenApiFactory;
use utoipa_actix_web::service_config::ServiceConfig;

/// Takes operations.
pub trait Operations {
    /// Takes one.
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self;
}

impl Operations for web::ServiceConfig {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        web::ServiceConfig::service(self, operation)
    }
}

impl Operations for ServiceConfig<'_> {
    fn service<F: HttpServiceFactory + OpenApiFactory + 'static>(&mut self, operation: F) -> &mut Self {
        ServiceConfig::service(self, operation)
    }
}
