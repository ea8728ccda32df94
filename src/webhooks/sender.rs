//! Sends messages to addresses outside, and to no others: the name is looked up here, what it means is checked, and the very
//! address that was checked is connected to. Redirects are not followed, no proxy is asked, time and size have limits.

use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;

use super::addresses::{leads_outside, may_lead_to};
use crate::config::{Network, Settings};
use crate::error::{Error, Result};
use crate::notifications::format::{cut, is_break};

/// Octets of an answer that are looked at.
const LONGEST_ANSWER: usize = 4096;
/// Characters of it, or of an error, that are kept.
const KEPT: usize = 300;

/// Looks names up, and gives only addresses that may be led to.
struct Guarded {
    allowed: Arc<[Network]>,
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = Arc::clone(&self.allowed);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let outside: Vec<SocketAddr> = found.filter(|at| may_lead_to(at.ip(), &allowed)).collect();
            if outside.is_empty() {
                return Err("the name means no address of the public internet".into());
            }
            Ok(Box::new(outside.into_iter()) as Addrs)
        })
    }
}

/// Sends messages.
pub struct Sender {
    client: reqwest::Client,
    allowed: Arc<[Network]>,
}

/// What goes over the line.
pub struct Signed<'a> {
    pub url: &'a str,
    pub id: &'a str,
    /// Seconds since 1970.
    pub seconds: i64,
    pub signature: &'a str,
    pub body: String,
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What the receiver answered, if it did.
    pub status: Option<u16>,
    /// Why it was not taken; none: it was.
    pub error: Option<String>,
}

impl Sender {
    /// As the settings say.
    ///
    /// # Errors
    /// 500 when TLS cannot be set up.
    pub fn new(settings: &Settings) -> Result<Self> {
        let allowed: Arc<[Network]> = settings.webhook_networks.clone().into();
        let limit = Duration::from_secs(settings.webhook_seconds);
        let client = reqwest::Client::builder()
            .dns_resolver(Arc::new(Guarded {
                allowed: Arc::clone(&allowed),
            }))
            .redirect(Policy::none())
            .no_proxy()
            .https_only(!settings.webhook_http)
            .connect_timeout(limit)
            .timeout(limit)
            .user_agent(concat!("Hamahang/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|e| Error::internal("no client for webhooks", e))?;
        Ok(Self { client, allowed })
    }

    /// Sends a message.
    pub async fn send(&self, message: Signed<'_>) -> Answered {
        let failed = |error: String| Answered {
            status: None,
            error: Some(line(&error)),
        };
        let Ok(url) = url::Url::parse(message.url) else {
            return failed("this is no web address".to_owned());
        };
        // An address that needs no looking up never comes to the resolver.
        if !leads_outside(&url, &self.allowed) {
            return failed("the address leads into a private network".to_owned());
        }
        let call = self
            .client
            .post(url)
            .header("content-type", "application/json")
            .header("webhook-id", message.id)
            .header("webhook-timestamp", message.seconds.to_string())
            .header("webhook-signature", message.signature)
            .body(message.body);
        match call.send().await {
            Ok(mut response) => {
                let status = response.status();
                let said = said(&mut response).await;
                let error = match status.as_u16() {
                    200..300 => None,
                    300..400 => Some("redirects are not followed".to_owned()),
                    _ => Some(line(&said)),
                };
                Answered {
                    status: Some(status.as_u16()),
                    error,
                }
            }
            Err(error) => {
                let mut text = error.to_string();
                let mut cause = error.source();
                while let Some(because) = cause {
                    text.push_str(": ");
                    text.push_str(&because.to_string());
                    cause = because.source();
                }
                failed(text)
            }
        }
    }
}

/// The beginning of what the receiver says.
async fn said(response: &mut reqwest::Response) -> String {
    let mut octets = Vec::new();
    while octets.len() < LONGEST_ANSWER {
        match response.chunk().await {
            Ok(Some(chunk)) => octets.extend_from_slice(&chunk),
            Ok(None) | Err(_) => break,
        }
    }
    octets.truncate(LONGEST_ANSWER);
    String::from_utf8_lossy(&octets).into_owned()
}

/// A text as one line of bearable length.
fn line(text: &str) -> String {
    let line: String = text.chars().map(|c| if is_break(c) { ' ' } else { c }).collect();
    cut(line.trim(), KEPT)
}
