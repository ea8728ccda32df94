//! The clock of a meeting in session: one line at a time, whose seconds count while it runs. Pure.

use super::store::Session;
use crate::clock::Timestamp;
use crate::ids::AgendaItemId;

/// Time that a line has taken.
pub type Taken = Option<(AgendaItemId, i32)>;

/// Seconds that have run by the clock; none, should the machine's have been put back.
pub fn ran(since: Timestamp, now: Timestamp) -> i64 {
    (now.utc() - since.utc()).num_seconds().max(0)
}

/// Stops the clock; the time that it has run belongs to the line.
pub fn stop(session: &mut Session, now: Timestamp) -> Taken {
    let since = session.running_since.take()?;
    let seconds = i32::try_from(ran(since, now)).unwrap_or(i32::MAX);
    session.current_item_id.map(|item| (item, seconds))
}

/// Goes to another line, or to none; the clock of the new one runs from now on.
pub fn go_to(session: &mut Session, item: Option<AgendaItemId>, now: Timestamp) -> Taken {
    let taken = stop(session, now);
    session.current_item_id = item;
    session.running_since = item.map(|_| now);
    taken
}

/// Lets the clock of the current line run again; says whether it stood.
pub fn resume(session: &mut Session, now: Timestamp) -> bool {
    let stood = session.current_item_id.is_some() && session.running_since.is_none();
    if stood {
        session.running_since = Some(now);
    }
    stood
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::prelude::*;

    use super::*;
    use crate::ids::MeetingId;

    #[derive(Debug, Clone)]
    enum Step {
        Go(Option<i64>),
        Stop,
        Resume,
        Wait(i64),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let step = prop_oneof![
            proptest::option::of(1_i64..4).prop_map(Step::Go),
            Just(Step::Stop),
            Just(Step::Resume),
            (0_i64..1000).prop_map(Step::Wait),
        ];
        proptest::collection::vec(step, 0..40)
    }

    proptest! {
        /// Each second that the clock ran is some line's, once; against a model that counts second by second.
        #[test]
        fn every_second_that_runs_belongs_to_the_line_that_is_up(steps in steps()) {
            let mut now = Timestamp::new("2019-12-03T06:30:00Z".parse().unwrap());
            let mut session = Session::none(MeetingId(1));
            let (mut kept, mut model) = (HashMap::<i64, i64>::new(), HashMap::<i64, i64>::new());
            let (mut up, mut runs) = (None, false);
            let mut keep = |taken: Taken| if let Some((item, seconds)) = taken {
                *kept.entry(item.0).or_default() += i64::from(seconds);
            };
            for step in steps {
                match step {
                    Step::Go(item) => {
                        keep(go_to(&mut session, item.map(AgendaItemId), now));
                        (up, runs) = (item, item.is_some());
                    }
                    Step::Stop => {
                        keep(stop(&mut session, now));
                        runs = false;
                    }
                    Step::Resume => {
                        let stood = up.is_some() && !runs;
                        prop_assert_eq!(resume(&mut session, now), stood);
                        runs = runs || stood;
                    }
                    Step::Wait(seconds) => {
                        now = now.plus(chrono::TimeDelta::seconds(seconds));
                        if let (Some(item), true) = (up, runs) {
                            *model.entry(item).or_default() += seconds;
                        }
                    }
                }
                prop_assert_eq!(session.current_item_id.map(|i| i.0), up);
                prop_assert_eq!(session.running_since.is_some(), runs);
            }
            keep(stop(&mut session, now));
            kept.retain(|_, seconds| *seconds > 0);
            model.retain(|_, seconds| *seconds > 0);
            prop_assert_eq!(kept, model);
        }
    }

    #[test]
    fn a_clock_that_was_put_back_takes_nothing_away() {
        let at = |text: &str| Timestamp::new(text.parse().unwrap());
        assert_eq!(ran(at("2019-12-03T06:30:10Z"), at("2019-12-03T06:30:00Z")), 0);
    }
}
