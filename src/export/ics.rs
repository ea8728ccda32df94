//! Dates for calendars (RFC 5545, and RFC 5546 for invitations): times in UTC, so that no time zone has to be told; texts
//! escaped and folded by the `icalendar` crate.

use icalendar::{Calendar, CalendarDateTime, Component, Event, EventLike, EventStatus, Property};

use crate::clock::Timestamp;

/// Who made it, as RFC 5545 wants to know.
const PRODUCT: &str = "-//Hamahang//Hamahang//FA";

/// What a calendar is to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Show it: a download.
    Publish,
    /// Invite, or tell the invited of a change.
    Request,
    /// Take it out.
    Cancel,
}

impl Method {
    /// The word of RFC 5546, also for the parameter `method` of a mail's `text/calendar`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// Somebody with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// What they are called.
    pub name: String,
    /// Their e-mail address.
    pub email: String,
}

/// A date. The same `uid` with a higher `sequence` replaces what was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEvent {
    /// The same for ever, and for nothing else: `meeting-3@example.org`.
    pub uid: String,
    /// Goes up with each change that is told.
    pub sequence: u32,
    /// What to do with it.
    pub method: Method,
    /// When this was written.
    pub stamp: Timestamp,
    /// When it starts.
    pub starts: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// In a line.
    pub title: String,
    /// Where; may be empty.
    pub place: String,
    /// What it is about; may be empty.
    pub description: String,
    /// Where to read more; may be empty.
    pub url: String,
    /// It was called off. [`Method::Cancel`] says so too.
    pub cancelled: bool,
    /// Who invites. Mandatory for [`Method::Request`] and [`Method::Cancel`].
    pub organizer: Option<Person>,
    /// Who is invited; not for [`Method::Publish`] (RFC 5546, 3.2.1).
    pub attendees: Vec<Person>,
}

/// The calendar file of a date.
pub fn render(event: &CalendarEvent) -> String {
    let utc = |at: Timestamp| CalendarDateTime::Utc(at.utc());
    let mut entry = Event::new();
    entry
        .uid(&event.uid)
        .sequence(event.sequence)
        .timestamp(event.stamp.utc())
        .starts(utc(event.starts))
        .ends(utc(event.ends))
        .summary(&event.title)
        .status(if event.cancelled || event.method == Method::Cancel {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        });
    for (name, text) in [("LOCATION", &event.place), ("DESCRIPTION", &event.description)] {
        if !text.is_empty() {
            entry.add_property(name, text);
        }
    }
    if !event.url.is_empty() {
        entry.url(&event.url);
    }
    if let Some(person) = &event.organizer {
        entry.append_property(of_person("ORGANIZER", person).done());
    }
    if event.method != Method::Publish {
        for person in &event.attendees {
            entry.append_multi_property(
                of_person("ATTENDEE", person)
                    .add_parameter("ROLE", "REQ-PARTICIPANT")
                    .add_parameter("PARTSTAT", "NEEDS-ACTION")
                    .add_parameter("RSVP", "TRUE")
                    .done(),
            );
        }
    }
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar.append_property(Property::new("PRODID", PRODUCT));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", event.method.as_str()));
    calendar.push(entry);
    calendar.to_string()
}

/// A name stands in a parameter, where quotes and line breaks cannot be escaped (RFC 5545, 3.2).
fn of_person(property: &str, person: &Person) -> Property {
    let plain = |c: &char| !c.is_control() && *c != '"';
    let name: String = person.name.chars().filter(plain).collect();
    let mut made = Property::new(property, format!("mailto:{}", person.email));
    made.add_parameter("CN", &format!("\"{name}\""));
    made
}
