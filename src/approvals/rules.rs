//! The rules of a chain, pure: which steps apply to an amount, what the votes on a step come to, and what follows.
//!
//! - Steps are decided in their order; one with a threshold applies from that amount on.
//! - A step asks one of its people, all of them, or so many.
//! - Who filed it never counts, and a person counts once.
//! - The first rejection ends all of it, and so does the first return for changes.
//! - A step that its people cannot decide any more is stuck: whoever takes their place decides it alone.
//!
//! Source: the product description, "Approvals".

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::error::{FieldCode, Locale};
use crate::ids::{DeskId, UserId};

crate::text_enum! {
    /// Whom a step asks.
    pub enum Who {
        /// Who holds `role`.
        Role = "role",
        /// Who sits at the desk `desk_id`.
        Desk = "desk",
        /// The person `user_id`.
        Person = "person",
        /// The head of the nearest unit above the requesting one that has a head.
        ParentHead = "parent_head",
    }
}

crate::text_enum! {
    /// The roles that a step can ask.
    pub enum ApproverRole {
        /// The director of communications.
        Director = "director",
        /// The mayor's office.
        MayorOffice = "mayor_office",
        /// The head of the requesting unit.
        UnitHead = "unit_head",
    }
}

impl ApproverRole {
    /// Its name.
    pub const fn label(self, locale: Locale) -> &'static str {
        match (self, locale) {
            (Self::Director, Locale::Fa) => "مدیر ارتباطات",
            (Self::Director, Locale::En) => "Director of communications",
            (Self::MayorOffice, Locale::Fa) => "دفتر شهردار",
            (Self::MayorOffice, Locale::En) => "Mayor's office",
            (Self::UnitHead, Locale::Fa) => "مدیر واحد درخواست‌کننده",
            (Self::UnitHead, Locale::En) => "Head of the requesting unit",
        }
    }
}

crate::text_enum! {
    /// How many of a step's people have to approve.
    #[derive(Default)]
    pub enum Rule {
        /// Any one.
        #[default]
        One = "one",
        /// Each of them.
        All = "all",
        /// `needed` of them.
        NOf = "n_of",
    }
}

crate::text_enum! {
    /// What a person decides.
    pub enum Verdict {
        /// Agrees.
        Approved = "approved",
        /// Refuses; the chain ends.
        Rejected = "rejected",
        /// Sends it back to be changed; the chain ends, and another one can be begun.
        Returned = "returned",
    }
}

/// A step of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "who": "role", "role": "mayor_office", "rule": "one", "from_rials": 500_000_000 }))]
pub struct Step {
    /// Whom it asks.
    pub who: Who,
    /// With `who: role`: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<ApproverRole>,
    /// With `who: desk`: which.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub desk_id: Option<DeskId>,
    /// With `who: person`: whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// How many of them have to approve.
    #[serde(default)]
    pub rule: Rule,
    /// With `rule: n_of`: how many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100)]
    pub needed: Option<i32>,
    /// The step applies from this amount on, Rials; `null`: always.
    #[serde(default)]
    #[schema(minimum = 1)]
    pub from_rials: Option<i64>,
}

impl Step {
    /// What is missing, too much or at odds, by the field's name.
    pub fn faults(&self) -> Vec<(&'static str, FieldCode)> {
        let mut faults = Vec::new();
        for (name, wanted, there) in [
            ("role", self.who == Who::Role, self.role.is_some()),
            ("desk_id", self.who == Who::Desk, self.desk_id.is_some()),
            ("user_id", self.who == Who::Person, self.user_id.is_some()),
            ("needed", self.rule == Rule::NOf, self.needed.is_some()),
        ] {
            match (wanted, there) {
                (true, false) => faults.push((name, FieldCode::Required)),
                (false, true) => faults.push((name, FieldCode::NotAllowed)),
                (true, true) | (false, false) => {}
            }
        }
        // One person is never several.
        if self.who == Who::Person && self.needed.is_some_and(|n| n > 1) {
            faults.push(("needed", FieldCode::OutOfRange));
        }
        faults
    }

    /// Whether it applies to this amount, Rials; what has no amount costs nothing.
    pub fn applies(&self, amount_rials: Option<i64>) -> bool {
        self.from_rials.is_none_or(|from| amount_rials.unwrap_or(0) >= from)
    }
}

/// What somebody decided on a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote {
    /// Who.
    pub person: UserId,
    /// What.
    pub verdict: Verdict,
    /// In the place of the step's own people, who could not.
    pub in_place: bool,
}

/// What the votes on a step come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// So many approvals are missing.
    Open { missing: usize },
    /// Its people cannot decide it any more.
    Stuck,
    /// Approved.
    Passed,
    /// Refused.
    Rejected,
    /// Sent back to be changed.
    Returned,
}

/// Judges a step by the votes on it, in their order. `people` are those whom the step asks now; the votes of those who
/// have left since stay.
pub fn judge(step: &Step, people: &[UserId], requester: UserId, votes: &[Vote]) -> Standing {
    let mut approved = BTreeSet::new();
    for vote in votes.iter().filter(|v| v.person != requester) {
        match vote.verdict {
            Verdict::Rejected => return Standing::Rejected,
            Verdict::Returned => return Standing::Returned,
            Verdict::Approved if vote.in_place => return Standing::Passed,
            Verdict::Approved => {
                approved.insert(vote.person);
            }
        }
    }
    let left = able(people, requester, votes).len();
    let missing = match step.rule {
        Rule::One => 1_usize.saturating_sub(approved.len()),
        Rule::All => left,
        Rule::NOf => usize::try_from(step.needed.unwrap_or(1))
            .unwrap_or(1)
            .saturating_sub(approved.len()),
    };
    if missing == 0 && !approved.is_empty() {
        Standing::Passed
    } else if left == 0 || missing > left {
        Standing::Stuck
    } else {
        Standing::Open { missing }
    }
}

/// Those of a step's people who may still vote on it, each once.
pub fn able(people: &[UserId], requester: UserId, votes: &[Vote]) -> BTreeSet<UserId> {
    let voted = |who: &UserId| votes.iter().any(|v| v.person == *who);
    people
        .iter()
        .copied()
        .filter(|who| *who != requester && !voted(who))
        .collect()
}

/// The first step from `from` on that applies to the amount.
pub fn next(steps: &[Step], amount_rials: Option<i64>, from: usize) -> Option<usize> {
    (from..steps.len()).find(|at| steps.get(*at).is_some_and(|step| step.applies(amount_rials)))
}

/// What follows from how the open step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The step stays open.
    Stays,
    /// It has passed, and this one opens.
    Opens(usize),
    /// The last one has passed.
    Approved,
    /// All of it is over.
    Rejected,
    /// All of it is over until it is changed.
    Returned,
}

/// What follows when the step `open` stands like this.
pub fn outcome(steps: &[Step], amount_rials: Option<i64>, open: usize, standing: Standing) -> Outcome {
    match standing {
        Standing::Open { .. } | Standing::Stuck => Outcome::Stays,
        Standing::Passed => next(steps, amount_rials, open + 1).map_or(Outcome::Approved, Outcome::Opens),
        Standing::Rejected => Outcome::Rejected,
        Standing::Returned => Outcome::Returned,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
