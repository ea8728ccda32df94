//! How often promises are kept: by person, by unit, by meeting.

use std::collections::HashMap;

use super::model::{KeepRate, RateFilter, RatesBy, Tally, standing};
use super::rates_store;
use super::service::meeting_refs;
use crate::accounts::{self, Actor};
use crate::db::{Conn, Cx};
use crate::error::{Error, Result};
use crate::ids::{MeetingId, UnitId, UserId};
use crate::meetings::policy;
use crate::page::{Page, PageRequest};
use crate::units;

/// A page of keep-rates, by id of what they are counted by. Who neither directs nor is of the mayor's office sees their own.
///
/// # Errors
/// 400 for a cursor of another list, 403.
pub fn list(c: &mut Conn, cx: &Cx, actor: &Actor, filter: &RateFilter) -> Result<Page<KeepRate>> {
    let by = filter.by.unwrap_or_default();
    let all = policy::sees_keep_rates(actor);
    if !all && by != RatesBy::Person {
        return Err(Error::not_your_right());
    }
    let page = PageRequest::new(filter.limit, filter.cursor.as_deref(), by.as_str())?;
    let after = page.after.as_ref().map_or(0, |cursor| cursor.i);
    let keys = rates_store::keys(c, filter, (!all).then_some(actor.id), after, page.limit + 1)?;
    let keys = Page::from_rows(keys, &page, by.as_str(), |key| (String::new(), *key));
    let mut tallies: HashMap<i64, Tally> = HashMap::new();
    let today = cx.now.date_tehran();
    for (key, state, first, due, ended, repromises) in rates_store::counted(c, filter, &keys.items)? {
        let standing = standing(state, (first, due), ended, today);
        tallies.entry(key).or_default().add(standing, repromises);
    }
    let mut rates: Vec<KeepRate> = Vec::new();
    let bare = |key: &i64| KeepRate {
        person: None,
        unit: None,
        meeting: None,
        tally: tallies.get(key).copied().unwrap_or_default(),
    };
    match by {
        RatesBy::Person => {
            let ids: Vec<_> = keys.items.iter().copied().map(UserId).collect();
            let people = accounts::service::people(c, &ids)?;
            rates.extend(keys.items.iter().map(|key| KeepRate {
                person: people.get(&UserId(*key)).cloned(),
                ..bare(key)
            }));
        }
        RatesBy::Unit => {
            let ids: Vec<_> = keys.items.iter().copied().map(UnitId).collect();
            let units = units::directory::unit_refs(c, &ids)?;
            rates.extend(keys.items.iter().map(|key| KeepRate {
                unit: units.get(&UnitId(*key)).cloned(),
                ..bare(key)
            }));
        }
        RatesBy::Meeting => {
            let ids: Vec<_> = keys.items.iter().copied().map(MeetingId).collect();
            let mut meetings = meeting_refs(c, &ids)?;
            rates.extend(keys.items.iter().map(|key| KeepRate {
                meeting: meetings.remove(&MeetingId(*key)),
                ..bare(key)
            }));
        }
    }
    Ok(Page {
        items: rates,
        next: keys.next,
    })
}
