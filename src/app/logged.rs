//! What the log keeps of each call: method, route, address, status, request id. Of an address that holds a secret, the
//! link in the mail of an approver or a guest, it keeps the route alone: whoever reads the log is not to decide by it.

use actix_web::HttpMessage;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{DefaultRootSpanBuilder, RequestId, RootSpanBuilder, root_span};

/// Builds the span that a call's log lines stand in.
pub struct WithoutSecrets;

impl RootSpanBuilder for WithoutSecrets {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let secret = ["/approve/", "/invitation/", "/unsubscribe/"];
        let Some(place) = secret.iter().find(|place| request.path().starts_with(**place)) else {
            return root_span!(request);
        };
        let request_id = request.extensions().get::<RequestId>().copied();
        tracing::info_span!(
            "HTTP request",
            http.method = %request.method(),
            http.route = %format!("{place}{{token}}"),
            http.status_code = Empty,
            otel.status_code = Empty,
            request_id = request_id.map(|id| id.to_string()).unwrap_or_default(),
            exception.message = Empty,
            exception.details = Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, actix_web::Error>) {
        DefaultRootSpanBuilder::on_request_end(span, outcome);
    }
}
