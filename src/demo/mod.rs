//! The demonstration: the real meeting of 1398/09/12, told through the same services that the API uses, at the time
//! it happened. All of it is one transaction, so it is there whole or not at all, and a second run finds it.

mod agenda;
pub mod content;
mod fifth;
mod meetings;
mod minutes;

use std::collections::HashMap;

use chrono::{NaiveDate, TimeDelta, TimeZone};
use secrecy::SecretString;

use crate::accounts::{self, Actor, Grant, NewUser, password};
use crate::clock::Timestamp;
use crate::db::{Conn, Cx, Db};
use crate::error::{Error, Locale, Result};
use crate::ids::{DeskId, UnitId, UserId};
use crate::meetings::state::MeetingAction;
use crate::requests::action::ActionBody;
use crate::requests::model::{CreateRequest, RequestView};
use crate::requests::state::ActionKind;
use crate::resource::Expected;
use crate::routing::model::NewRule;
use crate::routing::rules::{Conditions, Target};
use crate::units::model::{CreateDesk, CreateUnit};
use crate::{approvals, requests, routing, units};
use content::{Held, Meeting, Person};

/// Who can sign in to the demonstration.
pub struct SignIn {
    /// Name of the role.
    pub name: String,
    /// Address.
    pub email: String,
    /// Password; none: set by an earlier run, and kept.
    pub password: Option<String>,
}

/// A person's new password, and its hash.
struct Ready {
    person: Person,
    password: String,
    hash: String,
}

/// Loads the story if it is not there yet. With `password` everybody has that one; else each has a random one, told
/// only now.
///
/// # Errors
/// When the database cannot be written.
pub fn load(db: &Db, password: Option<&str>) -> Result<Vec<SignIn>> {
    let people = content::people();
    let is_there = db.read_now(|c, _| Ok(accounts::service::find_by_email(c, &people[0].email)?.is_some()))?;
    if is_there {
        return again(db, people, password);
    }
    let ready = people
        .into_iter()
        .map(|person| with_password(person, password))
        .collect::<Result<Vec<_>>>()?;
    db.write_now(|c, cx| tell(c, cx, &ready))?;
    let told = |r: Ready| SignIn {
        name: r.person.name,
        email: r.person.email,
        password: Some(r.password),
    };
    Ok(ready.into_iter().map(told).collect())
}

/// A later run: a password that is given is set anew, nothing else changes.
fn again(db: &Db, people: Vec<Person>, password: Option<&str>) -> Result<Vec<SignIn>> {
    if let Some(given) = password {
        let hash = password::hash(&SecretString::from(given))?;
        db.write_now(|c, cx| {
            people
                .iter()
                .try_for_each(|p| accounts::service::reset_hash(c, cx, &p.email, &hash))
        })?;
    }
    let told = |p: Person| SignIn {
        name: p.name,
        email: p.email,
        password: password.map(str::to_owned),
    };
    Ok(people.into_iter().map(told).collect())
}

fn with_password(person: Person, given: Option<&str>) -> Result<Ready> {
    let password = given.map_or_else(
        || accounts::tokens::random_secret().chars().take(16).collect(),
        str::to_owned,
    );
    let hash = password::hash(&SecretString::from(password.as_str()))?;
    Ok(Ready { person, password, hash })
}

/// The story's places: what later steps refer to by number or key.
struct Story {
    units: Vec<UnitId>,
    desks: HashMap<&'static str, DeskId>,
    people: HashMap<String, UserId>,
}

impl Story {
    fn unit(&self, number: usize) -> Result<UnitId> {
        number
            .checked_sub(1)
            .and_then(|i| self.units.get(i))
            .copied()
            .ok_or_else(|| broken("a unit"))
    }

    fn desk(&self, key: &str) -> Result<DeskId> {
        self.desks.get(key).copied().ok_or_else(|| broken("a desk"))
    }

    fn person(&self, email: &str) -> Result<UserId> {
        self.people.get(email).copied().ok_or_else(|| broken("a person"))
    }

    fn actor(&self, c: &mut Conn, email: &str) -> Result<Actor> {
        let id = self.person(email)?;
        accounts::service::act_as(c, id)
    }
}

fn broken(what: &'static str) -> Error {
    Error::internal("the demo's content is broken", what)
}

/// The instant so many minutes after a meeting's start.
fn moment(meeting: &Meeting, minutes: i64) -> Result<Timestamp> {
    let day = content::date(meeting.on).map_err(|_| broken("a date"))?;
    at_hour(day, meeting.hour).map(|start| start.plus(TimeDelta::minutes(minutes)))
}

fn at_hour(day: NaiveDate, hour: u32) -> Result<Timestamp> {
    let wall = day.and_hms_opt(hour, 0, 0).ok_or_else(|| broken("an hour"))?;
    let start = chrono_tz::Asia::Tehran
        .from_local_datetime(&wall)
        .earliest()
        .ok_or_else(|| broken("an hour"))?;
    Ok(Timestamp::new(start.to_utc()))
}

