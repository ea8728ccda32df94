//! What the API's document does not know is refused: addresses (404), methods (405 with `Allow`), and query
//! parameters (400), whichever the operation.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ResourceDef, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};
use utoipa::openapi::path::{Operation, ParameterIn, PathItem};
use utoipa::openapi::{OpenApi, RefOr};

use crate::error::{Error, FieldCode, FieldError, Result};
use crate::http::params;

/// An address of the document, with the methods that it takes and the query parameters of each.
struct Address {
    pattern: ResourceDef,
    operations: Vec<(&'static str, Vec<String>)>,
}

/// The addresses of the document.
pub struct Addresses(Vec<Address>);

fn query_parameters(operation: &Operation) -> Vec<String> {
    let all = operation.parameters.iter().flatten();
    all.filter_map(|parameter| match parameter {
        RefOr::T(p) if p.parameter_in == ParameterIn::Query => Some(p.name.clone()),
        _ => None,
    })
    .collect()
}

fn operations(item: &PathItem) -> Vec<(&'static str, Vec<String>)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, query_parameters(operation.as_ref()?))))
        .collect()
}

impl Addresses {
    /// From the API's document.
    pub fn of(document: &OpenApi) -> Self {
        let address = |(path, item): (&String, &PathItem)| Address {
            pattern: ResourceDef::new(path.as_str()),
            operations: operations(item),
        };
        Self(document.paths.paths.iter().map(address).collect())
    }

    fn find(&self, path: &str) -> Option<&Address> {
        self.0.iter().find(|address| address.pattern.is_match(path))
    }

    /// # Errors
    /// 400 with each parameter of the query that the operation does not have.
    fn check(&self, method: &str, path: &str, query: &str) -> Result<()> {
        let operations = self.find(path).map_or(&[][..], |address| &address.operations);
        let Some((_, known)) = operations.iter().find(|(name, _)| *name == method) else {
            return Ok(());
        };
        let errors: Vec<_> = params::pairs(query)?
            .into_iter()
            .filter(|(name, _)| !known.contains(name))
            .map(|(name, _)| not_known(name, known))
            .collect();
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Error::BadParameter(errors))
        }
    }
}

fn not_known(name: String, known: &[String]) -> FieldError {
    if known.is_empty() {
        return FieldError::with(
            name,
            FieldCode::NotAllowed,
            "این نشانی پارامتری نمی‌پذیرد.",
            "This address takes no parameters.",
        );
    }
    FieldError::with(
        name,
        FieldCode::NotAllowed,
        format!("چنین پارامتری نیست؛ پارامترهای ممکن: {}.", known.join("، ")),
        format!("There is no such parameter; possible are: {}.", known.join(", ")),
    )
}

/// Middleware: refuses query parameters that the operation does not have, before it runs.
pub async fn refuse_parameters(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let addresses = req.app_data::<web::Data<Addresses>>();
    let checked = match addresses {
        Some(addresses) if !req.query_string().is_empty() => {
            addresses.check(req.method().as_str(), req.path(), req.query_string())
        }
        _ => Ok(()),
    };
    match checked {
        Ok(()) => next.call(req).await.map(ServiceResponse::map_into_boxed_body),
        Err(error) => Ok(req.error_response(error)),
    }
}

/// Answers what nothing else did.
pub async fn answer(req: HttpRequest, addresses: web::Data<Addresses>) -> Result<HttpResponse> {
    let Some(address) = addresses.find(req.path()) else {
        return Err(Error::NotFound);
    };
    let methods: Vec<_> = address.operations.iter().map(|(method, _)| *method).collect();
    Err(Error::MethodNotAllowed(methods.join(", ")))
}
