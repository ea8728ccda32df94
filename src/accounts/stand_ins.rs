//! Who stands in for whom on a day: the one place that follows substitutes.
//!
//! Where A is away with B as the substitute and B is away with C, C stands in for both. That nobody comes to stand in
//! for themselves is checked when an absence is saved (`absences`); here a loop would end as «nobody».

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::model::{Grant, Person, Role, Substitution};
use super::{absence_store as store, service};
use crate::db::Conn;
use crate::error::Result;
use crate::ids::UserId;

/// Who stands in for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandIn {
    /// Who; active, and not away.
    pub person: Person,
    /// Whether the person who is away gets their mails too.
    pub keeps_mail: bool,
}

/// Who stands in for this person on this day; none: they are not away, or nobody who is active can be reached.
///
/// # Errors
/// Only the database's.
pub fn stand_in(c: &mut Conn, user: UserId, day: NaiveDate) -> Result<Option<StandIn>> {
    Ok(stand_ins(c, &[user], day)?.remove(&user))
}

/// [`stand_in`] for many: a query when nobody of them is away.
///
/// # Errors
/// Only the database's.
pub fn stand_ins(c: &mut Conn, users: &[UserId], day: NaiveDate) -> Result<HashMap<UserId, StandIn>> {
    let (mut links, mut keeps_mail, mut asked) = (HashMap::new(), HashSet::new(), HashSet::new());
    let mut ask: Vec<UserId> = users.to_vec();
    loop {
        ask.retain(|user| asked.insert(*user));
        if ask.is_empty() {
            break;
        }
        let found = store::in_effect(c, &ask, day)?;
        ask = found.iter().map(|(_, substitute, _)| *substitute).collect();
        for (user, substitute, keeps) in found {
            links.insert(user, substitute);
            if keeps {
                keeps_mail.insert(user);
            }
        }
    }
    let ends: HashMap<UserId, UserId> = users.iter().filter_map(|u| Some((*u, follow(&links, *u)?))).collect();
    if ends.is_empty() {
        return Ok(HashMap::new());
    }
    let active = service::persons(c, &ends.values().copied().collect::<Vec<_>>())?;
    let active: HashMap<UserId, Person> = active.into_iter().map(|p| (p.id, p)).collect();
    let reached = ends.into_iter().filter_map(|(user, end)| {
        let person = active.get(&end)?.clone();
        let keeps_mail = keeps_mail.contains(&user);
        Some((user, StandIn { person, keeps_mail }))
    });
    Ok(reached.collect())
}

/// The end of a person's chain of substitutes; none: they are not away, or the chain comes back to itself.
fn follow(links: &HashMap<UserId, UserId>, user: UserId) -> Option<UserId> {
    let mut seen = HashSet::from([user]);
    let mut at = *links.get(&user)?;
    while seen.insert(at) {
        match links.get(&at) {
            Some(next) => at = *next,
            None => return Some(at),
        }
    }
    None
}

/// Who of these is away on this day.
///
/// # Errors
/// Only the database's.
pub fn away(c: &mut Conn, users: &[UserId], day: NaiveDate) -> Result<HashSet<UserId>> {
    let found = store::in_effect(c, users, day)?;
    Ok(found.into_iter().map(|(user, _, _)| user).collect())
}

/// In whose place this person acts on this day, with what passes on to them. Somebody who is away themselves stands in
/// for nobody: that goes on to their own substitute.
///
/// # Errors
/// Only the database's.
pub fn stood_in_for(c: &mut Conn, user: UserId, day: NaiveDate) -> Result<Vec<Substitution>> {
    if !away(c, &[user], day)?.is_empty() {
        return Ok(Vec::new());
    }
    let (mut all, mut next) = (vec![user], vec![user]);
    while !next.is_empty() {
        next = store::behind(c, &next, day)?;
        next.retain(|found| !all.contains(found));
        all.extend(&next);
    }
    all.retain(|found| *found != user);
    let mut grants: HashMap<UserId, Vec<Grant>> = HashMap::new();
    for (of, grant) in store::grants(c, &all)?.into_iter().filter(|(_, g)| passes_on(g.role)) {
        grants.entry(of).or_default().push(grant);
    }
    let one = |person: Person| Substitution {
        grants: grants.remove(&person.id).unwrap_or_default(),
        user_id: person.id,
        name: person.name,
    };
    Ok(service::persons(c, &all)?.into_iter().map(one).collect())
}

/// Whether any of these people stands in for somebody on this day: a query, before [`stood_in_for`] is asked for each.
///
/// # Errors
/// Only the database's.
pub fn any_stands_in(c: &mut Conn, users: &[UserId], day: NaiveDate) -> Result<bool> {
    Ok(!store::behind(c, users, day)?.is_empty())
}

/// Whether a role's rights over requests pass on to a substitute. An administrator's, an auditor's and the mayor's office's
/// rights are of the person.
fn passes_on(role: Role) -> bool {
    match role {
        Role::UnitHead | Role::UnitMember | Role::Owner | Role::Director => true,
        Role::MayorOffice | Role::Auditor | Role::Admin => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_chain_ends_at_somebody_who_is_there_or_at_nobody(links in prop::collection::hash_map(0i64..12, 0i64..12, 0..12)) {
            let links: HashMap<UserId, UserId> = links.into_iter().map(|(a, b)| (UserId(a), UserId(b))).collect();
            for user in (0..12).map(UserId) {
                if let Some(end) = follow(&links, user) {
                    prop_assert!(links.contains_key(&user) && !links.contains_key(&end));
                } else {
                    // Not away, or going on for ever.
                    let far = (0..20).try_fold(user, |at, _| links.get(&at).copied());
                    prop_assert!(!links.contains_key(&user) || far.is_some());
                }
            }
        }
    }
}
