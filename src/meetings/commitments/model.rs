//! What becomes of promises, and how often they are kept.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::accounts::model::UserRef;
use crate::meetings::agenda::model::{CommitmentState, MeetingRef};
use crate::units::UnitRef;

crate::text_enum! {
    /// What has become of a word that was given.
    pub enum Standing {
        /// Its day is still to come.
        Open = "open",
        /// Its day has passed, and it is not kept.
        Broken = "broken",
        /// Kept by the day that was promised first.
        Kept = "kept",
        /// Kept, but later than was promised first.
        Late = "late",
        /// Dropped by decision.
        Dropped = "dropped",
        /// Was never made: its outcome was taken back.
        TakenBack = "taken_back",
    }
}

/// What has become of a promise by this day.
pub fn standing(
    state: CommitmentState,
    (first_due_on, due_on): (NaiveDate, NaiveDate),
    ended_on: Option<NaiveDate>,
    today: NaiveDate,
) -> Standing {
    match state {
        CommitmentState::Open if due_on < today => Standing::Broken,
        CommitmentState::Open => Standing::Open,
        CommitmentState::Kept if ended_on.is_some_and(|day| day > first_due_on) => Standing::Late,
        CommitmentState::Kept => Standing::Kept,
        CommitmentState::Dropped => Standing::Dropped,
        CommitmentState::TakenBack => Standing::TakenBack,
    }
}

crate::text_enum! {
    /// Whose promises are counted together.
    #[derive(Default)]
    pub enum RatesBy {
        /// Those of a person.
        #[default]
        Person = "person",
        /// Those of who spoke for a unit.
        Unit = "unit",
        /// Those made in a meeting.
        Meeting = "meeting",
    }
}

/// How many promises there were, and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Tally {
    /// In all.
    pub made: i64,
    /// Whose day is still to come.
    pub open: i64,
    /// Whose day has passed, and which are not kept.
    pub broken: i64,
    /// Kept by the day that was promised first.
    pub kept: i64,
    /// Kept, but later than was promised first.
    pub late: i64,
    /// Dropped by decision.
    pub dropped: i64,
    /// How often a day was moved.
    pub repromises: i64,
    /// Those kept in time, of those kept in time, late or broken: percent, rounded down; `null` while there are none.
    pub rate: Option<i64>,
}

impl Tally {
    /// Counts one more; what was taken back is not counted.
    pub fn add(&mut self, standing: Standing, repromises: i32) {
        let of = match standing {
            Standing::Open => &mut self.open,
            Standing::Broken => &mut self.broken,
            Standing::Kept => &mut self.kept,
            Standing::Late => &mut self.late,
            Standing::Dropped => &mut self.dropped,
            Standing::TakenBack => return,
        };
        *of += 1;
        self.made += 1;
        self.repromises += i64::from(repromises);
        let judged = self.kept + self.late + self.broken;
        self.rate = (judged > 0).then(|| self.kept * 100 / judged);
    }
}

/// How somebody's promises are kept.
#[derive(Debug, Clone, Serialize, utoipa::ToSchema)]
#[schema(example = json!({ "person": { "id": 7, "name": "کارشناس آموزش" }, "unit": null, "meeting": null, "tally": { "made": 4, "open": 0, "broken": 1, "kept": 2, "late": 1, "dropped": 0, "repromises": 1, "rate": 50 } }))]
pub struct KeepRate {
    /// Whose, by person.
    pub person: Option<UserRef>,
    /// Whose, by unit.
    pub unit: Option<UnitRef>,
    /// Where they were made, by meeting.
    pub meeting: Option<MeetingRef>,
    /// What became of them.
    pub tally: Tally,
}

/// Which promises are counted, and by what.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct RateFilter {
    /// By what they are counted. By person, everybody gets their own; the rest is for the director and the mayor's office.
    pub by: Option<RatesBy>,
    /// First due on this day or later.
    pub from: Option<NaiveDate>,
    /// First due on this day or earlier.
    pub to: Option<NaiveDate>,
    /// Items of the page, 1 to 200.
    #[param(minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_word_is_measured_by_the_day_that_was_promised_first() {
        use CommitmentState::{Dropped, Kept, Open, TakenBack};
        // State, moved to, ended on, by this day.
        for (state, due, ended, today, wanted) in [
            (Open, "2019-12-20", None, "2019-12-20", Standing::Open),
            (Open, "2019-12-20", None, "2019-12-21", Standing::Broken),
            // Moved in time, it is open again, whatever the first day was.
            (Open, "2019-12-27", None, "2019-12-21", Standing::Open),
            (Kept, "2019-12-20", Some("2019-12-20"), "2020-01-01", Standing::Kept),
            (Kept, "2019-12-20", Some("2019-12-21"), "2020-01-01", Standing::Late),
            // Kept by the new day is late by the first.
            (Kept, "2019-12-27", Some("2019-12-25"), "2020-01-01", Standing::Late),
            (Kept, "2019-12-27", Some("2019-12-19"), "2020-01-01", Standing::Kept),
            (
                Dropped,
                "2019-12-20",
                Some("2019-12-25"),
                "2020-01-01",
                Standing::Dropped,
            ),
            (
                TakenBack,
                "2019-12-20",
                Some("2019-12-03"),
                "2020-01-01",
                Standing::TakenBack,
            ),
        ] {
            let found = standing(state, (day("2019-12-20"), day(due)), ended.map(day), day(today));
            assert_eq!(found, wanted, "{state} {due} {ended:?} {today}");
        }
    }

    #[test]
    fn rates_count_what_can_be_judged() {
        let mut tally = Tally::default();
        for (standing, rate) in [
            (Standing::Open, None),
            (Standing::Dropped, None),
            (Standing::TakenBack, None),
            (Standing::Kept, Some(100)),
            (Standing::Late, Some(50)),
            (Standing::Broken, Some(33)),
            (Standing::Kept, Some(50)),
        ] {
            tally.add(standing, 1);
            assert_eq!(tally.rate, rate, "{standing}");
        }
        assert_eq!((tally.made, tally.repromises), (6, 6));
    }
}
