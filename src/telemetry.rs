//! Logs and measures: structured lines on stderr, and numbers for Prometheus.

use std::io::IsTerminal;
use std::sync::OnceLock;

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::Settings;
use crate::error::{Error, Result};

/// Starts logging; once in a process.
///
/// # Errors
/// Names `log` when the filter cannot be read.
pub fn init(settings: &Settings) -> Result<()> {
    let filter = EnvFilter::try_new(&settings.log).map_err(|e| Error::config("log", e.to_string()))?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        // It would tell of a line that cannot be written on the same standard error, and panic: a full disk under
        // the log must not end calls.
        .log_internal_errors(false);
    let started = if settings.log_json {
        lines.json().try_init()
    } else {
        lines.try_init()
    };
    started.map_err(|e| Error::internal("logging could not be started", e.to_string()))
}

/// The numbers of this process; the first call starts counting.
pub fn measures() -> Option<&'static PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE
        .get_or_init(|| {
            // Seconds; from a quick read to what a person no longer waits for.
            let buckets = [
                0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
            ];
            let builder = PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".into()), &buckets)
                .ok()?;
            builder.install_recorder().ok()
        })
        .as_ref()
}