fn tell(c: &mut Conn, cx: &Cx, people: &[Ready]) -> Result<()> {
    let [second, third, fourth] = content::MEETINGS else {
        return Err(broken("the meetings"));
    };
    // Everything was in place a fortnight before the meeting.
    let before = Cx {
        now: moment(second, -14 * 24 * 60)?,
        ..cx.clone()
    };
    let story = settle(c, &before, people)?;
    let series = meetings::begin_series(c, &before, &story)?;
    let run = meetings::plan(c, cx, &story, series, second)?;
    run.answers(c, cx)?;
    run.attendance(c, cx)?;
    run.act(c, cx, 0, MeetingAction::Start)?;
    let mut raised = raise(c, cx, &story, &run)?;
    meetings::find_themes(c, cx, &run, &mut raised)?;
    meetings::announce_and_promise(c, cx, &story, &run, &raised)?;
    run.act(c, cx, second.minutes, MeetingAction::Finish)?;
    triage(c, cx, &run, &raised)?;
    minutes::approve_second(c, cx, &story, &run, &raised)?;
    let run = meetings::plan(c, cx, &story, series, third)?;
    run.answers(c, cx)?;
    // The fourth is planned early, so that what the third puts off has somewhere to go.
    let next = meetings::plan_now(c, cx, &story, series, fourth, (2, moment(third, -24 * 60)?))?;
    meetings::keep_promises(c, cx, &run)?;
    meetings::hold_third(c, cx, &story, &run, &raised)?;
    minutes::write(c, cx, &run, &raised, third.minutes + 60, content::THIRD_MINUTES)?;
    agenda::prepare(c, cx, &story, &next, &raised)?;
    meetings::before_fourth(c, cx, &next, &raised)?;
    fifth::hold_fourth(c, cx, &next, &raised)?;
    fifth::prepare_fifth(c, cx, &story, series)
}

/// Units, desks, people and rules.
fn settle(c: &mut Conn, cx: &Cx, people: &[Ready]) -> Result<Story> {
    let mut story = Story {
        units: Vec::new(),
        desks: HashMap::new(),
        people: HashMap::new(),
    };
    for (i, unit) in content::UNITS.iter().enumerate() {
        let parent_id = unit.parent.map(|number| story.unit(number)).transpose()?;
        let email = Some(content::Unit::email(i + 1));
        let new = CreateUnit {
            name: unit.name.to_owned(),
            kind: unit.kind,
            parent_id,
            staff_count: unit.staff,
            email,
        };
        story.units.push(units::service::add_unit(c, cx, None, &new)?);
    }
    for desk in content::DESKS {
        let id = units::service::add_desk(
            c,
            cx,
            None,
            &CreateDesk {
                name: desk.name.to_owned(),
                fallback_id: None,
            },
        )?;
        story.desks.insert(desk.key, id);
    }
    for ready in people {
        let grant = |held: &Held| -> Result<Grant> {
            let unit_id = held.unit.map(|number| story.unit(number)).transpose()?;
            let desk_id = held.desk.map(|key| story.desk(key)).transpose()?;
            Ok(Grant {
                role: held.role,
                unit_id,
                desk_id,
            })
        };
        let new = NewUser {
            email: ready.person.email.clone(),
            name: ready.person.name.clone(),
            locale: Locale::Fa,
            password_hash: Some(ready.hash.clone()),
            grants: ready.person.roles.iter().map(grant).collect::<Result<_>>()?,
        };
        let id = accounts::service::create_user(c, cx, None, new)?;
        story.people.insert(ready.person.email.clone(), id);
    }
    let rules = content::RULES.iter().map(|rule| {
        let conditions = Conditions {
            categories: rule.categories.iter().map(ToString::to_string).collect(),
            amount_min_rials: rule.amount_min_rials,
            words: rule.words.iter().map(|w| (*w).to_owned()).collect(),
            ..Conditions::default()
        };
        let target = Target {
            desk_id: story.desk(rule.desk)?,
            owner_id: Some(story.person(rule.owner)?),
            round_robin: false,
            priority: None,
            watcher_ids: Vec::new(),
            approval_chain_id: None,
            sla_policy: None,
        };
        Ok(NewRule {
            name: rule.name.to_owned(),
            conditions,
            target,
        })
    });
    let rules = rules.collect::<Result<Vec<_>>>()?;
    let director = story.person(DIRECTOR)?;
    routing::service::save(c, cx, Some(director), &rules)?;
    approvals::chains::add(c, cx, Some(director), &content::chain())?;
    Ok(story)
}

const DIRECTOR: &str = "director@demo.test";

/// Each head raises their problems in the meeting.
fn raise(c: &mut Conn, cx: &Cx, story: &Story, run: &meetings::Run<'_>) -> Result<HashMap<&'static str, RequestView>> {
    let mut raised = HashMap::new();
    for request in content::requests() {
        let head = story.actor(c, &content::Unit::head_email(request.unit))?;
        let new = CreateRequest {
            category: request.category,
            unit_id: story.unit(request.unit)?,
            title: request.title.to_owned(),
            description: request.description.to_owned(),
            priority: None,
            private: false,
            tags: Vec::new(),
            details: request.details,
            raised_in: Some(run.id),
            draft: false,
        };
        let cx = Cx {
            now: moment(run.meeting, request.minute)?,
            ..cx.clone()
        };
        raised.insert(request.key, requests::service::create(c, &cx, &head, &new)?);
    }
    Ok(raised)
}

/// The next morning the director accepts what a rule has routed; the rest stays in the inbox.
fn triage(c: &mut Conn, cx: &Cx, run: &meetings::Run<'_>, raised: &HashMap<&'static str, RequestView>) -> Result<()> {
    let cx = Cx {
        now: moment(run.meeting, 22 * 60)?,
        ..cx.clone()
    };
    let mut routed: Vec<_> = raised.values().filter(|r| r.desk.is_some()).collect();
    routed.sort_by_key(|r| r.id);
    for request in routed {
        let id = request.id.to_string();
        let body = ActionBody::default();
        requests::acting::act(c, &cx, &run.director, &id, ActionKind::Accept, &Expected::Any, body)?;
    }
    Ok(())
}
