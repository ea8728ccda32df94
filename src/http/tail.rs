//! Reading a table that only grows as it grows. Ids are given in order and not committed in order (PostgreSQL): one that is
//! missed is asked for again, until it has come or nobody can be about to commit it any more. Pure.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::clock::Timestamp;

/// No transaction that writes takes so long: statements wait five seconds for a lock.
const LATE: TimeDelta = TimeDelta::seconds(60);
/// Ids that are waited for at most; of a larger gap the newest.
const WAITED_FOR: i64 = 1000;

/// How far a table has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// The greatest id that was seen.
    top: i64,
    /// Those below that have not come, and since when they are missed.
    missing: BTreeMap<i64, Timestamp>,
}

impl Tail {
    /// From this id on.
    pub fn from(top: i64) -> Self {
        Self {
            top,
            missing: BTreeMap::new(),
        }
    }

    /// The greatest id that was seen.
    pub fn top(&self) -> i64 {
        self.top
    }

    /// Those that are asked for again.
    pub fn missing(&self) -> Vec<i64> {
        self.missing.keys().copied().collect()
    }

    /// Up to here all has been seen: who goes on from here misses nothing.
    pub fn whole(&self) -> i64 {
        self.missing.keys().next().map_or(self.top, |first| first - 1)
    }

    /// This one has come; says whether for the first time.
    pub fn saw(&mut self, id: i64, now: Timestamp) -> bool {
        if id <= self.top {
            return self.missing.remove(&id).is_some();
        }
        for gap in (self.top + 1).max(id - WAITED_FOR)..id {
            self.missing.insert(gap, now);
        }
        self.top = id;
        true
    }

    /// This one is there, but its time has not come: it is asked for again.
    pub fn waits(&mut self, id: i64, now: Timestamp) {
        self.saw(id, now);
        self.missing.insert(id, now);
    }

    /// Gives up those that are missed for too long: they were rolled back.
    pub fn give_up(&mut self, now: Timestamp) {
        self.missing.retain(|_, since| since.plus(LATE) > now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::new(chrono::DateTime::from_timestamp(1_575_358_200 + seconds, 0).unwrap())
    }

    #[test]
    fn what_is_committed_late_is_seen_once() {
        let mut tail = Tail::from(10);
        assert!(tail.saw(11, at(0)) && tail.saw(14, at(0)));
        assert_eq!((tail.missing(), tail.whole(), tail.top()), (vec![12, 13], 11, 14));
        assert!(tail.saw(13, at(1)) && !tail.saw(13, at(1)) && !tail.saw(11, at(1)));
        assert_eq!((tail.missing(), tail.whole()), (vec![12], 11));
        tail.give_up(at(59));
        assert_eq!(tail.whole(), 11);
        tail.give_up(at(60));
        assert_eq!((tail.missing(), tail.whole()), (vec![], 14), "it was rolled back");
    }

    #[test]
    fn what_is_not_to_be_seen_yet_is_waited_for_as_long_as_it_is_there() {
        let mut tail = Tail::from(0);
        tail.waits(1, at(0));
        assert!(tail.saw(2, at(0)));
        assert_eq!((tail.missing(), tail.whole()), (vec![1], 0));
        tail.waits(1, at(50));
        tail.give_up(at(70));
        assert_eq!(tail.missing(), [1], "it was there twenty seconds ago");
        assert!(tail.saw(1, at(80)));
        assert_eq!(tail.whole(), 2);
    }

    #[test]
    fn a_leap_is_not_waited_for_as_a_whole() {
        let mut tail = Tail::from(0);
        assert!(tail.saw(1_000_000, at(0)));
        assert_eq!((tail.missing().len(), tail.whole()), (1000, 998_999));
    }
}
