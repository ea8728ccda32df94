//! Tables of single steps, and properties of whole chains played through with people at random.

use proptest::prelude::*;

use super::*;

const REQUESTER: UserId = UserId(9);

fn step(rule: Rule, needed: Option<i32>) -> Step {
    Step {
        who: Who::Role,
        role: Some(ApproverRole::Director),
        desk_id: None,
        user_id: None,
        rule,
        needed,
        from_rials: None,
    }
}

fn ids(all: &[i64]) -> Vec<UserId> {
    all.iter().copied().map(UserId).collect()
}

/// `1+` approves, `1-` rejects, `1~` returns, `1!` approves in place.
fn votes(written: &str) -> Vec<Vote> {
    let vote = |word: &str| {
        let (who, sign) = word.split_at(word.len() - 1);
        Vote {
            person: UserId(who.parse().unwrap()),
            verdict: match sign {
                "-" => Verdict::Rejected,
                "~" => Verdict::Returned,
                _ => Verdict::Approved,
            },
            in_place: sign == "!",
        }
    };
    written.split_whitespace().map(vote).collect()
}

#[test]
fn the_table_of_steps() {
    use Standing::{Open, Passed, Rejected, Returned, Stuck};
    let (one, all, two) = (step(Rule::One, None), step(Rule::All, None), step(Rule::NOf, Some(2)));
    for (step, people, written, wanted) in [
        (&one, vec![1, 2], "", Open { missing: 1 }),
        (&one, vec![1, 2], "2+", Passed),
        (&one, vec![1, 2], "2-", Rejected),
        (&one, vec![1, 2], "2~", Returned),
        (&one, vec![], "", Stuck),
        (&one, vec![9], "", Stuck),
        (&one, vec![9], "9+", Stuck),
        (&one, vec![9], "3!", Passed),
        (&one, vec![9], "3-", Rejected),
        (&all, vec![1, 2], "", Open { missing: 2 }),
        (&all, vec![1, 2], "1+", Open { missing: 1 }),
        (&all, vec![1, 2], "1+ 1+", Open { missing: 1 }),
        (&all, vec![1, 2], "1+ 2+", Passed),
        (&all, vec![1, 2], "1+ 2-", Rejected),
        (&all, vec![1, 2], "1- 2+", Rejected),
        (&all, vec![1, 2, 9], "1+ 2+", Passed),
        (&all, vec![], "", Stuck),
        // Somebody joined: asked too. Somebody who had approved left: it still counts.
        (&all, vec![1, 2, 3], "1+ 2+", Open { missing: 1 }),
        (&all, vec![2], "1+", Open { missing: 1 }),
        (&two, vec![1, 2, 3], "3+", Open { missing: 1 }),
        (&two, vec![1, 2, 3], "3+ 3+", Open { missing: 1 }),
        (&two, vec![1, 2, 3], "3+ 9+", Open { missing: 1 }),
        (&two, vec![1, 2, 3], "3+ 1+", Passed),
        (&two, vec![1], "", Stuck),
        (&two, vec![1, 9], "1+", Stuck),
        (&two, vec![2], "1+", Open { missing: 1 }),
        (&two, vec![1], "1+ 3!", Passed),
        (&two, vec![1, 2, 3], "1~ 2+ 3+", Returned),
    ] {
        let judged = judge(step, &ids(&people), REQUESTER, &votes(written));
        assert_eq!(judged, wanted, "{} of {people:?}: {written}", step.rule);
    }
}

#[test]
fn a_threshold_opens_a_step_from_its_amount_on() {
    let from = |from_rials| Step {
        from_rials,
        ..step(Rule::One, None)
    };
    let steps = [from(None), from(Some(500)), from(Some(100))];
    for (amount, wanted) in [
        (None, vec![0]),
        (Some(99), vec![0]),
        (Some(100), vec![0, 2]),
        (Some(499), vec![0, 2]),
        (Some(500), vec![0, 1, 2]),
    ] {
        let mut applied = Vec::new();
        let mut at = next(&steps, amount, 0);
        while let Some(open) = at {
            applied.push(open);
            at = match outcome(&steps, amount, open, Standing::Passed) {
                Outcome::Opens(next) => Some(next),
                _ => None,
            };
        }
        assert_eq!(applied, wanted, "{amount:?}");
    }
}

#[test]
fn a_step_says_whom_and_no_more() {
    let plain = step(Rule::One, None);
    assert_eq!(plain.faults(), []);
    for (wrong, wanted) in [
        (
            Step {
                role: None,
                ..plain.clone()
            },
            ("role", FieldCode::Required),
        ),
        (
            Step {
                desk_id: Some(DeskId(1)),
                ..plain.clone()
            },
            ("desk_id", FieldCode::NotAllowed),
        ),
        (
            Step {
                needed: Some(2),
                ..plain.clone()
            },
            ("needed", FieldCode::NotAllowed),
        ),
        (step(Rule::NOf, None), ("needed", FieldCode::Required)),
        (
            Step {
                who: Who::Person,
                role: None,
                user_id: Some(UserId(1)),
                ..step(Rule::NOf, Some(2))
            },
            ("needed", FieldCode::OutOfRange),
        ),
    ] {
        assert_eq!(wrong.faults(), [wanted], "{wrong:?}");
    }
}

