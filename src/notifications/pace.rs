//! How many mails go to one domain: what is more waits. Large providers turn away who sends too much at once.

use std::num::NonZeroU32;
use std::sync::Arc;

use chrono::TimeDelta;
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// So many domains are remembered at most.
const DOMAINS: usize = 10_000;

/// The pace of an instance. Cheap to clone.
#[derive(Clone)]
pub struct Pace(Option<Arc<DefaultKeyedRateLimiter<String>>>);

impl Pace {
    /// So many a minute to one domain, of which a sixth may go at once; 0: without limit.
    pub fn new(per_minute: u32) -> Self {
        Self(NonZeroU32::new(per_minute).map(|n| {
            let burst = NonZeroU32::new(per_minute / 6).unwrap_or(NonZeroU32::MIN);
            Arc::new(RateLimiter::keyed(Quota::per_minute(n).allow_burst(burst)))
        }))
    }

    /// How long a mail to this address has to wait; nothing: it goes now, and counts.
    pub fn wait(&self, address: &str) -> Option<TimeDelta> {
        let limiter = self.0.as_ref()?;
        if limiter.len() > DOMAINS {
            limiter.retain_recent();
        }
        let domain = address.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
        let until = limiter.check_key(&domain).err()?;
        let wait = until.wait_time_from(DefaultClock::default().now());
        // To the next whole second: a mail that is due a moment too early would be looked at twice.
        Some(TimeDelta::seconds(i64::try_from(wait.as_secs()).unwrap_or(3600) + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_more_than_the_pace_waits_each_domain_for_itself() {
        let pace = Pace::new(12);
        assert_eq!(
            (pace.wait("a@one.test"), pace.wait("b@ONE.test")),
            (None, None),
            "a sixth at once"
        );
        let wait = pace.wait("c@one.test").unwrap();
        assert!((1..=6).contains(&wait.num_seconds()), "{wait}");
        assert_eq!(pace.wait("a@two.test"), None);
        let none = Pace::new(0);
        assert!((0..100).all(|_| none.wait("a@one.test").is_none()));
    }
}
