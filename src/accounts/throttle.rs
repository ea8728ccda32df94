//! How many wrong passwords are borne: five for an account, twenty for an address, within fifteen minutes; then
//! fifteen minutes of rest. Pure; the counts are rows, shared by all instances, and an account that does not
//! exist is counted like one that does.

use std::net::IpAddr;

use chrono::TimeDelta;

use super::tokens::hash_secret;
use crate::clock::Timestamp;

/// Failures are counted over this time, and a block lasts as long.
pub const MINUTES: i64 = 15;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Tries at one account.
    Account,
    /// Tries from one address.
    Address,
}

impl Scope {
    /// The failure that brings the block.
    pub fn limit(self) -> i32 {
        match self {
            Self::Account => 5,
            Self::Address => 20,
        }
    }
}

/// Failures so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// How many since `first_at`.
    pub failures: i32,
    /// When the first of them was.
    pub first_at: Timestamp,
    /// Until when nobody may try.
    pub blocked_until: Option<Timestamp>,
}

impl Tally {
    /// Nothing has failed yet.
    pub fn new(now: Timestamp) -> Self {
        Self {
            failures: 0,
            first_at: now,
            blocked_until: None,
        }
    }

    /// Seconds until the next try is heard, if it is not heard now.
    pub fn wait(&self, now: Timestamp) -> Option<u64> {
        let left = (self.blocked_until?.utc() - now.utc()).num_milliseconds();
        u64::try_from(left)
            .ok()
            .filter(|ms| *ms > 0)
            .map(|ms| ms.div_ceil(1000))
    }

    /// Whether it says nothing any more: no block, and the failures are too long ago.
    pub fn is_over(&self, now: Timestamp) -> bool {
        match self.blocked_until {
            Some(until) => until <= now,
            None => self.first_at.plus(TimeDelta::minutes(MINUTES)) <= now,
        }
    }

    /// The tally after one more failure.
    #[must_use]
    pub fn failed(self, scope: Scope, now: Timestamp) -> Self {
        let so_far = if self.is_over(now) { Self::new(now) } else { self };
        let failures = so_far.failures.saturating_add(1);
        let blocked_until = (failures >= scope.limit()).then(|| now.plus(TimeDelta::minutes(MINUTES)));
        Self {
            failures,
            blocked_until,
            ..so_far
        }
    }
}

/// Under which keys a try is counted. Hashed: the table is not a list of people or of where they were.
pub fn keys(email: &str, address: &str) -> [(Scope, String); 2] {
    let key = |what: &str, of: &str| hash_secret(&format!("{what} {of}"));
    [
        (Scope::Account, key("account", email)),
        (Scope::Address, key("address", &network(address))),
    ]
}

/// The address as one caller has it: an IPv6 subscriber holds a whole /64.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|a| a.to_canonical()) {
        Ok(IpAddr::V6(v6)) => {
            let s = v6.segments();
            format!("{:x}:{:x}:{:x}:{:x}::/64", s[0], s[1], s[2], s[3])
        }
        Ok(v4) => v4.to_string(),
        Err(_) => address.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::new(chrono::DateTime::from_timestamp(1_575_000_000, 0).unwrap()).plus(TimeDelta::minutes(minutes))
    }

    /// Failures at these minutes; then, at that minute, how long the wait is in seconds.
    #[test]
    fn the_table_of_waits() {
        let cases: &[(Scope, &[i64], i64, Option<u64>)] = &[
            (Scope::Account, &[], 0, None),
            (Scope::Account, &[0, 0, 0, 0], 0, None),
            (Scope::Account, &[0, 0, 0, 0, 0], 0, Some(900)),
            (Scope::Account, &[0, 0, 0, 0, 0], 14, Some(60)),
            (Scope::Account, &[0, 0, 0, 0, 0], 15, None),
            // The fifteen minutes are counted from the first failure.
            (Scope::Account, &[0, 1, 2, 3, 14], 14, Some(900)),
            (Scope::Account, &[0, 1, 2, 3, 15], 15, None),
            // After a block the count begins anew.
            (Scope::Account, &[0, 0, 0, 0, 0, 15, 15, 15, 15], 15, None),
            (Scope::Account, &[0, 0, 0, 0, 0, 15, 15, 15, 15, 15], 15, Some(900)),
            (Scope::Address, &[0; 19], 0, None),
            (Scope::Address, &[0; 20], 0, Some(900)),
        ];
        for (scope, failures, now, wanted) in cases {
            let tally = failures.iter().fold(Tally::new(at(0)), |t, m| t.failed(*scope, at(*m)));
            assert_eq!(tally.wait(at(*now)), *wanted, "{scope:?} {failures:?} at {now}");
        }
    }

    #[test]
    fn keys_hide_what_they_count_and_join_one_callers_addresses() {
        let [account, address] = keys("head@demo.test", "192.0.2.7");
        assert!(account.1 != address.1 && !account.1.contains("head") && !address.1.contains("192"));
        assert_eq!(network("2001:db8:1:2:aaaa::1"), network("2001:db8:1:2::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), "192.0.2.7");
    }
}
