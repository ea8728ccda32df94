//! What mail servers tell of mails of ours (RFC 3464): for whom a mail could not be delivered, and which mail it was.

use super::charset;
use super::headers;
use super::mime::{Part, header_of};
use crate::accounts::service::fold_email;
use crate::persian::text::tidy_line;

/// A delivery status notification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The mail it is about, without angle brackets; only who has seen the mail can know it.
    pub about: Option<String>,
    /// For whom it was not delivered.
    pub failures: Vec<Failure>,
}

/// A recipient whom a mail did not reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Folded.
    pub address: String,
    /// It never will: the status begins with 5, and no further try is announced.
    pub for_good: bool,
    /// `5.1.1`
    pub status: String,
    /// What the last server said, in one line.
    pub said: String,
}

/// Bytes of a status that are read, and recipients in it.
const LONGEST: usize = 64 * 1024;
const MOST: usize = 50;
/// Characters of what a server said.
const LONGEST_SAID: usize = 300;

/// The notification that a mail is, if it is one.
pub fn find(tree: &Part<'_>) -> Option<Report> {
    if tree.media_type() != "multipart/report" {
        return None;
    }
    let parts = tree.all();
    let status = parts
        .iter()
        .find(|part| part.media_type() == "message/delivery-status")?
        .bytes();
    let text = charset::guess(status.get(..LONGEST).unwrap_or(&status));
    // The first group is of the whole mail, each further one of a recipient.
    let failures = groups(&text)
        .iter()
        .skip(1)
        .filter_map(|group| failure(group))
        .take(MOST)
        .collect();
    let original = parts.iter().find(|part| {
        matches!(
            part.media_type().as_str(),
            "message/rfc822" | "text/rfc822-headers" | "message/global"
        )
    });
    let about = original.and_then(|part| {
        let bytes = part.bytes();
        headers::ids(&header_of(&bytes), "Message-ID").into_iter().next()
    });
    Some(Report { about, failures })
}

/// Fields by group, each with its continuation, names in lower case.
fn groups(text: &str) -> Vec<Vec<(String, String)>> {
    let mut groups = vec![Vec::new()];
    for line in text.lines() {
        let last = groups.last_mut();
        if line.trim().is_empty() {
            if last.is_some_and(|group: &mut Vec<_>| !group.is_empty()) {
                groups.push(Vec::new());
            }
        } else if let (true, Some((_, value))) =
            (line.starts_with([' ', '\t']), last.and_then(|group| group.last_mut()))
        {
            let value: &mut String = value;
            value.push(' ');
            value.push_str(line.trim());
        } else if let (Some((name, value)), Some(group)) = (line.split_once(':'), groups.last_mut()) {
            group.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    groups
}

fn failure(group: &[(String, String)]) -> Option<Failure> {
    let field = |name: &str| group.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    // `rfc822; somebody@example.org`
    let typed = |value: &str| {
        fold_email(
            value
                .split_once(';')
                .map_or(value, |(_, address)| address)
                .trim_matches(['<', '>', ' ']),
        )
    };
    let address = field("original-recipient")
        .or_else(|| field("final-recipient"))
        .map(typed)?;
    let action = field("action").unwrap_or_default().to_ascii_lowercase();
    let status = field("status").unwrap_or_default();
    let status = status.split_whitespace().next().unwrap_or_default().to_owned();
    if !matches!(action.as_str(), "failed" | "delayed") || !address.contains('@') || address.len() > 254 {
        return None;
    }
    Some(Failure {
        for_good: action == "failed" && status.starts_with("5."),
        said: tidy_line(field("diagnostic-code").unwrap_or_default())
            .chars()
            .take(LONGEST_SAID)
            .collect(),
        status: status.chars().take(20).collect(),
        address,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_read_by_recipient() {
        let text = "Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; <A@b.ir>\nAction: failed\nStatus: 5.1.1 (no such)\n\
            Diagnostic-Code: smtp; 550\n  no such user\n\n\nFinal-Recipient: rfc822;c@d.ir\nAction: delayed\nStatus: 4.4.1\n\n\
            Final-Recipient: rfc822;e@f.ir\nAction: delivered\nStatus: 2.0.0\n";
        let failures: Vec<_> = groups(text).iter().skip(1).filter_map(|g| failure(g)).collect();
        assert_eq!(
            failures,
            [
                Failure {
                    address: "a@b.ir".into(),
                    for_good: true,
                    status: "5.1.1".into(),
                    said: "smtp; 550 no such user".into()
                },
                Failure {
                    address: "c@d.ir".into(),
                    for_good: false,
                    status: "4.4.1".into(),
                    said: String::new()
                },
            ]
        );
    }
}
