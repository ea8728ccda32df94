//! What no operation answers: 405 with `Allow` where another method would be taken, else 404.

use actix_web::dev::ResourceDef;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::OpenApi;

use crate::error::{Error, Result};

/// The addresses of the document, each with the methods that it takes.
pub struct Addresses(Vec<(ResourceDef, String)>);

impl Addresses {
    /// From the API's document.
    pub fn of(document: &OpenApi) -> Self {
        let methods = |item: &utoipa::openapi::PathItem| {
            let all = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
            ];
            let taken: Vec<_> = all
                .into_iter()
                .filter(|(_, operation)| operation.is_some())
                .map(|(name, _)| name)
                .collect();
            taken.join(", ")
        };
        Self(
            document
                .paths
                .paths
                .iter()
                .map(|(path, item)| (ResourceDef::new(path.as_str()), methods(item)))
                .collect(),
        )
    }
}

/// Answers what nothing else did.
pub async fn answer(req: HttpRequest, addresses: web::Data<Addresses>) -> Result<HttpResponse> {
    match addresses.0.iter().find(|(address, _)| address.is_match(req.path())) {
        Some((_, methods)) => Err(Error::MethodNotAllowed(methods.clone())),
        None => Err(Error::NotFound),
    }
}
