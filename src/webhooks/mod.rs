//! Webhooks: addresses outside, of messengers and SMS gateways, that hear of what happens. `audit` puts each event on its way in
//! the event's own transaction; a worker sends, signed, in order for each address, and leads nowhere inside the network
//! (docs/adr/0027-webhooks.md).

pub mod addresses;
pub mod model;
mod notices;
mod payload;
mod policy;
pub mod routes;
mod sender;
mod service;
mod signing;
mod store;
pub mod worker;

pub use service::sweep;

/// The slice's operations.
pub fn routes(cfg: &mut impl crate::Operations) {
    cfg.service(routes::list_webhooks)
        .service(routes::create_webhook)
        .service(routes::get_webhook)
        .service(routes::update_webhook)
        .service(routes::delete_webhook)
        .service(routes::act_on_webhook)
        .service(routes::list_webhook_deliveries)
        .service(routes::redeliver_webhook);
}
