//! Answers to invitations (RFC 5545, and RFC 5546, 3.2.3): what a calendar program sends when somebody has pressed
//! “accept”.

use super::charset;
use super::mime::Part;
use crate::accounts::service::fold_email;

/// An answer to an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarReply {
    /// Which date: `meeting-3@example.org`.
    pub uid: String,
    /// Which version of it was answered.
    pub sequence: Option<u32>,
    /// Whose answer it is, folded.
    pub attendee: String,
    pub answer: Partstat,
    /// What they wrote with it.
    pub comment: Option<String>,
}

/// The answers that a calendar knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Partstat {
    Accepted,
    Declined,
    Tentative,
    /// They send somebody; whom, has to be read.
    Delegated,
}

/// Bytes of a calendar entry that are read.
const LONGEST: usize = 256 * 1024;

/// The answer that a mail brings, if it brings exactly one.
pub fn find(tree: &Part<'_>) -> Option<CalendarReply> {
    let is_calendar = |part: &&Part<'_>| matches!(part.media_type().as_str(), "text/calendar" | "application/ics");
    // The same entry often comes twice, as a part and as a file.
    tree.all().into_iter().filter(is_calendar).find_map(|part| {
        let bytes = part.bytes();
        let bytes = bytes.get(..LONGEST).unwrap_or(&bytes);
        read(&charset::decode(bytes, part.parameter("charset")))
    })
}

fn read(text: &str) -> Option<CalendarReply> {
    let lines = unfolded(text);
    let value = |name: &str| lines.iter().find_map(|line| property(line, name));
    let (_, method) = value("METHOD")?;
    if !method.trim().eq_ignore_ascii_case("REPLY") {
        return None;
    }
    let mut attendees = lines.iter().filter_map(|line| property(line, "ATTENDEE"));
    let ((parameters, address), None) = (attendees.next()?, attendees.next()) else {
        return None;
    };
    let scheme = address.get(..7)?;
    let attendee = scheme
        .eq_ignore_ascii_case("mailto:")
        .then(|| fold_email(&address[7..]))?;
    let word = parameters.split(';').find_map(|p| {
        let (name, word) = p.split_once('=')?;
        name.eq_ignore_ascii_case("PARTSTAT").then(|| word.to_ascii_uppercase())
    })?;
    Some(CalendarReply {
        uid: value("UID")?.1.trim().to_owned(),
        sequence: value("SEQUENCE").and_then(|(_, number)| number.trim().parse().ok()),
        attendee,
        answer: match word.as_str() {
            "ACCEPTED" => Partstat::Accepted,
            "DECLINED" => Partstat::Declined,
            "TENTATIVE" => Partstat::Tentative,
            "DELEGATED" => Partstat::Delegated,
            _ => return None,
        },
        comment: value("COMMENT")
            .map(|(_, text)| unescaped(text))
            .filter(|text| !text.trim().is_empty()),
    })
}

/// Lines as they were before they were broken (RFC 5545, 3.1).
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

/// Parameters and value of a line, if it is of this property. Colons within quoted parameters part nothing.
fn property<'a>(line: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
    let rest = line.get(name.len()..)?;
    if !line.get(..name.len())?.eq_ignore_ascii_case(name) || !rest.starts_with([';', ':']) {
        return None;
    }
    let mut quoted = false;
    let at = rest.find(|c: char| {
        quoted ^= c == '"';
        c == ':' && !quoted
    })?;
    Some((&rest[..at], &rest[at + 1..]))
}

fn unescaped(text: &str) -> String {
    text.replace("\\n", "\n")
        .replace("\\N", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_read_and_nothing_else() {
        let reply = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:meeting-3@example.org\r\nSEQUENCE:2\r\n\
            ATTENDEE;CN=\"a:b\";PARTSTAT=\r\n DECLINED:MAILTO:Head-01@Example.org\r\nCOMMENT:در سفرم\\, ببخشید\r\nEND:VEVENT\r\n";
        let read_of = |text: &str| super::read(text);
        assert_eq!(
            read_of(reply),
            Some(CalendarReply {
                uid: "meeting-3@example.org".into(),
                sequence: Some(2),
                attendee: "head-01@example.org".into(),
                answer: Partstat::Declined,
                comment: Some("در سفرم, ببخشید".into()),
            })
        );
        for other in [
            reply.replace("REPLY", "REQUEST"),
            reply.replace("DECLINED", "NEEDS-ACTION"),
            reply.replace("MAILTO:", "tel:"),
            reply.replace("UID:", "X:"),
            reply.replace("END:VEVENT", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.z"),
        ] {
            assert_eq!(read_of(&other), None, "{other}");
        }
    }
}
