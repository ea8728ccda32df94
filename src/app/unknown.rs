//! What the API's document does not know is refused: addresses (404), methods (405 with `Allow`), and query
//! parameters (400), whichever the operation.

use std::collections::{BTreeMap, HashMap};

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ResourceDef, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web;
use serde::Deserialize;

use crate::error::{Error, FieldCode, FieldError, Result};
use crate::http::params;

/// An address of the document, with the methods that it takes and the query parameters of each.
struct Address {
    pattern: ResourceDef,
    operations: Vec<(&'static str, Vec<String>)>,
}

impl Address {
    fn not_allowed(&self) -> Error {
        let methods: Vec<_> = self.operations.iter().map(|(method, _)| *method).collect();
        Error::MethodNotAllowed(methods.join(", "))
    }
}

/// The addresses of the document.
pub struct Addresses {
    all: Vec<Address>,
    /// Where in `all` those stand that have no variable part. Some look like another's: `/themes/suggestions` is no theme.
    fixed: HashMap<String, usize>,
}

/// What is read of the document.
#[derive(Deserialize)]
struct Described {
    paths: BTreeMap<String, BTreeMap<Method, Operation>>,
}

#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

#[derive(Deserialize)]
struct Operation {
    #[serde(default)]
    parameters: Vec<Parameter>,
}

#[derive(Deserialize)]
struct Parameter {
    name: String,
    #[serde(rename = "in")]
    place: String,
}

impl Operation {
    fn query(self) -> Vec<String> {
        let query = self.parameters.into_iter().filter(|p| p.place == "query");
        query.map(|p| p.name).collect()
    }
}

impl Addresses {
    /// From the API's document.
    ///
    /// # Errors
    /// When it is none.
    pub fn of(document: impl std::io::Read) -> serde_json::Result<Self> {
        let described: Described = serde_json::from_reader(document)?;
        let (mut all, mut fixed) = (Vec::new(), HashMap::new());
        for (path, item) in described.paths {
            if !path.contains('{') {
                fixed.insert(path.clone(), all.len());
            }
            let operations = item.into_iter().map(|(method, o)| (method.name(), o.query()));
            all.push(Address {
                pattern: ResourceDef::new(path),
                operations: operations.collect(),
            });
        }
        Ok(Self { all, fixed })
    }

    fn find(&self, path: &str) -> Option<&Address> {
        match self.fixed.get(path) {
            Some(place) => self.all.get(*place),
            None => self.all.iter().find(|address| address.pattern.is_match(path)),
        }
    }

    /// Why there is no answer at this path: 405 when it takes other methods, else 404.
    pub fn refusal(&self, path: &str) -> Error {
        self.find(path).map_or(Error::NotFound, Address::not_allowed)
    }

    /// # Errors
    /// 405 when the path is one of those without a variable part, and does not take the method.
    fn check_method(&self, method: &str, path: &str) -> Result<()> {
        let fixed = self.fixed.get(path).and_then(|place| self.all.get(*place));
        match fixed {
            Some(address) if address.operations.iter().all(|(name, _)| *name != method) => Err(address.not_allowed()),
            _ => Ok(()),
        }
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

/// Middleware: refuses methods that an address does not take, and query parameters that the operation does not have, before it
/// runs.
pub async fn refuse(
    req: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let addresses = req.app_data::<web::Data<Addresses>>();
    let checked = match addresses {
        Some(addresses) => {
            let method = req.method().as_str();
            addresses
                .check_method(method, req.path())
                .and_then(|()| match req.query_string() {
                    "" => Ok(()),
                    query => addresses.check(method, req.path(), query),
                })
        }
        None => Ok(()),
    };
    match checked {
        Ok(()) => next.call(req).await.map(ServiceResponse::map_into_boxed_body),
        Err(error) => Ok(req.error_response(error)),
    }
}