/// A chain played through: whoever calls is heard only when it is their turn.
struct Play {
    steps: Vec<Step>,
    people: Vec<Vec<UserId>>,
    amount: Option<i64>,
    open: usize,
    votes: Vec<Vec<Vote>>,
    end: Option<Outcome>,
}

impl Play {
    fn call(&mut self, person: UserId, verdict: Verdict) {
        let (step, people) = (&self.steps[self.open], &self.people[self.open]);
        let able = able(people, REQUESTER, &self.votes[self.open]);
        let open = matches!(
            judge(step, people, REQUESTER, &self.votes[self.open]),
            Standing::Open { .. }
        );
        if self.end.is_some() || !open || !able.contains(&person) {
            return;
        }
        self.votes[self.open].push(Vote {
            person,
            verdict,
            in_place: false,
        });
        let standing = judge(step, people, REQUESTER, &self.votes[self.open]);
        match outcome(&self.steps, self.amount, self.open, standing) {
            Outcome::Stays => {}
            Outcome::Opens(next) => {
                assert!(next > self.open, "only forwards");
                self.open = next;
            }
            end => self.end = Some(end),
        }
    }
}

fn any_step() -> impl Strategy<Value = Step> {
    let rule = prop_oneof![
        Just((Rule::One, None)),
        Just((Rule::All, None)),
        (1..5_i32).prop_map(|n| (Rule::NOf, Some(n))),
    ];
    (rule, prop::option::of(1..1000_i64)).prop_map(|((rule, needed), from_rials)| Step {
        from_rials,
        ..step(rule, needed)
    })
}

proptest! {
    #[test]
    fn chains_keep_their_rules(
        chain in prop::collection::vec((any_step(), prop::collection::vec(1..10_i64, 0..6)), 1..6),
        amount in prop::option::of(0..1500_i64),
        calls in prop::collection::vec((1..10_i64, 0..8_u8), 0..80),
    ) {
        let (steps, people): (Vec<_>, Vec<_>) = chain.into_iter().map(|(s, p)| (s, ids(&p))).unzip();
        let Some(first) = next(&steps, amount, 0) else { return Ok(()) };
        let mut play = Play { votes: vec![Vec::new(); steps.len()], steps, people, amount, open: first, end: None };
        for (who, what) in calls {
            let verdict = match what { 0 => Verdict::Rejected, 1 => Verdict::Returned, _ => Verdict::Approved };
            play.call(UserId(who), verdict);
        }
        for (at, votes) in play.votes.iter().enumerate() {
            let step = &play.steps[at];
            prop_assert!(votes.iter().all(|v| v.person != REQUESTER), "the requester never counts");
            let once: BTreeSet<_> = votes.iter().map(|v| v.person).collect();
            prop_assert_eq!(once.len(), votes.len(), "a person counts once");
            prop_assert!(votes.is_empty() || (step.applies(amount) && at <= play.open), "in order, and only what applies");
            let against = votes.iter().position(|v| v.verdict != Verdict::Approved);
            prop_assert!(against.is_none_or(|n| n + 1 == votes.len() && play.end.is_some()), "the first refusal ends all");
            let passed = step.applies(amount) && (at < play.open || play.end == Some(Outcome::Approved));
            if passed {
                let able: BTreeSet<_> = play.people[at].iter().filter(|p| **p != REQUESTER).collect();
                let enough = match step.rule {
                    Rule::One => 1,
                    Rule::All => able.len(),
                    Rule::NOf => usize::try_from(step.needed.unwrap()).unwrap(),
                };
                prop_assert_eq!(votes.len(), enough, "as many as the rule asks, and no more");
            }
        }
        if play.end == Some(Outcome::Approved) {
            prop_assert_eq!(next(&play.steps, amount, play.open + 1), None);
        }
    }

    #[test]
    fn the_order_of_approvals_does_not_matter(
        step in any_step(),
        people in prop::collection::vec(1..10_i64, 0..6),
        voters in prop::collection::vec(1..10_i64, 0..6),
    ) {
        let vote = |id: &i64| Vote { person: UserId(*id), verdict: Verdict::Approved, in_place: false };
        let forth: Vec<_> = voters.iter().map(vote).collect();
        let back: Vec<_> = voters.iter().rev().map(vote).collect();
        prop_assert_eq!(judge(&step, &ids(&people), REQUESTER, &forth), judge(&step, &ids(&people), REQUESTER, &back));
    }
}
