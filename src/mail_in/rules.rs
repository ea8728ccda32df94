//! Whether a mail may be taken for the word of a person, and as what. Pure. The order is what keeps mail from going round: what a
//! machine sends is never answered and never told on, whatever it says.

use super::model::MailReason;
use super::parse::Letter;

/// What the mail server said of the delivery, if it did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Envelope {
    /// Who is told when it cannot be delivered; an empty one: nobody, for it is such a notice.
    pub sender: Option<String>,
    /// Which of our addresses it was sent to.
    pub recipient: Option<String>,
}

impl Envelope {
    /// Whether nobody is to be told of it. Postfix writes an empty sender as its own name.
    fn has_no_return(&self) -> bool {
        self.sender.as_deref().is_some_and(|sender| {
            let sender = sender.trim();
            sender.is_empty() || sender == "<>" || sender.eq_ignore_ascii_case("MAILER-DAEMON")
        })
    }
}

/// What is ours.
pub struct Own<'a> {
    /// The sender of our mails, folded.
    pub address: &'a str,
    /// What Message-IDs and List-Ids of ours end in.
    pub domain: &'a str,
    /// Whether an address is one for answers.
    pub takes_answers: &'a dyn Fn(&str) -> bool,
    /// Whose `Authentication-Results` count; empty: none are asked for.
    pub auth_server: &'a str,
}

/// What a mail is to be taken as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A person has to look at it.
    Hold(MailReason),
    /// A machine has sent it.
    Ignore(MailReason),
    /// A mail server tells of a mail of ours.
    Report,
    /// A calendar answers an invitation.
    Calendar,
    /// A person's word.
    Letter,
}

/// Says what to take a mail as.
pub fn judge(letter: &Letter, envelope: &Envelope, own: &Own<'_>) -> Verdict {
    if letter.too_complex {
        return Verdict::Hold(MailReason::Broken);
    }
    if letter.report.is_some() {
        return Verdict::Report;
    }
    if is_ours(letter, own) {
        return Verdict::Ignore(MailReason::Loop);
    }
    // Calendars answer by themselves when their owner presses a button, and some say so. It makes no mail to anybody.
    let calendar = letter.calendar.is_some();
    let signs = &letter.signs;
    let machine = signs.automatic || signs.bulk || signs.no_return || envelope.has_no_return();
    if machine && !calendar {
        return Verdict::Ignore(MailReason::Automatic);
    }
    let Some(sender) = &letter.sender else {
        return Verdict::Hold(MailReason::SenderUnclear);
    };
    if !own.auth_server.is_empty() && !is_genuine(&sender.address, &signs.authentication, own.auth_server) {
        return Verdict::Hold(MailReason::NotGenuine);
    }
    if letter.enciphered {
        return Verdict::Hold(MailReason::Enciphered);
    }
    if calendar {
        return Verdict::Calendar;
    }
    if signs.list {
        return Verdict::Hold(MailReason::MailingList);
    }
    Verdict::Letter
}

/// Whether it is a mail of ours that came back, or claims to be.
fn is_ours(letter: &Letter, own: &Own<'_>) -> bool {
    let ours = |address: &str| address == own.address || (own.takes_answers)(address);
    let sender = letter.sender.as_ref();
    let list = format!("notifications.{}", own.domain);
    let returned = |value: &String| {
        let value = value.to_lowercase();
        value == list || ours(value.trim_matches(['<', '>']))
    };
    sender.is_some_and(|s| ours(&s.address)) || letter.signs.loops.iter().any(returned)
}

/// Whether our mail server has found that the mail comes from the domain of its `From` (RFC 8601): by DMARC, by a signature or
/// a sending server of that domain, or because its sender had signed in. Only its own word counts: it removes what others write in
/// its name.
fn is_genuine(address: &str, results: &[String], server: &str) -> bool {
    let domain = address.rsplit('@').next().unwrap_or_default();
    results.iter().any(|value| {
        let lower = value.to_ascii_lowercase();
        let mut parts = lower.split(';').map(str::trim);
        let by = parts
            .next()
            .and_then(|id| id.split_whitespace().next())
            .unwrap_or_default();
        by == server && parts.any(|result| passes(result, domain))
    })
}

fn passes(result: &str, domain: &str) -> bool {
    let mut words = result.split_whitespace();
    let Some((method, outcome)) = words.next().and_then(|word| word.split_once('=')) else {
        return false;
    };
    if outcome != "pass" {
        return false;
    }
    let of = |names: &[&str]| {
        let mut values = words.clone().filter_map(|word| word.split_once('='));
        values
            .find(|(name, _)| names.contains(name))
            .map(|(_, value)| value.trim_matches('"').to_owned())
    };
    let aligned = |value: Option<String>| {
        let other = value.unwrap_or_default();
        let other = other.rsplit('@').next().unwrap_or_default();
        other == domain
            || domain
                .strip_suffix(other)
                .is_some_and(|rest| rest.ends_with('.') && other.contains('.'))
    };
    match method {
        "dmarc" => of(&["header.from"]).is_none_or(|from| from == domain),
        "dkim" => aligned(of(&["header.d", "header.i"])),
        "spf" => aligned(of(&["smtp.mailfrom", "smtp.mail"])),
        "auth" => aligned(of(&["smtp.auth"])) || of(&["smtp.auth"]).is_some_and(|user| !user.contains('@')),
        _ => false,
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
